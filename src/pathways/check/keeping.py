"""Answers as YAML: a file to try again, or a story."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pathways.evaluate import Evaluation
from pathways.model import Answers, Form, Question, Value, duration_parts
from pathways.model.loading import OUT_OF_SCOPE


def as_yaml(form: Form, answers: Answers) -> str:
    """A flat map from question to answer, which `pathways try --answers` reads back."""
    return "".join(f"{name}: {_written(form.supplied[name], value)}\n" for name, value in answers.items())


def as_story(form: Form, answers: Answers, evaluation: Evaluation, name: str) -> str:
    """An entry for `stories:` of a file of this form, saying what came out now."""
    return "".join(f"{line}\n" for line in _story(form, answers, evaluation, name))


def _story(form: Form, answers: Answers, evaluation: Evaluation, name: str) -> Iterator[str]:
    yield f"  - name: {_quoted(name)}"
    yield "    answers:" if answers else "    answers: {}"
    for line in as_yaml(form, answers).splitlines():
        yield f"      {line}"
    if evaluation.in_scope is False:
        yield f"    urgency: {OUT_OF_SCOPE}"
    elif evaluation.level is not None:
        fired = [fired.rule for fired in evaluation.fired if fired.level == evaluation.level]
        yield f"    urgency: {evaluation.level}"
        yield f"    rules: [{', '.join(sorted(fired))}]"


def _written(question: Question, value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() if question.type == "duration":
            count, unit = duration_parts(value)
            return f"{count} {unit.removesuffix('s') if count == 1 else unit}"
        case int() | Decimal():
            return str(value)
        case str():
            return _quoted(value) if question.type == "text" and value != "dont_know" else value
        case tuple() if question.type == "list":
            return f"[{', '.join(_row(question, row) for row in value if isinstance(row, Mapping))}]"
        case tuple():
            return f"[{', '.join(map(str, value))}]"
        case _:
            return "null"


def _row(question: Question, row: Mapping[str, Value]) -> str:
    fields = {inner.id: inner for inner in question.fields}
    told = (f"{name}: {_written(fields[name], value)}" for name, value in row.items() if value is not None)
    return f"{{{', '.join(told)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
