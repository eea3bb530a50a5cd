"""What is said: a text in both languages, an answer, a set of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

DONT_KNOW = "dont_know"
#: Reasons for a level that are no rule of the pathway: an alarm answered "don't know", and answers that are missing.
DONT_KNOW_REASON = "dont_know"
INCOMPLETE_REASON = "incomplete"

#: What stands for a level where a form does not apply to somebody.
OUT_OF_SCOPE = "out_of_scope"

#: An answer. None: not answered yet. "dont_know": asked, and not known. A duration is whole days, a date is ISO text,
#: several choices or body regions are a tuple, a list is a tuple of rows.
Value = bool | int | Decimal | str | tuple[str, ...] | tuple[Mapping[str, "Value"], ...] | None
Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    EXAMPLE: ClassVar[str] = '{nl: "…", en: "…"}'

    nl: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.nl
