"""My record in plain sentences: what each signed page says to the person it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from pathways.explain import tell

from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.people.models import Patient


@dataclass(frozen=True)
class Told:
    """One signed page: its name, who wrote it when, and its lines (label and sentence)."""

    id: UUID
    title: str
    by: str
    is_mine: bool
    occurred_at: datetime
    recorded_at: datetime
    hash: str
    lines: tuple[tuple[str, str], ...]
    text: str
    is_corrected: bool
    corrects_id: UUID | None


def told(reading: Reading, language: str, *, is_corrected: bool = False) -> Told:
    """The patient's reading of an entry."""
    entry, form = reading.entry, reading.pathway.forms[reading.form]
    lines = tell(form, reading.answers, language, reader="patient")
    return Told(
        id=entry.id,
        title=form.title.in_(language),
        by=entry.author_name,
        is_mine=entry.author_role in ("patient", "representative"),
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        hash=entry.hash,
        lines=tuple((label, sentence) for label, sentence, _ in lines),
        text=(reading.text or {}).get(language, ""),
        is_corrected=is_corrected,
        corrects_id=entry.corrects_id,
    )


def current_episode(patient: Patient) -> Episode | None:
    """The complaint that goes on, or else the last one; None when nothing was ever opened."""
    return patient.episodes.order_by(F("closed_at").desc(nulls_first=True), "-opened_at").first()


def all_told(readings: Sequence[Reading], language: str) -> tuple[Told, ...]:
    """All pages of an episode, newest first; a corrected page says so."""
    corrected = {reading.entry.corrects_id for reading in readings}
    pages = (told(reading, language, is_corrected=reading.entry.id in corrected) for reading in readings)
    return tuple(pages)[::-1]
