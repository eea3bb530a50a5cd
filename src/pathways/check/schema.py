"""`pathways schema`: JSON Schemas of the files of a pathway, for editors."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pathways.check.asking import BadQuestion
from pathways.model import blocks, exercise_blocks
from pathways.model.questions import NEEDS
from pathways.source import Word
from pathways.source.schema import Schema, schema_of

#: Kind of file → what it holds, and by which names such files go.
FILES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "pathway": (blocks.PathwayBlock, ("pathway.yaml",)),
    "questions": (dict[Word, blocks.QuestionBlock], ("questions.yaml", "questions/*.yaml")),
    "form": (blocks.FormBlock, ("forms/*.yaml",)),
    "forms": (dict[Word, blocks.FormBlock], ("forms.yaml",)),
    "rules": (blocks.RulesBlock, ("rules.yaml", "rules/*.yaml")),
    "safety": (blocks.SafetyBlock, ("safety.yaml", "safety/*.yaml")),
    "stories": (blocks.StoriesBlock, ("stories.yaml", "stories/*.yaml")),
    "options": (blocks.OptionsBlock, ("options.yaml", "options/*.yaml")),
    "measures": (blocks.MeasuresBlock, ("measures.yaml", "measures/*.yaml")),
    "regions": (dict[Word, blocks.RegionBlock], ("regions.yaml", "regions/*.yaml")),
    "exercises": (exercise_blocks.ExercisesBlock, ("exercises.yaml", "exercises/*.yaml")),
    "releases": (blocks.ReleasesBlock, ("releases.yaml", "releases/*.yaml")),
    "information": (blocks.InformationBlock, ()),
}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("schema", help="JSON Schemas of the files, for editors")
    command.add_argument("--out", type=Path, metavar="DIR", help="write each to a file here; else print all as one")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the schemas, and say how to tell an editor; or print them."""
    if options.out is None:
        print(json.dumps(schemas(), indent=2, ensure_ascii=False))
        return 0
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for kind in FILES:
            (options.out / f"{kind}.schema.json").write_text(text_of(kind), encoding="utf-8")
    except OSError as error:
        raise BadQuestion(f"'{options.out}' cannot be written: {error.strerror or error}") from None
    print(f"{len(FILES)} schemas written to {options.out}. For the YAML extension of VS Code, in settings.json:\n")
    settings = editor_settings(options.out.as_posix())
    lines = ",\n".join(f"    {json.dumps(schema)}: {json.dumps(names)}" for schema, names in settings.items())
    print(f'{{\n  "yaml.schemas": {{\n{lines}\n  }}\n}}')
    return 0


def schemas() -> dict[str, Schema]:
    """Kind of file → its schema."""
    every = {kind: schema_of(shape, _title(kind)) for kind, (shape, _) in FILES.items()}
    every["questions"]["$defs"]["Question"]["allOf"] = [_needs(kind, keys) for kind, keys in NEEDS.items()]
    return every


def _needs(kind: str, keys: tuple[str, ...]) -> Schema:
    """A question of this type cannot do without these keys."""
    return {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": {"required": list(keys)}}


def text_of(kind: str) -> str:
    """The schema of one kind of file, as it is written to a file."""
    return json.dumps(schemas()[kind], indent=2, ensure_ascii=False) + "\n"


def editor_settings(folder: str) -> dict[str, list[str]]:
    """Which schema belongs to which files, as an editor wants to know it."""
    return {f"{folder}/{kind}.schema.json": list(names) for kind, (_, names) in FILES.items() if names}


def _title(kind: str) -> str:
    names = FILES[kind][1]
    return f"{' and '.join(names)} of a pathway" if names else "The front matter of information/<page>.<language>.md"
