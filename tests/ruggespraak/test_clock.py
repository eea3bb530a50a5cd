"""The one clock."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ruggespraak import clock


def test_now_is_the_present_in_utc():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


def test_it_stands_still_inside_and_goes_on_after():
    moment = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=1)))
    with clock.standing_at(moment):
        assert clock.now() == moment
        assert clock.now().tzinfo is UTC
    assert clock.now() != moment


def test_it_goes_on_after_a_fault_too():
    with pytest.raises(RuntimeError), clock.standing_at(datetime(2000, 1, 1, tzinfo=UTC)):
        raise RuntimeError
    assert clock.now().year > 2000


def test_today_is_the_day_in_the_practice():
    with clock.standing_at(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
