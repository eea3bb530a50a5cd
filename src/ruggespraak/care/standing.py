"""The kept course of an episode: made from its entries, sealed, made again when the record went on without it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from ruggespraak import clock
from ruggespraak.care import asked
from ruggespraak.care.course import TAKES_UP, Course, FromHome, OpenQuestion, Version, course_of
from ruggespraak.care.models import Standing
from ruggespraak.dossier.models import Entry, Episode, EpisodeQuerySet
from ruggespraak.dossier.reading import Reading, read_all
from ruggespraak.mode import advises
from ruggespraak.people.models import Practice


def caseload(practice: Practice) -> EpisodeQuerySet:
    """Episodes of a practice with all that a list of them shows: one query, however many there are."""
    last = Entry.objects.filter(episode=OuterRef("pk")).order_by().values("episode").annotate(last=Max("number"))
    return (
        Episode.objects.of_practice(practice)
        .select_related("patient", "dossier", "therapist", "standing")
        .annotate(last_entry=Coalesce(Subquery(last.values("last")), 0))
    )


def told_after_closing(practice: Practice) -> EpisodeQuerySet:
    """Closed episodes in which the client told something that nobody took up, and no new care began since; and those
    with a request to correct something that has no answer, whatever began since."""
    entries = Entry.objects.filter(episode=OuterRef("pk"))
    taken_up = entries.filter(form__in=TAKES_UP).order_by().values("episode").annotate(last=Max("number"))
    anew = Episode.objects.filter(
        patient=OuterRef("patient"), complaint=OuterRef("complaint"), number__gt=OuterRef("number")
    )
    told = entries.filter(form__in=(asked.DAY_AFTER, asked.CHECK_IN), number__gt=OuterRef("taken_up"))
    answer = Entry.objects.filter(form=asked.CORRECTION_ANSWER, about=OuterRef("pk"))
    requests = entries.filter(~Exists(answer), form=asked.CORRECTION_REQUEST)
    return (
        caseload(practice)
        .filter(closed_at__isnull=False)
        .annotate(taken_up=Coalesce(Subquery(taken_up.values("last")), 0))
        .filter(Q(~Exists(anew), Exists(told)) | Exists(requests))
    )


def course_now(episode: Episode) -> Course:
    """The course of an episode that came from `caseload`, from its kept standing; made again when that is behind."""
    standing = getattr(episode, "standing", None)
    if standing is None or (standing.upto, standing.shape) != (episode.last_entry, SHAPE):  # type: ignore[attr-defined]
        return as_shown(rebuild(episode))
    standing.episode = episode
    return as_shown(from_json(standing.unseal()))


def rebuild(episode: Episode, readings: Iterable[Reading] | None = None) -> Course:
    """Make the standing anew from the entries of the episode, and keep it."""
    all_of_them = tuple(read_all(episode) if readings is None else readings)
    course = course_of(all_of_them)
    standing = Standing.objects.filter(episode=episode).first() or Standing(practice_id=episode.practice_id)
    standing.episode = episode
    standing.shape = SHAPE
    standing.upto = max((reading.entry.number for reading in all_of_them), default=0)
    standing.changed_at = course.changed_at or clock.now()
    standing.seal(to_json(course))
    standing.save()
    return course


def as_shown(course: Course) -> Course:
    """In mode `inform` nothing computed is shown, not even what was computed before the mode was changed."""
    if advises():
        return course
    is_judged = bool(course.judged_level) and not course.alarm
    return replace(
        course,
        level="",
        alarm="",
        alarm_form="",
        alarm_by="",
        is_call_due=course.is_call_due and is_judged,
        day_after=_without_level(course.day_after),
        check_in=_without_level(course.check_in),
    )


def _without_level(told: FromHome | None) -> FromHome | None:
    return told and replace(told, level="")


def to_json(course: Course) -> str:
    """The course as text."""
    return json.dumps(asdict(course), default=str, ensure_ascii=False)


def from_json(words: str) -> Course:
    """The course that `to_json` wrote."""
    plain: dict[str, Any] = json.loads(words)
    plain["versions"] = tuple(_version(version) for version in plain["versions"])
    plain["question"] = plain["question"] and _question(plain["question"])
    for name in ("messages", "requests"):
        plain[name] = tuple(_question(question) for question in plain[name])
    plain["pain"] = tuple((date.fromisoformat(on), value) for on, value in plain["pain"])
    for name in ("preference", "told_back"):
        plain[name] = plain[name] and _question(plain[name])
    for name in FROM_HOME:
        plain[name] = plain[name] and _from_home(plain[name])
    for name in ("screened_on", "evaluation_due_on", "closed_on", "unclear_on"):
        plain[name] = _day(plain[name])
    plain["changed_at"] = plain["changed_at"] and datetime.fromisoformat(plain["changed_at"])
    return Course(**plain)


def shape_of(*kinds: type) -> str:
    """A short mark of the fields of these classes and their types."""
    fields_of = [(kind.__name__, [(field.name, str(field.type)) for field in fields(kind)]) for kind in kinds]
    return hashlib.sha256(json.dumps(fields_of).encode()).hexdigest()[:16]


SHAPE = shape_of(Course, Version, OpenQuestion, FromHome)
FROM_HOME = ("day_after", "check_in")


def _version(plain: dict[str, Any]) -> Version:
    days = {name: _day(plain[name]) for name in ("signed_on", "evaluation_on", "answered_on")}
    return Version(**{**plain, **days, "entry_id": UUID(plain["entry_id"])})


def _question(plain: dict[str, Any]) -> OpenQuestion:
    ids = {name: UUID(plain[name]) if plain[name] else None for name in ("entry_id", "about_id", "met_by")}
    return OpenQuestion(**{**plain, **ids, "asked_on": date.fromisoformat(plain["asked_on"])})


def _from_home(plain: dict[str, Any]) -> FromHome:
    lists = {name: tuple(plain[name]) for name in ("signs", "unsure", "noticed")}
    return FromHome(**{**plain, **lists, "entry_id": UUID(plain["entry_id"]), "on": date.fromisoformat(plain["on"])})


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
