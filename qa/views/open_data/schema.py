"""JSON Schema of the types of rows: what a file holds and what is said of it are one thing."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Annotated, Union, get_args, get_origin, get_type_hints

Schema = dict[str, object]
SIMPLE: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def schema_of(row: type) -> Schema:
    """The schema of a dataclass: all its fields and no others.

    Raises TypeError for a type that files do not hold.
    """
    if not is_dataclass(row):
        raise TypeError(f"{row} is no type of rows")
    hints = get_type_hints(row, include_extras=True)
    names = [field.name for field in fields(row)]
    return {
        "type": "object",
        "description": (row.__doc__ or "").strip(),
        "properties": {name: _value(hints[name]) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def file_schema(name: str) -> Schema:
    """The schema of a JSON file whose rows are `name`."""
    return {
        "type": "object",
        "properties": {
            "meta": reference("Meta"),
            "rows": {"type": "array", "items": reference(name)},
        },
        "required": ["meta", "rows"],
        "additionalProperties": False,
    }


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def columns_of(row: type) -> list[tuple[str, str]]:
    """Name and description of each column, for people."""
    hints = get_type_hints(row, include_extras=True)
    return [(field.name, hints[field.name].__metadata__[0]) for field in fields(row)]


def _value(hint: object) -> Schema:
    if get_origin(hint) is Annotated:
        inner, description = get_args(hint)
        return _value(inner) | {"description": description}
    if get_origin(hint) in {Union, types.UnionType}:
        inner = next(one for one in get_args(hint) if one is not type(None))
        schema = _value(inner)
        return schema | {"type": [schema["type"], "null"]}
    if hint not in SIMPLE:
        raise TypeError(f"files hold no {hint}")
    return dict(SIMPLE[hint])
