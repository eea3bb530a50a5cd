"""JSON Schema (2020-12) from the dataclasses that the reader fills, so that an editor knows the keys too.

The reader takes every value as text; an editor guesses types first, by YAML 1.2 as a rule. So `yes` and `no` are words
there and `true` is a truth, `4` is a number and `2026-11-01` a word. What can be both is allowed as both: a title that
is only a number is still a title. The schema knows no names: whether a question or level exists, `pathways check` says.
"""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pathways.source.nodes import Scalar
from pathways.source.reading import WORD, Formula, Prose, Word
from pathways.source.shapes import Field, fields_of, summary_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_BLOCKS = "#/$defs/"

_WORD: Schema = {"type": "string", "pattern": "^" + WORD.pattern.replace("\\Z", "$")}
_SCALARS: dict[Any, Schema] = {
    Word: _WORD,
    Formula: {"type": "string", "minLength": 1},
    Prose: {"type": ["string", "number", "boolean"]},
    str: {"type": ["string", "number", "boolean"]},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    bool: {"enum": ["yes", "no", True, False]},
    datetime.date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def schema_of(shape: Any, title: str) -> Schema:
    """The schema of a file that holds this shape."""
    blocks: dict[str, Schema] = {}
    whole = _schema(shape, blocks)
    if "$ref" in whole:  # Written out, since a reader of draft 7 overlooks what stands beside a reference.
        whole = blocks.pop(whole["$ref"].removeprefix(_BLOCKS))
    return {"$schema": DIALECT, "title": title, **whole, "$defs": dict(sorted(blocks.items()))}


def _schema(shape: Any, blocks: dict[str, Schema]) -> Schema:
    origin = get_origin(shape)
    if origin in (Union, UnionType):
        return _union(shape, blocks)
    if dataclasses.is_dataclass(shape):
        return _block(shape, blocks)  # type: ignore[arg-type]
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(shape)[0], blocks)}
    if origin is dict:
        entry = _schema(get_args(shape)[1], blocks)
        return {"type": "object", "propertyNames": _WORD, "additionalProperties": entry}
    if origin is Literal:
        return {"enum": [*get_args(shape), *_truths(get_args(shape))]}
    return dict(_SCALARS[shape])


def _truths(words: tuple[str, ...]) -> list[bool]:
    """What an editor that reads by YAML 1.1 makes of these words."""
    return [truth for word, truth in (("yes", True), ("no", False)) if word in words]


def _union(shape: Any, blocks: dict[str, Schema]) -> Schema:
    alternatives = [a for a in get_args(shape) if a is not type(None)]
    if Scalar in alternatives:  # A node that is read later, by the type of a question.
        return {}
    if len(alternatives) == 1:
        return _schema(alternatives[0], blocks)
    return {"anyOf": [_schema(alternative, blocks) for alternative in alternatives]}


def _block(shape: type, blocks: dict[str, Schema]) -> Schema:
    name = shape.__name__.removesuffix("Block")
    if name not in blocks:
        blocks[name] = {}  # Its place, in case it holds itself.
        fields = fields_of(shape)
        blocks[name] = {
            "description": summary_of(shape),
            "type": "object",
            "properties": {key: _described(field, blocks) for key, field in fields.items()},
            "required": [key for key, field in fields.items() if field.is_required],
            "additionalProperties": False,
        }
    return {"$ref": f"{_BLOCKS}{name}"}


def _described(field: Field, blocks: dict[str, Schema]) -> Schema:
    schema = _schema(field.shape, blocks)
    return {"description": field.meaning, **schema} if field.meaning else schema
