"""The keys of a block: what its dataclass says of each field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_type_hints

from pathways.source.places import Place

_MEANING = re.compile(r"^ +([a-z_]+): (.+)$", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """An attribute of a block, as a key in the file may give it."""

    name: str
    shape: Any
    is_required: bool
    meaning: str


@cache
def fields_of(shape: type) -> Mapping[str, Field]:
    """Key in the file → field. A trailing underscore keeps Python's own words apart."""
    hints = get_type_hints(shape)
    meaning: dict[str, str] = dict(_MEANING.findall(shape.__doc__ or ""))
    return {
        (key := field.name.rstrip("_")): Field(
            field.name,
            hints[field.name],
            field.default is field.default_factory is dataclasses.MISSING,
            meaning.get(key, ""),
        )
        for field in dataclasses.fields(shape)
        if hints[field.name] is not Place
    }


@cache
def knows_its_place(shape: type) -> bool:
    """Whether a block wants to know where it stood: its `place`, which is no key of the file."""
    return get_type_hints(shape).get("place") is Place


def summary_of(shape: type) -> str:
    """The first line of a block's docstring: what the block is."""
    return (shape.__doc__ or "").strip().split("\n", 1)[0].replace("`", "")
