"""What the API's objects are, as JSON Schema, made from the declarations of the sheet and of the facets."""

from typing import get_args

from django.utils.translation import gettext as _

from practices import sheet
from practices import vocabulary as words
from territories.models import Territory

from ..facets import FACETS
from ..highlighting import HIGHLIGHTED
from ..suggest import Kind
from .json_schema import Schema, address, codes, flag, many, number, or_null, ref, said, text, thing
from .sheet_schema import field_schema, identifier, moment, region_schema, sheet_schema


def components() -> dict[str, Schema]:
    """Every named object."""
    return {
        "Listing": _listing(),
        "Result": _result(),
        "FacetValue": facet_value(),
        "Sheet": sheet_schema(),
        "ThemeReference": thing(_("A theme, as a sheet names it"), slug=text(), label=text()),
        "TerritoryReference": thing(_("A territory, as a list names it"), code=text(), label=text()),
        "Themes": results("Theme"),
        "Theme": _theme(),
        "Territories": results("Territory"),
        "Territory": _territory(),
        "Suggestions": results("Suggestion"),
        "Suggestion": _suggestion(),
        "Errors": _errors(),
    }


def results(name: str) -> Schema:
    return thing(results=many(ref(name)))


def facet_value() -> Schema:
    return thing(
        "",
        value=text(_("Code, to be given to the parameter of the same name")),
        label=text(),
        count={**said(_("Number of sheets; null when it was not counted")), "type": ["integer", "null"], "minimum": 0},
    )


def _listing() -> Schema:
    return thing(
        _("A page of results"),
        ("next_cursor",),
        count=number(_("Number of sheets found, on all pages"), minimum=0),
        page=number(minimum=1),
        pages=number(minimum=0),
        took_ms=number(_("Time spent by the search engine, in milliseconds"), minimum=0),
        degraded=flag(_("True when the search engine is away: the order is then simpler and facets may be missing")),
        suggestion={
            **said(_("The search as it was answered, when words of it are written in no sheet: the nearest written forms stand for them")),
            "type": ["string", "null"],
        },
        results=many(ref("Result")),
        facets={
            **thing(
                _("For each parameter that filters, its values and how many sheets each one would give; a facet ignores its own filter"),
                tuple(facet.parameter for facet in FACETS),
                **{facet.parameter: many(ref("FacetValue"), str(facet.label)) for facet in FACETS},
            ),
            "additionalProperties": False,
        },
        next_cursor={
            **said(_("With “cursor” only: what to give it for the next page; null after the last one")),
            "type": ["string", "null"],
        },
    )


def _result() -> Schema:
    shown = {
        field.key: field_schema(field)
        for field in sheet.FIELDS
        if field.key in ("title", "summary", "mode", "scale", "status", "start_date", "end_date")
    }
    return thing(
        _("A sheet, as lists show it"),
        id=identifier(),
        url=address(),
        **shown,
        organisation=_organisation(),
        main_theme=or_null(ref("ThemeReference")),
        themes=many(ref("ThemeReference"), _("The other themes")),
        keywords=many(text()),
        territories=many(ref("TerritoryReference")),
        region=region_schema(),
        published_at=moment(_("First publication")),
        updated_at=moment(_("Last change of the public content")),
        effects_count=number(minimum=0),
        effects_without_success=number(_("Effects that were null or unfavourable"), minimum=0),
        barriers_count=number(minimum=0),
        is_demo=flag(_("True for the sheets that come with the demonstration")),
        strict=flag(_("False when the sheet has less than what was asked for: such sheets follow the others")),
        highlights={
            **said(_("Where the words were found: escaped HTML whose only tag is <mark>, by field")),
            "type": "object",
            "propertyNames": {"enum": list(HIGHLIGHTED.values())},
            "additionalProperties": many(text()),
        },
    )


def _organisation() -> Schema:
    return thing("", name=text(), type=codes(words.OrganisationType))


def _theme() -> Schema:
    branch = {"slug": text(), "label": text(), "alternative_labels": many(text(), _("Other words for it")), "url": address()}
    parent = {**said(_("Slug of the theme above; null on the first level")), "type": ["string", "null"]}
    return thing(
        _("A theme of the first level, with those below it"), **branch, parent=parent, children=many(thing(**branch, parent=parent))
    )


def _territory() -> Schema:
    return thing(
        _("A territory of the official list, or a foreign one"),
        code=text(_("To be given to the parameter “territoire”")),
        label=text(),
        kind=codes(Territory.Kind),
        context=text(_("What tells it from its namesakes")),
    )


def _suggestion() -> Schema:
    return thing(
        _("What somebody who begins to type may be looking for"),
        kind=text(enum=list(get_args(Kind))),
        label=text(),
        detail=text(_("What tells it from its namesakes")),
        url=address(_("Page of the site: a theme, a territory, the sheets of an organisation, a sheet")),
    )


def _errors() -> Schema:
    error = thing(
        "",
        field=text(_("Parameter at fault; empty when none is")),
        value=text(_("What was given")),
        message=text(_("For people, in French")),
    )
    return thing(_("What was not understood, value by value"), errors={**many(error), "minItems": 1})
