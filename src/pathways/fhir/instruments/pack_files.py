"""An instrument as files of a pack, in the words that our loader reads: questions, a form, a score and a measure."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pathways.fhir.instruments.foreign import Reason
from pathways.fhir.instruments.items import Item
from pathways.fhir.instruments.reading import Instrument
from pathways.fhir.instruments.scores import DeclaredScore
from pathways.language import Expr, write
from pathways.model import Pathway, Text, load
from pathways.model.parts import RULE_TYPES
from pathways.model.soundness import UNKNOWN_RIGHT
from pathways.source import PathwayError, Problem

#: The licence of a measure whose owner says something about its use: a practice brings its own right.
BROUGHT_ALONG = "import"


@dataclass(frozen=True)
class PackFiles:
    """The files by their place in a pack, and the source that pathway.yaml must name for them."""

    files: Mapping[str, str]
    source: str


def pack_files(instrument: Instrument, score: DeclaredScore | None, today: datetime.date) -> PackFiles:
    """What to put into a pack. `today`: the day on which somebody looked at the publisher's file."""
    name = f"{instrument.id}.yaml"
    about = "".join(f"# {line}\n" for line in _about(instrument))
    files = {
        f"questions/{name}": about + "\n".join(_questions(instrument)) + "\n",
        f"forms/{name}": "\n".join(_form(instrument)) + "\n",
    }
    if score is not None:
        files[f"rules/{name}"] = "\n".join(_score(instrument, score)) + "\n"
        files[f"measures/{name}"] = about + "\n".join(_measure(instrument, score)) + "\n"
    return PackFiles(files, _source(instrument, today))


def score_name(instrument: Instrument) -> str:
    return f"{instrument.id}_score"


# ── words


def _quoted(text: str) -> str:
    """A text between double quotes, on one line; YAML reads the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _both(text: Text) -> str:
    return f"{{nl: {_quoted(text.nl)}, en: {_quoted(text.en)}}}"


def _about(instrument: Instrument) -> Iterator[str]:
    """Where it comes from, and who may use it."""
    whole = " ".join(filter(None, (instrument.title.en, instrument.version, instrument.url)))
    yield from _lines(f"{whole}. Published by {instrument.publisher or 'somebody who does not say so'}.")
    yield from _lines(instrument.copyright or "No right of use is recorded: not to be switched on.")


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if words := re.sub(r"\s+", " ", line).strip():
            yield words[:400]


# ── files


def _questions(instrument: Instrument) -> Iterator[str]:
    for item in instrument.items:
        yield f"{item.name}:  # {_quoted(item.link_id)}"
        yield from (f"  {line}" for line in _question(item, instrument))


def _question(item: Item, instrument: Instrument) -> Iterator[str]:
    yield f"ask: {_both(item.ask)}"
    yield f"type: {item.kind}"
    if item.required:
        yield "required: yes"
    if item.kind == "yes_no":
        yield "dont_know: no"
    if item.kind == "number":
        low, high = item.limits
        yield f"min: {low:f}"
        yield f"max: {high:f}"
        if item.decimals:
            yield f"decimals: {item.decimals}"
        if item.unit is not None:
            yield f"unit: {_quoted(item.unit)}"
    if item.max_length is not None:
        yield f"max_length: {item.max_length}"
    if item.options:
        yield "options:"
        yield from (f"  - {{{', '.join(_option(item, number))}}}" for number in range(len(item.options)))
    if item.condition is not None:
        yield f"ask_when: {_said(item.condition, instrument)}"
        yield from _if_hidden(item)
    if item.condition is not None or item.is_unbounded:
        yield "information_only: yes"


def _said(condition: Expr, instrument: Instrument) -> str:
    """A condition as an author would write it: `a == b` and `b in a` for what is canonically `has_any(a, b)`."""
    several = {item.name for item in instrument.items if item.kind == "many"}

    def plainly(match: re.Match[str]) -> str:
        negation, name, option = match.groups()
        if name in several:
            return f"{option} {'not in' if negation else 'in'} {name}"
        return f"{name} {'!=' if negation else '=='} {option}"

    return re.sub(r"(not )?has_any\((\w+), (\w+)\)", plainly, write(condition))


def _option(item: Item, number: int) -> Iterator[str]:
    option = item.options[number]
    yield f"id: {option.id}"
    yield f"label: {_both(option.label)}"
    if option.points is not None:
        yield f"points: {option.points}"
    if option.exclusive and item.kind == "many":
        yield "exclusive: yes"


def _if_hidden(item: Item) -> Iterator[str]:
    """Some value must stand in where a question is not asked. `information_only` keeps rules from reading it."""
    if item.kind not in RULE_TYPES or item.kind == "yes_no":
        return
    if item.options:
        chosen = next((option for option in item.options if option.exclusive), item.options[0])
        yield f"if_hidden: {f'[{chosen.id}]' if item.kind == 'many' else chosen.id}"
    else:
        yield f"if_hidden: {item.limits[0]:f}"


def _form(instrument: Instrument) -> Iterator[str]:
    yield "for: patient"
    yield f"title: {_both(instrument.title)}"
    yield "pages:"
    for number, page in enumerate(instrument.pages, start=1):
        yield f"  - id: page_{number}"
        yield f"    title: {_both(page.title)}"
        if page.intro is not None:
            yield f"    intro: {_both(page.intro)}"
        yield f"    questions: [{', '.join(item.name for item in page.items)}]"


def _score(instrument: Instrument, score: DeclaredScore) -> Iterator[str]:
    yield "scores:"
    yield f"  {score_name(instrument)}:"
    yield f"    label: {_both(instrument.title)}"
    yield f"    items: [{', '.join(item.name for item in score.items)}]"
    yield f"    method: {score.method}"
    if score.missing_allowed:
        yield f"    missing_allowed: {score.missing_allowed}"
    yield f"    source: src_{instrument.id}"


def _measure(instrument: Instrument, score: DeclaredScore) -> Iterator[str]:
    low, high = score.reach
    yield "measures:"
    yield f"  {instrument.id}:"
    yield f"    label: {_both(instrument.title)}"
    yield f"    items: [{', '.join(item.name for item in score.items)}]"
    if score.missing_allowed:
        yield f"    min_answered: {len(score.items) - score.missing_allowed}"
    yield f"    score: {score.method if score.table is None else f'{score.method}, then the table of its owner'}"
    yield f"    range: {{min: {low:f}, max: {high:f}}}"
    yield f"    better: {score.better}"
    if score.method == "percent":
        yield '    unit: "%"'
    yield f"    licence: {BROUGHT_ALONG if instrument.may_be_used else UNKNOWN_RIGHT}"
    yield f"    source: src_{instrument.id}"


def _source(instrument: Instrument, today: datetime.date) -> str:
    by = instrument.publisher or "publisher unknown"
    title = ", ".join(filter(None, (by, instrument.title.en, instrument.version and f"version {instrument.version}")))
    url = f", url: {_quoted(instrument.url)}" if instrument.url else ""
    return f"src_{instrument.id}: {{title: {_quoted(title)}, reviewed_on: {today.isoformat()}{url}}}"


# ── what our loader says of them

_FRAME = """\
id: instrument
version: "1"
status: draft
title: {{nl: "Instrument", en: "Instrument"}}
authors: ["imported"]
levels:
  - {{id: none_given, label: {{nl: "geen oordeel", en: "no verdict"}}}}
reassuring: []
otherwise: none_given
incomplete: none_given
safety_net: {{nl: "Bel bij twijfel.", en: "Call when in doubt."}}
sources:
  {source}
"""


def loaded(instrument: Instrument, pack: PackFiles) -> Pathway:
    """A pathway of these files alone, read by the loader that reads every pack. Raises PathwayError."""
    with TemporaryDirectory() as folder:
        write_files(Path(folder), {**pack.files, "pathway.yaml": _FRAME.format(source=pack.source)})
        return load(Path(folder))


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write each file at its place."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def as_reasons(error: PathwayError, instrument: Instrument, pack: PackFiles) -> tuple[Reason, ...]:
    """What our loader refuses, at the items of the publisher."""
    items = {item.name: item for item in instrument.items}
    return tuple(_as_reason(problem, items, pack) for problem in error.problems)


def _as_reason(problem: Problem, items: Mapping[str, Item], pack: PackFiles) -> Reason:
    lines = pack.files.get(problem.file, "").split("\n")[: problem.line]
    heads = (match.group(1) for line in reversed(lines) if (match := re.match(r"([a-z][a-z0-9_]*):", line)))
    item = items.get(next(heads, ""))
    path = "Questionnaire" if item is None else item.path
    return Reason(path, item.link_id if item else None, problem.message, problem.hint or "our loader refuses it")
