"""No line, no change; no change, no line."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import SYSTEM, VISITOR, Subject
from ruggespraak.audit.models import NO_PRACTICE, Head, Line
from ruggespraak.people.models import Practice

ROOM = Subject("room", "7")


@pytest.fixture
def by():
    return replace(SYSTEM, practice_id=uuid4(), name="Zoë Özdemir", ip="192.0.2.7")


def test_a_change_leaves_a_line_with_who_what_when_and_on_what_ground(db, by):
    handle = uuid4()
    subject = Subject("patient", "12", handle, "identity")
    with audit.event("patient.moved", by=by.with_ground("stand_in", purpose="Waarneming"), on=subject) as details:
        details.fields = {"fields": ["street", "city"], "count": 2}
    line = Line.objects.get(practice_id=by.practice_id)
    assert (line.number, line.event, line.action, line.outcome) == (1, "patient.moved", "U", "done")
    assert (line.user_name, line.role, line.ip) == ("Zoë Özdemir", "system", "192.0.2.7")
    assert (line.basis, line.purpose) == ("stand_in", "Waarneming")
    assert (line.object_type, line.object_id, line.patient_handle) == ("patient", "12", handle)
    assert line.fields == {"fields": ["street", "city"], "count": 2}
    assert line.release and line.node and line.system_id


def test_without_the_change_there_is_no_line(db, by):
    with pytest.raises(RuntimeError), audit.event("room.painted", by=by, on=ROOM):
        raise RuntimeError
    assert not Line.objects.exists()


def test_without_the_line_there_is_no_change(db, by, monkeypatch):
    def broken(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("ruggespraak.audit.chain.append", broken)
    with pytest.raises(OSError), audit.event("practice.founded", by=by, on=ROOM):
        Practice.objects.create(name="Half", slug="half")
    assert not Practice.objects.filter(slug="half").exists()


def test_looks_and_refusals_are_lines_too(db, by):
    audit.look("episode.seen", by=by, on=ROOM, screen="desk:episode", query="by name")
    audit.refusal("episode.seen", by=by, on=ROOM)
    seen, refused = Line.objects.filter(practice_id=by.practice_id).order_by("number")
    assert (seen.action, seen.outcome, seen.screen, seen.query) == ("R", "done", "desk:episode", "by name")
    assert (refused.action, refused.outcome) == ("E", "refused")
    assert refused.previous == seen.hash


def test_every_practice_has_a_chain_of_its_own_and_visitors_theirs(db, by):
    other = replace(by, practice_id=uuid4())
    for actor in (by, other, by, VISITOR):
        audit.look("page.seen", by=actor, on=ROOM)
    assert {head.practice_id: head.count for head in Head.objects.all()} == {
        by.practice_id: 2,
        other.practice_id: 1,
        NO_PRACTICE: 1,
    }


def test_an_event_inside_an_event_leaves_both_lines_or_none(db, by):
    with audit.event("outer.done", by=by, on=ROOM), audit.event("inner.done", by=by, on=ROOM):
        pass
    assert [line.event for line in Line.objects.order_by("number")] == ["inner.done", "outer.done"]
    with pytest.raises(RuntimeError), audit.event("outer.done", by=by, on=ROOM):
        with audit.event("inner.done", by=by, on=ROOM):
            pass
        raise RuntimeError
    assert Line.objects.count() == 2


@pytest.mark.parametrize("loose", [1.5, {"at": object()}, [{1: "x"}], b"x"])
def test_what_may_come_back_differently_is_refused(db, by, loose):
    with pytest.raises(TypeError), audit.event("room.painted", by=by, on=ROOM) as details:
        details.fields = {"value": loose}
    assert not Line.objects.exists()


def test_a_line_reads_back_with_the_same_hash(db, by):
    """Key order, letters beyond ASCII, microseconds, ids and addresses survive either database."""
    by = replace(by, ip="2001:DB8::00ff", user_id=uuid4(), relation_id=uuid4(), device="Fïrefox ☂")
    with audit.event("room.painted", by=by, on=Subject("room", "7", uuid4())) as details:
        details.fields = {"z": [1, {"b": None, "a": "é\u2028🦶"}], "a": True, "": 2**60}
        details.consent_id = uuid4()
    line = Line.objects.get()
    assert line.compute_hash() == line.hash


def test_a_line_costs_few_queries(db, by):
    audit.look("page.seen", by=by, on=ROOM)
    with CaptureQueriesContext(connection) as queries:
        audit.look("page.seen", by=by, on=ROOM)
    assert len(queries) <= 5  # savepoint, end of the chain, line, new end, release
