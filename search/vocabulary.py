"""The names that values of open lists go by: themes, territories, keywords."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Lower

from core.fresh import Fresh
from territories.models import Territory
from themes.models import Keyword, Theme

from .facets import BY_PARAMETER, Facet

#: Hundreds of areas, not thousands: the others are asked for by their code.
LISTED_KINDS = (Territory.Kind.REGION, Territory.Kind.FORMER_REGION, Territory.Kind.DEPARTMENT, Territory.Kind.ABROAD)


@dataclass(frozen=True)
class Listed:
    """What every search may need: all themes, by slug and in the editors' order (merged ones too), their names by slug, those that stand
    below another (first-level ones below None), and the listed territories, by code.
    """

    themes: dict[str, Theme]
    themes_by_pk: dict[int, Theme]
    theme_names: dict[str, str]
    below: dict[int | None, list[Theme]]
    territories: dict[str, Territory]


def _load() -> Listed:
    themes = list(Theme.objects.all())
    below: dict[int | None, list[Theme]] = {}
    for theme in themes:
        if theme.successor_id is None:
            below.setdefault(theme.parent_id, []).append(theme)
    return Listed(
        {theme.slug: theme for theme in themes},
        {theme.pk: theme for theme in themes},
        {theme.slug: theme.name for theme in themes},
        below,
        _current(Territory.objects.filter(kind__in=LISTED_KINDS)),
    )


def _current(territories: QuerySet[Territory]) -> dict[str, Territory]:
    """By their code, or what stands in their place today."""
    return {territory.code: territory.successor or territory for territory in territories.select_related("successor")}


listed: Fresh[Listed] = Fresh(_load)


class Vocabulary:
    """Lives as long as one request: one query for communes and groupings, one for keywords, if they are asked for at all."""

    def __init__(self) -> None:
        self._listed = listed()
        self._others: dict[str, Territory] = {}

    @property
    def themes(self) -> dict[str, Theme]:
        return self._listed.themes

    @property
    def themes_by_pk(self) -> dict[int, Theme]:
        return self._listed.themes_by_pk

    def theme(self, slug: str) -> Theme | None:
        """The theme of this slug in any case, or the one that replaced it."""
        theme = self.themes.get(slug.lower())
        while theme and theme.successor_id:
            theme = self.themes_by_pk[theme.successor_id]
        return theme

    def top_themes(self) -> list[Theme]:
        return self._listed.below.get(None, [])

    def children(self, theme: Theme) -> list[Theme]:
        return self._listed.below.get(theme.pk, [])

    def territories(self, codes: Iterable[str]) -> dict[str, Territory]:
        """Territories by the code asked for, or what stands in its place today."""
        wanted, known = list(codes), self._listed.territories
        if unseen := [code for code in wanted if code not in known and code not in self._others and "\x00" not in code]:
            self._others |= _current(Territory.objects.filter(code__in=unseen))
        found = {code: known.get(code) or self._others.get(code) for code in wanted}
        return {code: territory for code, territory in found.items() if territory}

    def resolve(self, facet: Facet, raw: Iterable[str]) -> dict[str, str]:
        """For each value as typed the code that it stands for today; unknown ones are absent."""
        typed = list(raw)
        if facet.choices:
            known = {value.lower(): value for value in facet.values}
            return {value: known[value.lower()] for value in typed if value.lower() in known}
        if facet.parameter == "theme":
            themes = {value: self.theme(value) for value in typed}
            return {value: theme.slug for value, theme in themes.items() if theme}
        if facet.parameter == "territoire":
            territories = self.territories([value.lower() for value in typed])
            return {value: territories[value.lower()].code for value in typed if value.lower() in territories}
        return _keywords(typed)

    def labels(self, parameter: str, codes: Iterable[str]) -> Mapping[str, str]:
        """What people read for these values."""
        facet = BY_PARAMETER[parameter]
        if parameter == "theme":
            return self._listed.theme_names
        if parameter == "territoire":
            return {code: territory.name for code, territory in self.territories(list(codes)).items()}
        return facet.own_labels()


def _keywords(typed: list[str]) -> dict[str, str]:
    """Keywords are compared in lower case, as the public record keeps them."""
    names = [value.lower() for value in typed]
    rows = Keyword.objects.select_related("successor").annotate(lower_name=Lower("name")).filter(lower_name__in=names)
    current = {keyword.name.lower(): (keyword.successor or keyword).name.lower() for keyword in rows}
    return {value: current[value.lower()] for value in typed if value.lower() in current}
