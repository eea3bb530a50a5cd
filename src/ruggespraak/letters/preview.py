"""A letter before it goes: whether the client was asked to read it, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.reading import Reading, in_place, read_all
from ruggespraak.letters.compose import FORM
from ruggespraak.letters.models import Letter, Preview

ANSWER_FORM = "letter_answer"
ANSWER, LINE = "letter_answer", "letter_line"
GOES, STAYS = "letter_goes", "letter_stays"


@dataclass(frozen=True)
class Answer:
    """What the client said to a letter. `line` is theirs, for the GP to read."""

    decision: str
    line: str
    by: str
    on: datetime

    @property
    def is_withheld(self) -> bool:
        """The letter may not go."""
        return self.decision == STAYS


@dataclass(frozen=True)
class Shown:
    """A signed letter on its way to the client: asked when, answered how, made already or not."""

    asked_at: datetime | None
    answer: Answer | None
    letter: Letter | None

    @property
    def is_waiting(self) -> bool:
        """The client was asked, has not answered, and the letter is not made yet."""
        return self.asked_at is not None and self.answer is None and self.letter is None


def shown(entry: Entry, readings: Sequence[Reading] | None = None) -> Shown:
    """How a signed letter stands with the client. `readings`: those of its episode, when they are at hand."""
    preview = Preview.objects.filter(entry=entry).first()
    answer = answer_to(entry, read_all(entry.episode) if readings is None else readings) if preview else None
    letter = Letter.objects.filter(entry=entry).select_related("sending").first()
    return Shown(preview.asked_at if preview else None, answer, letter)


def answer_to(entry: Entry, readings: Sequence[Reading]) -> Answer | None:
    """The client's last word about this very letter; a correction of it stands in its place."""
    said = [r for r in in_place(tuple(readings)) if r.form == ANSWER_FORM and r.entry.about_id == entry.pk]
    if not said:
        return None
    last = said[-1]
    line = str(last.answers.get(LINE) or "")
    return Answer(str(last.answers[ANSWER]), line, last.entry.author_name, last.entry.recorded_at)


def waiting(readings: Sequence[Reading]) -> Reading | None:
    """The newest signed letter that waits for the client to read it; None when there is none."""
    signed = [reading for reading in readings if reading.form == FORM and not reading.is_corrected]
    if not signed:
        return None
    asked = Preview.objects.filter(entry__in=[r.entry for r in signed], entry__letter=None)
    open_ones = set(asked.values_list("entry_id", flat=True))
    answered = {reading.entry.about_id for reading in readings if reading.form == ANSWER_FORM}
    return next((r for r in reversed(signed) if r.entry.pk in open_ones - answered), None)
