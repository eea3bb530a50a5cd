"""What two of the invented clients tell from home: how it was after a visit, and how it goes after closing."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from ruggespraak.agenda.actions import ask_again
from ruggespraak.audit.actor import Actor
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.clock import standing_at
from ruggespraak.demo.answers import complete
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read

EVENING = time(19, 10)
SORE = {"after_going": "after_bit_worse", "after_effects": ["after_sore", "after_tired"], "pain_nrs_now": 5}
BETTER = {"after_going": "after_better", "after_effects": ["after_none"], "pain_nrs_now": 4}

AFTER: Mapping[str, Mapping[int, Mapping[str, Any]]] = {
    "Noor Hendriks": {
        1: SORE | {"after_words": "Gisteravond beurs, vanmorgen al minder."},
        2: BETTER,
        4: BETTER | {"after_effects": ["after_tired"], "pain_nrs_now": 3},
    }
}
"""Client → which visit → what they told the day after."""

WELL = {"check_in_going": "going_well", "pain_nrs_now": 1}
FLARE_UP = {"check_in_going": "going_badly", "own_signs_seen": True, "flare_up_now": True, "pain_nrs_now": 6}
CHECK_INS: Mapping[str, tuple[tuple[int, Mapping[str, Any]], ...]] = {
    "Yara Bakker": (
        (90, WELL),
        (2, FLARE_UP | {"help_again": True, "check_in_words": "Sinds de verhuizing lukt fietsen niet meer."}),
    )
}
"""Client → how many days ago, and what they told. Whoever wants help again asks for an appointment."""

Moment = Callable[..., datetime]


def tell(name: str, step: str, visit: int, episode: Episode, days_ago: int, moment: Moment, *, by: Actor) -> None:
    """What this client tells from home after a step of their care."""
    if step.startswith("session") and visit in AFTER.get(name, {}):
        session = episode.entries.filter(form="session").latest("number")
        with standing_at(moment(days_ago - 1, at=EVENING)):
            form = pathway(episode.complaint).forms[asked.DAY_AFTER]
            care.sign(episode, form.id, complete(form, AFTER[name][visit]), by=by, about=(session.id,))
    if step == "closing":
        for ago, said in CHECK_INS.get(name, ()):
            with standing_at(moment(ago, at=EVENING)):
                _check_in(episode, said, by=by)


def _check_in(episode: Episode, said: Mapping[str, Any], *, by: Actor) -> None:
    form = pathway(episode.complaint).forms[asked.CHECK_IN]
    entry = care.sign(episode, form.id, complete(form, said), by=by)
    if said.get(asked.HELP_AGAIN):
        words = str(said[asked.CHECK_IN_WORDS])
        ask_again(episode.patient, read(entry), words=words, moments="Het liefst na vier uur.", by=by)
