"""Canonical JSON: the same thing always as the same bytes, and back without YAML or parser.

A dataclass becomes a map of the fields that differ from their default, a node of an expression also carries its kind
(`is`), a fraction is "1/3", a decimal a JSON number. Keys are sorted. So the surface of the language may grow, and a
new field with a default changes no old hash.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pathways.language import Expr
from pathways.model.values import Answers, Text, Value

#: The version of the canonical form itself.
LANGUAGE_VERSION = 1

_NODES: dict[str, type] = {node.__name__: node for node in get_args(Expr)}
_LEFT_OUT = {("Pathway", "stories"), ("Pathway", "places"), ("Question", "cells")}
_NOT_LOGIC = (
    *("sources", "information", "authors", "measures", "regions", "version", "status", "source", "because"),
    *("adds_to", "red_flags", "open_points", "releases", "was", "discreet"),
    *("exercises", "programmes", "training", "frequencies", "suits"),
)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


def write_json(data: Any) -> str:
    """Plain data as JSON, keys sorted, decimals as exact numbers, nothing escaped that need not be."""
    match data:
        case None | bool() | int():
            return json.dumps(data)
        case str():
            return json.dumps(str(data), ensure_ascii=False)
        case Decimal():
            return f"{data:f}"
        case Mapping():
            pairs = (f"{write_json(str(key))}:{write_json(data[key])}" for key in sorted(data))
            return "{" + ",".join(pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(write_json(item) for item in data) + "]"
        case _:
            raise TypeError(f"{type(data).__name__} has no canonical form")


def to_data(thing: Any, *, with_texts: bool = True) -> Any:
    """A part of a pathway as plain data."""
    match thing:
        case Fraction():
            return str(thing)
        case datetime.date():
            return thing.isoformat()
        case Mapping():
            return {str(key): to_data(value, with_texts=with_texts) for key, value in thing.items()}
        case list() | tuple():
            return [to_data(item, with_texts=with_texts) for item in thing]
        case str():
            return str(thing)
        case _ if dataclasses.is_dataclass(thing):
            return _record_to_data(thing, with_texts)
        case _:
            return thing


def _record_to_data(thing: Any, with_texts: bool) -> dict[str, Any]:
    kind = type(thing).__name__
    data: dict[str, Any] = {"is": kind} if kind in _NODES else {}
    for field in dataclasses.fields(thing):
        if not field.init or (kind, field.name) in _LEFT_OUT:
            continue
        value = getattr(thing, field.name)
        if value is None or value == () or value == field.default:
            continue
        if not with_texts and (isinstance(value, Text) or field.name in _NOT_LOGIC):
            continue
        data[field.name] = to_data(value, with_texts=with_texts)
    return data


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def read_json(text: str) -> Any:
    """Plain data from JSON; numbers with a point become decimals, exactly."""
    return json.loads(text, parse_float=Decimal)


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def from_data(shape: Any, data: Any) -> Any:
    """Plain data as the part of a pathway that an annotation names."""
    origin = get_origin(shape)
    if origin in (Union, UnionType):
        return _union_from_data(shape, data)
    if dataclasses.is_dataclass(shape):
        hints = _hints(shape)  # type: ignore[arg-type]
        given = {name: from_data(hints[name], value) for name, value in data.items() if name != "is"}
        for field in dataclasses.fields(shape):
            if field.init and field.name not in given and field.default is dataclasses.MISSING:
                given[field.name] = _nothing(hints[field.name])
        return shape(**given)  # type: ignore[operator]
    if origin is tuple:
        return tuple(from_data(get_args(shape)[0], item) for item in data)
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return {key: from_data(get_args(shape)[1], value) for key, value in data.items()}
    if shape in (Fraction, Decimal):
        return shape(data)
    if shape is datetime.date:
        return datetime.date.fromisoformat(data)
    return data


def _nothing(shape: Any) -> Any:
    """What a left-out field without a default held: nothing, in the shape of its annotation."""
    if type(None) in get_args(shape):
        return None
    return {} if get_origin(shape) is Mapping else () if get_origin(shape) is tuple else None


def _union_from_data(shape: Any, data: Any) -> Any:
    if data is None:
        return None
    if isinstance(data, dict) and data.get("is") in _NODES:
        return from_data(_NODES[data["is"]], data)
    members = [member for member in get_args(shape) if member is not type(None)]
    # Beside expressions, only an answer can be more than one thing.
    return from_data(members[0], data) if len(members) == 1 else _value_from_data(data)


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def answers_to_json(answers: Answers) -> str:
    """Answers as canonical JSON: null for "not answered yet", "dont_know" for "asked, and not known"."""
    return write_json(answers)


def answers_from_json(text: str) -> Answers:
    """Answers as they were given to `answers_to_json`. They are trusted: use `read_answers` for those of others."""
    data: dict[str, Any] = read_json(text)
    return {key: _value_from_data(value) for key, value in data.items()}


def _value_from_data(data: Any) -> Value:
    match data:
        case list():
            return tuple(
                {key: _value_from_data(value) for key, value in item.items()} if isinstance(item, dict) else item
                for item in data
            )
        case _:
            value: Value = data
            return value
