"""YAML text to positioned nodes. Scalars stay text; what YAML would guess or hide is refused.

A reader that knows the wanted type decides what `no` or `40` means. Anchors, aliases, tags, merge keys, second
documents, double keys and deep nesting are problems.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pathways.source.places import File, Place, Problems
from pathways.source.yaml_faults import explain

if not yaml.__with_libyaml__:  # pragma: no cover
    raise ImportError(
        "PyYAML was installed without its C loader (libyaml). The pure Python loader reads some texts "
        "differently, so pathways refuses to work with it. Install the binary wheel of PyYAML, or install "
        "libyaml-dev and reinstall PyYAML."
    )

MAX_DEPTH = 40
MAX_FILE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A text with its raw source slice: columns inside an expression are counted in the slice.

    `is_told`: what stands here was refused already (an alias, say), so that nothing more is said of it.
    """

    value: str
    place: Place
    raw: str
    raw_place: Place
    is_plain: bool
    is_told: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """A map; its keys are texts, each once, in the order of the file."""

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
        problems.excuse(File(name, data.decode("utf-8", "replace")))
        return None


def compose(file: File, problems: Problems, *, offset: int = 0, end: int | None = None) -> Node | None:
    """The node tree of a file (or of a part of it); None when there is none, with the problems told."""
    text = file.text[offset:end]
    try:
        return _build(file, text, offset, problems)
    except yaml.YAMLError as error:
        problems.add(*explain(error, file, offset, len(text)))
        return None


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
                node = Scalar("", place, "", place, is_plain=False, is_told=True)
            case yaml.ScalarEvent():
                node = _scalar(event, file, text, offset, is_told=_refuse_magic(event, place, problems))
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


def _refuse_magic(event: yaml.NodeEvent, place: Place, problems: Problems) -> bool:
    """Whether this hides something behind a name of YAML's own; told when so."""
    has_anchor, has_tag = event.anchor is not None, getattr(event, "tag", None) is not None
    if has_anchor:
        problems.add(place, "anchors (&name) are not allowed", "write the text out, or quote it")
    if has_tag:
        problems.add(place, "tags (!name) are not allowed", "put a text that starts with '!' between quotes")
    return has_anchor or has_tag


def _scalar(event: yaml.ScalarEvent, file: File, text: str, offset: int, *, is_told: bool) -> Scalar:
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
        is_told=is_told,
    )


def _close(opened: _Open, problems: Problems) -> Node:
    if not opened.is_mapping:
        return Items(tuple(opened.nodes), opened.place)
    pairs: list[tuple[Scalar, Node]] = []
    seen: dict[str, Place] = {}
    runs_on = False
    for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.add(key.place, "a list or map cannot be a key", "a key is one word before a ':'")
        elif key.value == "<<" and key.is_plain:
            problems.add(key.place, "merge keys (<<) are not allowed", "write the lines out")
        elif key.value in seen:
            if not runs_on:
                hint = "a new entry starts with '- id:'" if key.value == "id" else "keep one"
                first = seen[key.value].line
                problems.add(key.place, f"'{key.value}' stands here twice (first on line {first})", hint)
            runs_on = runs_on or key.value == "id"
        else:
            seen[key.value] = key.place
            pairs.append((key, value))
    return Entries(tuple(pairs), opened.place)


def to_plain(node: Node) -> object:
    """A node as lists, dicts and texts; a plain `null`, `~` or nothing becomes None. For answers, not for packs."""
    match node:
        case Scalar():
            return None if node.is_plain and node.value in ("", "~", "null") else node.value
        case Items():
            return [to_plain(child) for child in node.nodes]
        case Entries():
            return {key.value: to_plain(child) for key, child in node.pairs}
