"""Positioned nodes to frozen dataclasses, by their annotations. Every problem is told, none stops the reading."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pathways.source.nodes import Entries, Items, Node, Scalar
from pathways.source.places import Place, Problems, closest, did_you_mean
from pathways.source.shapes import Field, fields_of, knows_its_place


class Word(str):
    """An id, with the place where it stood."""

    place: Place
    __slots__ = ("place",)

    def __new__(cls, text: str, place: Place) -> Word:
        word = super().__new__(cls, text)
        word.place = place
        return word


class Formula(Word):
    """An expression, as the raw source slice, so that columns inside it are exact."""

    __slots__ = ()


class Prose(Word):
    """A text that is checked later, with its place."""

    __slots__ = ()


WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
#: Quotes that word processors make of straight ones.
_CURLY = "“”„‘’"
_YES = {"yes": True, "true": True, "no": False, "false": False}


class _Unreadable(Exception):
    """The problem has been told; leave the nearest optional thing out."""


T = TypeVar("T")


def read(node: Node, shape: type[T], problems: Problems) -> T | None:
    """A node as a frozen dataclass; None when something required could not be read (all problems told)."""
    try:
        value: T = _read(node, shape, problems)
    except _Unreadable:
        return None
    return value


def _read(node: Node, shape: Any, problems: Problems) -> Any:
    origin = get_origin(shape)
    if origin in (Union, UnionType):
        return _read_union(node, shape, problems)
    if dataclasses.is_dataclass(shape):
        return _read_record(node, shape, problems)
    if origin is tuple:
        return _read_items(node, get_args(shape)[0], problems)
    if origin is dict:
        return _read_map(node, get_args(shape)[1], problems)
    if not isinstance(node, Scalar):
        hint = "write it without [ ]" if isinstance(node, Items) else "write it on one line, without keys"
        problems.add(node.place, f"one value is expected here, not a {_kind(node)}", hint)
        raise _Unreadable
    if node.is_told:
        raise _Unreadable
    if origin is Literal:
        return _read_choice(node, get_args(shape), problems)
    return _read_scalar(node, shape, problems)


def _kind(node: Node) -> str:
    match node:
        case Scalar():
            return "single value"
        case Items():
            return "list"
        case Entries():
            return "map"


def _read_union(node: Node, shape: Any, problems: Problems) -> Any:
    """The alternative that fits the node: maps for dataclasses, lists for tuples, else the scalar one."""
    alternatives = [a for a in get_args(shape) if a is not type(None)]
    if Scalar in alternatives:
        return node
    for alternative in alternatives:
        is_record = dataclasses.is_dataclass(alternative)
        is_list = get_origin(alternative) is tuple
        if (is_record, is_list) == (isinstance(node, Entries), isinstance(node, Items)):
            return _read(node, alternative, problems)
    return _read(node, alternatives[0], problems)


def _read_record(node: Node, shape: Any, problems: Problems) -> Any:
    fields = fields_of(shape)
    example = getattr(shape, "EXAMPLE", "")
    if not isinstance(node, Entries):
        if isinstance(node, Scalar) and node.is_told:
            raise _Unreadable
        keys = ", ".join(key for key, field in fields.items() if field.is_required) or ", ".join(fields)
        hint = f"write {example}" if example else "write 'key: value' lines"
        problems.add(node.place, f"a map is expected here, with the keys {keys}", hint)
        raise _Unreadable
    values = _read_values(node, fields, f"write {example}" if example else "", problems)
    lacking = [field.name for field in fields.values() if field.is_required and field.name not in values]
    if lacking:
        identity = node.get("id")
        if isinstance(identity, Scalar):
            problems.unreadable.add(identity.value)
        raise _Unreadable
    if knows_its_place(shape):
        values["place"] = node.place
    return shape(**values)


def _read_values(node: Entries, fields: Mapping[str, Field], example: str, problems: Problems) -> dict[str, Any]:
    """Attribute → value, as far as readable; what is unknown, unreadable or missing is told."""
    values: dict[str, Any] = {}
    meant: set[str] = set()
    for key, child in node.pairs:
        field = fields.get(key.value)
        if field is None:
            meant.add(_tell_unknown_key(key, fields, problems))
            continue
        try:
            values[field.name] = _read(child, field.shape, problems)
        except _Unreadable:
            continue
    given = {key.value for key, _ in node.pairs} | meant
    for name, field in fields.items():
        if field.is_required and name not in given:
            problems.add(node.place, f"'{name}' is missing here", example or field.meaning)
    return values


def _tell_unknown_key(key: Scalar, fields: Mapping[str, Field], problems: Problems) -> str:
    """The key that was meant, or nothing; a key that was misspelt is not missing as well."""
    close = closest(key.value, fields)
    if close is None and not WORD.match(key.value):
        hint = "inside { } a comma ends the value: put it between double quotes, or give it a line of its own"
    else:
        hint = did_you_mean(key.value, fields) or f"known keys: {', '.join(fields)}"
    problems.add(key.place, f"unknown key '{key.value}'", hint)
    return close or ""


def _read_items(node: Node, shape: Any, problems: Problems) -> tuple[Any, ...]:
    if not isinstance(node, Items):
        if isinstance(node, Scalar) and node.is_told:
            raise _Unreadable
        hint = "start each entry with '- '" if isinstance(node, Entries) else "write [one, two] or '- one'"
        problems.add(node.place, f"a list is expected here, not a {_kind(node)}", hint)
        raise _Unreadable
    read_items = []
    for child in node.nodes:
        try:
            read_items.append(_read(child, shape, problems))
        except _Unreadable:
            continue
    return tuple(read_items)


def _read_map(node: Node, shape: Any, problems: Problems) -> dict[Word, Any]:
    if not isinstance(node, Entries):
        hint = "write each as 'id:' with its keys indented below, without '- '"
        problems.add(node.place, f"a map from ids is expected here, not a {_kind(node)}", hint)
        raise _Unreadable
    entries: dict[Word, Any] = {}
    for key, child in node.pairs:
        before = len(problems.found)
        try:
            entries[_word(key, problems)] = _read(child, shape, problems)
        except _Unreadable:
            problems.unreadable.add(key.value)
        if len(problems.found) > before:
            problems.doubtful.add(key.value)
    return entries


def _read_choice(node: Scalar, words: tuple[str, ...], problems: Problems) -> str:
    if node.value in words:
        return node.value
    hint = did_you_mean(node.value, words) or f"choose from {', '.join(words)}"
    problems.add(node.place, f"'{node.value}' is not possible here", hint)
    raise _Unreadable


def _word(node: Scalar, problems: Problems) -> Word:
    if WORD.match(node.value):
        return Word(node.value, node.place)
    hint = "use lower case letters, digits and _, starting with a letter"
    problems.add(node.place, f"'{node.value[:60]}' is not an id", hint)
    raise _Unreadable


def _read_scalar(node: Scalar, shape: Any, problems: Problems) -> Any:
    text = node.value.strip()
    if not text:
        hint = "write it after the ':' ('#' starts a comment)" if node.is_plain else ""
        problems.add(node.place, "a value is missing here", hint)
        raise _Unreadable
    if shape is Word:
        return _word(node, problems)
    if shape is Formula:
        return Formula(node.raw, node.raw_place)
    if node.is_plain and text[0] in _CURLY:
        problems.add(node.place, f"{text[0]} is a curly quote, and would become part of the text", 'write "…"')
        raise _Unreadable
    if shape is Prose:
        return Prose(text, node.place)
    if shape is str:
        return text
    value = _typed(text, shape)
    if value is None:
        problems.add(node.place, f"{_EXPECTED[shape]} is expected here, not '{text[:60]}'")
        raise _Unreadable
    return value


_EXPECTED = {
    bool: "yes or no",
    int: "a whole number",
    Decimal: "a number",
    datetime.date: "a date such as 2026-11-01",
}


def _typed(text: str, shape: Any) -> Any:
    if shape is bool:
        return _YES.get(text.lower())
    if shape is int:
        return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
    if shape is Decimal:
        return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", text) else None
    if shape is datetime.date:
        try:
            return datetime.date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            return None
    raise TypeError(f"no reader for {shape}")
