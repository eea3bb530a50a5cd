"""The names that blocks refer to, and the fault that says so when one is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pathways.language import Expr, Scope, parse
from pathways.model.blocks import PathwayBlock
from pathways.model.folder import Folder
from pathways.source import Formula, Problems, Word, did_you_mean

MOST_NAMED = 16
_WRITTEN = {
    "question": "questions are written in questions.yaml or questions/*.yaml",
    "source": "sources are written in pathway.yaml, under 'sources'",
    "advice": "advice is written in rules.yaml, under 'advice'",
}


@dataclass
class Names:
    """Looks names up for whoever assembles parts."""

    frame: PathwayBlock
    folder: Folder
    problems: Problems

    @cached_property
    def levels(self) -> list[str]:
        return [str(level.id) for level in self.frame.levels]

    def refer(self, word: Word, known: Iterable[str], what: str) -> str:
        known = list(known)
        is_excused = self.problems.is_excused(word) or self.problems.is_excused(f"every {what}")
        if word not in known and not is_excused:
            self.problems.add(
                word.place, f"unknown {what} '{word}'", did_you_mean(word, known) or where_written(what, known)
            )
        return str(word)

    def level(self, word: Word) -> str:
        return self.refer(word, self.levels, "level")

    def source(self, word: Word | None) -> str | None:
        return None if word is None else self.refer(word, self.frame.sources, "source")

    def distinct(self, words: Iterable[Word], what: str) -> None:
        seen: set[str] = set()
        for word in words:
            if word in seen:
                self.problems.add(word.place, f"the {what} '{word}' stands here twice", "keep one")
            seen.add(word)

    def parse(self, formula: Formula | None, scope: Scope) -> Expr | None:
        if formula is None:
            return None
        if self.problems.mentions_doubtful(formula):
            return parse(formula, scope, Problems())
        return parse(formula, scope, self.problems)


def where_written(what: str, known: list[str]) -> str:
    """Where a thing of this kind is written, or which there are when they are few."""
    if what in _WRITTEN:
        return _WRITTEN[what]
    return f"known: {', '.join(known)}" if 0 < len(known) <= MOST_NAMED else ""
