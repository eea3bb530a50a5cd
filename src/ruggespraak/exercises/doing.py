"""How the exercises go: what was tapped per day, what is for today, and what the therapist may propose next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.models import Log
from ruggespraak.exercises.prescription import EVERY_DAY, Prescribed, Prescription

HIGHEST_PAIN = 10
TOO_HARD, JUST_RIGHT, TOO_EASY, NOT_DONE = "too_hard", "just_right", "too_easy", "not_done"
FELT: Mapping[str, Promise] = {
    TOO_HARD: gettext_lazy("Too hard"),
    JUST_RIGHT: gettext_lazy("Just right"),
    TOO_EASY: gettext_lazy("Too easy"),
    NOT_DONE: gettext_lazy("Not done after all"),
}
"""What one tap says; the last one takes back an earlier tap of the same day."""
TWO_WEEKS = 14  # days


@dataclass(frozen=True)
class Done:
    """What counts of one day: the newest tap for an exercise."""

    exercise: str
    on: date
    felt: str
    pain: int | None

    @property
    def says(self) -> str:
        """In the page's language."""
        return str(FELT[self.felt])


def done_since(episode: Episode, first: date, *, of: Prescription | None = None) -> tuple[Done, ...]:
    """Per day and exercise the newest tap, oldest day first; what was taken back is left out.

    `of`: only what was said of this prescription, also when it was sent later.
    """
    rows = Log.objects.of_episode(episode).filter(done_on__gte=first)
    newest: dict[tuple[date, str], Done] = {}
    for row in sorted(rows, key=lambda row: (row.told_at, row.logged_at)):
        words = row.words(episode.dossier.key)
        if of is None or _is_of(of, row, words):
            newest[row.done_on, str(words["exercise"])] = _read(row, words)
    return tuple(done for _key, done in sorted(newest.items()) if done.felt != NOT_DONE)


def _is_of(prescription: Prescription, row: Log, words: Mapping[str, object]) -> bool:
    said_of = words.get("prescription")  # not kept at first: then what was tapped after it was signed is of it
    return row.logged_at >= prescription.signed_at if said_of is None else said_of == str(prescription.reading.entry.id)


def _read(row: Log, words: Mapping[str, object]) -> Done:
    pain = words["pain"]
    return Done(str(words["exercise"]), row.done_on, str(words["felt"]), pain if isinstance(pain, int) else None)


def of_exercise(done: Iterable[Done], exercise: str) -> tuple[Done, ...]:
    """Those of one exercise, in their order."""
    return tuple(one for one in done if one.exercise == exercise)


@dataclass(frozen=True)
class Today:
    """One prescribed exercise as it stands today."""

    prescribed: Prescribed
    done: Done | None
    is_for_today: bool
    client_id: UUID = field(default_factory=uuid4)
    """Of the next tap on this page."""


def today_of(episode: Episode, prescription: Prescription) -> tuple[Today, ...]:
    """All prescribed exercises, with what was done today and whether they are for today."""
    today = clock.today()
    done = done_since(episode, today - timedelta(days=EVERY_DAY - 1))
    return tuple(_today(one, of_exercise(done, one.exercise.id), today) for one in prescription.exercises)


def _today(prescribed: Prescribed, done: Sequence[Done], today: date) -> Today:
    now = next((one for one in done if one.on == today), None)
    earlier = [one.on for one in done if one.on != today]
    return Today(prescribed, now, now is not None or is_due(prescribed.days_a_week, earlier, today))


def is_due(days_a_week: int, done_on: Sequence[date], today: date) -> bool:
    """Whether it is for today: not more often than prescribed in seven days, and spread over them.

    `done_on` are the days it was done on in the six days before.
    """
    if len(done_on) >= days_a_week:
        return False
    return not done_on or (today - max(done_on)).days >= EVERY_DAY // days_a_week


@dataclass(frozen=True)
class Tap:
    """One tap as the browser sent it."""

    exercise: str
    felt: str
    pain: int | None
    client_id: UUID


def tap_in(post: Mapping[str, str]) -> Tap | None:
    """What was tapped; None when it is not one of the answers that the page offers."""
    felt, pain = post.get("felt", ""), post.get("pain", "")
    is_pain = pain == "" or (pain.isdecimal() and int(pain) <= HIGHEST_PAIN)
    try:
        client_id = UUID(post.get("client_id", ""))
    except ValueError:
        return None
    if felt not in FELT or not is_pain:
        return None
    return Tap(post.get("exercise", ""), felt, int(pain) if pain else None, client_id)


def not_understood() -> str:
    """To a tap that is none of the answers."""
    return _("Choose how it went. Pain is a number from 0 to 10, or nothing.")


def thanks(tap: Tap, prescription: Prescription | None) -> str:
    """After a tap: that it is kept; after much pain, what to do by the pain rule of the pack (clinical 6.3)."""
    if tap.felt == NOT_DONE:
        return _("Taken back. Your earlier answer stays in your record, but does not count.")
    if prescription and hurts(tap, prescription):
        return f"{_('Kept.')} {prescription.one_step_down} {prescription.stop}"
    return _("Kept. Well done.")


def hurts(tap: Tap, prescription: Prescription | None) -> bool:
    """Whether this is more pain than the pain rule calls fine."""
    training = prescription.reading.pathway.training if prescription else None
    return training is not None and tap.pain is not None and tap.pain > training.pain.highest
