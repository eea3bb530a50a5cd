"""Two texts of one form side by side, when it was filled in twice at the same time; someone chooses what stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.explain import Reader, label_for, say
from pathways.model import Answers, Question


@dataclass(frozen=True)
class Difference:
    """One question that was answered differently: `here` is what stands in the form, `there` what was set aside."""

    label: str
    here: str
    there: str


def side_by_side(
    questions: Iterable[Question], here: Answers, there: Answers, language: str, reader: Reader
) -> tuple[Difference, ...]:
    """Where two texts differ, question by question, in the words of who reads them."""
    return tuple(
        Difference(
            label_for(question, reader).in_(language),
            say(question, here.get(question.id), language),
            say(question, there.get(question.id), language),
        )
        for question in questions
        if here.get(question.id) != there.get(question.id)
    )
