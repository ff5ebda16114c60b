"""The API's parameters as OpenAPI describes them: from the facets, and from the limits that `search.params` keeps."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..facets import FACETS, Facet
from ..params import LARGEST_PAGE, LONGEST_QUERY, SMALLEST_PAGE, SORTS, USUAL_PAGE
from .json_schema import Schema
from .sheet_schema import IDENTIFIER

#: Open lists: how their values are written, an example, and what they mean.
OPEN_LISTS = {
    "theme": (
        "^[-a-zA-Z0-9_]+$",
        "vie-de-quartier",
        gettext_lazy("Theme, by its slug (see /themes); a theme of the first level includes those below it"),
    ),
    "territoire": (
        "^(reg|dep|com|epci|anc|iso)-[0-9a-zA-Z-]+$",
        "dep-60",
        gettext_lazy("Territory, by its code (see /territories), with all that lies in it"),
    ),
    "motcle": ("[^\\s]", "jardin", gettext_lazy("Keyword of the sheet, to the letter")),
}


def of_a_search() -> list[Schema]:
    """Those that pages, exports and feeds have too, then the cursor."""
    year = {"type": "integer", "minimum": 1000, "maximum": 2999}
    return [
        words(
            _(
                "What is searched for: words, “phrases in quotes”, -without, and a word in one field: titre:jardin, theme:rsa, "
                "territoire:oise, structure:ccas"
            )
        ),
        *(_filter(facet) for facet in FACETS),
        _query("annee_min", _("The action was running in this year or later"), year, example=2020),
        _query("annee_max", _("The action had begun in this year or earlier"), year, example=2024),
        _query(
            "tri",
            _("Order: relevance (usual with “q”), first publication (usual without), or title"),
            {"type": "string", "enum": list(SORTS)},
        ),
        _query("page", _("Page, from 1; past the end it is empty"), {"type": "integer", "minimum": 1, "default": 1}),
        _query(
            "par_page", _("Sheets a page"), {"type": "integer", "minimum": SMALLEST_PAGE, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
        ),
        _query(
            "cursor",
            _(
                "To read every sheet found, however many: begin with *, then give back the “next_cursor” of each answer, until it is null. "
                "“page” counts for nothing then, facets are counted on the first page only, and without “tri” sheets come in the order of "
                "their identifiers: none is missed, whatever is published meanwhile"
            ),
            {"type": "string", "minLength": 1},
            example="*",
        ),
    ]


def words(description: str) -> Schema:
    return _query("q", description, {"type": "string", "maxLength": LONGEST_QUERY}, example="jardin")


def identifier() -> Schema:
    schema = {"type": "string", "pattern": IDENTIFIER}
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": _("Permanent identifier of a sheet"),
        "schema": schema,
        "example": "op-3k7m2q9x",
    }


def _filter(facet: Facet) -> Schema:
    """Repeatable; the values of a closed list are all named."""
    if not facet.choices:
        pattern, example, meaning = OPEN_LISTS[facet.parameter]
        items: Schema = {"type": "string", "pattern": pattern}
        return _query(facet.parameter, str(meaning), {"type": "array", "items": items}, example=[example])
    values = [facet.stored(value) for value in facet.values]
    items = {"type": "integer" if isinstance(values[0], int) else "string", "enum": values, "x-labels": facet.own_labels()}
    said = ", ".join(f"`{value}` {label}" for value, label in facet.own_labels().items())
    return _query(
        facet.parameter, f"{facet.label} : {said}", {"type": "array", "items": items, "title": str(facet.label)}, example=values[:1]
    )


def _query(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    several = {"style": "form", "explode": True} if schema["type"] == "array" else {}
    return {"name": name, "in": "query", "description": description, "allowEmptyValue": True, "schema": schema, **several, **more}
