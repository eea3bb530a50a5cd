"""Where something stands in a file, and what is said about it."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

WIDEST_SOURCE_LINE = 150
#: Among the names that could not be read: nobody can say which they are.
EVERYTHING = "*"
_WORDS = re.compile(r"[a-z][a-z0-9_]*")
_IDS = re.compile(r"\bid:\s*([a-z][a-z0-9_]*)")
_TABLE = re.compile(r"\brows:")


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
        #: Names of which something could not be read, so that what follows from the rest is not reported either.
        self.doubtful: set[str] = set()
        #: Whether a whole file is missing from what was read.
        self.is_partial = False

    def excuse(self, file: File, *, is_lost: bool = True) -> None:
        """A file could not be read as a whole: every name in it may be declared there, also as the cell of a table."""
        self.is_partial = self.is_partial or is_lost
        self.unreadable.update(_WORDS.findall(file.text))
        if _TABLE.search(file.text):
            ids = dict.fromkeys(_IDS.findall(file.text))
            self.unreadable.update(f"{row}_{column}" for row in ids for column in ids)

    def is_excused(self, name: str) -> bool:
        return not self.unreadable.isdisjoint((name, EVERYTHING))

    def mentions_doubtful(self, text: str) -> bool:
        return bool(self.doubtful) and not self.doubtful.isdisjoint(_WORDS.findall(text))

    def add(self, place: Place, message: str, hint: str = "") -> None:
        self.found.append(Problem.at(place, message, hint))

    def raise_if_any(self) -> None:
        if self.found:
            raise PathwayError(self.found)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks like this one; None when none does."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the known word that looks like this one; empty when none does."""
    close = closest(word, known)
    return f"did you mean '{close}'?" if close else ""
