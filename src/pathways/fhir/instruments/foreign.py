"""FHIR JSON of others, read with suspicion: every fault has a path, and a linkId where there is one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 100
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def keys(words: str) -> frozenset[str]:
    """Names of elements, written one after the other."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Reason:
    """What cannot be kept, where it stands, and why not."""

    path: str
    link_id: str | None
    what: str
    why: str

    def __str__(self) -> str:
        where = self.path if self.link_id is None else f"item '{self.link_id}' ({self.path})"
        return f"{where}: {self.what} — {self.why}"


@dataclass
class Findings:
    """What is refused, and what is kept with a remark; both complete, in the order of the file."""

    reasons: list[Reason] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class Element:
    """One JSON object of a resource, with the path to it."""

    value: Mapping[str, Any]
    path: str
    findings: Findings
    link_id: str | None = None

    def refuse(self, what: str, why: str, key: str = "") -> None:
        self.findings.reasons.append(Reason(self.at(key), self.link_id, what, why))

    def remark(self, what: str, why: str, key: str = "") -> None:
        self.findings.remarks.append(Reason(self.at(key), self.link_id, what, why))

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if key else self.path

    def of_item(self, link_id: str) -> Element:
        """The same, as the item of this linkId."""
        return replace(self, link_id=link_id)

    # ── what a key holds; a value of another kind is told, and stands for none

    def text(self, key: str) -> str | None:
        """The text of a key; None when it is absent or blank."""
        given = self.value.get(key)
        if given is None:
            return None
        if not isinstance(given, str):
            self.refuse(f"{key} is {shown(given)}", "a text is expected here", key)
            return None
        if _UNSTORABLE.search(given):
            self.refuse(f"{key} holds a character that cannot be kept", "write it without control characters", key)
            return None
        return given.replace("\r\n", "\n").replace("\r", "\n").strip() or None

    def flag(self, key: str) -> bool:
        """The truth of a key; absent is false."""
        given = self.value.get(key)
        if given is not None and not isinstance(given, bool):
            self.refuse(f"{key} is {shown(given)}", "true or false is expected here", key)
        return given is True

    def whole(self, key: str) -> int | None:
        """The whole number of a key."""
        given = self.value.get(key)
        if given is None or is_whole(given):
            return given
        self.refuse(f"{key} is {shown(given)}", "a whole number is expected here", key)
        return None

    def child(self, key: str) -> Element | None:
        """The object of a key."""
        given = self.value.get(key)
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.refuse(f"{key} is {shown(given)}", "an object is expected here", key)
            return None
        return replace(self, value=given, path=self.at(key))

    def children(self, key: str) -> tuple[Element, ...]:
        """The objects in the list of a key; what is no object is told and left out."""
        given = self.value.get(key)
        if given is None:
            return ()
        if not isinstance(given, list):
            self.refuse(f"{key} is {shown(given)}", "a list is expected here", key)
            return ()
        if not given:
            self.refuse(f"{key} is an empty list", "FHIR leaves out what is empty", key)
        return tuple(self._objects(key, given))

    def _objects(self, key: str, given: list[Any]) -> Iterator[Element]:
        for number, each in enumerate(given):
            if isinstance(each, Mapping):
                yield replace(self, value=each, path=f"{self.at(key)}[{number}]")
            else:
                self.refuse(f"{key} holds {shown(each)}", "an object is expected here", f"{key}[{number}]")

    def choice(self, prefix: str) -> tuple[str, Any]:
        """The type and value of the one `prefix[x]` of an object; ("", None), and told, for none or several."""
        found = {key: each for key, each in self.value.items() if re.match(rf"{prefix}[A-Z]", key) and each is not None}
        if len(found) != 1:
            what = f"{prefix}[x] is missing" if not found else f"{prefix}[x] stands here {len(found)} times"
            self.refuse(what, "exactly one is expected here")
            return "", None
        ((key, value),) = found.items()
        return key.removeprefix(prefix), value

    def extensions(self) -> tuple[tuple[str, Element], ...]:
        """The extensions, each with its URL."""
        return tuple((extension.text("url") or "", extension) for extension in self.children("extension"))

    def refuse_strangers(self, known: frozenset[str], kind: str) -> None:
        """An element that this kind does not have may change what the others mean, and a modifier extension does."""
        for key in self.value:
            if key not in known and not (key.startswith("_") and key[1:] in known):
                self.refuse(f"unknown element '{key[:60]}'", f"it is not an element of a {kind} in FHIR R4")
        for extension in self.children("modifierExtension"):
            why = "it may change the meaning of everything beside it, and is not known here"
            extension.refuse(f"modifier extension {extension.text('url') or ''}".rstrip(), why)


def is_whole(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def decimal_of(given: object) -> Decimal | None:
    """A JSON number that our questions can hold: at most nine digits before the point and six behind it."""
    if isinstance(given, bool) or not isinstance(given, int | Decimal):
        return None
    number = Decimal(given)
    if not number.is_finite() or number.adjusted() > 8:
        return None
    exponent = number.as_tuple().exponent if number else 0
    return number if isinstance(exponent, int) and exponent >= -6 else None


def shown(given: object) -> str:
    """A JSON value in a few characters, for a sentence about it."""
    match given:
        case None:
            return "null"
        case bool():
            return "true" if given else "false"
        case str():
            return f"the text {json.dumps(given[:40])}"
        case int() | Decimal():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"


# ── a whole resource


class _Faulty(ValueError):
    """Text that is not the JSON of a resource."""


def resource_of(text: str, kind: str) -> tuple[Element, bool]:
    """The resource in a JSON text, and whether it can be read on at all; faults are in its findings."""
    root = Element({}, kind, Findings())
    try:
        data = _load(text)
    except (ValueError, ArithmeticError, RecursionError) as error:
        root.refuse("not to be read", str(error)[:200] or "it cannot be read")
        return root, False
    if not isinstance(data, Mapping):
        root.refuse(f"this is {shown(data)}", f"an object with resourceType {kind} is expected here")
        return root, False
    root = replace(root, value=data)
    if data.get("resourceType") != kind:
        root.refuse(f"resourceType is {shown(data.get('resourceType'))}", f"a {kind} is expected here", "resourceType")
        return root, False
    return root, True


def _load(text: str) -> Any:
    if len(text) > MAX_CHARACTERS:
        raise _Faulty(f"larger than {MAX_CHARACTERS:,} characters")
    data = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_each_once)
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _inside(node)]
    if level:
        raise _Faulty(f"nested deeper than {MAX_DEPTH} levels")
    return data


def _inside(node: Any) -> Iterable[Any]:
    return node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _no_constant(name: str) -> None:
    raise _Faulty(f"{name} is no JSON number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise _Faulty(f"the key '{twice[:60]}' stands twice in one object")
    return data
