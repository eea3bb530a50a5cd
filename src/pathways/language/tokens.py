"""Expression text to tokens, with a hint for what people write by habit from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MAX_CHARACTERS = 2000


Kind = Literal["number", "name", "sign", "end"]
_KINDS: tuple[Kind, ...] = ("number", "name", "sign")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of an expression, and the character where it starts."""

    kind: Kind
    text: str
    index: int


class Fault(Exception):
    """What is wrong with an expression, and at which character."""

    def __init__(self, index: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.index, self.message, self.hint = index, message, hint


_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<habit>=>|=<|<>|&&|\|\|)"
    r"|(?P<sign>==|!=|<=|>=|[<>(){},+*/-])"
    r"|(?P<stray>[=!≥≤≠&|∧∨¬'\"“”‘’;:.\[\]])",
)
_SPACE = re.compile(r"\s+")
_HABITS = {
    "=>": "write '>='",
    "=<": "write '<='",
    "<>": "write '!='",
    "=": "write '=='",
    "≥": "write '>='",
    "≤": "write '<='",
    "≠": "write '!='",
    "&&": "write 'and'",
    "&": "write 'and'",
    "∧": "write 'and'",
    "||": "write 'or'",
    "|": "write 'or'",
    "∨": "write 'or'",
    "!": "write 'not'",
    "¬": "write 'not'",
    "[": "write a set of options as {one, two}",
    ".": "write a number as 0.5",
    **dict.fromkeys("'\"“”‘’", "option words need no quotes"),
}


def tokenize(text: str) -> list[Token]:
    """The tokens of an expression, closed by an `end`. Raises Fault at what cannot be used."""
    if len(text) > MAX_CHARACTERS:
        raise Fault(MAX_CHARACTERS, f"an expression is at most {MAX_CHARACTERS:,} characters", "use definitions")
    tokens: list[Token] = []
    index = 0
    while index < len(text):
        if space := _SPACE.match(text, index):
            index = space.end()
            continue
        found = _TOKEN.match(text, index)
        if found is None:
            raise Fault(index, f"'{text[index]}' cannot be used in an expression")
        if found.lastgroup in ("habit", "stray"):
            raise Fault(index, f"'{found.group()}' cannot be used in an expression", _HABITS.get(found.group(), ""))
        kind = next(kind for kind in _KINDS if kind == found.lastgroup)
        tokens.append(Token(kind, found.group(), index))
        index = found.end()
    tokens.append(Token("end", "", len(text.rstrip())))
    return tokens
