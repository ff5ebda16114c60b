"""The names that values of open lists go by: themes, territories, keywords. Each is read once for a request, if at all."""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q
from django.db.models.functions import Lower

from territories.models import Territory
from themes.models import Keyword, Theme

from .facets import BY_PARAMETER, Facet

#: Hundreds of areas, not thousands: the others are asked for by their code.
LISTED_KINDS = (Territory.Kind.REGION, Territory.Kind.FORMER_REGION, Territory.Kind.DEPARTMENT, Territory.Kind.ABROAD)


class Vocabulary:
    """Lives as long as one request. Three queries at most: themes, territories, keywords."""

    def __init__(self) -> None:
        self._territories: dict[str, Territory] = {}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """Every theme ever, by slug, in the editors' order; merged ones too."""
        return {theme.slug: theme for theme in Theme.objects.all()}

    @cached_property
    def themes_by_pk(self) -> dict[int, Theme]:
        return {theme.pk: theme for theme in self.themes.values()}

    def theme(self, slug: str) -> Theme | None:
        """The theme of this slug in any case, or the one that replaced it."""
        theme = self.themes.get(slug.lower())
        while theme and theme.successor_id:
            theme = self.themes_by_pk[theme.successor_id]
        return theme

    def top_themes(self) -> list[Theme]:
        return [theme for theme in self.themes.values() if theme.parent_id is None and theme.successor_id is None]

    def children(self, theme: Theme) -> list[Theme]:
        return [child for child in self.themes.values() if child.parent_id == theme.pk and child.successor_id is None]

    def territories(self, codes: Iterable[str]) -> dict[str, Territory]:
        """Territories by the code asked for, or what stands in its place today. The first call brings along all that a facet may list."""
        wanted = list(codes)
        unseen = [code for code in wanted if code not in self._territories and "\x00" not in code]
        if unseen:
            asked = Q(code__in=unseen) | (Q() if self._territories else Q(kind__in=LISTED_KINDS))
            for territory in Territory.objects.filter(asked).select_related("successor"):
                self._territories[territory.code] = territory.successor or territory
        return {code: self._territories[code] for code in wanted if code in self._territories}

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

    def labels(self, parameter: str, codes: Iterable[str]) -> dict[str, str]:
        """What people read for these values."""
        facet = BY_PARAMETER[parameter]
        if parameter == "theme":
            return {slug: theme.name for slug, theme in self.themes.items()}
        if parameter == "territoire":
            return {code: territory.name for code, territory in self.territories(list(codes)).items()}
        return facet.own_labels()


def _keywords(typed: list[str]) -> dict[str, str]:
    """Keywords are compared in lower case, as the public record keeps them."""
    names = [value.lower() for value in typed]
    rows = Keyword.objects.select_related("successor").annotate(lower_name=Lower("name")).filter(lower_name__in=names)
    current = {keyword.name.lower(): (keyword.successor or keyword).name.lower() for keyword in rows}
    return {value: current[value.lower()] for value in typed if value.lower() in current}
