"""What `pathways prove --record` kept, and what it says of a pathway: never more than was proved."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pathways.model import Claim, Pathway

#: `proved`: on every form that could break it. `not_proved`: not for this version. `refuted`: somebody breaks it.
Standing = Literal["proved", "not_proved", "refuted"]
_FINE = ("holds", "noted")


@dataclass(frozen=True, slots=True)
class KeptProof:
    """One statement about one form, and what came out."""

    name: str
    form: str
    subject: str
    outcome: str
    note: str = ""


@dataclass(frozen=True)
class ProofRecord:
    """All that was proved of one version, on one day."""

    pathway: str
    version: str
    logic_hash: str
    content_hash: str | None
    date: datetime.date
    proofs: tuple[KeptProof, ...]

    @staticmethod
    def read(path: Path) -> ProofRecord:
        """The record in a file. Raises ValueError or KeyError for a file that is none."""
        return ProofRecord.from_data(json.loads(path.read_text(encoding="utf-8")))

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> ProofRecord:
        fields = ("name", "form", "subject", "outcome", "note")
        return ProofRecord(
            pathway=data["pathway"],
            version=data["version"],
            logic_hash=data["logic_hash"],
            content_hash=data.get("content_hash"),
            date=datetime.date.fromisoformat(data["date"]),
            proofs=tuple(KeptProof(*(proof.get(field, "") for field in fields)) for proof in data["proofs"]),
        )

    def is_about(self, pathway: Pathway) -> bool:
        """Whether the logic that was proved is the logic of this pathway; texts may have changed since."""
        return (self.pathway, self.logic_hash) == (pathway.id, pathway.logic_hash)

    @cached_property
    def of(self) -> Mapping[tuple[str, str], tuple[KeptProof, ...]]:
        """(name of the property, subject) → its proofs, one for each form that can say something of it."""
        found: dict[tuple[str, str], tuple[KeptProof, ...]] = {}
        for proof in self.proofs:
            key = proof.name, proof.subject
            found[key] = (*found.get(key, ()), proof)
        return found

    @cached_property
    def counts(self) -> Mapping[str, Counter[str]]:
        """Name of the property → how many statements had which outcome."""
        counts: dict[str, Counter[str]] = {}
        for proof in self.proofs:
            counts.setdefault(proof.name, Counter())[proof.outcome] += 1
        return counts

    @property
    def all_fine(self) -> bool:
        return all(proof.outcome in _FINE for proof in self.proofs)


def standing(claim: Claim, pathway: Pathway, record: ProofRecord | None) -> tuple[Standing, tuple[str, ...]]:
    """How a claim stands, and the forms on which it was looked at."""
    if record is None or not record.is_about(pathway):
        return "not_proved", ()
    sides = [f"claim at {side}" for side in ("least", "most") if getattr(claim, f"at_{side}") is not None]
    every = [record.of.get((side, claim.id), ()) for side in sides]
    proofs = [proof for side in every for proof in side]
    forms = tuple(dict.fromkeys(proof.form for proof in proofs))
    if any(proof.outcome == "broken" for proof in proofs):
        return "refuted", forms
    is_proved = all(every) and all(proof.outcome == "holds" for proof in proofs)
    return ("proved" if is_proved else "not_proved"), forms
