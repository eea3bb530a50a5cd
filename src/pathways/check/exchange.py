"""`pathways fhir`: a pathway, or one of its forms, as FHIR R4 resources."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from pathways.check.asking import BadQuestion, form_named
from pathways.model import load


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("fhir", help="a pathway as FHIR R4 resources")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("form", metavar="FORM", nargs="?", help="only this form")
    command.add_argument("--out", type=Path, metavar="DIR", help="one file for each resource; else one Bundle here")
    command.add_argument("--base", metavar="URL", help="where the publisher's canonical addresses begin")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the resources of a pathway."""
    from pathways.fhir import BASE, bundle, resources

    pathway = load(options.folder)
    forms = [form_named(options.form, pathway)] if options.form else []
    try:
        found = resources(pathway, (options.base or BASE).rstrip("/"), forms)
    except ValueError as error:
        raise BadQuestion(str(error)) from None
    if options.out is None:
        print(_text(bundle(found)), end="")
        return 0
    for resource in found:
        _write(options.out / f"{resource['resourceType']}-{resource['id']}.json", resource)
    print(f"{len(found)} resources in {options.out}")
    return 0


def _write(path: Path, resource: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(resource), encoding="utf-8")
    except OSError as error:
        raise BadQuestion(f"'{path}' cannot be written: {error.strerror or error}") from None


def _text(resource: dict[str, Any]) -> str:
    return json.dumps(resource, indent=2, ensure_ascii=False) + "\n"
