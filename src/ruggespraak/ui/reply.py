"""What the browser sends back, as plain text per name: written from answers here, read by `pathways.model`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pathways.model import Answers, Question, Value, duration_parts

Raw = Mapping[str, Sequence[str]]

PRESSES = ("add", "cite")


@dataclass(frozen=True)
class Press:
    """A button beside a question that was pressed: `add` a row to its list, or `cite` its earlier answer."""

    action: str
    question: str


def pressed(raw: Raw) -> Press | None:
    """Which button beside a question sent this form; None when it was an ordinary one."""
    for name in raw:
        action, separator, question = name.partition("-")
        if separator and action in PRESSES:
            return Press(action, question)
    return None


def as_raw(questions: Sequence[Question], answers: Answers, language: str) -> dict[str, list[str]]:
    """The reply that a person would send to give these answers: the inverse of `parse_answers`."""
    raw: dict[str, list[str]] = {}
    for question in questions:
        for part in question.answered:
            _write(raw, part, part.id, answers.get(part.id), language)
    return raw


def _write(raw: dict[str, list[str]], question: Question, name: str, value: Value, language: str) -> None:
    match value:
        case None:
            return
        case tuple() if question.type == "list":
            _write_rows(raw, question, name, value, language)
        case tuple():
            raw[name] = [str(part) for part in value]
        case bool():
            raw[name] = ["yes" if value else "no"]
        case int() if question.type == "duration":
            number, unit = duration_parts(value)
            raw[name], raw[f"{name}-unit"] = [str(number)], [unit]
        case Decimal():
            raw[name] = [f"{value:f}".replace(".", "," if language == "nl" else ".")]
        case _:
            raw[name] = [str(value)]


def _write_rows(
    raw: dict[str, list[str]], question: Question, name: str, rows: tuple[object, ...], language: str
) -> None:
    for number, row in enumerate(rows):
        if isinstance(row, Mapping):
            for part in question.fields:
                _write(raw, part, f"{name}-{number}-{part.id}", row.get(part.id), language)
