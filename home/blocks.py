"""The sections that national editors compose the home page of. What they show is read once for all of them (home.overview)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from publications.cited.references import clean_reference
from publications.vocabulary import Kind
from search.vocabulary import Vocabulary
from territories.models import Territory

MOST = 12


class Measure(models.TextChoices):
    """What a number counts; the site reckons it each time. Those of contents bear the name of their kind."""

    SHEETS = "sheets", _("public sheets")
    DEPARTMENTS = "departments", _("départements with a sheet")
    REGIONS = "regions", _("regions with a sheet")
    CAHIER = Kind.CAHIER.value, _("cahiers published")
    ARTICLE = Kind.ARTICLE.value, _("articles published")
    TOOL = Kind.TOOL.value, _("tools in the toolbox")
    VOICE = Kind.VOICE.value, _("voices")
    DOSSIER = Kind.DOSSIER.value, _("dossiers")


#: Regions and départements: the others are found by their page.
_LISTED = (Territory.Kind.REGION, Territory.Kind.DEPARTMENT)


def theme_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    vocabulary = Vocabulary()
    return [(top.name, [(theme.slug, theme.name) for theme in (top, *vocabulary.children(top))]) for top in vocabulary.top_themes()]


def territory_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    known = Territory.objects.current().filter(kind__in=_LISTED).order_by("search_name").values_list("kind", "code", "name")
    places = list(known)
    return [(str(kind.label), [(code, name) for found, code, name in places if found == kind]) for kind in _LISTED]


def _heading(**options: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Heading"), max_length=150, **options)


def _number(default: int, most: int = MOST) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=_("How many at most"), default=default, min_value=1, max_value=most)


class LatestSheetsBlock(blocks.StructBlock):
    heading = _heading()
    number = _number(6)

    class Meta:
        icon = "doc-full"
        label = _("Latest sheets")


class ThemesBlock(blocks.StructBlock):
    heading = _heading()

    class Meta:
        icon = "tag"
        label = _("All themes with their numbers")


class LatestContentsBlock(blocks.StructBlock):
    heading = _heading()
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=Kind.choices)
    number = _number(3)

    class Meta:
        icon = "list-ul"
        label = _("Latest contents of one kind")


class NextDatesBlock(blocks.StructBlock):
    heading = _heading()
    number = _number(4)

    class Meta:
        icon = "calendar"
        label = _("Next dates")


class ReferenceBlock(blocks.CharBlock):
    """The address or the identifier of a sheet or of a content; the identifier is what is kept."""

    def clean(self, value: str) -> str:
        return clean_reference(super().clean(value))


class ChosenBlock(blocks.StructBlock):
    heading = _heading()
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "reference",
                    ReferenceBlock(
                        label=_("sheet or content"), help_text=_("Its address on this site, copied from the browser, or its identifier.")
                    ),
                ),
                ("reason", blocks.CharBlock(label=_("why read it"), required=False, max_length=300)),
            ]
        ),
        label=_("Chosen sheets and contents"),
        min_num=1,
        max_num=MOST,
    )

    class Meta:
        icon = "pick"
        label = _("Chosen by the editors")


class NarrowedBlock(blocks.StructBlock):
    """The newest sheets of one theme or of one territory."""

    words = blocks.TextBlock(label=_("A sentence or two"), required=False, max_length=400)
    number = _number(3, most=6)


class ThemeBlock(NarrowedBlock):
    theme = blocks.ChoiceBlock(label=_("theme"), choices=theme_choices)

    class Meta:
        icon = "tag"
        label = _("One theme")


class TerritoryBlock(NarrowedBlock):
    territory = blocks.ChoiceBlock(label=_("territory"), choices=territory_choices)

    class Meta:
        icon = "site"
        label = _("One territory")


class NumbersBlock(blocks.StructBlock):
    heading = _heading()
    numbers = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("measure", blocks.ChoiceBlock(label=_("What is counted"), choices=Measure.choices)),
                ("words", blocks.CharBlock(label=_("Words after the number"), max_length=120)),
                (
                    "link",
                    blocks.CharBlock(label=_("Address of this site"), required=False, max_length=300, help_text=_("Such as /pratiques/.")),
                ),
            ]
        ),
        label=_("Numbers"),
        min_num=1,
        max_num=4,
    )

    class Meta:
        icon = "order"
        label = _("Numbers computed from the site")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(number["link"] and not is_local(number["link"]) for number in cleaned["numbers"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("A link of a number stays on this site: /pratiques/."))]
            )
        return cleaned


class CallBlock(blocks.StructBlock):
    heading = _heading()
    text = blocks.TextBlock(label=_("Text"), max_length=600)

    class Meta:
        icon = "edit"
        label = _("Call for sheets")


class HomeBlock(blocks.StreamBlock):
    latest_sheets = LatestSheetsBlock()
    contents = LatestContentsBlock()
    dates = NextDatesBlock()
    chosen = ChosenBlock()
    theme = ThemeBlock()
    territory = TerritoryBlock()
    themes = ThemesBlock()
    numbers = NumbersBlock()
    call = CallBlock()


def is_local(address: str) -> bool:
    """A path of this site; two slashes would lead to another."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address
