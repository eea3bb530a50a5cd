"""My record in plain sentences: what each signed page says to the person it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ruggespraak.care import asked
from ruggespraak.care.plan_text import Section, mark
from ruggespraak.care.told import is_discreet, plain_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading, read_all
from ruggespraak.letters.models import Letter
from ruggespraak.people.mandates import capacity_of
from ruggespraak.people.models import OWN_ROLES, Patient


@dataclass(frozen=True)
class Named:
    """A signed page without its content: its name, who wrote it when, and where it is."""

    id: UUID
    form: str
    title: str
    by: str
    is_own: bool
    occurred_at: datetime
    url: str


@dataclass(frozen=True)
class Told(Named):
    """A signed page with its lines (label and sentence), or the text that was shown and signed."""

    recorded_at: datetime
    hash: str
    lines: tuple[tuple[str, str], ...]
    discreet: tuple[tuple[str, str], ...]
    """Lines that are folded away: somebody may look over a shoulder."""
    sections: tuple[Section, ...]
    reason: str
    """Why this page corrects an earlier one."""
    corrects: Named | None
    corrected_by: Named | None
    about: Named | None
    """The page that this one stands beside or answers."""
    letter: Letter | None

    @property
    def mark(self) -> str:
        """The short mark of this page."""
        return mark(self.hash)


def named(reading: Reading, language: str, reader: UUID) -> Named:
    """The name of an entry, for the person who is logged in."""
    entry = reading.entry
    return Named(
        id=entry.pk,
        form=reading.form,
        title=reading.asked.title.in_(language),
        by=who(entry.author_role, entry.author_name, is_reader=entry.author_id == reader),
        is_own=entry.author_role in OWN_ROLES,
        occurred_at=entry.occurred_at,
        url=reverse("portal:plan_version" if reading.form == "plan" else "portal:entry", args=[entry.pk]),
    )


def who(role: str, name: str, *, is_reader: bool) -> str:
    """Who did something, as one says it to the client: "you", a name, or a part that people have in this care."""
    if is_reader:
        return _("you")
    if capacity := capacity_of(name):
        return _("the representative (%(capacity)s)") % {"capacity": capacity.label}
    return {"patient": _("the client"), "representative": _("the representative")}.get(role, name or "Ruggespraak")


def all_told(episode: Episode, readings: Sequence[Reading], language: str, reader: UUID) -> tuple[Told, ...]:
    """All pages of an episode, newest first; corrections and letters with them."""
    names = {reading.entry.pk: named(reading, language, reader) for reading in readings}
    corrections = {reading.entry.corrects_id: names[reading.entry.pk] for reading in readings}
    letters = {letter.entry_id: letter for letter in Letter.objects.of_episode(episode)}
    return tuple(_told(reading, names, corrections, letters, language) for reading in reversed(readings))


def has_discreet(patient: Patient) -> bool:
    """Whether anything in this record is folded away on the screen."""
    readings = (reading for episode in Episode.objects.of_patient(patient) for reading in read_all(episode))
    return any(
        value is not None and is_discreet(reading.asked, question)
        for reading in readings
        for question, value in reading.answers.items()
        if question in reading.pathway.questions
    )


def _told(
    reading: Reading,
    names: Mapping[UUID, Named],
    corrections: Mapping[UUID | None, Named],
    letters: Mapping[UUID, Letter],
    language: str,
) -> Told:
    entry, plain = reading.entry, plain_of(reading, language)
    return Told(
        **vars(names[entry.pk]),
        recorded_at=entry.recorded_at,
        hash=entry.hash,
        lines=plain.lines,
        discreet=plain.discreet,
        sections=plain.sections,
        reason=str(reading.also.get("reason", "")) if entry.corrects_id else "",
        corrects=names.get(entry.corrects_id) if entry.corrects_id else None,
        corrected_by=corrections.get(entry.pk),
        about=names.get(entry.about_id) if entry.about_id and reading.form in asked.BESIDE else None,
        letter=letters.get(entry.pk),
    )
