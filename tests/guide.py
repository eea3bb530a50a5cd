"""Runs a guide: makes its edits in a folder, gives its commands, and holds what they print beside what it says.

An edit is a block of YAML or Markdown after a sentence that ends in one of

    Add to the end of `FILE`:      Put this in `FILE`:      In `FILE`, replace      … by

and a command is a line `$ pathways …` of a console block; the lines below it are what it prints. Typed answers stand
after the prompt `> `. A `…` in a line stands for whatever changes from day to day, and a line `…` for lines left out.
"""

import contextlib
import io
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from pathways.check import main

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ADD = re.compile(r"Add\s+to\s+the\s+end\s+of\s+`([^`]+)`:\s*\Z")
_PUT = re.compile(r"Put\s+this\s+in\s+`([^`]+)`:\s*\Z")
_REPLACE = re.compile(r"[Ii]n\s+`([^`]+)`,\s+replace\s*\Z")
_CUT = "…"
_BY = re.compile(r"\nby\s*\Z")


class Astray(AssertionError):
    """The guide says what is not so, or says it in a way that cannot be run."""


@dataclass(frozen=True)
class Block:
    """A fenced block, the text right before it, and where its content stands in the guide."""

    kind: str
    content: str
    lead: str
    start: int
    end: int


def blocks(text: str) -> Iterator[Block]:
    before = 0
    for found in _BLOCK.finditer(text):
        yield Block(found[1], found[2], text[before : found.start()], found.start(2), found.end(2))
        before = found.end()


def run(text: str, folder: Path) -> str:
    """The guide with what its commands really print, its edits made in `folder`, which is also where commands run."""
    renewed, done, replaced = [], 0, ("", "")
    with contextlib.chdir(folder):
        for block in blocks(text):
            content = block.content
            if block.kind == "console":
                content = "".join(_command(part) for part in _commands(block.content))
            elif block.kind in ("yaml", "markdown"):
                replaced = _edit(block, folder, replaced)
            renewed += [text[done : block.start], content]
            done = block.end
    return "".join([*renewed, text[done:]])


def _edit(block: Block, folder: Path, replaced: tuple[str, str]) -> tuple[str, str]:
    """Make an edit; a block that is to be replaced is kept for the one that comes by."""
    if found := _ADD.search(block.lead):
        path = folder / found[1]
        path.write_text(path.read_text(encoding="utf-8") + block.content, encoding="utf-8")
    elif found := _PUT.search(block.lead):
        (folder / found[1]).parent.mkdir(parents=True, exist_ok=True)
        (folder / found[1]).write_text(block.content, encoding="utf-8")
    elif found := _REPLACE.search(block.lead):
        return found[1], block.content
    elif _BY.search(block.lead) and replaced[0]:
        path = folder / replaced[0]
        whole = path.read_text(encoding="utf-8")
        if whole.count(replaced[1]) != 1:
            raise Astray(f"this does not stand once in {replaced[0]}:\n{replaced[1]}")
        path.write_text(whole.replace(replaced[1], block.content), encoding="utf-8")
    else:
        raise Astray(f"no sentence says where this belongs:\n{block.content}")
    return "", ""


def _commands(content: str) -> list[str]:
    parts = re.split(r"^(?=\$ )", content, flags=re.MULTILINE)
    if parts[0].strip():
        raise Astray(f"a console block starts with a command:\n{content}")
    return parts[1:]


def _command(part: str) -> str:
    """A command with what it prints now; a line that says the same but for `…` stays as it was."""
    line, _, said = part.partition("\n")
    name, *arguments = shlex.split(line.removeprefix("$ "))
    if name != "pathways":
        raise Astray(f"only `pathways` runs here: {line}")
    typed = [answer[2:] for answer in said.split("\n") if answer.startswith("> ")]
    printed = _printed(arguments, typed)
    return f"{line}\n{_as_told(printed, said)}"


def _printed(arguments: list[str], typed: list[str]) -> str:
    out = io.StringIO()
    with (
        mock.patch.object(sys, "stdin", _Echo(typed, out)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
    ):
        code = main(arguments)
    if code not in (0, 1):
        raise Astray(f"pathways {' '.join(arguments)} was refused:\n{out.getvalue()}")
    printed = "\n".join(line.rstrip() for line in out.getvalue().split("\n")).rstrip("\n")
    return f"{printed}\n" if printed else ""


class _Echo(io.StringIO):
    """A keyboard: what is typed is seen."""

    def __init__(self, typed: list[str], screen: io.StringIO) -> None:
        super().__init__("".join(f"{line}\n" for line in typed))
        self.screen = screen

    def readline(self, size: int = -1, /) -> str:
        line = super().readline(size)
        self.screen.write(line)
        return line


def _as_told(printed: str, said: str) -> str:
    told = said.split("\n")
    lines = printed.split("\n")
    if len(told) == len(lines):
        lines = [t if _fits(line, t) else line for line, t in zip(lines, told, strict=True)]
    elif _CUT in told:
        at = told.index(_CUT)
        rest = len(told) - at - 1
        kept = [*lines[:at], _CUT, *lines[len(lines) - rest :]]
        lines = kept if kept == told else lines
    return "\n".join(lines)


def _fits(line: str, told: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in told.split("…"))
    return "…" in told and re.fullmatch(pattern, line) is not None


if __name__ == "__main__":  # Write into a guide what its commands print: python tests/guide.py FILE
    import tempfile

    guide = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as here:
        guide.write_text(run(guide.read_text(encoding="utf-8"), Path(here)), encoding="utf-8")
