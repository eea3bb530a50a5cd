"""Where something stands in a file, and what is said about it."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

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
    """A hint with the known word that looks like this one; empty when none does."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""
