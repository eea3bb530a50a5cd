"""The names that blocks refer to, and the fault that says so when one is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pathways.language import Expr, Scope, parse
from pathways.model.blocks import PathwayBlock
from pathways.model.folder import Folder
from pathways.source import Formula, Problems, Word, did_you_mean


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
        if word not in known and word not in self.problems.unreadable:
            self.problems.add(word.place, f"unknown {what} '{word}'", did_you_mean(word, known))
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
        return None if formula is None else parse(formula, scope, self.problems)
