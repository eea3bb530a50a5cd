"""`pathways prove`: every property over every possible person, or the smallest person who breaks it."""

from __future__ import annotations

import argparse
import datetime
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathways.check.asking import BadQuestion, form_named
from pathways.check.claims import unclaimed
from pathways.model import Pathway, load

if TYPE_CHECKING:
    from pathways.prove import Proof


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("prove", help="prove every property over every possible person")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--form", action="append", default=[], metavar="FORM", help="only this form; may be repeated")
    command.add_argument("--language", choices=("nl", "en"), default="en")
    command.add_argument("--record", type=Path, metavar="FILE", help="keep what was proved, with date and hash")
    command.add_argument("--check", action="store_true", help="with --record: change nothing, fail when it is stale")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prove all, tell what does not hold, and keep a record of it when asked."""
    from pathways.prove import prove

    pathway = load(options.folder)
    for name in options.form:
        if not form_named(name, pathway).is_judged:
            raise BadQuestion(f"form '{name}' gives no level: there is nothing to prove of it")
    started = time.monotonic()
    proofs: list[Proof] = []
    for proof in prove(pathway, options.form):
        proofs.append(proof)
        if not proof.is_fine:
            _tell_broken(proof, pathway, options.language)
    faults = [*_silent(pathway), *_clashing(pathway)]
    print("".join(f"{fault}\n" for fault in faults), end="")
    _tell_counts(proofs, time.monotonic() - started)
    stale = _record(options, pathway, proofs) if options.record and not options.form else 0
    return int(bool(faults) or not all(proof.is_fine for proof in proofs)) or stale


def _silent(pathway: Pathway) -> Iterator[str]:
    """Red flags for which nobody speaks."""
    return (f"SILENT {sentence}" for sentence in unclaimed(pathway))


def _clashing(pathway: Pathway) -> Iterator[str]:
    """16. Names that the export could not tell apart."""
    from pathways.fhir import names_are_injective

    return (f"CLASH {clash} in the export — rename one" for clash in names_are_injective(pathway))


def _tell_broken(proof: Proof, pathway: Pathway, language: str) -> None:
    place = _place(proof, pathway)
    print(f"{proof.outcome.upper()} {proof.name}: {proof.subject} ({proof.form}){f' [{place}]' if place else ''}")
    if proof.note:
        print(f"     {proof.note}")
    for number, patient in enumerate(proof.patients, 1):
        for line in patient.told(language):
            print(f"     {f'{number}. ' if len(proof.patients) > 1 else ''}{line}")
    print()


def _place(proof: Proof, pathway: Pathway) -> str:
    """Where the author finds what was claimed."""
    for kind in ("claim", "rule"):
        if proof.name.startswith(kind):
            return pathway.places.get(f"{kind} {proof.subject}", "")
    return ""


def _tell_counts(proofs: Sequence[Proof], seconds: float) -> None:
    names = dict.fromkeys(proof.name for proof in proofs)
    counts = Counter((proof.name, proof.outcome) for proof in proofs)
    for name in names:
        said = ", ".join(f"{count} {outcome}" for (of, outcome), count in counts.items() if of == name)
        print(f"{name:20} {said}")
    for proof in proofs:
        if proof.outcome == "noted":
            print(f"note: {proof.form}: {proof.note}")
    fine = sum(proof.is_fine for proof in proofs)
    print(f"\n{fine} of {len(proofs)} statements hold, in {seconds:.1f} s.")


# ── the record


def _record(options: argparse.Namespace, pathway: Pathway, proofs: Sequence[Proof]) -> int:
    """Write the record when it says something new. With --check: 1 when it would."""
    path: Path = options.record
    now = _as_data(pathway, proofs)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    # A text that changes proves nothing anew: the record keeps the content that was there when it was made.
    if {**kept, "date": None, "content_hash": None} == {**now, "date": None, "content_hash": None}:
        return 0
    if options.check:
        print(f"{path} is stale: run make fix")
        return 1
    path.write_text(_as_text(now), encoding="utf-8")
    return 0


def _as_data(pathway: Pathway, proofs: Sequence[Proof]) -> dict[str, Any]:
    return {
        "pathway": pathway.id,
        "version": pathway.version,
        "logic_hash": pathway.logic_hash,
        "content_hash": pathway.content_hash,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "proofs": [
            {"name": p.name, "form": p.form, "subject": p.subject, "outcome": p.outcome, "note": p.note} for p in proofs
        ],
    }


def _as_text(data: dict[str, Any]) -> str:
    """A proof a line, so that a change can be read."""
    head = json.dumps({key: value for key, value in data.items() if key != "proofs"}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(proof, ensure_ascii=False) for proof in data["proofs"])
    return f'{head[:-1]}, "proofs": [\n{lines}\n]}}\n'
