"""`pathways describe`: a pathway as a page for people, or its boundary patients as a page to sign."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pathways.check.asking import BadQuestion
from pathways.describe import ProofRecord, describe
from pathways.model import Pathway, load


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("describe", help="the pathway as a page for people")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--language", choices=("nl", "en"), default="nl")
    command.add_argument("--out", type=Path, metavar="FILE", help="write the page here; else it is printed")
    kind = command.add_mutually_exclusive_group()
    kind.add_argument("--proofs", type=Path, metavar="FILE", help="tell what 'pathways prove --record' kept in it")
    kind.add_argument("--boundaries", action="store_true", help="pairs of patients, one answer apart, to sign")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the page, or print it."""
    pathway = load(options.folder)
    if options.boundaries:
        page = _pairs(pathway, options.language)
    else:
        page = describe(pathway, options.language, _record(options.proofs))
    if options.out is None:
        sys.stdout.write(page)
        return 0
    try:
        options.out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise BadQuestion(f"'{options.out}' cannot be written: {error.strerror}") from None
    return 0


def _pairs(pathway: Pathway, language: str) -> str:
    from pathways.describe.pairs import boundary_page
    from pathways.prove.boundaries import boundary_pairs

    return boundary_page(pathway, boundary_pairs(pathway), language)


def _record(path: Path | None) -> ProofRecord | None:
    if path is None:
        return None
    try:
        return ProofRecord.read(path)
    except OSError as error:
        raise BadQuestion(f"'{path}' cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise BadQuestion(f"'{path}' is no record of proofs: make one with 'pathways prove --record'") from None
