"""YAML text to positioned nodes to frozen dataclasses; every fault with file, line, column and hint.

Scalars stay text: a reader that knows the wanted type decides what `no` or `40` means. YAML's own guessing is
never used, and anchors, aliases, tags, merge keys and second documents are refused.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

if not yaml.__with_libyaml__:  # pragma: no cover
    raise ImportError(
        "PyYAML was installed without its C loader (libyaml). The pure Python loader reads some texts "
        "differently, so pathways refuses to work with it. Install the binary wheel of PyYAML, or install "
        "libyaml-dev and reinstall PyYAML."
    )

MAX_DEPTH = 40
MAX_FILE_BYTES = 4_000_000
WIDEST_SOURCE_LINE = 150


@dataclass(frozen=True)
class File:
    """One text file of a pathway, by its name relative to the folder."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, number: int) -> str:
        start = self.line_starts[number - 1]
        return self.text[start:].split("\n", 1)[0].rstrip("\r") if start < len(self.text) else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A character position in a file."""

    file: File
    index: int

    @property
    def line(self) -> int:
        return bisect_right(self.file.line_starts, self.index)

    @property
    def column(self) -> int:
        return self.index - self.file.line_starts[self.line - 1] + 1

    def later(self, characters: int) -> Place:
        return Place(self.file, self.index + characters)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, where it stands (counted from 1) and how to mend it."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    source_line: str = ""

    @classmethod
    def at(cls, place: Place, message: str, hint: str = "") -> Problem:
        line = place.line
        return cls(place.file.name, line, place.column, message, hint, place.file.line(line))

    def __str__(self) -> str:
        headline = f"{self.file}:{self.line}:{self.column}: {self.message}"
        if self.hint:
            headline += f" — {self.hint}"
        if not self.source_line:
            return headline
        shown, caret = _window(self.source_line, self.column)
        return f"{headline}\n    {shown}\n    {' ' * (caret - 1)}^"


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a long line around a column, and the column within it."""
    line = line.replace("\t", " ")
    if len(line) <= WIDEST_SOURCE_LINE:
        return line, column
    start = max(0, min(column - WIDEST_SOURCE_LINE // 2, len(line) - WIDEST_SOURCE_LINE))
    shown = line[start : start + WIDEST_SOURCE_LINE]
    return ("…" + shown[1:] if start else shown), column - start


class PathwayError(Exception):
    """A pathway that does not load, with all its faults at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects faults, so that an author sees all of them in one go."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        #: Names that were declared but could not be read: what refers to them is not reported a second time.
        self.unreadable: set[str] = set()

    def add(self, place: Place, message: str, hint: str = "") -> None:
        self.found.append(Problem.at(place, message, hint))

    def raise_if_any(self) -> None:
        if self.found:
            raise PathwayError(self.found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""


# ── YAML to nodes ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A text with its raw source slice: columns inside an expression are counted in the slice."""

    value: str
    place: Place
    raw: str
    raw_place: Place
    is_plain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    nodes: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        return next((node for scalar, node in self.pairs if scalar.value == key), None)


Node = Scalar | Items | Entries


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not been seen yet."""

    is_mapping: bool
    place: Place
    nodes: list[Node] = field(default_factory=list)


def read_file(path: Path, name: str, problems: Problems) -> File | None:
    """The text of a file; None with a problem when it cannot be read as UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.add(Place(File(name, ""), 0), f"this file cannot be read: {error.strerror or error}")
        return None
    if len(data) > MAX_FILE_BYTES:
        problems.add(Place(File(name, ""), 0), f"this file is larger than {MAX_FILE_BYTES:,} bytes")
        return None
    try:
        return File(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        readable = File(name, data[: error.start].decode("utf-8-sig", "replace"))
        problems.add(Place(readable, len(readable.text)), "this is not UTF-8 text", "save the file as UTF-8")
        return None


def compose(file: File, problems: Problems, *, offset: int = 0, end: int | None = None) -> Node | None:
    """The node tree of a file (or of a part of it); None when there is none, with the problems told."""
    text = file.text[offset:end]
    before = len(problems.found)
    root: Node | None = None
    try:
        root = _build(file, text, offset, problems)
    except yaml.YAMLError as error:
        problems.add(_place_of(error, file, offset, len(text)), *_explain_yaml(error))
    return None if len(problems.found) > before and root is None else root


def _place_of(error: yaml.YAMLError, file: File, offset: int, length: int) -> Place:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index = mark.index if mark is not None else getattr(error, "position", 0)
    return Place(file, offset + min(index, length))


def _explain_yaml(error: yaml.YAMLError) -> tuple[str, str]:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hint = ""
    if "mapping values are not allowed" in problem:
        hint = "put a text that contains ': ' between double quotes"
    elif "did not find expected ',' or" in problem or "did not find expected key" in problem:
        hint = "check the indentation, put texts between double quotes and rules on lines of their own"
    elif "start any token" in problem:
        hint = "put this text between double quotes; indent with spaces, not tabs"
    return f"this is not valid YAML: {problem}", hint


def _build(file: File, text: str, offset: int, problems: Problems) -> Node | None:
    root: Node | None = None
    stack: list[_Open] = []
    documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        place = Place(file, offset + _index(event.start_mark))
        node: Node | None = None
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    problems.add(place, "a second document in one file is not allowed", "remove the '---'")
                    return root
            case yaml.AliasEvent():
                problems.add(place, "aliases (*name) are not allowed", "write the text out")
                node = Scalar("", place, "", place, is_plain=False)
            case yaml.ScalarEvent():
                _refuse_magic(event, place, problems)
                node = _scalar(event, file, text, offset)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                _refuse_magic(event, place, problems)
                stack.append(_Open(isinstance(event, yaml.MappingStartEvent), place))
                if len(stack) > MAX_DEPTH:
                    problems.add(place, f"this is nested deeper than {MAX_DEPTH} levels")
                    return None
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                node = _close(stack.pop(), problems)
            case _:
                pass
        if node is not None and stack:
            stack[-1].nodes.append(node)
        elif node is not None:
            root = node
    return root


def _index(mark: Any) -> int:
    index: int = mark.index
    return index


def _refuse_magic(event: yaml.NodeEvent, place: Place, problems: Problems) -> None:
    if event.anchor is not None:
        problems.add(place, "anchors (&name) are not allowed", "write the text out, or quote it")
    if getattr(event, "tag", None) is not None:
        problems.add(place, "tags (!name) are not allowed", "put a text that starts with '!' between quotes")


def _scalar(event: yaml.ScalarEvent, file: File, text: str, offset: int) -> Scalar:
    start, end = _index(event.start_mark), _index(event.end_mark)
    if event.style in ("'", '"'):
        raw_start, raw_end = start + 1, end - 1
    elif event.style in ("|", ">"):
        raw_start, raw_end = min(text.find("\n", start, end) + 1 or end, end), end
    else:
        raw_start, raw_end = start, end
    return Scalar(
        event.value,
        Place(file, offset + start),
        text[raw_start:raw_end].rstrip(),
        Place(file, offset + raw_start),
        is_plain=not event.style,
    )


def _close(opened: _Open, problems: Problems) -> Node:
    if not opened.is_mapping:
        return Items(tuple(opened.nodes), opened.place)
    pairs: list[tuple[Scalar, Node]] = []
    seen: dict[str, Place] = {}
    for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.add(key.place, "a list or map cannot be a key", "a key is one word before a ':'")
        elif key.value == "<<" and key.is_plain:
            problems.add(key.place, "merge keys (<<) are not allowed", "write the lines out")
        elif key.value in seen:
            first = seen[key.value].line
            problems.add(key.place, f"'{key.value}' stands here twice (first on line {first})", "keep one")
        else:
            seen[key.value] = key.place
            pairs.append((key, value))
    return Entries(tuple(pairs), opened.place)


# ── nodes to frozen dataclasses ──────────────────────────────────────────────────────────────────────────


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
        problems.add(node.place, f"one value is expected here, not a {_kind(node)}")
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


@cache
def _fields(shape: type) -> dict[str, tuple[str, Any, bool]]:
    """Key in the file → (attribute, type, required). A trailing underscore keeps Python's own words apart."""
    hints = get_type_hints(shape)
    return {
        f.name.rstrip("_"): (
            f.name,
            hints[f.name],
            f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
        )
        for f in dataclasses.fields(shape)
        if f.name != "place"
    }


def _read_record(node: Node, shape: Any, problems: Problems) -> Any:
    fields = _fields(shape)
    if not isinstance(node, Entries):
        keys = ", ".join(key for key, (_, _, required) in fields.items() if required) or ", ".join(fields)
        problems.add(node.place, f"a map is expected here, with the keys {keys}", "write 'key: value' lines")
        raise _Unreadable
    values: dict[str, Any] = {}
    is_sound = True
    for key, child in node.pairs:
        if key.value not in fields:
            hint = did_you_mean(key.value, fields) or f"known keys: {', '.join(fields)}"
            problems.add(key.place, f"unknown key '{key.value}'", hint)
            continue
        name, kind, required = fields[key.value]
        try:
            values[name] = _read(child, kind, problems)
        except _Unreadable:
            is_sound = is_sound and not required
            values.setdefault(name, None)
    for key_name, (name, _, required) in fields.items():
        if required and name not in values:
            problems.add(node.place, f"'{key_name}' is missing here")
            is_sound = False
    if not is_sound:
        identity = node.get("id")
        if isinstance(identity, Scalar):
            problems.unreadable.add(identity.value)
        raise _Unreadable
    if any(f.name == "place" for f in dataclasses.fields(shape)):
        values["place"] = node.place
    return shape(**{name: value for name, value in values.items() if value is not None or _is_given(shape, name)})


def _is_given(shape: Any, name: str) -> bool:
    """Whether a field without a default must be passed even when empty."""
    return any(
        f.name == name and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        for f in dataclasses.fields(shape)
    )


def _read_items(node: Node, shape: Any, problems: Problems) -> tuple[Any, ...]:
    if not isinstance(node, Items):
        problems.add(node.place, f"a list is expected here, not a {_kind(node)}", "write [one, two] or '- one'")
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
        problems.add(node.place, f"a map from ids is expected here, not a {_kind(node)}", "write 'id:' lines")
        raise _Unreadable
    entries: dict[Word, Any] = {}
    for key, child in node.pairs:
        try:
            entries[_word(key, problems)] = _read(child, shape, problems)
        except _Unreadable:
            problems.unreadable.add(key.value)
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
        problems.add(node.place, "a value is missing here")
        raise _Unreadable
    if shape is Word:
        return _word(node, problems)
    if shape is Formula:
        return Formula(node.raw, node.raw_place)
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


def to_plain(node: Node) -> object:
    """A node as lists, dicts and texts; a plain `null`, `~` or nothing becomes None. For answers, not for packs."""
    match node:
        case Scalar():
            return None if node.is_plain and node.value in ("", "~", "null") else node.value
        case Items():
            return [to_plain(child) for child in node.nodes]
        case Entries():
            return {key.value: to_plain(child) for key, child in node.pairs}
