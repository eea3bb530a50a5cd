"""What is prescribed now: the rows of the newest signed entry, with the exercises of the pack version of that day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from pathways.fhir.doses import in_words
from pathways.model import Answers, Exercise, Value
from pathways.model.exercises import Dose, Span
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import Reading, latest, open_entry, read_latest
from ruggespraak.language import language
from ruggespraak.people.models import Patient

FORM, LIST, WHY = "exercises", "prescribed", "prescribed_why"
EVERY_DAY = 7
LONG_HOLD = 10  # seconds; a shorter one is counted aloud
NUMBERS = (
    "sets", "reps", "hold_seconds", "rest_seconds", "minutes", "every_minutes", "load_kg", "times_a_day", "days_a_week",
)  # fmt: skip
"""Parts of a dose that are prescribed, as they are called in the form and in `Dose`."""
MARK = re.compile("[0-9A-F]{4}-[0-9A-F]{3}")

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Prescribed:
    """One exercise with its dose, at its place in the list (from 1)."""

    place: int
    exercise: Exercise
    row: Row
    code: str
    """Stands on screen and on paper alike: the mark of the entry and the place."""

    @property
    def days_a_week(self) -> int:
        """On how many days a week."""
        return number(self.row, "days_a_week") or EVERY_DAY

    @property
    def note(self) -> str:
        """What the therapist adds."""
        return str(self.row.get("note") or "")

    @property
    def name(self) -> str:
        """In the page's language."""
        return self.exercise.name.in_(language())

    @property
    def dose(self) -> str:
        """How much, and how often, in the page's language."""
        return in_words(dose_of(self.row, per_side=self.exercise.dose.per_side)).in_(language())

    @property
    def goal(self) -> str:
        """What it is good for."""
        return self.exercise.goal.in_(language())

    @property
    def steps(self) -> tuple[str, ...]:
        """How it is done."""
        return tuple(step.in_(language()) for step in self.exercise.how)

    @property
    def may_feel(self) -> str:
        """What one may feel."""
        return self.exercise.may_feel.in_(language())

    @property
    def stop(self) -> str:
        """When to stop."""
        return self.exercise.stop.in_(language())

    @property
    def seconds(self) -> int:
        """How long a timer runs for it: one hold, or all minutes; 0 for what is sooner counted."""
        hold = number(self.row, "hold_seconds")
        return (hold if hold >= LONG_HOLD else 0) or 60 * number(self.row, "minutes")

    @property
    def run(self) -> Mapping[str, int] | None:
        """What a guided run works through: sets, repetitions, seconds of hold and rest, sides; None without a count."""
        counted = {name: number(self.row, name) for name in ("sets", "reps", "hold_seconds", "rest_seconds")}
        if number(self.row, "minutes") or not any(counted.values()):
            return None
        return counted | {"sides": 2 if self.exercise.dose.per_side else 1}

    @property
    def clock(self) -> str:
        """The same as a clock shows it."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


@dataclass(frozen=True)
class Prescription:
    """All that is prescribed now, by one signed entry."""

    reading: Reading
    exercises: tuple[Prescribed, ...]

    @property
    def signed_at(self) -> datetime:
        """When it was signed."""
        return self.reading.entry.occurred_at

    @property
    def signed_on(self) -> date:
        """The day it was signed."""
        return timezone.localdate(self.signed_at)

    @property
    def by(self) -> str:
        """Who signed it."""
        return self.reading.entry.author_name

    @property
    def mark(self) -> str:
        """Ties a printed page to the entry."""
        return mark(self.reading)

    @property
    def fine(self) -> str:
        """How much pain is fine, whatever the exercise."""
        return self._pain("fine")

    @property
    def one_step_down(self) -> str:
        """What to do with more pain than that."""
        return self._pain("one_step_down")

    @property
    def stop(self) -> str:
        """When to stop and call."""
        return self._pain("stop")

    def _pain(self, what: str) -> str:
        training = self.reading.pathway.training
        return getattr(training.pain, what).in_(language()) if training else ""

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the week, short, for the table on paper."""
        return tuple(str(day) for day in WEEKDAYS_ABBR.values())

    def find(self, exercise_id: str) -> Prescribed | None:
        """The row of this exercise."""
        return next((one for one in self.exercises if one.exercise.id == exercise_id), None)

    def at(self, place: int) -> Prescribed | None:
        """The row at this place."""
        return next((one for one in self.exercises if one.place == place), None)


def prescription_now(episode: Episode) -> Prescription | None:
    """What is prescribed now; None when nothing is, or all of it was stopped."""
    return prescription_in(read_latest(episode, (FORM,)))


def prescription_in(readings: Sequence[Reading]) -> Prescription | None:
    """The same, from entries that were read already."""
    reading = latest(readings, FORM)
    if reading is None:
        return None
    known = reading.pathway.exercise
    rows = [row for row in rows_of(reading.answers) if str(row.get("exercise")) in known]
    found = tuple(
        Prescribed(place, known[str(row["exercise"])], row, f"{mark(reading)}-{place}")
        for place, row in enumerate(rows, start=1)
    )
    return Prescription(reading, found) if found else None


def prescription_with(patient: Patient, mark: str) -> Prescription | None:
    """The prescription of this client with this mark, also one that was replaced; None when it is not theirs."""
    entries = Entry.objects.filter(practice_id=patient.practice_id, form=FORM).of_patient(patient)
    found = entries.filter(hash__startswith=mark.replace("-", "").lower() if MARK.fullmatch(mark) else "none")
    entry = found.select_related("content", "dossier", "episode").first()
    return prescription_in((open_entry(entry),)) if entry else None


def names_in(reading: Reading, language: str) -> tuple[str, ...]:
    """The names of the exercises in an entry; when it stops them, the words of its reason."""
    known = reading.pathway.exercise
    named = (known.get(str(row.get("exercise"))) for row in rows_of(reading.answers))
    names = tuple(exercise.name.in_(language) for exercise in named if exercise)
    return names or (_("Stopped: %(why)s") % {"why": reading.answers.get(WHY) or ""},)


def agreed_minutes(prescription: Prescription | None) -> int | None:
    """The minutes a day of the first aerobic exercise that is prescribed in minutes; None without one."""
    rows = [one.row for one in prescription.exercises if one.exercise.kind == "aerobic"] if prescription else []
    found = (number(row, "minutes") * max(number(row, "times_a_day"), 1) for row in rows)
    return next((minutes for minutes in found if minutes), None)


def rows_of(answers: Answers) -> tuple[Row, ...]:
    """The rows of the list."""
    listed = answers.get(LIST)
    return tuple(row for row in listed if isinstance(row, Mapping)) if isinstance(listed, tuple) else ()


def gaps(answers: Answers) -> tuple[tuple[int, str], ...]:
    """Place (from 0) and field of what every row needs and does not have."""
    return tuple(
        (place, name)
        for place, row in enumerate(rows_of(answers))
        for name in ("exercise", "days_a_week")
        if row.get(name) is None
    )


def number(row: Row, name: str) -> int:
    """A number of a row; 0 when it was left empty."""
    value = row.get(name)
    return int(value) if isinstance(value, int) or hasattr(value, "to_integral_value") else 0  # type: ignore[arg-type]


def dose_of(row: Row, *, per_side: bool) -> Dose:
    """The numbers of a row as a dose. One set, and once a day, go without saying."""
    said = {name: number(row, name) for name in NUMBERS}
    silent = {name for name in ("sets", "times_a_day") if said[name] == 1}
    spans: dict[str, Any] = {name: Span(count, count) for name, count in said.items() if count and name not in silent}
    return Dose(**spans, per_side=per_side)


def as_row(exercise: str, dose: Dose) -> dict[str, Value]:
    """A dose of the pack as a row to sign: of each span the lower end."""
    spans = ((name, getattr(dose, name)) for name in NUMBERS)
    row: dict[str, Value] = {name: span.low for name, span in spans if span is not None}
    return {"exercise": exercise, "days_a_week": EVERY_DAY, **row}


def mark(reading: Reading) -> str:
    """Seven characters of the entry's hash: “7F3A-C21”."""
    digest = reading.entry.hash.upper()
    return f"{digest[:4]}-{digest[4:7]}"
