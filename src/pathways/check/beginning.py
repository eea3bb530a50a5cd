"""`pathways new`: a folder to start a pathway from, which loads, holds its story, and says in comments what is what."""

from __future__ import annotations

import argparse
import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pathways.check.asking import BadQuestion
from pathways.source import WORD

#: The folder that is copied; its files carry these two texts where the new one carries its own.
FIRST = files("pathways.check") / "first_pathway"
_ID, _TITLE = "new_pathway", '"New title"'


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("new", help="a folder to start a pathway from")
    command.add_argument("name", metavar="NAME", help="its id, for example neck_pain")
    command.add_argument("--in", dest="inside", type=Path, default=Path(), metavar="FOLDER", help="where; else here")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files of a first pathway, and say what to do next."""
    if not WORD.match(options.name):
        raise BadQuestion(f"'{options.name}' is not an id — {_as_an_id(options.name)}")
    folder = options.inside / options.name
    if folder.exists():
        raise BadQuestion(f"'{folder}' exists already — choose another name, or remove it")
    try:
        written = write(folder, options.name)
    except OSError as error:
        raise BadQuestion(f"'{folder}' cannot be written: {error.strerror or error}") from None
    for path in written:
        print(path.as_posix())
    print(f"\nNow: pathways check {folder.as_posix()}")
    print(f"And: pathways try {folder.as_posix()} self_check")
    return 0


def write(folder: Path, name: str) -> list[Path]:
    """A first pathway of this name, in a folder that is not there yet; its files."""
    written: list[Path] = []
    _copy(FIRST, folder, name, written)
    return written


def _copy(source: Traversable, target: Path, name: str, written: list[Path]) -> None:
    if source.is_dir():
        target.mkdir(parents=True)
        for inner in sorted(source.iterdir(), key=lambda inner: inner.name):
            _copy(inner, target / inner.name, name, written)
        return
    title = json.dumps(name.replace("_", " ").capitalize())
    text = source.read_text(encoding="utf-8").replace(_ID, name).replace(_TITLE, title)
    target.write_text(text, encoding="utf-8")
    written.append(target)


def _as_an_id(name: str) -> str:
    likely = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")
    rule = "use lower case letters, digits and _, starting with a letter"
    return f"{rule}: {likely}" if WORD.match(likely) else rule
