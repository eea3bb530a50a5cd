"""What libyaml says of a file that is not YAML, in the words of somebody who writes a pathway."""

from __future__ import annotations

import re

import yaml

from pathways.source.places import File, Place

#: What libyaml says → what is told, and how to mend it. `{opened}` is the line where the thing it was reading began.
_TOLD: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a ':' stands where none can stand",
        "put a text that contains ': ' between double quotes; else look at the indentation",
    ),
    (
        "did not find expected ',' or '}'",
        "the '{{' of line {opened} is not closed before this",
        "end it with '}}', part its keys with commas, and put texts between double quotes",
    ),
    (
        "did not find expected ',' or ']'",
        "the '[' of line {opened} is not closed before this",
        "end it with ']', and part its words with commas",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list that began on line {opened}",
        "lines of one entry start in the same column; a new entry starts with '- '",
    ),
    (
        "did not find expected key",
        "a new 'key: value' line is expected here",
        "put a text or expression that starts with a quote between double quotes as a whole; look at the indentation",
    ),
    (
        "could not find expected ':'",
        "this is no 'key: value' line",
        "write a ':' and a space after the key, and a text of more lines between double quotes",
    ),
    (
        "found unexpected end of stream",
        "the text that starts here is not closed",
        "end it with the same quote that it starts with",
    ),
    (
        "did not find expected node content",
        "a closing bracket stands where a value is expected",
        "write the value, or remove the bracket",
    ),
    (
        "block sequence entries are not allowed",
        "a '-' stands where no list can start",
        "start a list on the next line, each entry with '- '; or write [one, two]",
    ),
    ("did not find expected <document start>", "this line starts further left than the first line", "align the lines"),
    (
        "unknown escape character",
        "a backslash between double quotes starts a special sign",
        "write two backslashes, or none",
    ),
    ("control characters are not allowed", "an invisible sign stands here", "remove it, and type the line again"),
    (
        "found unexpected ':'",
        "a ':' stands where none can stand",
        "inside { } and [ ] put a text that contains ':' between double quotes",
    ),
    ("tab character", "a tab stands here", "indent with spaces, not tabs"),
    (
        "alphabetic or numeric character",
        "a value cannot start with this sign",
        "put this text between double quotes",
    ),
    ("cannot start any token", "a value cannot start with '{sign}'", "put this text between double quotes"),
)
#: Where the cause stands, when that is where the thing began and not where libyaml stumbled.
_BEGAN_AT_CAUSE = ("could not find expected ':'", "found unexpected end of stream")
_ODD_SPACE = re.compile(r"^[ \t]*([\u00a0\u2000-\u200b\u202f\u3000])", re.MULTILINE)
_TAB = re.compile(r"^ *(\t)", re.MULTILINE)


def explain(error: yaml.YAMLError, file: File, offset: int, length: int) -> tuple[Place, str, str]:
    """Where a file stops being YAML, what is wrong there, and how to mend it."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    stumbled = _index(error, "problem_mark", getattr(error, "position", 0))
    began = _index(error, "context_mark", stumbled)
    text = file.text[offset : offset + length]
    at = min(began if problem.startswith(_BEGAN_AT_CAUSE) else stumbled, length)
    if (odd := _indented_with(_ODD_SPACE, text, stumbled)) is not None:
        told = (
            "this line is indented with a space that is none",
            "type the spaces again: they were pasted from elsewhere",
        )
        return Place(file, offset + odd), *told
    if "tab character" not in problem and (tab := _indented_with(_TAB, text, stumbled)) is not None:
        return Place(file, offset + tab), "a tab stands here", "indent with spaces, not tabs"
    place = Place(file, offset + at)
    for said, message, hint in _TOLD:
        if said in problem:
            fill = {"opened": Place(file, offset + began).line, "sign": text[at : at + 1]}
            return place, message.format(**fill), hint.format(**fill)
    return place, f"this is not valid YAML: {problem}", ""


def _index(error: yaml.YAMLError, mark: str, otherwise: int) -> int:
    found = getattr(error, mark, None)
    return otherwise if found is None else int(found.index)


def _indented_with(wrong: re.Pattern[str], text: str, stumbled: int) -> int | None:
    """Such a space on the line of the stumble or the one before: the line before is often the cause."""
    start = text.rfind("\n", 0, max(0, text.rfind("\n", 0, stumbled))) + 1
    end = text.find("\n", stumbled)
    found = wrong.search(text, start, len(text) if end < 0 else end)
    return None if found is None else found.start(1)
