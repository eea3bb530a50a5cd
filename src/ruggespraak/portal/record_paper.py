"""My whole record on paper: every signed page in plain words, oldest first, each correction behind what it corrects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ruggespraak import clock, keys
from ruggespraak.audit.verify import one_moment
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read_all
from ruggespraak.exercises.doing import Done, done_since
from ruggespraak.language import language
from ruggespraak.letters.models import Letter
from ruggespraak.letters.pdf import render
from ruggespraak.outcomes.diary import Day, days_of
from ruggespraak.people.mandates import Mandate, mandates_of
from ruggespraak.people.models import Patient, Practice
from ruggespraak.portal.looks import Look, all_looks
from ruggespraak.portal.mine import episodes_of
from ruggespraak.portal.record import Told, all_told

NOBODY = UUID(int=0)
"""A paper may be read by others: on it nobody is called "you"."""


@dataclass(frozen=True)
class Chapter:
    """One complaint from its beginning to its end."""

    title: str
    began_at: datetime
    ended_at: datetime | None
    therapist: str
    pages: tuple[Told, ...]
    letters: tuple[Letter, ...]
    exercises: tuple[tuple[str, Done], ...]
    """Name of the exercise, and how it went on one day; oldest first."""
    diary: tuple[Day, ...]
    """What counts of each day; oldest first."""


@dataclass(frozen=True)
class Book:
    """Everything, ready to be drawn."""

    patient: Patient
    practice: Practice
    made_at: datetime
    chapters: tuple[Chapter, ...]
    acting: tuple[Mandate, ...]
    """Who acts or acted; on paper without their names."""
    looks: tuple[Look, ...]
    key: str
    """The practice's public key: the file for computers carries the same."""
    leaves_out: bool
    """Whether some answers are not on it, because the client did not ask for them on paper."""


def record_paper(patient: Patient, *, with_discreet: bool = False) -> bytes:
    """The PDF, in the language of the reader; answers that are folded away on the screen only when they were asked for.

    Raises Damaged or NotPossible when a part cannot be read.
    """
    with one_moment():
        book = book_of(patient, with_discreet=with_discreet)
    return render("portal/paper.html", {"book": book}, stylesheet="portal/paper.css", language=language())


def book_of(patient: Patient, *, with_discreet: bool = False) -> Book:
    """What is on the paper."""
    chapters = tuple(_chapter(episode) for episode in episodes_of(patient).order_by("number"))
    has_discreet = any(page.discreet for chapter in chapters for page in chapter.pages)
    return Book(
        patient=patient,
        practice=patient.practice,
        made_at=clock.now(),
        chapters=tuple(_unfolded(chapter, with_discreet) for chapter in chapters),
        acting=tuple(reversed(mandates_of(patient))),
        looks=all_looks(patient, NOBODY),
        key=keys.public_key().public_bytes_raw().hex(),
        leaves_out=has_discreet and not with_discreet,
    )


def _unfolded(chapter: Chapter, with_discreet: bool) -> Chapter:
    """Paper has no fold: what is folded away on the screen is on it, or it is not."""
    pages = (
        replace(page, lines=(*page.lines, *(page.discreet if with_discreet else ())), discreet=())
        for page in chapter.pages
    )
    return replace(chapter, pages=tuple(pages))


def _chapter(episode: Episode) -> Chapter:
    pages = all_told(episode, read_all(episode), language(), NOBODY)
    return Chapter(
        title=pathway(episode.complaint).title.in_(language()),
        began_at=episode.opened_at,
        ended_at=episode.closed_at,
        therapist=episode.therapist.name,
        pages=tuple(corrections_behind(pages[::-1])),
        letters=tuple(Letter.objects.of_episode(episode).reverse()),
        exercises=tuple(_exercises(episode)),
        diary=days_of(episode),
    )


def _exercises(episode: Episode) -> Iterator[tuple[str, Done]]:
    known = pathway(episode.complaint).exercise
    for done in done_since(episode, timezone.localdate(episode.opened_at)):
        yield known[done.exercise].name.in_(language()) if done.exercise in known else done.exercise, done


def corrections_behind(pages: Sequence[Told]) -> Iterator[Told]:
    """Pages in the order of recording, each followed at once by what was said about it and written to correct it."""
    by_id = {page.id: page for page in pages}
    for first in pages:
        page = None if first.corrects or first.about else first
        while page is not None:
            yield page
            yield from _about(page, pages)
            page = by_id.get(page.corrected_by.id) if page.corrected_by else None


def _about(page: Told, pages: Sequence[Told]) -> Iterator[Told]:
    """What stands beside a page: additions, requests to correct it, and the answers to those."""
    for other in pages:
        if other.about and other.about.id == page.id:
            yield other
            yield from _about(other, pages)
