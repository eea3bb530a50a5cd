"""Five weeks of a diary as people keep one: ups and downs, days that were skipped, and one small step."""

from collections.abc import Callable
from datetime import date, datetime, time

from pathways.model import Value
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.dossier.models import Episode
from ruggespraak.ids import uuid7
from ruggespraak.outcomes import actions
from ruggespraak.outcomes.diary import MINUTES, MOOD, PAIN, SLEEP

EVENING = time(20, 40)
SLEPT = {"+": "slept_well", "o": "slept_so_so", "-": "slept_badly"}
FELT = {"+": "mood_good", "o": "mood_so_so", "-": "mood_low"}

DAYS = """
37 6 .  - o
36 6 5  - o
35 7 .  - -
34 5 8  o o
33 5 10 o +
32 6 10 - o
30 5 10 o +
29 5 .  o .
28 4 12 + +
27 6 5  - -
26 5 10 o o
25 4 10 + o
24 4 15 + +
22 5 10 o o
21 4 10 + +
20 4 .  + +
19 3 15 + +
18 5 5  - o
17 4 10 o o
15 4 12 + +
14 3 10 + +
13 3 15 + +
12 4 10 o o
11 3 10 + +
10 3 12 + +
9  4 .  o o
8  3 10 + +
7  2 15 + +
6  3 10 + +
5  3 12 + +
4  2 10 + +
3  4 5  - o
2  3 10 o +
1  2 12 + +
"""
"""Days ago, pain, minutes, sleep, mood; a dot is not said, and a day that is not there was skipped."""
SMALL_STEP = {
    "step_pillar": "pillar_move",
    "step_moving": "step_stand_up",
    "step_when": "als de wekker op mijn werk gaat",
}
STEP_DAYS_AGO = 1


def keep(episode: Episode, moment: Callable[..., datetime], *, by: Actor) -> None:
    """Every day on its own evening. `moment(days_ago, at=…)` says when that was."""
    with clock.standing_at(moment(STEP_DAYS_AGO, at=EVENING)):
        actions.take_step(episode, SMALL_STEP, by=by)
    for line in DAYS.split("\n")[1:-1]:
        days_ago, *said = line.split()
        with clock.standing_at(moment(int(days_ago), at=EVENING)):
            _keep(episode, clock.today(), *said, by=by)


def _keep(episode: Episode, on: date, pain: str, minutes: str, sleep: str, mood: str, *, by: Actor) -> None:
    numbers: dict[str, Value] = {name: int(said) for name, said in ((PAIN, pain), (MINUTES, minutes)) if said != "."}
    answers = numbers | {SLEEP: SLEPT.get(sleep), MOOD: FELT.get(mood)}
    actions.keep_day(episode, on, answers, client_id=uuid7(), said_at=clock.now(), by=by)
