"""A QuestionnaireResponse of others against an instrument: its answers, and all that is wrong with it.

What a question may hold is decided where every answer of ours is (`pathways.model.answers`). An answer to a question
that these answers hide is dropped and named; the score that a publisher computed is read beside the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pathways.fhir.instruments.foreign import Element, Reason, decimal_of, keys, resource_of
from pathways.fhir.instruments.items import Item
from pathways.fhir.instruments.options import NO_KEY, option_key
from pathways.fhir.instruments.reading import Instrument
from pathways.model import Answers, Form, Value, missing
from pathways.model.answers import value_of
from pathways.model.effective import shown_questions
from pathways.model.messages import Wrong

_STATUSES = ("in-progress", "completed", "amended", "entered-in-error", "stopped")
_FINISHED = ("completed", "amended")
_ITEM_ELEMENTS = keys("id extension modifierExtension linkId definition text answer item")
_KINDS = {
    "boolean": ("Boolean",),
    "integer": ("Integer",),
    "decimal": ("Decimal",),
    "string": ("String",),
    "text": ("String",),
    "date": ("Date",),
}


@dataclass(frozen=True)
class Reply:
    """The answers of a response by our question ids, what is wrong with it, and what was dropped as hidden.

    `published`: the numbers of items that were left out of the import, by linkId.
    """

    answers: Answers
    problems: tuple[Reason, ...]
    dropped: tuple[str, ...]
    published: Mapping[str, Decimal]

    @property
    def is_valid(self) -> bool:
        return not self.problems


def read_reply(instrument: Instrument, form: Form, text: str) -> Reply:
    """What the JSON text of a QuestionnaireResponse answers to this instrument."""
    root, is_readable = resource_of(text, "QuestionnaireResponse")
    reading = _Reading(instrument, form)
    if is_readable:
        reading.read(root)
    problems = tuple(dict.fromkeys(root.findings.reasons))
    return Reply(reading.answers, problems, tuple(reading.dropped), reading.published)


@dataclass
class _Reading:
    instrument: Instrument
    form: Form
    answers: dict[str, Value] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    published: dict[str, Decimal] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def read(self, root: Element) -> None:
        self._judge_head(root)
        known = {item.link_id: item for item in self.instrument.items}
        for item, parent in _walk(root, None):
            self._item(item, parent, known)
        self._drop_hidden()
        if root.value.get("status") in _FINISHED:
            self._refuse_missing(root)

    def _judge_head(self, root: Element) -> None:
        status = root.text("status")
        if status not in _STATUSES:
            root.refuse(f"status {status or 'is missing'}", f"it is one of {', '.join(_STATUSES)}", "status")
        answered, _, version = (root.text("questionnaire") or "").partition("|")
        if self.instrument.url is not None and answered != self.instrument.url:
            root.refuse(f"it answers '{answered}'", f"the instrument is '{self.instrument.url}'", "questionnaire")
        elif version and self.instrument.version not in (None, version):
            root.refuse(
                f"it answers version {version}", f"the instrument is {self.instrument.version}", "questionnaire"
            )

    def _item(self, item: Element, parent: str | None, known: Mapping[str, Item]) -> None:
        link_id = item.link_id or ""
        item.refuse_strangers(_ITEM_ELEMENTS, "QuestionnaireResponse item")
        if link_id in self.seen:
            item.refuse("a linkId that stands here twice", "a question is answered once", "linkId")
        self.seen.add(link_id)
        if link_id in self.instrument.left_out:
            self._publish(item, link_id)
        elif link_id not in self.instrument.parents:
            item.refuse("an unknown linkId", "the instrument asks no such thing", "linkId")
        else:
            self._judge_place(item, parent, is_question=link_id in known)
            if link_id in known:
                self._answer(item, known[link_id])

    def _judge_place(self, item: Element, parent: str | None, *, is_question: bool) -> None:
        expected = self.instrument.parents[item.link_id or ""]
        if parent != expected:
            where = f"below '{expected}'" if expected else "below nothing"
            item.refuse(f"it stands below {repr(parent) if parent else 'nothing'}", f"the instrument asks it {where}")
        if not is_question and item.value.get("answer") is not None:
            item.refuse("an answer", "a group or an instruction has none", "answer")
        if is_question and item.value.get("item") is not None:
            item.refuse("items below a question", "the instrument asks nothing there", "item")

    def _publish(self, item: Element, link_id: str) -> None:
        for answer in item.children("answer"):
            kind, value = answer.choice("value")
            value = value.get("value") if kind == "Quantity" and isinstance(value, Mapping) else value
            if (number := decimal_of(value)) is not None:
                self.published[link_id] = number

    def _answer(self, element: Element, item: Item) -> None:
        """Keep the answers of one question, when all of them are valid."""
        question = self.form.pathway.questions[item.name]
        given = element.children("answer")
        if len(given) > 1 and item.kind != "many":
            element.refuse(f"{len(given)} answers", "this question takes one", "answer")
        raw = [self._raw(answer, item) for answer in given]
        kept = [each for each in raw if each is not None]
        if not kept or len(kept) < len(raw) or (len(raw) > 1 and item.kind != "many"):
            return
        try:
            self.answers[item.name] = value_of(question, kept if item.kind == "many" else kept[0])
        except Wrong as wrong:
            element.refuse("an answer that does not fit", wrong.sentence("en"), "answer")

    def _raw(self, answer: Element, item: Item) -> Any:
        """The value of one answer in our words; None, with the reason told, when it is none of this question's."""
        if answer.value.get("item") is not None:
            answer.refuse("items below an answer", "the instrument asks nothing there", "item")
        kind, value = answer.choice("value")
        if not kind:
            return None
        if item.options:
            return self._option(answer, item, kind, value)
        if kind not in _KINDS[item.type]:
            answer.refuse(f"an answer of kind {kind[:40]}", f"a {item.type} is asked")
            return None
        if kind == "Boolean" and not isinstance(value, bool):
            answer.refuse("an answer that is no boolean", "true or false is expected")
            return None
        if kind in ("Integer", "Decimal") and decimal_of(value) is None:
            answer.refuse("an answer that is no number", "at most nine digits before the point and six behind it")
            return None
        return value

    def _option(self, answer: Element, item: Item, kind: str, value: object) -> str | None:
        key = option_key(kind, value)
        chosen = next((option.id for option in item.options if option.key == key and key != NO_KEY), None)
        if chosen is None:
            answer.refuse("an answer that is not offered", "it is none of the options")
        return chosen

    def _drop_hidden(self) -> None:
        shown = {question.id for question in shown_questions(self.form, self.answers)}
        for name in [name for name in self.answers if name not in shown]:
            self.dropped.append(name)
            del self.answers[name]

    def _refuse_missing(self, root: Element) -> None:
        items = {item.name: item for item in self.instrument.items}
        told = {reason.link_id for reason in root.findings.reasons}
        for name in missing(self.form, self.answers):
            link_id = items[name].link_id
            if link_id not in told:
                root.of_item(link_id).refuse("no answer", "this question is required")


def _walk(element: Element, parent: str | None) -> Iterator[tuple[Element, str | None]]:
    """Every item of a response with the linkId above it; below an answer the question stands above."""
    for child in element.children("item"):
        item = child.of_item(child.text("linkId") or "")
        yield item, parent
        yield from _walk(item, item.link_id)
        for answer in item.children("answer"):
            yield from _walk(answer, item.link_id)
