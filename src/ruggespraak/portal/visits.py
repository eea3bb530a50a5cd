"""My visits: what was done, and how it was before and after, as I can see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from pathways.explain import tell
from pathways.model import Answers, Source
from ruggespraak import clock
from ruggespraak.care import asked
from ruggespraak.care.course import day_of, rows, text, whole
from ruggespraak.dossier.reading import Reading, in_place
from ruggespraak.ui.charts import Minutes

FORM = "session"
TELL_FOR = timedelta(days=3)
"""So long after a visit it is asked how it was after it: mild after-effects are gone by then (clinical file 6.7)."""
SIGN_BEFORE, SIGN_AFTER = "sign_before", "sign_after"
SAID = ("since_last_time", "response", "response_note", "advice_given_session", "soep_p")


@dataclass(frozen=True)
class Visit:
    """One session in plain words. Pain is None where it was not asked."""

    reading: Reading
    number: int
    done: tuple[str, ...]
    hands_on: int
    hands_off: int
    coaching: int
    before: int | None
    after: int | None
    sign_before: str
    sign_after: str
    said: tuple[tuple[str, str], ...]
    told: tuple[Reading, ...]
    """What I told in the days after it, oldest first."""

    @property
    def entry_id(self) -> UUID:
        """The entry as it stands in my record."""
        return self.reading.entry.id

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.reading.entry.occurred_at

    @property
    def on(self) -> date:
        """The day of it."""
        return day_of(self.reading)

    @property
    def minutes(self) -> int:
        """All minutes together."""
        return self.hands_on + self.hands_off + self.coaching

    @property
    def has_pain(self) -> bool:
        """Whether there is a before and an after to draw."""
        return self.before is not None and self.after is not None

    @property
    def before_word(self) -> str:
        """Beside the first point."""
        return _("before: %(pain)d") % {"pain": self.before or 0}

    @property
    def after_word(self) -> str:
        """Beside the second."""
        return _("after: %(pain)d") % {"pain": self.after or 0}

    @property
    def says(self) -> str:
        """The drawing in a sentence."""
        return _("Pain before %(before)d, after %(after)d, on a line from 0 to 10.") % {
            "before": self.before or 0,
            "after": self.after or 0,
        }

    @property
    def change(self) -> str:
        """What happened to the pain, in a few words."""
        if self.before is None or self.after is None:
            return ""
        if self.before == self.after:
            return _("Pain stayed the same")
        return _("Pain went down") if self.after < self.before else _("Pain went up")


@dataclass(frozen=True)
class Meaning:
    """What is known about such a change, and where that stands."""

    known: str
    source: Source | None


def visits_in(readings: Sequence[Reading], language: str) -> tuple[Visit, ...]:
    """All visits of an episode, newest first."""
    counted = in_place(readings)
    sessions = [reading for reading in counted if reading.form == FORM]
    told = [reading for reading in counted if reading.form == asked.DAY_AFTER]
    return tuple(_visit(session, n, _about(session, told), language) for n, session in enumerate(sessions, 1))[::-1]


def to_tell_about(readings: Sequence[Reading]) -> Reading | None:
    """The last visit, as long as it is asked how it was after it."""
    sessions = [reading for reading in in_place(readings) if reading.form == FORM]
    last = sessions[-1] if sessions else None
    return last if last and clock.today() - day_of(last) <= TELL_FOR else None


def meaning_of(visit: Visit, language: str) -> Meaning:
    """What the pathway knows about pain right after a visit."""
    question = visit.reading.pathway.questions.get(asked.PAIN_AFTER)
    if question is None or question.why is None:
        return Meaning("", None)
    return Meaning(question.why.in_(language), visit.reading.pathway.sources.get(question.source or ""))


def minutes_of(visits: Iterable[Visit]) -> tuple[Minutes, ...]:
    """The minutes of the visits, oldest first, for a drawing."""
    return tuple(
        Minutes(str(visit.number), visit.hands_on, visit.hands_off, visit.coaching) for visit in reversed(tuple(visits))
    )


def _visit(reading: Reading, number: int, told: tuple[Reading, ...], language: str) -> Visit:
    answers = reading.answers
    lines = {name: (label, said) for label, said, name in tell(reading.asked, answers, language, reader="patient")}
    return Visit(
        reading=reading,
        number=number,
        done=tuple(dict.fromkeys(_done(reading, language))),
        hands_on=whole(answers, asked.HANDS_ON),
        hands_off=whole(answers, asked.HANDS_OFF),
        coaching=whole(answers, asked.COACHING),
        before=_pain(answers, asked.PAIN_BEFORE),
        after=_pain(answers, asked.PAIN_AFTER),
        sign_before=text(answers, SIGN_BEFORE),
        sign_after=text(answers, SIGN_AFTER),
        said=tuple(lines[name] for name in SAID if name in lines),
        told=told,
    )


def _done(reading: Reading, language: str) -> Iterable[str]:
    options = reading.pathway.options
    for row in rows(reading.answers, asked.TECHNIQUES):
        option = options.get(str(row.get("option")))
        if option:
            yield option.plain.in_(language)


def _about(session: Reading, told: Iterable[Reading]) -> tuple[Reading, ...]:
    """A correction stands in the place of the entry that was told about."""
    ids = {session.entry.id, session.entry.corrects_id}
    return tuple(reading for reading in told if reading.entry.about_id in ids)


def _pain(answers: Answers, question: str) -> int | None:
    value = answers.get(question)
    return int(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
