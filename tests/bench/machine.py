"""What the figures were measured on."""

import os
import re
from pathlib import Path

from search import engine


def described() -> str:
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    name = cpu[1].strip() if cpu else "processeur inconnu"
    size = int(memory[1]) / 1024**2 if memory else 0
    return f"{name}, {os.cpu_count()} cœurs, {size:.0f} Go de mémoire, charge {os.getloadavg()[0]:.1f}"


def engine_described() -> str:
    client = engine.worker_client()
    node = next(iter(client.nodes.info(metric=["jvm", "settings"])["nodes"].values()))
    return f"Elasticsearch {node['version']}, tas {node['jvm']['mem']['heap_max_in_bytes'] / 1024**2:.0f} Mo"


def index_described() -> str:
    primaries = engine.worker_client().indices.stats(index=engine.alias(), metric=["store", "segments"])["_all"]["primaries"]
    return f"{primaries['store']['size_in_bytes'] / 1024**2:.0f} Mo, {primaries['segments']['count']} segments"
