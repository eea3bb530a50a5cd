"""From the ordinary answers of a form to those of one client on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pathways.evaluate import shown_questions
from pathways.model import Answers, Form, read_answers
from ruggespraak import clock

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One step: the form it is made with, and what is answered."""

    form: str
    answers: dict[str, Any]


def told(step: str, words: Words, said: Mapping[str, Words]) -> Told:
    """What `answers.yaml` says for this step, with the client's own words, dates and exceptions filled in."""
    plain = _with_ancestors(step)
    form = str(plain.pop("form", step))
    return Told(form, {name: _filled(value, words) for name, value in (plain | dict(said.get(step, {}))).items()})


def complete(form: Form, given: Mapping[str, Any]) -> Answers:
    """The given answers that are shown, and "no" to every other yes/no question that these bring up."""
    answers: Answers = read_answers(form, {name: value for name, value in given.items() if name in _ids(form)}).answers
    while quiet := [q.id for q in shown_questions(form, answers) if q.type == "yes_no" and answers.get(q.id) is None]:
        answers = {**answers, **dict.fromkeys(quiet, False)}
    shown = {part.id for question in shown_questions(form, answers) for part in question.answered}
    return {name: value for name, value in answers.items() if name in shown}


@cache
def ordinary() -> dict[str, dict[str, Any]]:
    """The ordinary answers, per step."""
    return dict(yaml.load((Path(__file__).parent / "answers.yaml").read_text(), Loader=yaml.CSafeLoader))


def _with_ancestors(step: str) -> dict[str, Any]:
    own = dict(ordinary()[step])
    like = own.pop("like", None)
    if like is None:
        return own
    inherited = {name: value for name, value in _with_ancestors(like).items() if name != "form"}
    return inherited | own


def _filled(value: Any, words: Words) -> Any:
    match value:
        case str() if value.startswith("$"):
            return words[value[1:]]
        case str() if value.startswith("+"):
            return (clock.today() + timedelta(days=int(value[1:]))).isoformat()
        case list():
            return [_filled(part, words) for part in value]
        case dict():
            return {name: _filled(part, words) for name, part in value.items()}
        case _:
            return value


def _ids(form: Form) -> set[str]:
    return {part.id for page in form.pages for question in page.questions for part in question.answered}
