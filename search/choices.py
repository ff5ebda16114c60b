"""The facets as a page shows them: trees of values, the few that show at first, the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from territories.areas import FRANCE
from territories.models import Territory

from .facets import Facet, Value, values
from .look import Look
from .results import SearchResults
from .vocabulary import Vocabulary

#: What asks for the name of a value, where there are too many to list.
FINDS: Mapping[str, str | Promise] = {
    "theme": gettext_lazy("Find a theme by name"),
    "territoire": gettext_lazy("Find a territory by name"),
    "motcle": gettext_lazy("Find a keyword"),
}
#: Values of a facet shown before « Voir plus ».
SHOWN = 8


@dataclass(frozen=True)
class Branch:
    """One value of a facet with those below it."""

    value: Value
    children: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class FacetView:
    """`finds`: words of the field by which its values are looked for; empty when the list is short. `name`: what was typed there.

    `found`: what is to be said when nothing bears that name.
    """

    parameter: str
    label: str
    first: list[Branch]
    more: list[Branch]
    selected: int
    finds: str = ""
    name: str = ""
    found: str = ""


def view(facet: Facet, results: SearchResults, vocabulary: Vocabulary, look: Look) -> FacetView:
    chosen = results.params.selected(facet.parameter)
    counts = results.counts.get(facet.parameter)
    bearing = look.values if facet.parameter == look.named[0] else {}
    labels = {**vocabulary.labels(facet.parameter, [code for code in (*(counts or {}), *chosen) if code not in bearing]), **bearing}
    # The whole of France would head the list of territories without telling anything.
    found = [value for value in values(facet, counts, chosen, labels) if value.value != FRANCE or value.selected]
    finds = str(FINDS.get(facet.parameter, ""))
    whole = FacetView(facet.parameter, str(facet.label), [], [], len(chosen), finds)
    if facet.parameter == look.named[0]:
        return _named(whole, found, look)
    branches = _TREES.get(facet.parameter, _flat)(found, vocabulary)
    shown = len(branches) if facet.parameter == "theme" else SHOWN
    return replace(whole, first=branches[:shown], more=branches[shown:])


def _named(whole: FacetView, found: list[Value], look: Look) -> FacetView:
    """What bears the name, and what is selected."""
    bearing = [value for value in found if value.value in look.values and value.count]
    said = "" if bearing else _("None of these sheets has “%(name)s” here.") % {"name": look.named[1]}
    return replace(whole, first=[Branch(value) for value in found], name=look.named[1], found=said)


def _flat(found: list[Value], vocabulary: Vocabulary) -> list[Branch]:
    return [Branch(value) for value in found]


def _theme_tree(found: list[Value], vocabulary: Vocabulary) -> list[Branch]:
    """First-level themes; those below one show once it, or one of them, is selected."""
    by_slug = {value.value: value for value in found}
    tree = []
    for top in vocabulary.top_themes():
        children = [by_slug[child.slug] for child in vocabulary.children(top) if child.slug in by_slug]
        own = by_slug.get(top.slug) or (Value(top.slug, top.name, 0) if children else None)
        if own:
            opened = own.selected or any(child.selected for child in children)
            tree.append(Branch(own, [Branch(child) for child in children] if opened else []))
    # Counts only order branches; the vocabulary's own order would hide where the sheets are.
    return sorted(tree, key=lambda branch: -(branch.value.count or 0))


def _territory_tree(found: list[Value], vocabulary: Vocabulary) -> list[Branch]:
    """Regions and countries; what lies in one shows once it, or something in it, is selected."""
    territories = vocabulary.territories([value.value for value in found])
    by_code = {value.value: value for value in found if value.value in territories and _tells(territories, value)}
    above = {code: [other for other in territories[code].ancestors if other in by_code] for code in by_code}
    opened = {([code, *above[code]])[-1] for code, value in by_code.items() if value.selected}
    branches = {code: Branch(_named_as_former(territories[code], value)) for code, value in by_code.items()}
    for code, branch in branches.items():
        if above[code] and above[code][-1] in opened:
            branches[above[code][0]].children.append(branch)
    return [branch for code, branch in branches.items() if not above[code]]


def _tells(territories: Mapping[str, Territory], value: Value) -> bool:
    """A former region that is still a region under its name tells nothing."""
    territory = territories[value.value]
    if value.selected or territory.kind != Territory.Kind.FORMER_REGION:
        return True
    return all(territories[code].name != territory.name for code in territory.ancestors if code in territories)


def _named_as_former(territory: Territory, value: Value) -> Value:
    if territory.kind != Territory.Kind.FORMER_REGION:
        return value
    return replace(value, label=_("%(region)s (former region)") % {"region": value.label})


_TREES: Mapping[str, Callable[[list[Value], Vocabulary], list[Branch]]] = {"theme": _theme_tree, "territoire": _territory_tree}
