"""What the API's objects are, as JSON Schema, made from the declarations of the sheet and of the facets."""

from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _

from practices import sheet
from practices import vocabulary as words
from practices.rows import Cell, RowKind
from practices.sheet import Field
from territories.models import Territory

from ..facets import FACETS
from ..query import HIGHLIGHTED

Schema = dict[str, Any]

#: The criteria of the review grid whose answers readers see.
GRID_SHOWN = ("5", "6", "7", "8")
IDENTIFIER = "^op-[0-9a-hjkmnp-tv-z]{8}$"
PARTIAL_DATE = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"


def components() -> dict[str, Schema]:
    """Every named object."""
    return {
        "Listing": _listing(),
        "Result": _result(),
        "FacetValue": facet_value(),
        "Sheet": _sheet(),
        "ThemeReference": thing(_("A theme, as a sheet names it"), slug=text(), label=text()),
        "TerritoryReference": thing(_("A territory, as a list names it"), code=text(), label=text()),
        "Themes": results("Theme"),
        "Theme": _theme(),
        "Territories": results("Territory"),
        "Territory": _territory(),
        "Errors": _errors(),
    }


def thing(description: str = "", optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """An object with these keys, all there but the optional ones; others may join them in time."""
    required = [name for name in properties if name not in optional]
    return {**_said(description), "type": "object", "properties": properties, "required": required}


def text(description: str = "", **more: Any) -> Schema:
    return {**_said(description), "type": "string", **more}


def address(description: str = "") -> Schema:
    return text(description, format="uri")


def number(description: str = "", **more: Any) -> Schema:
    return {**_said(description), "type": "integer", **more}


def flag(description: str = "") -> Schema:
    return {**_said(description), "type": "boolean"}


def many(items: Schema, description: str = "") -> Schema:
    return {**_said(description), "type": "array", "items": items}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def codes(choices: type[Choices], description: str = "", *, absent: bool = False) -> Schema:
    """One of the codes of a closed list; `absent`: or what stands for no answer ('' among texts, null among numbers)."""
    values, numbers = list(choices.values), issubclass(choices, int)
    kind: Any = "integer" if numbers else "string"
    if absent:
        values.append(None if numbers else "")
        kind = ["integer", "null"] if numbers else kind
    return {**_said(description), "type": kind, "enum": values}


def results(name: str) -> Schema:
    return thing(results=many(ref(name)))


def facet_value() -> Schema:
    return thing(
        "",
        value=text(_("Code, to be given to the parameter of the same name")),
        label=text(),
        count={**_said(_("Number of sheets; null when it was not counted")), "type": ["integer", "null"], "minimum": 0},
    )


def _said(description: str) -> Schema:
    return {"description": str(description)} if description else {}


def _listing() -> Schema:
    return thing(
        _("A page of results"),
        ("next_cursor",),
        count=number(_("Number of sheets found, on all pages"), minimum=0),
        page=number(minimum=1),
        pages=number(minimum=0),
        took_ms=number(_("Time spent by the search engine, in milliseconds"), minimum=0),
        degraded=flag(_("True when the search engine is away: the order is then simpler and facets may be missing")),
        suggestion={**_said(_("Another way of writing the search, when it finds little")), "type": ["string", "null"]},
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
            **_said(_("With “cursor” only: what to give it for the next page; null after the last one")),
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
        id=_identifier(),
        url=address(),
        **shown,
        organisation=_organisation(),
        main_theme=or_null(ref("ThemeReference")),
        themes=many(ref("ThemeReference"), _("The other themes")),
        keywords=many(text()),
        territories=many(ref("TerritoryReference")),
        region=_region(),
        published_at=_moment(_("First publication")),
        updated_at=_moment(_("Last change of the public content")),
        effects_count=number(minimum=0),
        effects_without_success=number(_("Effects that were null or unfavourable"), minimum=0),
        barriers_count=number(minimum=0),
        is_demo=flag(_("True for the sheets that come with the demonstration")),
        strict=flag(_("False when the sheet has less than what was asked for: such sheets follow the others")),
        highlights={
            **_said(_("Where the words were found: escaped HTML whose only tag is <mark>, by field")),
            "type": "object",
            "propertyNames": {"enum": list(HIGHLIGHTED.values())},
            "additionalProperties": many(text()),
        },
    )


def _sheet() -> Schema:
    """The detail: each public field under its key, nested where the key has a dot."""
    properties: dict[str, Schema] = {
        "id": _identifier(),
        "external_id": text(_("Identifier in the system that the sheet came from")),
        "url": address(),
    }
    for field in sheet.FIELDS:
        head, _dot, tail = field.key.partition(".")
        if not tail:
            properties[head] = field_schema(field)
        elif head not in ("contact", "point"):
            group = properties.setdefault(head, thing())
            group["properties"][tail] = field_schema(field)
            group["required"].append(tail)
    blurred = flag(_("The point was moved by up to about one kilometre"))
    file = {"url": address(), "licence": text(), "sha256": text(pattern="^[0-9a-f]{64}$")}
    review = {"type": "string", "enum": ["yes", "no", "unset"]}
    return thing(
        _("A sheet, with all that is public in it"),
        **properties
        | {
            "contact": or_null(_contact()),
            "point": or_null(thing(lat={"type": "number"}, lon={"type": "number"}, blurred=blurred)),
            "image": or_null(thing(alt=text(), credit=text(), **file)),
            "documents": many(thing(title=text(), **file)),
            "documents_review": thing(
                _("What reviewers found documented (criteria 5 to 8 of the grid)"), **dict.fromkeys(GRID_SHOWN, review)
            ),
            "region": _region(),
            "published_at": _moment(_("First publication")),
            "updated_at": _moment(_("Last change of the public content")),
            "is_demo": flag(_("True for the sheets that come with the demonstration")),
        },
    )


def field_schema(field: Field) -> Schema:
    label = str(field.label)
    match field.kind:
        case "choice":
            assert field.choices
            return codes(field.choices, label, absent=not field.required)
        case "choices":
            assert field.choices
            return many(codes(field.choices), label)
        case "number" | "decimal" | "degrees":
            return {**_said(label), "type": ["integer" if field.kind == "number" else "number", "null"]}
        case "boolean":
            return flag(label)
        case "date":
            return text(label, pattern=PARTIAL_DATE)
        case "texts" | "keywords":
            return many(text(), label)
        case "rows":
            return many(_row(field.rows), label)
        case "theme":
            return or_null(ref("ThemeReference"))
        case "themes":
            return many(ref("ThemeReference"), label)
        case "territories":
            return many(thing(code=text(), label=text(), context=text(), former_regions=many(text())), label)
    return text(label)


def _row(kind: RowKind) -> Schema:
    return thing("", **{cell.key: _cell(cell) for cell in kind.cells})


def _cell(cell: Cell) -> Schema:
    label = str(cell.label)
    match cell.kind:
        case "choice":
            assert cell.choices
            return codes(cell.choices, label, absent=not cell.required)
        case "boolean":
            return flag(label)
        case "number":
            return {**_said(label), "type": ["number", "null"]}
    return text(label)


def _contact() -> Schema:
    fields = [field for field in sheet.FIELDS if field.key.startswith("contact.")]
    return thing(_("Whom to write to, when they agree to it"), **{field.key.partition(".")[2]: field_schema(field) for field in fields})


def _organisation() -> Schema:
    return thing("", name=text(), type=codes(words.OrganisationType))


def _region() -> Schema:
    region = thing(_("The region that answers for the sheet"), code=text(), slug=text(), label=text())
    return or_null(region)


def _theme() -> Schema:
    branch = {"slug": text(), "label": text(), "alternative_labels": many(text(), _("Other words for it")), "url": address()}
    parent = {**_said(_("Slug of the theme above; null on the first level")), "type": ["string", "null"]}
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


def _errors() -> Schema:
    error = thing(
        "",
        field=text(_("Parameter at fault; empty when none is")),
        value=text(_("What was given")),
        message=text(_("For people, in French")),
    )
    return thing(_("What was not understood, value by value"), errors={**many(error), "minItems": 1})


def _identifier() -> Schema:
    return text(_("Permanent identifier"), pattern=IDENTIFIER)


def _moment(description: str) -> Schema:
    return text(description, format="date-time")
