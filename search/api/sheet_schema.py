"""The sheet as JSON Schema, made from the declaration of its fields."""

from django.utils.translation import gettext as _

from practices import sheet
from practices.review.grid import SHOWN
from practices.rows import Cell, RowKind
from practices.sheet import Field

from .json_schema import Schema, address, codes, flag, many, or_null, ref, said, text, thing

IDENTIFIER = "^op-[0-9a-hjkmnp-tv-z]{8}$"
PARTIAL_DATE = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
#: The criteria of the review grid whose answers readers see.
GRID_SHOWN = tuple(criterion.key for criterion in SHOWN)


def sheet_schema() -> Schema:
    """The detail: each public field under its key, nested where the key has a dot."""
    properties: dict[str, Schema] = {
        "id": identifier(),
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
            "region": region_schema(),
            "published_at": moment(_("First publication")),
            "updated_at": moment(_("Last change of the public content")),
            "confirmed_at": {
                **said(_("When somebody last said that the action goes on, or how it ended; null: not since the publication")),
                "type": ["string", "null"],
                "format": "date-time",
            },
            "to_verify": flag(_("True when nobody answered for long whether the action goes on")),
            "reachable": flag(_("True when a form at /p/{id}/ecrire/ passes messages on to the team")),
            "genealogy": thing(
                _("Sheets that this one adapts, and that adapt it"), of=or_null(_relative()), by=many(_relative(), _("Adapted by"))
            ),
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
            return {**said(label), "type": ["integer" if field.kind == "number" else "number", "null"]}
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
            return {**said(label), "type": ["number", "null"]}
    return text(label)


def _contact() -> Schema:
    fields = [field for field in sheet.FIELDS if field.key.startswith("contact.")]
    return thing(_("Whom to write to, when they agree to it"), **{field.key.partition(".")[2]: field_schema(field) for field in fields})


def _relative() -> Schema:
    """A sheet that is gone has no title any more."""
    return thing(id=identifier(), title=text(), url=address())


def region_schema() -> Schema:
    region = thing(_("The region that answers for the sheet"), code=text(), slug=text(), label=text())
    return or_null(region)


def identifier() -> Schema:
    return text(_("Permanent identifier"), pattern=IDENTIFIER)


def moment(description: str) -> Schema:
    return text(description, format="date-time")
