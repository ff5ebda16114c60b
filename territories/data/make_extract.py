"""Makes cog-2026.json.gz from the unpacked npm package; README.md beside this file says how and under which licence."""

import gzip
import json
import sys
from pathlib import Path

PACKAGE = "@etalab/decoupage-administratif 6.0.0"
YEAR = 2026
OVERSEAS_COLLECTIVITIES = "com"


def make_extract(data: Path) -> dict:
    """The few facts that the site needs, as rows: codes without prefix, in the order of the package."""
    communes = _read(data, "communes")
    current = [row for row in communes if row["type"] == "commune-actuelle"]
    return {
        "source": PACKAGE,
        "year": YEAR,
        "regions": [[row["code"], row["nom"], row["zone"]] for row in _read(data, "regions")],
        "departments": [
            [row["code"], row["nom"], row["region"]] for row in _read(data, "departements") if row["zone"] != OVERSEAS_COLLECTIVITIES
        ],
        "municipalities": [[*_place(row), row["departement"]] for row in current],
        "districts": [[*_place(row), row["commune"]] for row in communes if row["type"] == "arrondissement-municipal"],
        "intermunicipalities": [_group(row) for row in _read(data, "epci")],
        "grand_paris_territories": [_group(row) for row in _read(data, "ept")],
        "successors": _successors(communes, {row["code"] for row in current}),
    }


def _read(data: Path, name: str) -> list[dict]:
    return json.loads((data / f"{name}.json").read_text("utf-8"))


def _place(row: dict) -> list:
    return [row["code"], row["nom"], row.get("population"), " ".join(row.get("codesPostaux", []))]


def _group(row: dict) -> list:
    return [row["code"], row["nom"], [member["code"] for member in row["membres"]]]


def _successors(communes: list[dict], current: set[str]) -> dict[str, str]:
    """Old codes of municipalities that were merged or renumbered, each with the municipality that stands in their place."""
    found = {row["code"]: row["chefLieu"] for row in communes if row.get("chefLieu") in current and row["code"] not in current}
    for row in communes:
        found |= {old: row["code"] for old in row.get("anciensCodes", []) if old not in current and row["code"] in current}
    return found


if __name__ == "__main__":
    text = json.dumps(make_extract(Path(sys.argv[1])), ensure_ascii=False, separators=(",", ":"))
    target = Path(__file__).with_name(f"cog-{YEAR}.json.gz")
    # mtime=0: the same package gives the same file, byte for byte.
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target.name}: {target.stat().st_size // 1024} KB")
