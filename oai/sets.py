"""The sets that harvesters choose from: `theme:lien-social:isolement`, `region:hauts-de-france`, `kind:article`, and what is above them.

A sheet is in the sets of its themes, of its kind and of the region in charge of it, a content in those of its themes and of its kind.
What is gone stays in those that it was in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from practices.models import RegionPage
from publications.models import ThemedContent
from publications.vocabulary import MODELS, Kind
from search.vocabulary import Vocabulary
from themes.models import Theme

THEME, REGION, KIND = "theme", "region", "kind"
#: What a sheet is among the kinds of contents.
SHEET = "sheet"
_NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Members:
    """What the members of a set have in common; everything by default. `themed`: any theme will do.

    `gone_themes`: themes by which a tombstone may name this one.
    """

    theme: str = ""
    gone_themes: list[str] = field(default_factory=list)
    region: str = ""
    kind: str = ""
    themed: bool = False

    def live(self) -> Q:
        if self.kind not in ("", SHEET):
            return _NOTHING
        found = Q(filters__contains={"theme": [self.theme]}) if self.theme else Q()
        return found & Q(region_slug=self.region) if self.region else found

    def gone(self) -> Q:
        if self.kind not in ("", SHEET):
            return _NOTHING
        found = Q(gone_from__theme__has_any_keys=self.gone_themes) if self.theme else Q()
        return found & Q(gone_from__region=self.region) if self.region else found

    def live_contents(self) -> Q:
        if self.region or self.kind == SHEET:
            return _NOTHING
        found = Q(filters__contains={"theme": [self.theme]}) if self.theme else Q(filters__theme__0__isnull=False) if self.themed else Q()
        return found & Q(kind=self.kind) if self.kind else found

    def gone_contents(self) -> Q:
        if self.region or self.kind == SHEET:
            return _NOTHING
        # A themed page is found once, however many of the themes it has.
        themed = ThemedContent.objects.filter(Q(tag__slug__in=self.gone_themes) if self.theme else Q()).values("content_object_id")
        found = Q(page_id__in=themed) if self.theme or self.themed else Q()
        return found & Q(page__content_type__model=_MODEL_OF[self.kind]) if self.kind else found


_MODEL_OF = {kind: model for model, kind in MODELS.items()}


def all_sets() -> Iterator[tuple[str, str]]:
    """(name for machines, name for people) of every set, those above first."""
    vocabulary = Vocabulary()
    yield THEME, _("Themes")
    for top in vocabulary.top_themes():
        for theme in (top, *vocabulary.children(top)):
            yield _spec(theme, vocabulary), theme.name
    yield REGION, _("Regions in charge")
    for slug, title in RegionPage.objects.order_by("path").values_list("slug", "title"):
        yield f"{REGION}:{slug}", title
    yield KIND, _("Kinds of contents")
    for kind, label in _kinds().items():
        yield f"{KIND}:{kind}", label


def members(spec: str) -> Members | None:
    """Who is in this set; None when there is no such set. No set asked for: everybody."""
    kind, _colon, rest = spec.partition(":")
    if spec in ("", KIND):
        return Members()
    if spec == THEME:
        return Members(themed=True)
    if spec == REGION:
        return Members(kind=SHEET)
    if kind == REGION:
        return Members(region=rest)
    if kind == KIND:
        return Members(kind=rest) if rest in _kinds() else None
    vocabulary = Vocabulary()
    theme = vocabulary.themes.get(rest.rpartition(":")[2])
    if theme is None or theme.successor_id or _spec(theme, vocabulary) != spec:
        return None
    return Members(theme=theme.slug, gone_themes=[slug for slug in vocabulary.themes if _stands_in(slug, theme, vocabulary)])


def specs(kind: str, region: str | None, themes: list[str] | None) -> list[str]:
    """The sets of a sheet or a content, the narrowest only: being in one is being in those above it."""
    vocabulary = Vocabulary()
    current = [theme for slug in themes or [] if (theme := vocabulary.theme(slug))]
    found = list(dict.fromkeys(_spec(theme, vocabulary) for theme in current))
    narrowest = [spec for spec in found if not any(other.startswith(f"{spec}:") for other in found)]
    return [*narrowest, *([f"{REGION}:{region}"] if region else []), f"{KIND}:{kind}"]


def _kinds() -> dict[str, str]:
    """Every kind with its name."""
    return {SHEET: _("practice sheets")} | {kind.value: str(kind.label) for kind in Kind}


def _spec(theme: Theme, vocabulary: Vocabulary) -> str:
    above = vocabulary.themes_by_pk[theme.parent_id].slug + ":" if theme.parent_id else ""
    return f"{THEME}:{above}{theme.slug}"


def _stands_in(slug: str, theme: Theme, vocabulary: Vocabulary) -> bool:
    """Whether this theme, or what replaced it, is that theme or one below it."""
    current = vocabulary.theme(slug)
    return current is not None and theme.pk in (current.pk, current.parent_id)
