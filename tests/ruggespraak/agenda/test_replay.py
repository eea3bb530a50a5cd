"""The levels of shared answers come out as they were kept."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import older
from people import Cast
from ruggespraak.agenda import actions
from ruggespraak.agenda.models import Request
from ruggespraak.agenda.replay import replay
from ruggespraak.audit.actor import VISITOR
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.replay import Report, Tally
from ruggespraak.people.models import Practice


def replayed(practice: Practice | None = None) -> Report:
    report = Report()
    replay(report, practice)
    return report


def sentences() -> list[str]:
    return [finding.sentence for finding in replayed().findings]


def asked(cast: Cast, **answers: Any) -> Request:
    form = pathway("low_back_pain").forms["self_check"]
    return actions.ask_appointment(
        cast.practice, by=VISITOR, name="Jan de Boer", born_on=date(1984, 3, 1), email="jan@example.org", phone="",
        words="Rug", moments="", language="nl", form=form, answers={"age": 40, **answers},
    )  # fmt: skip


def test_the_requests_of_an_older_version_come_out(db: None, settings: Any, tmp_path: Path) -> None:
    """One of them was weighed by an evaluator that came to a lower level than that of today."""
    settings.KEYS = tmp_path / "keys"
    older.lay(settings.KEYS)
    report = replayed()
    assert report.findings == []
    assert [*report.tallies.values()] == [Tally(same=3)]
    waits = Request.objects.get(email="iemand3@voorbeeld.example")
    Request.objects.filter(pk=waits.pk).update(level="none", urgency=0)
    assert sentences() == [f"Request {waits.id} comes out differently: level, urgency, is_signal."]


def test_a_changed_level_is_named(cast: Cast, elsewhere: Cast) -> None:
    request = asked(cast, ces_saddle=True, ces_saddle_days=2)
    asked(elsewhere, ces_saddle=True, ces_saddle_days=2)
    assert (request.is_signal, sentences()) == (True, [])
    for name, value in (("level", "none"), ("level", ""), ("urgency", 1), ("is_signal", False)):
        Request.objects.filter(pk=request.pk).update(**{name: value})
        assert sentences() == [f"Request {request.id} comes out differently: {name}."]
        request.save()
    Request.objects.filter(pk=request.pk).update(level="none")
    assert replayed(elsewhere.practice).findings == []


def test_a_request_without_answers_or_without_a_level_is_not_compared(cast: Cast, settings: Any) -> None:
    settings.MODE = "inform"
    asked(cast, ces_saddle=True)
    settings.MODE = "advise"
    assert [*replayed().tallies.values()] == [Tally(not_computed=1)]


def test_a_request_that_cannot_be_opened_is_named(cast: Cast) -> None:
    request = asked(cast)
    Request.objects.filter(pk=request.pk).update(sealed=b"x" * 60)
    assert sentences() == [f"Request {request.id} cannot be opened: it was changed, or its key is another."]


def test_many_requests_are_read_some_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruggespraak.agenda.replay.CHUNK", 2)
    for _ in range(5):
        asked(cast)
    assert replayed().weighed == 5
