"""Somebody whom a proof found: answers that evaluate confirms, and that a clinician can read as a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pathways.evaluate import Evaluation, evaluate
from pathways.explain import question_text, say, sentence
from pathways.model import Answers, Form, Text, Value
from pathways.model.effective import split_answers
from pathways.prove.encoding import Encoding
from pathways.prove.ordinary import is_ordinary, ordinary
from pathways.prove.solving import Found
from pathways.prove.truth import Formula, both, either, no

REST = Text("en {count} vragen met een gewoon antwoord",
             "and {count} questions with an ordinary answer")  # fmt: skip
_OUT_OF_SCOPE = Text("deze vragenlijst geldt niet voor deze persoon", "this form is not for this person")


@dataclass(frozen=True)
class Patient:
    """One person's answers to one form, and to those that it builds on. Stale answers are left out."""

    form: Form
    answers: Answers
    closed: bool = False

    @cached_property
    def evaluation(self) -> Evaluation:
        """What evaluate makes of them: the judge over every proof."""
        own, earlier = split_answers(self.form, self.answers)
        return evaluate(self.form, own, earlier, closed=self.closed)

    @property
    def rank(self) -> int:
        """The level as a number, light (0) to heavy. Only for who has a level."""
        assert self.evaluation.level is not None, "this form is not for this person"
        return self.form.pathway.rank[self.evaluation.level]

    @cached_property
    def remarkable(self) -> Mapping[str, Value]:
        """The answers that a reader must see."""
        questions = self.form.supplied
        return {name: value for name, value in self.answers.items() if value != ordinary(questions[name])}

    def told(self, language: str = "en") -> Iterator[str]:
        """The story: what was asked and answered, and the level."""
        for name in self.remarkable:
            yield self.says(name, language)
        rest = len(self.answers) - len(self.remarkable)
        if rest:
            yield REST.in_(language).format(count=rest)
        yield f"-> {self.outcome(language)}"

    def says(self, name: str, language: str = "en") -> str:
        """One question with the answer."""
        said = say(self.form.supplied[name], self.answers[name], language)
        return sentence(question_text(self.form, name, language), said)

    def outcome(self, language: str = "en") -> str:
        """The level in words."""
        level = self.evaluation.level
        return _OUT_OF_SCOPE.in_(language) if level is None else self.form.pathway.level[level].label.in_(language)


def patient_in(found: Found, encoding: Encoding) -> Patient:
    """The person of a solution."""
    answers = {
        name: answer.read(found.model) for name, answer in encoding.answers.items() if found.holds(encoding.shown[name])
    }
    said = {name: value for name, value in answers.items() if value is not None}
    return Patient(encoding.form, said, closed=encoding.closed)


def remarkable_answers(encoding: Encoding) -> list[Formula]:
    """What makes a person long to tell: each answer that is given, and once more each that is not ordinary."""
    terms: list[Formula] = []
    for answer in encoding.answers.values():
        terms += [either(answer.given, answer.dont_know), both(answer.given, no(is_ordinary(answer)))]
    return terms


def nothing_stale(*encodings: Encoding) -> list[Formula]:
    """Nobody has answered what is not shown (to any of these); such answers change nothing, so nobody is left out."""
    answers = {name: answer for encoding in reversed(encodings) for name, answer in encoding.answers.items()}
    return [
        either(no(either(answer.given, answer.dont_know)), *(e.shown[name] for e in encodings if name in e.shown))
        for name, answer in answers.items()
    ]
