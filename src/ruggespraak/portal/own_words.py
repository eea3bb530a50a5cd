"""What I say about my record: an addition of my own, or a request to correct a page. It stands beside, never over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pathways.model import AnswerProblem, Answers, Form
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation, check_sign
from ruggespraak.care.beside import due_on
from ruggespraak.care.steps import is_said_by_client
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import why_not
from ruggespraak.ui.questions import Asked, ask
from ruggespraak.ui.reply import Raw


@dataclass(frozen=True)
class OwnWords:
    """A form of my own words: about one page of my record, or about nothing in particular."""

    situation: Situation
    form: Form
    about: Reading | None

    @property
    def is_request(self) -> bool:
        """Whether it asks to correct something."""
        return self.form.id == asked.CORRECTION_REQUEST

    @property
    def answered_by(self) -> date:
        """The last day for the practice to answer a request of today."""
        return due_on(clock.today())

    def questions(
        self, answers: Answers, language: str, *, problems: Iterable[AnswerProblem] = (), raw: Raw | None = None
    ) -> tuple[Asked, ...]:
        """The questions, drawn."""
        return ask(self.form, answers, problems=problems, language=language, raw=raw)

    def refusal(self, answers: Answers, *, by: Actor) -> str:
        """Why this cannot be signed, in a sentence; empty when it can."""
        about = (self.about.entry.id,) if self.about else ()
        return why_not(check_sign, self.situation, self.form.id, answers, by=by, about=about)


def can_ask_correction(reading: Reading) -> bool:
    """Whether a correction can be asked of this page; the client's own words are theirs to add to."""
    return reading.form not in asked.BESIDE and not is_said_by_client(reading) and not reading.is_corrected
