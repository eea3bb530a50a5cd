"""What differs between two versions of a pathway as they are written: parts that came, went or changed, and texts.

What it does to people is for `pathways.prove.versions`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pathways.model.canonical import to_data
from pathways.model.parts import Question
from pathways.model.pathway import Pathway
from pathways.model.values import Text

#: The collections of a pathway whose parts have a name of their own, each with what one of them is called.
_PARTS = {
    "levels": "level",
    "forms": "form",
    "questions": "question",
    "scores": "score",
    "definitions": "definition",
    "rules": "rule",
    "advice": "advice",
    "claims": "claim",
    "options": "treatment option",
    "measures": "measure",
    "exercises": "exercise",
    "programmes": "programme",
}
#: What is no text for people, or is compared apart: information pages by language, cells by their table.
_TEXTLESS = ("stories", "places", "releases", "information", "cells", "authors", "sources")


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that only one version has, or that means another thing than before; `note` says what of it changed."""

    kind: str
    name: str
    change: Literal["added", "removed", "renamed", "changed"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that both versions have and that is not the same. `path` says where: "questions.fever.ask"."""

    path: str
    old: Text
    new: Text

    @property
    def english_is_stale(self) -> bool:
        """The Dutch changed, and the English did not follow."""
        return self.old.nl != self.new.nl and self.old.en == self.new.en


def heirs(old: Pathway, new: Pathway) -> dict[str, str]:
    """Old question → the new one that asks the same: of the same name, or that says it bore that name (`was`)."""
    renamed = {question.was: name for name, question in new.questions.items() if question.was is not None}
    named = {name: name if name in new.questions else renamed.get(name) for name in old.questions}
    return {name: heir for name, heir in named.items() if heir is not None}


# ── parts


def part_changes(old: Pathway, new: Pathway) -> Iterator[PartChange]:
    """Every part that was added, removed, renamed or changed in its meaning; texts apart."""
    yield from _frame_changed(old, new)
    renamed = {name: heir for name, heir in heirs(old, new).items() if name != heir}
    for collection, kind in _PARTS.items():
        before, after = _named(old, collection), _named(new, collection)
        if collection == "questions":
            yield from (PartChange(kind, heir, "renamed", f"was {name}") for name, heir in renamed.items())
            before = {renamed.get(name, name): part for name, part in before.items()}
        yield from (PartChange(kind, name, "removed") for name in before if name not in after)
        yield from (PartChange(kind, name, "added") for name in after if name not in before)
        for name in before:
            if name in after:
                yield from _changed(kind, name, before[name], after[name], renamed)


def _frame_changed(old: Pathway, new: Pathway) -> Iterator[PartChange]:
    """What the pathway says of levels as a whole: their order, and which of them stand for what."""
    frames = [
        {
            **{name: getattr(one, name) for name in ("reassuring", "otherwise", "incomplete", "phone_from")},
            "order of levels": [level.id for level in one.levels],
        }
        for one in (old, new)
    ]
    fields = [name for name in frames[0] if frames[0][name] != frames[1][name]]
    if fields:
        yield PartChange("pathway", new.id, "changed", ", ".join(fields))


def _named(pathway: Pathway, collection: str) -> Mapping[str, Any]:
    """The parts by name; the cells of a table count as the table."""
    parts = getattr(pathway, collection)
    named = parts if isinstance(parts, Mapping) else {part.id: part for part in parts}
    return {name: part for name, part in named.items() if getattr(part, "table", None) is None}


def _changed(kind: str, name: str, before: Any, after: Any, renamed: Mapping[str, str]) -> Iterator[PartChange]:
    one, other = _renamed(to_data(before, with_texts=False), renamed), to_data(after, with_texts=False)
    fields = sorted(field for field in {*one, *other} - {"id", "was"} if one.get(field) != other.get(field))
    if fields:
        yield PartChange(kind, name, "changed", ", ".join(fields))
    if isinstance(before, Question):
        gone = (option for option in before.option if option not in after.option)
        came = (option for option in after.option if option not in before.option)
        yield from (PartChange("option", f"{name}={option}", "removed") for option in gone)
        yield from (PartChange("option", f"{name}={option}", "added") for option in came)


def _renamed(data: Any, renamed: Mapping[str, str]) -> Any:
    """The same with the names of today, so that a rule that speaks of a renamed question is not told as changed."""
    match data:
        case str():
            return renamed.get(data, data)
        case list():
            return [_renamed(item, renamed) for item in data]
        case dict():
            return {key: _renamed(value, renamed) for key, value in data.items()}
        case _:
            return data


# ── texts


def text_changes(old: Pathway, new: Pathway) -> Iterator[TextChange]:
    """The texts that both versions have and that differ."""
    before, after = texts(old, heirs(old, new)), texts(new)
    for path, text in after.items():
        if path in before and before[path] != text:
            yield TextChange(path, before[path], text)


def texts(pathway: Pathway, heirs: Mapping[str, str] | None = None) -> dict[str, Text]:
    """Every text for people, by its path; the questions under the names of their heirs."""
    found = dict(_texts_in(pathway, ""))
    for name, heir in (heirs or {}).items():
        if name != heir:
            old, now = f"questions.{name}.", f"questions.{heir}."
            found = {now + path.removeprefix(old) if path.startswith(old) else path: t for path, t in found.items()}
    return found | _pages(pathway)


def _texts_in(thing: Any, path: str) -> Iterator[tuple[str, Text]]:
    match thing:
        case Text():
            yield path, thing
        case Question(table=str()):
            return
        case Mapping():
            for key, value in thing.items():
                yield from _texts_in(value, f"{path}.{key}")
        case tuple():
            for place, value in enumerate(thing, start=1):
                yield from _texts_in(value, f"{path}.{getattr(value, 'id', place)}")
        case _ if dataclasses.is_dataclass(thing):
            for field in dataclasses.fields(thing):
                if field.init and field.name not in _TEXTLESS:
                    yield from _texts_in(getattr(thing, field.name), f"{path}.{field.name}".lstrip("."))


def _pages(pathway: Pathway) -> dict[str, Text]:
    """The information pages, the two languages of each side by side."""
    pages = {(page.page, page.language): page for page in pathway.information}
    return {
        f"information.{name}.{what}": Text(getattr(pages[name, "nl"], what), getattr(pages[name, "en"], what))
        for name, language in pages
        if language == "nl" and (name, "en") in pages
        for what in ("title", "lead", "body")
    }
