"""Who may hold the sheets of some regions, and who holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.text import fold

from ..models import RegionPage
from .known import members

#: Words of `à:`.
ME, NOBODY = "moi", "personne"


@dataclass
class Person:
    """`handle` stands for the person in the typed query; `regions` are those that she edits, the national one gives all."""

    pk: int
    name: str
    email: str
    handle: str = ""
    regions: set[int] = field(default_factory=set)

    @property
    def shown(self) -> str:
        return self.name or self.email


def editors_of(regions: Sequence[RegionPage]) -> list[Person]:
    """Active members of these regions' groups and of the national one, by name."""
    groups = {region.group_id: region.pk for region in regions}
    people: dict[int, Person] = {}
    for group, region, pk, name, email in members():
        if region == "" or group in groups:
            person = people.setdefault(pk, Person(pk, name, email))
            person.regions.add(groups.get(group, 0))
    return sorted(people.values(), key=lambda person: fold(person.shown))


def deserted(regions: Iterable[RegionPage], editors: Iterable[Person]) -> list[int]:
    """Regions, the national one apart, whose group has no active member."""
    attended = {region for person in editors for region in person.regions}
    return [region.pk for region in regions if not region.is_national and region.pk not in attended]


def with_handles(people: Iterable[Person]) -> list[Person]:
    """Their names as one word; two of the same name are told apart by their addresses."""
    people = list(people)
    names = [_word(person.name) for person in people]
    for person, name in zip(people, names, strict=True):
        unique = name and names.count(name) == 1 and name not in (ME, NOBODY)
        person.handle = name if unique else person.email.lower()
    return people


def _word(name: str) -> str:
    return fold(name).replace(" ", "-")
