"""How a page tells the parts of one pathway in one language: levels, sources, conditions, and links between them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pathways.describe.html import Content, Html, items, markup, tag
from pathways.describe.record import ProofRecord
from pathways.describe.words import SHORT, Group, Named, Reading, Said, in_words, label_of, reading
from pathways.explain import say
from pathways.language import Expr, write
from pathways.model import Pathway, Question, Text

#: Conditions that are longer than this in words are told as a list.
_LONG = 150
#: Lists of more parts than this stand in columns.
_MANY = 8


@dataclass(frozen=True)
class Writer:
    """A pathway, the language it is told in, and what was proved of it."""

    pathway: Pathway
    language: str
    record: ProofRecord | None = None
    #: Whether the page holds the whole pathway, so that there is something to link to.
    is_whole: bool = True

    def say(self, nl: str, en: str) -> str:
        """The page's own words."""
        return en if self.language == "en" else nl

    def text(self, text: Text | None) -> str:
        return "" if text is None else text.in_(self.language)

    def line(self, before: str, text: Text | None, class_: str | None = None) -> Html | None:
        """A paragraph of the pathway's own; nothing when there is no text."""
        return None if text is None else tag("p", before, self.text(text), class_=class_)

    def date(self, date: datetime.date) -> str:
        return say(Question("date", "date", Text("", "")), date.isoformat(), self.language)

    def count(self, number: int, nl: tuple[str, str], en: tuple[str, str]) -> str:
        """So many of these: "1 regel", "2 regels"."""
        return f"{number} {self.say(nl[number != 1], en[number != 1])}"

    # ── levels

    def tone(self, level: str) -> str | None:
        """The colour of a level. It never speaks alone: the level stands beside it in words."""
        pathway, rank = self.pathway, self.pathway.rank
        if level in pathway.reassuring:
            return "moss"
        phone = None if pathway.phone_from is None else rank[pathway.phone_from]
        if phone is not None and rank[level] >= phone:
            return "alarm" if rank[level] > phone else "today"
        return "soon" if rank[level] > rank[pathway.incomplete] else None

    def level(self, level: str) -> Html:
        """A level in a word, linked to what the person is told."""
        label = tag("span", self.text(self.pathway.level[level].label), class_="tag", data_tone=self.tone(level))
        return tag("a", label, href=f"#level-{level}")

    # ── names

    def source(self, name: str | None) -> Html | None:
        if name is None:
            return None
        if not self.is_whole:
            return markup(self.pathway.sources[name].title)
        return tag("a", name.removeprefix("src_"), href=f"#{name}")

    def ids(self, name: str, source: str) -> Html:
        """The id of a part, and what it rests on."""
        return tag(
            "p", tag("code", name), tag("span", self.say("Bron: ", "Source: "), self.source(source)), class_="about"
        )

    def link(self, name: str) -> Html:
        """A name as people know it, linked to where it stands on this page."""
        return tag("a", f"“{label_of(name, self.pathway, self.language)}”", href=f"#{self.anchor(name)}")

    def anchor(self, name: str) -> str:
        if name in self.pathway.definitions:
            return f"definition-{name}"
        if name in self.pathway.scores:
            return f"score-{name}"
        return f"question-{self.pathway.questions[name].table or name}"

    def is_told(self, name: str) -> bool:
        """Whether it has a place on the page; a question has one when some form asks it."""
        is_named = name in self.pathway.definitions or name in self.pathway.scores
        return is_named or self.anchor(name) in self._asked

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(f"question-{q.id}" for form in self.pathway.forms.values() for q in form.questions)

    # ── conditions

    def condition(self, expr: Expr) -> Html:
        """A condition in words, as a list when it is long, and exactly as it is written."""
        told = reading(expr, self.pathway, self.language)
        is_long = len(in_words(expr, self.pathway, self.language)) > _LONG
        words = self.listed(told) if is_long and isinstance(told, Group) else tag("p", self.told(told))
        return tag("div", words, tag("p", tag("code", write(expr))), class_="when")

    def words(self, expr: Expr) -> Content:
        """A condition in one line."""
        return self.told(reading(expr, self.pathway, self.language))

    def told(self, told: Reading) -> Content:
        """As `words.sentence` tells it, with links."""
        if isinstance(told, Said):
            return (f"{told.lead} " if told.lead else None, [self._part(part) for part in told.parts])
        parts = [self._bracketed(part, told.lead if self._is_short(told) else "") for part in told.parts]
        if self._is_short(told):
            return _joined(parts, f" {told.joint} ")
        return (f"{told.lead} {told.head}: ".lstrip(), _joined(parts, "; "))

    def listed(self, told: Reading) -> Content:
        """Groups as lists in lists, until they are short."""
        if isinstance(told, Said):
            return self.told(told)
        head = tag("span", f"{told.lead} {told.head}:".lstrip())
        parts = [self.listed(part) for part in told.parts]
        return head, items(parts, class_="many" if len(parts) > _MANY else None)

    @staticmethod
    def _is_short(group: Group) -> bool:
        return group.joint is not None and len(group.parts) <= SHORT

    def _bracketed(self, told: Reading, lead: str) -> Content:
        if isinstance(told, Group):
            return ("(", self.told(told), ")")
        return self.told(Said(told.parts, lead or told.lead))

    def _part(self, part: str | Named) -> Content:
        if isinstance(part, str):
            return part
        return self.link(part.name) if self.is_whole and self.is_told(part.name) else f"“{part.label}”"


def _joined(parts: Iterable[Content], joint: str) -> list[Content]:
    joined: list[Content] = []
    for part in parts:
        joined += [joint, part] if joined else [part]
    return joined


def fold(summary: Content, *content: Content, **attributes: str | bool | None) -> Html:
    """What only some readers want: closed on a screen."""
    return tag("details", tag("summary", summary), *content, **attributes)


def section(id: str, title: str, *content: Content) -> Html:  # noqa: A002
    return tag("section", tag("h2", title), *content, id=id)
