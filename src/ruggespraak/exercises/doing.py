"""How the exercises go: what was tapped per day, what is for today, and what the therapist may propose next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
MOST_A_DAY = 4
"""More than this on one day is not shown: what is done least lately comes first, the others take their turn."""


@dataclass(frozen=True)
class Done:
    """What counts of one day: the newest tap for an exercise."""

    exercise: str
    on: date
    felt: str
    pain: int | None
    is_back: bool | None = None
    """Whether it was as usual again within a day, as was asked the day after; None when it was not."""

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
    pain, is_back = words["pain"], words.get("is_back")
    return Done(
        str(words["exercise"]),
        row.done_on,
        str(words["felt"]),
        pain if isinstance(pain, int) else None,
        is_back if isinstance(is_back, bool) else None,
    )


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
    last_on: date | None = None
    """The last day before today on which it was done."""
    day_after: Done | None = None
    """Yesterday's, as long as it waits for the question of the pain rule: was it as usual again within a day?"""
    day_after_id: UUID = field(default_factory=uuid4)
    """Of the answer to that question."""


def today_of(episode: Episode, prescription: Prescription) -> tuple[Today, ...]:
    """All prescribed exercises, with what was done today and whether they are for today."""
    today = clock.today()
    done = done_since(episode, today - timedelta(days=EVERY_DAY - 1))
    found = tuple(_today(one, of_exercise(done, one.exercise.id), today) for one in prescription.exercises)
    return at_most(found)


def at_most(found: Sequence[Today], most: int = MOST_A_DAY) -> tuple[Today, ...]:
    """So many for today and no more, in their own order: what was done, then what was done longest ago."""
    due = [one for one in found if one.is_for_today]
    due.sort(key=lambda one: (one.done is None, one.last_on or date.min, one.prescribed.place))
    left = {one.prescribed.place for one in due[most:] if one.done is None}
    return tuple(replace(one, is_for_today=False) if one.prescribed.place in left else one for one in found)


def _today(prescribed: Prescribed, done: Sequence[Done], today: date) -> Today:
    now = next((one for one in done if one.on == today), None)
    earlier = [one.on for one in done if one.on != today]
    is_for_today = now is not None or is_due(prescribed.days_a_week, earlier, today)
    return Today(prescribed, now, is_for_today, last_on=max(earlier, default=None), day_after=_day_after(done, today))


def _day_after(done: Sequence[Done], today: date) -> Done | None:
    """Asked only where the answer may matter: when it hurt, was too hard, or was new."""
    last = next((one for one in done if one.on == today - timedelta(days=1)), None)
    if last is None or last.is_back is not None:
        return None
    is_new = len([one for one in done if one.on < today]) == 1
    return last if last.pain or last.felt == TOO_HARD or is_new else None


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


@dataclass(frozen=True)
class DayAfter:
    """What was said of the pain after an exercise of an earlier day."""

    said: Done | None
    is_back: bool
    client_id: UUID


def day_after_in(post: Mapping[str, str], episode: Episode) -> DayAfter | None:
    """The answer of the page; None when it is not one that the page offers."""
    try:
        on, client_id = date.fromisoformat(post.get("on", "")), UUID(post.get("client_id", ""))
    except ValueError:
        return None
    if post.get("is_back") not in ("yes", "no") or not 0 < (clock.today() - on).days < EVERY_DAY:
        return None
    done = of_exercise(done_since(episode, on), post.get("exercise", ""))
    said = next((one for one in done if one.on == on), None)
    return DayAfter(said, post["is_back"] == "yes", client_id)


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
