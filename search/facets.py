"""The facets: for each search parameter that filters, what people read and how the engine counts it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Choices, IntegerChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from practices import vocabulary as words

from .sections import ContentType, Section


@dataclass(frozen=True)
class Facet:
    """One filter of the contract: `parameter` is its name in addresses, in `PublicPractice.filters` and in the index.

    `choices`: the closed list of its values; None when they come from the database (themes, territories, keywords).
    `counted`: a pattern of the values worth counting when they are too many; selected values are counted whatever it says.
    `counted_in`: the engine's field that holds these values alone, so that counting passes over no other.
    `size`: how many values at most. `main`: shown at once, the others under « Plus de filtres ».
    `otherwise`: the value of whatever has none, in an index without this field.
    `rows` and `cell`: for what is said row by row, the list of the sheet and the key in its rows (`barriers`, `nature`). Filters on one
    list hold together within one row; counts are sheets, never rows.
    """

    parameter: str
    label: str | Promise
    choices: type[Choices] | None = None
    counted: str = ""
    counted_in: str = ""
    size: int = 30
    main: bool = False
    rows: str = ""
    cell: str = ""
    otherwise: str = ""

    @property
    def field(self) -> str:
        """Where the engine holds its values."""
        return f"{self.rows}.{self.cell}" if self.rows else self.parameter

    @property
    def values(self) -> list[str]:
        """Codes of a closed list, in its order; none for an open one."""
        return [str(value) for value in self.choices.values] if self.choices else []

    def lists(self, value: str) -> bool:
        """Whether this value is counted without being selected."""
        return not self.counted or re.fullmatch(self.counted, value) is not None

    def stored(self, value: str) -> str | int:
        """The value as the public record keeps it: numbers as numbers."""
        return int(value) if self.choices and issubclass(self.choices, IntegerChoices) else value

    def own_labels(self) -> Mapping[str, str]:
        return _labels(self.choices) if self.choices else {}


@cache
def _labels(choices: type[Choices]) -> Mapping[str, str]:
    """Translated once: there is one language, and a page of results has some hundred and fifty labels."""
    return {str(value): str(label) for value, label in choices.choices}


@dataclass(frozen=True)
class Value:
    """One value of a facet as it is shown. `count` is a number of sheets; None when it was not counted."""

    value: str
    label: str
    count: int | None
    selected: bool = False


#: Communes and groupings are too many to list: they are reached by name.
TERRITORY = Facet(
    "territoire",
    pgettext_lazy("filter", "Territory"),
    counted="(reg|anc|dep)-.*|iso-.*",
    counted_in="listed_territories",
    size=200,
    main=True,
)
FACETS = (
    Facet("theme", pgettext_lazy("filter", "Theme"), size=200, main=True),
    TERRITORY,
    Facet("mode", pgettext_lazy("filter", "Mode of intervention"), words.Mode, main=True),
    Facet("public", pgettext_lazy("filter", "Audience"), words.Audience, main=True),
    Facet("statut", pgettext_lazy("filter", "Status"), words.Status, main=True),
    Facet("motcle", pgettext_lazy("filter", "Keyword"), size=20),
    Facet("echelle", pgettext_lazy("filter", "Scale"), words.Scale),
    Facet("espace", pgettext_lazy("filter", "Type of area"), words.SpaceType),
    Facet("structure", pgettext_lazy("filter", "Type of organisation"), words.OrganisationType),
    Facet("metier", pgettext_lazy("filter", "Profession"), words.Profession),
    Facet("participation", pgettext_lazy("filter", "Participation"), words.Participation),
    Facet("diagnostic", pgettext_lazy("filter", "Social workers in the diagnosis"), words.DiagnosisRole),
    Facet("evaluation", pgettext_lazy("filter", "Evaluation"), words.Evaluation),
    Facet("transfert", pgettext_lazy("filter", "Readiness for transfer"), words.TransferReadiness),
    Facet("disponible", pgettext_lazy("filter", "The team offers"), words.Availability),
    Facet("effet", pgettext_lazy("filter", "Effect on"), words.EffectDimension, rows="effects", cell="dimension"),
    Facet("niveau", pgettext_lazy("filter", "Effect for"), words.EffectLevel, rows="effects", cell="level"),
    Facet("sens", pgettext_lazy("filter", "Direction of the effect"), words.EffectDirection, rows="effects", cell="direction"),
    Facet("horizon", pgettext_lazy("filter", "Effect seen after"), words.Horizon, rows="effects", cell="horizon"),
    Facet("dit_par", pgettext_lazy("filter", "Effect reported by"), words.Reporter, rows="effects", cell="reported_by"),
    Facet("preuve", pgettext_lazy("filter", "Evidence of the effect"), words.Evidence, rows="effects", cell="evidence"),
    Facet("frein", pgettext_lazy("filter", "Barrier"), words.FactorNature, rows="barriers", cell="nature"),
    Facet("point_de_vue", pgettext_lazy("filter", "Barrier seen by"), words.Viewpoint, rows="barriers", cell="viewpoint"),
    Facet("intensite", pgettext_lazy("filter", "Intensity of the barrier"), words.Intensity, rows="barriers", cell="intensity"),
    Facet("issue", pgettext_lazy("filter", "What became of the barrier"), words.BarrierOutcome, rows="barriers", cell="outcome"),
    Facet("levier", pgettext_lazy("filter", "Facilitator"), words.FactorNature, rows="facilitators", cell="nature"),
    Facet("levier_vu_par", pgettext_lazy("filter", "Facilitator seen by"), words.Viewpoint, rows="facilitators", cell="viewpoint"),
)
FLAT_FACETS = tuple(facet for facet in FACETS if not facet.rows)
#: Lists of rows of the sheet → the facets that look into them.
ROW_FACETS: Mapping[str, tuple[Facet, ...]] = {
    rows: tuple(facet for facet in FACETS if facet.rows == rows) for rows in ("effects", "barriers", "facilitators")
}
#: What search in everything filters by. The first is shown as tabs.
SECTION = Facet("rubrique", pgettext_lazy("filter", "Section"), Section, main=True, otherwise=Section.SHEETS.value)
TYPE = Facet("type", pgettext_lazy("filter", "Type"), ContentType, main=True)
EVERYTHING = (SECTION, *(facet for facet in FACETS if facet.parameter in ("theme", "territoire")), TYPE)
BY_PARAMETER: Mapping[str, Facet] = {facet.parameter: facet for facet in (*FACETS, *EVERYTHING)}


def values(facet: Facet, counts: Mapping[str, int] | None, selected: Iterable[str], labels: Mapping[str, str]) -> list[Value]:
    """What a facet shows, most frequent first, selected values even at zero. Without counts: the whole closed list."""
    chosen = list(selected)
    if counts is None:
        return [Value(value, labels.get(value, value), None, value in chosen) for value in dict.fromkeys([*facet.values, *chosen])]
    found = {**dict(counts), **{value: counts.get(value, 0) for value in chosen}}
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], labels.get(pair[0], pair[0])))
    return [Value(value, labels.get(value, value), count, value in chosen) for value, count in ranked]
