"""The command line for authors and continuous integration.

    pathways check FOLDER                             load, run every story, hold every alarm and claim against it
    pathways prove FOLDER                             prove every property over every possible person
    pathways boundaries FOLDER                        two people, one answer apart, of whom a rule fires for one
    pathways describe FOLDER                          the pathway as a page for people; --boundaries: pairs to sign
    pathways try FOLDER [FORM] [--answers FILE]       one patient, asked here or from a file: the level, and why
    pathways compare OLD NEW                          who is told another level by a new version, lighter ones first
    pathways publish FOLDER                           keep this version for ever, when all of it holds
    pathways new NAME [--in FOLDER]                   a folder to start a pathway from
    pathways schema [--out DIR]                       JSON Schemas of the files, so that an editor knows the keys
    pathways import FILE [--score METHOD]             a published questionnaire as questions of a pack, or why not
    pathways fhir FOLDER [FORM] [--out DIR]           the forms, rules and advice as FHIR R4 resources

Exit code 0: all is well. 1: the pathway is faulty or a story fails. 2: the question itself is faulty (a form that does
not exist, an answer that is not valid).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pathways.check import (
    beginning,
    boundaries,
    describing,
    exchange,
    importing,
    patient,
    proofs,
    publishing,
    schema,
    stories,
    versions,
)
from pathways.check.asking import BadQuestion
from pathways.source import PathwayError

COMMANDS = (
    stories,
    proofs,
    boundaries,
    describing,
    patient,
    versions,
    publishing,
    beginning,
    schema,
    importing,
    exchange,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 or 2 as this module says."""
    options = _parser().parse_args(arguments)
    try:
        outcome: int = options.run(options)
        sys.stdout.flush()
    except PathwayError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"\n{count} problem{'s' if count > 1 else ''}: this pathway does not load.", file=sys.stderr)
        return 1
    except BadQuestion as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output (`| head`) has seen enough. Python would complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pathways", description="Read, check and try pathways.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser
