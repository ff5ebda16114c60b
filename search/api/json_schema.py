"""Words to write JSON Schema with."""

from typing import Any

from django.db.models import Choices

Schema = dict[str, Any]


def thing(description: str = "", optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """An object with these keys, all there but the optional ones; others may join them in time."""
    required = [name for name in properties if name not in optional]
    return {**said(description), "type": "object", "properties": properties, "required": required}


def text(description: str = "", **more: Any) -> Schema:
    return {**said(description), "type": "string", **more}


def address(description: str = "") -> Schema:
    return text(description, format="uri")


def number(description: str = "", **more: Any) -> Schema:
    return {**said(description), "type": "integer", **more}


def flag(description: str = "") -> Schema:
    return {**said(description), "type": "boolean"}


def many(items: Schema, description: str = "") -> Schema:
    return {**said(description), "type": "array", "items": items}


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
    return {**said(description), "type": kind, "enum": values}


def said(description: str) -> Schema:
    return {"description": str(description)} if description else {}
