"""`pathways import`: a published Questionnaire (FHIR R4) as an instrument of ours, or every reason why it is none."""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.check.asking import BadQuestion

if TYPE_CHECKING:
    from pathways.fhir.instruments import DeclaredScore, Imported, Instrument, PackFiles, Reason
    from pathways.model import Form


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("import", help="a published Questionnaire (FHIR R4, JSON) as questions of a pack")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--id", metavar="ID", help="the instrument's id here; left out: from its name")
    command.add_argument("--leave-out", nargs="+", default=[], metavar="LINKID", help="items that are not imported")
    command.add_argument("--score", choices=("sum", "mean", "percent"), help="how the items make a score")
    command.add_argument("--items", nargs="+", default=[], metavar="LINKID", help="left out: every item with points")
    command.add_argument("--missing-allowed", type=int, default=0, metavar="N", help="items that may stay open")
    command.add_argument("--table", type=Path, metavar="FILE", help="JSON, raw score: published score (T-scores)")
    command.add_argument("--better", choices=("lower", "higher"), help="which way the score is better")
    command.add_argument("--published", metavar="LINKID", help="the item that carries the publisher's own score")
    command.add_argument(
        "--responses", nargs="+", type=Path, default=[], metavar="FILE", help="the publisher's examples"
    )
    command.add_argument("--out", type=Path, metavar="FOLDER", help="the pack to put the files into")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import one file; 0: imported, and every example agrees; 1: refused, or an example does not agree."""
    from pathways.fhir.instruments import import_instrument, loaded, pack_files

    left_out = [*options.leave_out, *([options.published] if options.published else [])]
    imported = import_instrument(_text_of(options.file), options.id, left_out)
    for line in _remarks(imported):
        print(f"remark   {line}")
    if imported.instrument is None:
        return _refuse(imported)
    score = _declared(imported.instrument, options) if options.score else None
    pack = pack_files(imported.instrument, score, datetime.date.today())  # noqa: DTZ011 (the author's own day)
    form = loaded(imported.instrument, pack).forms[imported.instrument.id]
    _tell(imported.instrument, form, score)
    differences = sum(not _agrees(path, imported.instrument, form, score, options) for path in options.responses)
    _put(pack, options.out)
    return 1 if differences else 0


def _remarks(imported: Imported) -> Iterator[str]:
    """Each remark once, with the number of places that it is about."""
    alike: dict[tuple[str, str], list[Reason]] = {}
    for remark in imported.remarks:
        alike.setdefault((remark.what, remark.why), []).append(remark)
    for first, *others in alike.values():
        more = f" (and {len(others)} more like it)" if others else ""
        yield f"{first}{more}"


def _refuse(imported: Imported) -> int:
    for reason in imported.reasons:
        print(f"refused  {reason}")
    print(f"\n{_count(len(imported.reasons), 'reason')}: this questionnaire is not imported.")
    return 1


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _tell(instrument: Instrument, form: Form, score: DeclaredScore | None) -> None:
    print(f"{instrument.id}: {_count(len(instrument.items), 'question')} on {_count(len(form.pages), 'page')}")
    if score is not None:
        items = ", ".join(item.link_id for item in score.items)
        low, high = score.reach
        print(f"score    {score.method} of {_count(len(score.items), 'item')} ({items}), from {low:f} to {high:f}")
    if not instrument.may_be_used:
        print("licence  no right of use is recorded: not to be switched on")


# ── the score


def _declared(instrument: Instrument, options: argparse.Namespace) -> DeclaredScore:
    from pathways.fhir.instruments import NotScorable, declare

    if options.better is None:
        raise BadQuestion("no file says which way its score is better — add --better lower or --better higher")
    table = _table(options.table) if options.table is not None else None
    try:
        return declare(instrument, options.score, options.better, tuple(options.items), options.missing_allowed, table)
    except NotScorable as error:
        raise BadQuestion(f"this score cannot be declared: {error}") from None


def _table(path: Path) -> Mapping[Fraction, Decimal]:
    try:
        data = json.loads(_text_of(path), parse_float=Decimal, parse_int=Decimal)
        return {Fraction(raw): Decimal(published) for raw, published in _pairs(data)}
    except (ValueError, InvalidOperation, TypeError, ZeroDivisionError):
        raise BadQuestion(
            f'{path}: a map from raw to published scores is expected, for example {{"6": 41.6}}'
        ) from None


def _pairs(data: object) -> Iterator[tuple[str, Decimal]]:
    if not isinstance(data, Mapping) or not data:
        raise ValueError
    for raw, published in data.items():
        if not isinstance(published, Decimal) or not published.is_finite():
            raise ValueError
        yield raw, published


def _agrees(
    path: Path, instrument: Instrument, form: Form, score: DeclaredScore | None, options: argparse.Namespace
) -> bool:
    """Whether an example is valid and its published score is ours; what is the matter is told."""
    from pathways.fhir.instruments import Compared, read_reply, score_of

    reply = read_reply(instrument, form, _text_of(path))
    for problem in reply.problems:
        print(f"{path.name}: {problem}")
    for name in reply.dropped:
        print(f"{path.name}: the answer to '{name}' is dropped: it is not asked")
    if score is None or not reply.is_valid:
        return reply.is_valid
    compared = Compared(reply.published.get(options.published or ""), score_of(form, score, reply.answers))
    print(f"{path.name}: {compared}")
    return compared.agree or options.published is None


# ── files


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestion(f"{path} cannot be read: {error}") from None


def _put(pack: PackFiles, folder: Path | None) -> None:
    """Print the files, or write them where none stands yet."""
    from pathways.fhir.instruments import write_files

    if folder is None:
        for name, text in pack.files.items():
            print(f"\n# ── {name}\n{text}", end="")
    else:
        _refuse_overwriting(folder, list(pack.files))
        write_files(folder, pack.files)
        print("\n".join(f"written  {folder / name}" for name in pack.files))
    print(f"\nAdd to 'sources' in pathway.yaml:\n  {pack.source}")


def _refuse_overwriting(folder: Path, names: Sequence[str]) -> None:
    standing = [name for name in names if (folder / name).exists()]
    if standing:
        raise BadQuestion(f"{', '.join(standing)} stands in {folder} already — give another --id, or move it away")
