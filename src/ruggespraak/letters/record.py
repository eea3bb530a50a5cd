"""The readings of one episode, asked in the ways a letter needs. In Dutch: its reader is a Dutch GP."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format

from pathways.explain import say, tell
from pathways.model import DONT_KNOW, Pathway, Question, Value
from ruggespraak.dossier.reading import Reading, in_place, latest

LANGUAGE = "nl"
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Flag:
    """An alarm question with its newest answer (yes, no or don't know) and the day on which it was given.

    `is_alarm`: yes is an alarm sign by itself, not only together with more.
    """

    id: str
    term: str
    rank: int
    is_alarm: bool
    value: Value
    on: date


@dataclass(frozen=True)
class Record:
    """What counts of the readings of one episode, oldest first. Corrected entries are not among them."""

    readings: Sequence[Reading]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Record":
        """The record without what was corrected later; each correction stands in the place of what it corrects."""
        return cls(in_place(tuple(readings)))

    @property
    def pathway(self) -> Pathway:
        """The newest version of the pathway that was used."""
        return max(self.readings, key=lambda reading: reading.entry.number).pathway

    def all(self, form: str) -> list[Reading]:
        """The entries made with one form."""
        return [reading for reading in self.readings if reading.form == form]

    def latest(self, form: str) -> Reading | None:
        """The last entry made with one form."""
        return latest(self.readings, form)

    def value(self, question: str, *forms: str) -> Value:
        """The newest answer to a question, in these forms or in whatever form it was given."""
        told = (r for r in reversed(self.readings) if not forms or r.form in forms)
        return next((r.answers[question] for r in told if r.answers.get(question) is not None), None)

    def first(self, question: str) -> Value:
        """The oldest answer to a question."""
        return next((r.answers[question] for r in self.readings if r.answers.get(question) is not None), None)

    def words(self, question: str, *forms: str) -> str:
        """The newest answer in words, or nothing."""
        asked, value = self.pathway.questions.get(question), self.value(question, *forms)
        return say(asked, value, LANGUAGE) if asked is not None and value is not None else ""

    def words_of(self, form: str, question: str) -> str:
        """The answer in the last entry of this form, in words: what an older one said is no longer so."""
        last = self.latest(form)
        value = last.answers.get(question) if last else None
        return say(last.pathway.questions[question], value, LANGUAGE) if last and value is not None else ""

    def rows(self, question: str, *forms: str) -> tuple[Row, ...]:
        """The newest rows of a list question."""
        value = self.value(question, *forms)
        return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()

    def option(self, name: object) -> str:
        """The therapist's name of a treatment option."""
        option = self.pathway.options.get(str(name))
        return option.label.in_(LANGUAGE) if option else str(name)

    def flags(self) -> list[Flag]:
        """All alarm questions that were asked, each with its newest answer; the most urgent first."""
        newest: dict[str, Flag] = {}
        for reading in self.readings:
            for name, value in reading.answers.items():
                question = reading.pathway.questions.get(name)
                if question is not None and question.alarms and (isinstance(value, bool) or value == DONT_KNOW):
                    newest[name] = _flag(reading, question, value)
        return sorted(newest.values(), key=lambda flag: -flag.rank)


def _flag(reading: Reading, question: Question, value: Value) -> Flag:
    ranks = [reading.pathway.rank[alarm.at_least] for alarm in question.alarms if alarm.at_least]
    return Flag(question.id, term(question), max(ranks, default=0), question.is_alarm, value, day_of(reading))


def lines_of(reading: Reading) -> list[tuple[Question, str, str]]:
    """What one entry says, line by line: question, the therapist's short term, and the answer in words."""
    told = tell(reading.asked, reading.answers, LANGUAGE, reader="therapist")
    return [(reading.pathway.questions[name], label.rstrip("?:. "), said) for label, said, name in told]


def term(question: Question) -> str:
    """The therapist's short word for a question, without its question mark."""
    return (question.term or question.ask).in_(LANGUAGE).rstrip("?:. ")


def day_of(reading: Reading) -> date:
    """The day on which it happened, where the practice is."""
    return timezone.localdate(reading.entry.occurred_at)


def in_words(on: date | datetime) -> str:
    """3 maart 2026."""
    with translation.override(LANGUAGE):
        return date_format(on, "j F Y")
