"""Whether every red flag has somebody who speaks for it in safety.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.model import Pathway


def unclaimed(pathway: Pathway) -> Iterator[str]:
    """Every red flag and every alarm question for which no claim "at least" speaks.

    A proof complains only about what somebody claimed. So silence about a red flag must itself be a fault.
    """
    claims = [claim for claim in pathway.claims if claim.at_least is not None]
    for flag in pathway.red_flags:
        if not any(claim.id == flag or claim.id.startswith(f"{flag}_") for claim in claims):
            yield f"red flag {flag}: no claim 'at least' speaks for it — add one to safety.yaml whose id begins so"
    spoken_for = {name for claim in claims for name in pathway.questions_behind(claim.condition)}
    for question in pathway.questions.values():
        if question.alarms and question.id not in spoken_for:
            place = pathway.places.get(f"alarm {question.id} 0")
            told = f"alarm {question.id}: no claim 'at least' mentions it — say in safety.yaml what must hold"
            yield f"{told} ({place})" if place else told
