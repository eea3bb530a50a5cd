"""`pathways compare`: what a new version changes for people, with the smallest person for each change of level."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathways.check.asking import BadQuestion
from pathways.check.wording import counted
from pathways.model import Lowering, Pathway, load
from pathways.source import did_you_mean

if TYPE_CHECKING:
    from pathways.prove.patients import Patient
    from pathways.prove.transitions import Transition
    from pathways.prove.versions import Comparison


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("compare", help="who is told another level by a new version")
    command.add_argument("old", type=Path, metavar="OLD", help="a folder, or a published version (JSON)")
    command.add_argument("new", type=Path, metavar="NEW")
    command.add_argument("--form", action="append", default=[], metavar="FORM", help="only this form; may be repeated")
    command.add_argument("--reasons", action="store_true", help="also who keeps the level and is told other reasons")
    command.add_argument("--language", choices=("nl", "en"), default="en")
    command.add_argument("--json", action="store_true", help="print the comparison as JSON")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, and fail when something is lowered in silence or a translation stayed behind."""
    from pathways.prove.versions import compare

    old, new = version_in(options.old), version_in(options.new)
    if old.id != new.id:
        raise BadQuestion(f"'{old.id}' and '{new.id}' are two pathways, not two versions of one")
    judged = {form.id for one in (old, new) for form in one.forms.values() if form.is_judged}
    for name in options.form:
        if name not in judged:
            hint = did_you_mean(name, judged) or f"forms with a level: {', '.join(sorted(judged))}"
            raise BadQuestion(f"no form '{name}' gives a level — {hint}")
    comparison = compare(old, new, options.form, reasons=options.reasons)
    if options.json:
        print(json.dumps(as_data(comparison), indent=2, ensure_ascii=False, default=str))
    else:
        print("\n".join(told(comparison, options.language)))
    return int(not comparison.is_fine)


def version_in(path: Path) -> Pathway:
    """The pathway in a folder, or in a file of canonical JSON."""
    if path.is_dir() or not path.exists():
        return load(path)
    try:
        return Pathway.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadQuestion(f"'{path}' is not a kept version of a pathway: {error}") from None


# ── in words


def told(comparison: Comparison, language: str) -> Iterator[str]:
    """The whole comparison: people first, then texts and parts, then how much of it must still be explained."""
    old, new = comparison.old, comparison.new
    yield f"{new.id}: {old.version} ({old.logic_hash[:7]}) -> {new.version} ({new.logic_hash[:7]})"
    for transition in comparison.transitions:
        yield from _transition_told(transition, comparison, language)
    for transition in comparison.other_reasons:
        yield f"\n{transition.form}: {transition.old_level} stays, not by {transition.rule} in both versions"
        yield from (f"     {line}" for line in transition.told(language))
    yield from _forms_told(comparison)
    yield from _texts_told(comparison)
    for part in comparison.parts:
        yield f"{part.change:8} {part.kind} {part.name}{f' ({part.note})' if part.note else ''}"
    yield from _verdict(comparison)


def _transition_told(transition: Transition, comparison: Comparison, language: str) -> Iterator[str]:
    line = comparison.explanation(transition.form, transition.old_level, transition.new_level)
    mark = "LOWER! " if transition.lowers else ""
    whole = "" if transition.is_whole else " (not all answered)"
    yield f"\n{mark}{transition.form}: {transition.old_level} -> {transition.new_level}{whole}"
    if transition.lowers:
        yield f"     {_explained(line, language)}"
    yield from (f"     {told}" for told in transition.told(language))


def _explained(line: Lowering | None, language: str) -> str:
    return f"meant: {line.because.in_(language)} [{line.source}]" if line else "no line of the release notes names this"


def _forms_told(comparison: Comparison) -> Iterator[str]:
    yield ""
    for form in comparison.ended:
        yield f"{'LOWER! ' if form in comparison.unexplained_ends else ''}{form}: gives no level any more"
    for form, reason in comparison.undecided.items():
        yield f"UNDECIDED {form}: the solver could not say ({reason})"
    for form, (gone, came) in comparison.asked_in_one.items():
        yield from (f"{form}: asked in the old version only: {', '.join(gone)}" for _ in gone[:1])
        yield from (f"{form}: asked in the new version only: {', '.join(came)}" for _ in came[:1])
    for line in comparison.idle_notes:
        yield f"note: the release notes name {line.form}: {line.old_level} -> {line.new_level}, which does not happen"


def _texts_told(comparison: Comparison) -> Iterator[str]:
    for text in comparison.texts:
        if text in comparison.stale_texts:
            yield f"STALE    text {text.path}: the Dutch changed, the English did not"
            yield from (f"           {mark} {said}" for mark, said in (("-", text.old.nl), ("+", text.new.nl)))
            yield f"           = {text.new.en}"
        else:
            yield f"changed  text {text.path}"


def _verdict(comparison: Comparison) -> Iterator[str]:
    levels, lower = comparison.transitions, [one for one in comparison.transitions if one.lowers]
    silent = len(comparison.unexplained) + len(comparison.unexplained_ends)
    yield (
        f"\n{counted(len(levels), 'change')} of level, {len(lower)} to a lighter one, "
        f"{silent} of which the release notes do not name; {counted(len(comparison.texts), 'changed text')}, "
        f"{len(comparison.stale_texts)} with an English that stayed behind."
    )
    if silent:
        yield "Name each in releases.yaml, under 'lowers', with the reason and its source; or mend the rule."
    if comparison.stale_texts:
        yield "Translate each; or name it in releases.yaml, under 'english_stands', when the English still says it."


# ── as data


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The comparison for other programs."""
    return {
        "pathway": comparison.new.id,
        "old": _version(comparison.old),
        "new": _version(comparison.new),
        "is_fine": comparison.is_fine,
        "transitions": [_transition(one, comparison) for one in comparison.transitions],
        "other_reasons": [_transition(one, comparison) for one in comparison.other_reasons],
        "ended": list(comparison.ended),
        "undecided": dict(comparison.undecided),
        "asked_in_one": {form: {"old": a, "new": b} for form, (a, b) in comparison.asked_in_one.items() if a or b},
        "parts": [{"change": p.change, "kind": p.kind, "name": p.name, "note": p.note} for p in comparison.parts],
        "texts": [{"path": text.path, "is_stale": text in comparison.stale_texts} for text in comparison.texts],
    }


def _version(pathway: Pathway) -> dict[str, str]:
    return {
        "version": pathway.version,
        "content_hash": pathway.content_hash,
        "logic_hash": pathway.logic_hash,
    }


def _transition(one: Transition, comparison: Comparison) -> dict[str, Any]:
    line = comparison.explanation(one.form, one.old_level, one.new_level) if one.lowers else None
    return {
        "form": one.form,
        "from": one.old_level,
        "to": one.new_level,
        "lowers": one.lowers,
        "because": line and {"nl": line.because.nl, "en": line.because.en, "source": line.source},
        "is_whole": one.is_whole,
        "rule": one.rule,
        "answered_otherwise": one.answered_otherwise,
        "before": _patient(one.before),
        "after": _patient(one.after),
    }


def _patient(patient: Patient) -> dict[str, Any]:
    return {"answers": patient.answers, "fired": [fired.rule for fired in patient.evaluation.fired]}
