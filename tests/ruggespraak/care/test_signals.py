"""What asks for attention, and the one thing to do about it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from ruggespraak.care.course import Course, OpenQuestion, Version
from ruggespraak.care.signals import Signal, Unsigned, signals_of
from ruggespraak.dossier.packs import pathway

TODAY = date(2026, 11, 24)
PLAN = Version(1, UUID(int=1), "ab" * 32, TODAY - timedelta(days=4), sessions=6)
AGREED = replace(PLAN, answer="given")
CALM = Course(counts={"screening": 1}, conclusion="pluis", versions=(AGREED,), agreed_number=1)


def signals(course: Course, *drafts: Unsigned) -> tuple[Signal, ...]:
    return signals_of(UUID(int=7), course, pathway(), TODAY, drafts)


NIET_PLUIS: dict[str, object] = {"conclusion": "niet_pluis", "screened_on": TODAY}
FROM_HOME: dict[str, object] = {"alarm": "gp_same_day", "alarm_form": "intake_home", "alarm_by": "cliënt"}
WITHDRAWN = replace(PLAN, answer="withdrawn")
ASKED = OpenQuestion(UUID(int=2), TODAY, "Mag ik fietsen?")


@pytest.mark.parametrize(
    ("change", "kind", "tone", "what"),
    [
        (FROM_HOME, "red_flag", "alarm", "Huisarts vandaag. Uit: Intake thuis, cliënt."),
        ({**NIET_PLUIS, "is_call_due": True, "level": "gp_same_day"}, "call_due", "alarm", "telefoongesprek"),
        ({**NIET_PLUIS, "is_letter_due": True}, "niet_pluis", "today", "brief"),
        (NIET_PLUIS, "niet_pluis", "today", "nieuwe screening"),
        ({"versions": (PLAN,), "agreed_number": 0}, "consent_waits", "soon", "wacht 4 dagen"),
        ({"versions": (AGREED, replace(PLAN, number=2))}, "consent_waits", "soon", "geldt versie 1"),
        ({"versions": (WITHDRAWN,), "agreed_number": 0}, "consent_ended", "soon", "trok het akkoord"),
        ({"question": ASKED}, "question", "soon", "Mag ik fietsen?"),
        ({"evaluation_due_on": TODAY}, "evaluation_due", "", "24 november"),
        ({"sessions_since_evaluation": 6}, "evaluation_due", "", "aantal behandelingen"),
        ({"pain": ((TODAY, 4), (TODAY, 6))}, "pain_rises", "today", "Van 4 naar 6"),
    ],
)
def test_a_signal(change: dict[str, object], kind: str, tone: str, what: str) -> None:
    found = {signal.kind: signal for signal in signals(replace(CALM, **change))}
    assert kind in found
    assert found[kind].tone == tone
    assert what in found[kind].what
    assert found[kind].do
    assert found[kind].url.startswith("/desk/episodes/")


def test_a_calm_episode_asks_nothing() -> None:
    assert signals(CALM) == ()
    assert signals(replace(CALM, pain=((TODAY, 4), (TODAY, 5)))) == ()


def test_a_closed_episode_asks_only_for_its_drafts() -> None:
    closed = replace(CALM, closed_on=TODAY, alarm="gp_same_day", evaluation_due_on=TODAY)
    assert signals(closed) == ()
    assert [signal.kind for signal in signals(closed, Unsigned("letter_gp", TODAY))] == ["draft"]


def test_the_form_of_the_client_is_not_ours_to_sign() -> None:
    assert signals(CALM, Unsigned("intake_home", TODAY)) == ()


def test_the_most_urgent_stands_first() -> None:
    busy = replace(CALM, evaluation_due_on=TODAY, pain=((TODAY, 2), (TODAY, 6)), alarm="call_112_now", alarm_form="x")
    assert [signal.rank for signal in signals(busy, Unsigned("session", TODAY))] == [0, 1, 3, 3]
