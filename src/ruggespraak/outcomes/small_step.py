"""The three pillars, and the one small step that a client takes now (clinical file 7.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pathways.explain import say
from pathways.model import Pathway
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading, latest, read_latest
from ruggespraak.language import language

SMALL_STEP = "small_step"
PILLAR, OWN, WHEN = "step_pillar", "step_own", "step_when"
CHOICES: Mapping[str, str] = {
    "pillar_health": "step_healthy",
    "pillar_move": "step_moving",
    "pillar_trust": "step_positive",
}
"""Pillar → the question that offers its steps."""
ICONS = {"pillar_health": "apple", "pillar_move": "walk", "pillar_trust": "sun"}


@dataclass(frozen=True)
class SmallStep:
    """What the client does now, in their own words where they wrote any."""

    pillar: str
    pillar_says: str
    says: str
    when: str
    since: datetime

    @property
    def icon(self) -> str:
        """Of its pillar."""
        return ICONS.get(self.pillar, "sun")


@dataclass(frozen=True)
class Pillar:
    """One of the three, with the steps that are offered."""

    place: int
    id: str
    says: str
    steps: tuple[str, ...]
    is_chosen: bool

    @property
    def icon(self) -> str:
        """Its sign."""
        return ICONS[self.id]


def step_now(episode: Episode) -> SmallStep | None:
    """The small step that counts: the newest."""
    return step_in(read_latest(episode, [SMALL_STEP]))


def step_in(readings: Sequence[Reading]) -> SmallStep | None:
    """The same, of entries that are open already."""
    taken = latest(readings, SMALL_STEP)
    return _step(taken) if taken else None


def _step(reading: Reading) -> SmallStep:
    pillar = str(reading.answers.get(PILLAR))
    own = reading.answers.get(OWN)
    return SmallStep(
        pillar=pillar,
        pillar_says=_said(reading, PILLAR),
        says=str(own) if own else _said(reading, CHOICES[pillar]),
        when=str(reading.answers.get(WHEN) or ""),
        since=reading.entry.occurred_at,
    )


def _said(reading: Reading, question: str) -> str:
    return say(reading.pathway.questions[question], reading.answers.get(question), language())


def pillars(pack: Pathway, now: SmallStep | None) -> Sequence[Pillar]:
    """The three, in order, with what each offers."""
    return tuple(
        Pillar(
            place,
            option.id,
            option.label.in_(language()),
            tuple(step.label.in_(language()) for step in pack.questions[CHOICES[option.id]].options),
            now is not None and now.pillar == option.id,
        )
        for place, option in enumerate(pack.questions[PILLAR].options, start=1)
    )


def pillar_at(place: int, pack: Pathway) -> str | None:
    """The pillar with this place, from 1."""
    options = pack.questions[PILLAR].options
    return options[place - 1].id if 1 <= place <= len(options) else None
