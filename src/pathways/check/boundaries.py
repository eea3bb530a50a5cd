"""`pathways boundaries`: two people, one answer apart, of whom a rule fires for one; told, recorded, or replayed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathways.check.asking import BadQuestion, form_named
from pathways.check.recorded import as_text, read_table
from pathways.model import Pathway, load

if TYPE_CHECKING:
    from pathways.prove.boundaries import Boundary


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("boundaries", help="two people, one answer apart, of whom a rule fires for one")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--form", action="append", default=[], metavar="FORM", help="only this form; may be repeated")
    command.add_argument("--language", choices=("nl", "en"), default="en")
    file = command.add_mutually_exclusive_group()
    file.add_argument("--record", type=Path, metavar="FILE", help="write them down, with what comes of each")
    file.add_argument(
        "--check", type=Path, metavar="FILE", help="replay what was written down: does it still come out so?"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Tell the pairs, record them, or replay a record of them."""
    pathway = load(options.folder)
    for name in options.form:
        form_named(name, pathway)
    if options.check:
        return _replay(options.check, pathway)
    if options.record:
        options.record.write_text(recorded(pathway, options.form), encoding="utf-8")
        return 0
    for line in _told(pathway, options.form, options.language):
        print(line)
    return 0


def _replay(path: Path, pathway: Pathway) -> int:
    try:
        table = read_table(path.read_text(encoding="utf-8"), pathway)
    except OSError as error:
        raise BadQuestion(f"{path}: {error.strerror}") from error
    different = list(table.differs(pathway))
    for line in different:
        print(line)
    people = len(table.people)
    print(f"{len(different)} differences." if different else f"All {people} boundary patients come out as recorded.")
    return int(bool(different))


def _told(pathway: Pathway, forms: list[str], language: str) -> Iterator[str]:
    from pathways.prove.boundaries import RULES, Boundary, pairs_sought

    for pair in pairs_sought(pathway, forms, RULES):
        if not isinstance(pair, Boundary):
            yield f"\n{pair.rule}: no two people one answer apart ({pair.question})"
            continue
        place = pathway.places.get(f"rule {pair.rule}", "")
        yield f"\n{pair.rule} ({pair.form.id}){f' [{place}]' if place else ''}"
        yield from (f"  {line}" for line in pair.told(language))


def recorded(pathway: Pathway, forms: list[str]) -> str:
    """The table of all pairs: of rules, of definitions that no rule reads, of questions and of forms."""
    from pathways.prove.boundaries import KINDS, boundary_pairs, ordinary_answers

    pairs = list(boundary_pairs(pathway, forms, KINDS))
    used = {pair.form.id: pair.form for pair in pairs}
    ordinary = {name: ordinary_answers(form) for name, form in used.items()}
    return as_text(pathway, ordinary, map(_as_data, pairs))


def _as_data(pair: Boundary) -> dict[str, Any]:
    people = {"calm": pair.calm.answers, "flipped": pair.flipped.answers}
    return {"form": pair.form.id, "kind": pair.kind, "rule": pair.rule, "question": pair.question, **people}
