"""Identifiers that sort by time of making."""

from datetime import UTC, datetime, timedelta

from ruggespraak import clock
from ruggespraak.ids import uuid7


def test_version_and_variant_are_those_of_the_standard():
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_they_sort_by_the_moment_they_were_made():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    made = []
    for milliseconds in range(50):
        with clock.standing_at(moment + timedelta(milliseconds=milliseconds)):
            made.append(uuid7())
    assert made == sorted(made)
    assert made[0].int >> 80 == int(moment.timestamp() * 1000)


def test_no_two_are_the_same():
    with clock.standing_at(datetime(2026, 1, 1, tzinfo=UTC)):
        assert len({uuid7() for _ in range(10_000)}) == 10_000
