"""My plan to stay well, from the closing: what keeps me going, what to do when it flares up, and when to call."""

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.explain import tell
from ruggespraak.dossier.reading import Reading

FORM = "closing"
GREEN = ("keep_moving", "walking_minutes_week", "exercises_that_helped", "what_helped")
AMBER = ("own_warning_signs", "flare_up_days", "flare_up_weeks")
RED = ("when_to_call",)
BESIDE = ("closing_advice", "follow_up_on")

Line = tuple[str, str]


@dataclass(frozen=True)
class StayWell:
    """What was agreed at the end, in the order in which it is needed. Each part holds only what was filled in."""

    reading: Reading
    green: tuple[Line, ...]
    amber: tuple[Line, ...]
    red: tuple[Line, ...]
    beside: tuple[Line, ...]
    safety_net: str


def stay_well(closing: Reading, language: str) -> StayWell:
    """The page of a signed closing."""
    told = {
        name: (label, said) for label, said, name in tell(closing.asked, closing.answers, language, reader="patient")
    }

    def said(names: Iterable[str]) -> tuple[Line, ...]:
        return tuple(told[name] for name in names if name in told)

    return StayWell(
        reading=closing,
        green=said(GREEN),
        amber=said(AMBER),
        red=said(RED),
        beside=said(BESIDE),
        safety_net=closing.pathway.safety_net.in_(language),
    )
