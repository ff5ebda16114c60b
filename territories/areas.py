"""Builds every territory, with all that lies above it, from the data files. Reads files only, never the database."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .models import Territory
from .names import search_name

DATA = Path(__file__).parent / "data"
EXTRACT = DATA / "cog-2026.json.gz"
FRANCE = "iso-fr"
# An intermunicipality over more départements than this is told apart by its regions only: the line must fit a phone.
_DEPARTMENTS_IN_CONTEXT = 2
Kind = Territory.Kind


class Areas:
    """All territories by code; each step needs the ones before it."""

    def __init__(self, extract: dict, former_regions: Iterable[dict], countries: Iterable[dict]) -> None:
        self.by_code: dict[str, Territory] = {}
        self._former_region_of: dict[str, str] = {}
        self._groups_of: dict[str, list[str]] = {}
        self._add_countries(countries)
        self._add_regions(extract["regions"])
        self._add_departments(extract["departments"])
        self._add_former_regions(former_regions)
        self._note_members([*extract["grand_paris_territories"], *extract["intermunicipalities"]])
        self._add_municipalities(extract["municipalities"])
        self._add_districts(extract["districts"])
        self._add_intermunicipalities([*extract["intermunicipalities"], *extract["grand_paris_territories"]])
        self._count_inhabitants(extract["municipalities"])

    def _add(self, kind: Kind, code: str, name: str, *, extra_words: str = "", **fields) -> Territory:
        territory = Territory(code=f"{kind}-{code}".lower(), kind=kind, name=name, search_name=search_name(name), **fields)
        words = f"{territory.search_name} {search_name(territory.context)} {extra_words}".split()
        territory.search_words = " ".join(dict.fromkeys(words))
        self.by_code[territory.code] = territory
        return territory

    def _add_countries(self, rows: Iterable[dict]) -> None:
        for row in rows:
            country, _, province = row["code"].partition("-")
            above = self.by_code[f"iso-{country}"] if province else None
            self._add(Kind.ABROAD, row["code"], row["name"], ancestors=[above.code] if above else [], context=above.name if above else "")

    def _add_regions(self, rows: list) -> None:
        for code, name, zone in rows:
            in_charge = f"reg-{code}" if zone != "com" else ""
            self._add(Kind.REGION, code, name, ancestors=[FRANCE], region_code=in_charge)

    def _add_departments(self, rows: list) -> None:
        for code, name, region_code in rows:
            region = self.by_code[f"reg-{region_code}"]
            context = "département" if region.name == name else f"département, {region.name}"
            department = self._add(Kind.DEPARTMENT, code, name, context=context, region_code=region.code, extra_words=code.lower())
            department.ancestors = [region.code, FRANCE]

    def _add_former_regions(self, rows: Iterable[dict]) -> None:
        for row in rows:
            departments = [self.by_code[f"dep-{code.lower()}"] for code in row["departments"].split()]
            region = self.by_code[departments[0].region_code]
            context = "ancienne région" if region.name == row["name"] else f"ancienne région, {region.name}"
            former = self._add(
                Kind.FORMER_REGION, row["code"], row["name"], ancestors=[region.code, FRANCE], context=context, region_code=region.code
            )
            for department in departments:
                self._former_region_of[department.code] = former.code
                department.ancestors.insert(1, former.code)

    def _note_members(self, rows: list) -> None:
        for code, _name, members in rows:
            for member in members:
                self._groups_of.setdefault(member, []).append(f"epci-{code}")

    def _add_municipalities(self, rows: list) -> None:
        for code, name, population, postal_codes, department_code in rows:
            # An overseas collectivity stands where elsewhere the département does.
            above = self.by_code.get(f"dep-{department_code.lower()}") or self.by_code[f"reg-{department_code}"]
            region = self.by_code[above.ancestors[0]] if above.kind == Kind.DEPARTMENT else above
            self._add(
                Kind.MUNICIPALITY,
                code,
                name,
                population=population,
                ancestors=[*self._groups_of.get(code, []), above.code, *above.ancestors],
                context=_joined([above.name, region.name]),
                region_code=above.region_code,
                extra_words=postal_codes,
            )

    def _add_districts(self, rows: list) -> None:
        for code, name, population, postal_codes, municipality_code in rows:
            above = self.by_code[f"com-{municipality_code}"]
            self._add(
                Kind.MUNICIPALITY,
                code,
                name,
                population=population,
                ancestors=[above.code, *above.ancestors],
                context=above.context,
                region_code=above.region_code,
                extra_words=postal_codes,
            )

    def _add_intermunicipalities(self, rows: list) -> None:
        for code, name, members in rows:
            municipalities = [self.by_code[f"com-{member}".lower()] for member in members]
            inhabitants: Counter = Counter()
            for municipality in municipalities:
                inhabitants[municipality.region_code] += municipality.population or 0
            # Metropolises are added before the EPT inside them: what is not there yet is this very area or one below it.
            above = [area for area in _by_kind(municipalities) if area in self.by_code]
            self._add(
                Kind.INTERMUNICIPALITY,
                code,
                name,
                population=inhabitants.total(),
                ancestors=above,
                context=self._context_of(above),
                region_code=inhabitants.most_common(1)[0][0],
            )

    def _context_of(self, above: list[str]) -> str:
        departments = [self.by_code[code].name for code in above if code.startswith("dep-")]
        regions = [self.by_code[code].name for code in above if code.startswith("reg-")]
        return _joined([*(departments if len(departments) <= _DEPARTMENTS_IN_CONTEXT else []), *regions])

    def _count_inhabitants(self, municipalities: list) -> None:
        for code, *_ in municipalities:
            municipality = self.by_code[f"com-{code}".lower()]
            for above in municipality.ancestors:
                if not above.startswith("epci-"):
                    self.by_code[above].population = (self.by_code[above].population or 0) + (municipality.population or 0)


def _by_kind(municipalities: list[Territory]) -> list[str]:
    """Every area above any of these, nearest kinds first."""
    found = dict.fromkeys(code for municipality in municipalities for code in municipality.ancestors)
    order = ["epci", "dep", "reg", "anc", "iso"]
    return sorted(found, key=lambda code: order.index(code.partition("-")[0]))


def _joined(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(names))


@cache
def _extract() -> dict:
    return json.loads(gzip.decompress(EXTRACT.read_bytes()))


def _rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_areas() -> dict[str, Territory]:
    """Every territory of the data files by code, not saved."""
    return Areas(_extract(), _rows("former_regions.csv"), _rows("countries.csv")).by_code


def successors() -> dict[str, str]:
    """Codes of municipalities that are gone, each with the one that stands in their place today."""
    return {f"com-{old}".lower(): f"com-{new}".lower() for old, new in _extract()["successors"].items()}
