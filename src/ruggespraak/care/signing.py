"""What the gates of care look at: somebody wants to sign these answers at this point of the course."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pathways.evaluate import Evaluation
from pathways.model import Answers, Pathway
from ruggespraak.care.course import Course
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import NotPossible

REASON_AT_LEAST = 10  # characters: weak_03


class NotWithThisAnswer(NotPossible):
    """The answer to `question` stands in the way."""

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__(sentence)
        self.question = question


class NeedsReason(NotWithThisAnswer):
    """Against a rule of care: possible only with a reason in the answer to `question`, which will stand out."""

    def __init__(self, gate: str, question: str, sentence: str) -> None:
        super().__init__(question, sentence)
        self.gate = gate


@dataclass(frozen=True)
class Signing:
    """Somebody wants to sign these answers of a form at this point of the course.

    `evaluation` is None when nothing is computed (mode `inform`, or a form without a level). `earlier` holds the
    answers of other entries of the episode, latest per form. `about` is the entry that this one belongs to; None for
    most. `occurred_on` is the day on which it happened, when that was not today.
    """

    form: str
    answers: Answers
    course: Course
    pathway: Pathway
    evaluation: Evaluation | None = None
    earlier: Mapping[str, Answers] = field(default_factory=dict)
    about: Reading | None = None
    occurred_on: date | None = None


def is_reason(words: str) -> bool:
    """Whether these words are long enough to be a reason."""
    return len(words.strip()) >= REASON_AT_LEAST
