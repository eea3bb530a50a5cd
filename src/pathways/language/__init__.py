"""Expressions: what a rule may say, as text, as types and as an immutable tree.

    at_least(2, fever, weight_loss, duration >= 12 weeks) and not saddle_area in where

The grammar is in `parser`, the tree in `tree`. Nothing here knows questions otherwise than as names with types.
"""

from pathways.language.parser import parse
from pathways.language.tree import (
    And,
    AtLeast,
    Chosen,
    Compare,
    Expr,
    Not,
    Op,
    Or,
    Term,
    Yes,
    all_of,
    any_of,
    at_least,
    names_in,
    negated,
    write,
)
from pathways.language.types import Band, DurationType, ManyType, NumberType, OneType, Type, YesNoType
from pathways.language.typing import Scope

__all__ = [
    "And",
    "AtLeast",
    "Band",
    "Chosen",
    "Compare",
    "DurationType",
    "Expr",
    "ManyType",
    "Not",
    "NumberType",
    "OneType",
    "Op",
    "Or",
    "Scope",
    "Term",
    "Type",
    "Yes",
    "YesNoType",
    "all_of",
    "any_of",
    "at_least",
    "names_in",
    "negated",
    "parse",
    "write",
]
