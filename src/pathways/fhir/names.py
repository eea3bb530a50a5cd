"""Names as FHIR allows them: variables without underscores, resource ids without underscores, upper-case names.

An R4 `Expression.name` is an id: letters, digits, '-' and '.'. So `leg_pain` becomes `legPain`, and two names of a
pathway may become one. That must be known before anything is written: a variable that shadows another is a wrong rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.model import Pathway

#: Names that FHIRPath and Structured Data Capture give a meaning of their own.
RESERVED = ("context", "resource", "rootResource", "questionnaire", "qitem", "ucum", "sct", "loinc", "factory")
#: The variables that stand for the whole form.
IN_SCOPE, CLOSED, DEFINITE = "isInScope", "isClosed", "isDefinite"
CERTAIN, POSSIBLE, LEVEL = "certainRank", "possibleRank", "levelRank"


@dataclass(frozen=True, slots=True)
class Clash:
    """A variable that would stand for more than one thing, and those things."""

    name: str
    meanings: tuple[str, ...]

    def __str__(self) -> str:
        return f"'{self.name}' would stand for {' and for '.join(self.meanings)}"


def camel(name: str) -> str:
    """leg_pain → legPain."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def pascal(name: str) -> str:
    """leg_pain → LegPain."""
    return "".join(part.capitalize() for part in name.split("_"))


def dashed(name: str) -> str:
    """leg_pain → leg-pain, as ids of resources are."""
    return name.replace("_", "-")


def value_of(name: str) -> str:
    """The variable with what rules see of a question, score or definition."""
    return camel(name)


def dont_know(question: str) -> str:
    """The variable that says whether a question is shown and was answered "don't know"."""
    return f"{camel(question)}DontKnow"


def can_be_asked(question: str) -> str:
    """The variable that says whether a question that is unknown can still be asked."""
    return f"{camel(question)}CanBeAsked"


def numerator(score: str) -> str:
    return f"{camel(score)}Numerator"


def denominator(score: str) -> str:
    return f"{camel(score)}Denominator"


def holds(rule: str) -> str:
    """The variable with the truth of a rule."""
    return f"rule{pascal(rule)}"


def reaches(level: str) -> str:
    """The variable that says whether something asks for exactly this level: empty while it may."""
    return f"reaches{pascal(level)}"


def names_are_injective(pathway: Pathway) -> list[Clash]:
    """The variables of the export that would stand for two things. None: nothing shadows anything."""
    meanings: dict[str, list[str]] = {name: ["a name of FHIRPath itself"] for name in RESERVED}
    for name, meaning in _every_variable(pathway):
        meanings.setdefault(name, []).append(meaning)
    return [Clash(name, tuple(found)) for name, found in meanings.items() if len(found) > 1]


def _every_variable(pathway: Pathway) -> Iterator[tuple[str, str]]:
    for name in pathway.questions:
        yield value_of(name), f"question {name}"
        yield dont_know(name), f"'don't know' on question {name}"
        yield can_be_asked(name), f"whether question {name} can be asked"
    for name in pathway.scores:
        yield value_of(name), f"score {name}"
        yield numerator(name), f"the numerator of score {name}"
        yield denominator(name), f"the denominator of score {name}"
    for name in pathway.definitions:
        yield value_of(name), f"definition {name}"
    for rule in pathway.rules:
        yield holds(rule.id), f"rule {rule.id}"
    for level in pathway.levels:
        yield reaches(level.id), f"level {level.id}"
    for name in (IN_SCOPE, CLOSED, DEFINITE, CERTAIN, POSSIBLE, LEVEL):
        yield name, "the outcome of the form"
