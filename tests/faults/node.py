"""Elasticsearch nodes that nobody else uses: tests stop, kill and start them as they like."""

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from observatory.embedded.elasticsearch import Elasticsearch
from observatory.embedded.paths import data_folder, free_port
from tests.platform.services import TestRun

_OF_A_CLUSTER = """\
cluster.name: observatoire-faults
node.name: node-{number}
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
discovery.seed_hosts: {seeds}
cluster.initial_master_nodes: {names}
path.data: {run}/data
path.logs: {run}/logs
xpack.security.enabled: false
xpack.ml.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


class Node:
    """Its data outlive the process, as a server's would."""

    def __init__(self):
        self._run = TestRun.new_aside()
        self._server = self._of(self._run)
        self.url = self._server.enter()

    def _of(self, run: TestRun) -> Elasticsearch:
        return run.elasticsearch

    @property
    def pid(self) -> int | None:
        return self._server.pid()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def start_again(self) -> None:
        """At the same address, on the same data."""
        assert self._server.revive() == self.url

    def close(self) -> None:
        self._server.leave()
        self._run.close()


class Member(Node):
    """One of several nodes that hold the same index; it is up once most of them are."""

    def __init__(self, number: int, transports: Sequence[int]):
        self.number, self.transports = number, transports
        super().__init__()

    def _of(self, run: TestRun) -> Elasticsearch:
        return _Server(run.folder, self.number, self.transports)


class _Server(Elasticsearch):
    # Small, and quick to start rather than quick in the long run.
    java_options = "-Xms320m -Xmx320m -XX:TieredStopAtLevel=1"

    def __init__(self, folder, number: int, transports: Sequence[int]):
        super().__init__(folder, programs=data_folder(), say=lambda line: None)
        self.number, self.transports = number, transports

    def _configure(self, home, port, user) -> None:
        super()._configure(home, port, user)
        text = _OF_A_CLUSTER.format(
            number=self.number,
            port=port,
            transport=self.transports[self.number],
            seeds=[f"127.0.0.1:{port}" for port in self.transports],
            names=[f"node-{number}" for number in range(len(self.transports))],
            run=self.run,
        )
        (self.run / "config/elasticsearch.yml").write_text(text)


class Cluster:
    """Three nodes on loopback."""

    def __init__(self):
        transports = [free_port() for _each in range(3)]
        with ThreadPoolExecutor(3) as threads:
            self.nodes = list(threads.map(lambda number: Member(number, transports), range(3)))

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def kill(self, *nodes: Member) -> None:
        for node in nodes:
            node.signal(signal.SIGKILL)

    def start_again(self) -> None:
        """All that are down, at once: none is up without another."""
        down = [node for node in self.nodes if node.pid is None]
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(Member.start_again, down))

    def close(self) -> None:
        for node in self.nodes:
            node.close()
