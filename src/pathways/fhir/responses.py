"""Answers as a QuestionnaireResponse: what rules can see, and nothing that was left behind in a hidden question.

"Don't know" is an item without an answer that says why: engines do not agree on an answer without a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pathways.fhir import links
from pathways.fhir.elements import BASE, Addresses, Json, extension
from pathways.model import DONT_KNOW, Answers, Form, Question, Value
from pathways.model.effective import NO_ANSWERS, interview_of

_KINDS = {"yes_no": "Boolean", "number": "Integer", "duration": "Integer", "text": "String", "date": "Date"}


def response(
    form: Form,
    answers: Answers,
    earlier: Mapping[str, Answers] = NO_ANSWERS,
    *,
    closed: bool = False,
    base: str = BASE,
) -> Json:
    """The answers to a form, and those of the forms it builds on (form id → answers), as one response.

    Answers to questions that are not shown are left out. Who answered and when is for the sender to add.
    """
    shown = set(interview_of(form).effective(answers, earlier).shown)
    own = {name: value for name, value in answers.items() if name in shown}
    before = {name: value for name, value in last_said(form, earlier).items() if name in shown}
    return written(form, own, before, closed=closed, base=base)


def last_said(form: Form, earlier: Mapping[str, Answers]) -> dict[str, Value]:
    """What the earlier forms answered, in one heap: a later form wins."""
    merged: dict[str, Value] = {}
    for name in form.builds_on:
        merged.update((key, value) for key, value in earlier.get(name, {}).items() if value is not None)
    return merged


def written(form: Form, own: Answers, before: Answers, *, closed: bool = False, base: str = BASE) -> Json:
    """All these answers as a response, whether they count or not."""
    addresses = Addresses(form.pathway, base)
    items = [*_pages(form, own, addresses), *_earlier(form, before, addresses)]
    if closed:
        items.append({"linkId": links.CLOSED, "answer": [{"valueBoolean": True}]})
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": addresses.versioned(addresses.questionnaire(form)),
        "status": "completed" if closed else "in-progress",
        **({"item": items} if items else {}),
    }


def _pages(form: Form, answers: Answers, addresses: Addresses) -> Iterator[Json]:
    for page in form.pages:
        found = [item for question in page.questions for item in _items(question, answers, addresses)]
        if found:
            yield {"linkId": links.page_link(page.id), "item": found}


def _earlier(form: Form, answers: Answers, addresses: Addresses) -> Iterator[Json]:
    found: list[Json] = []
    for name, question in links.earlier_questions(form).items():
        found += _answered(question, answers.get(name), addresses, links.earlier_link(name), name)
    if found:
        yield {"linkId": links.EARLIER, "item": found}


def _items(question: Question, answers: Answers, addresses: Addresses) -> Iterator[Json]:
    """The item of a question, the group of a table, or one group for each row of a list."""
    found = [
        item
        for inner in question.answered
        for item in _answered(inner, answers.get(inner.id), addresses, inner.id, inner.id)
    ]
    if question.type == "table":
        if found:
            yield {"linkId": question.id, "item": found}
    else:
        yield from found


def _answered(question: Question, value: Value, addresses: Addresses, link: str, name: str) -> Iterator[Json]:
    """`name`: what its options are named after."""
    if value is None:
        return
    if value == DONT_KNOW:
        yield {"extension": [extension(links.ABSENT_REASON, "Code", links.ASKED_UNKNOWN)], "linkId": link}
    elif question.type == "list":
        yield from _rows(question, value, addresses, link)
    else:
        several = value if isinstance(value, tuple) else (value,)
        yield {"linkId": link, "answer": [_answer(question, one, addresses, name) for one in several]}


def _rows(question: Question, rows: Any, addresses: Addresses, link: str) -> Iterator[Json]:
    for row in rows:
        found: list[Json] = []
        for field in question.fields:
            inner = links.field_link(question.id, field.id)
            placed = links.field_link(link, field.id)
            found += _answered(field, row.get(field.id), addresses, placed, inner)
        yield {"linkId": link, **({"item": found} if found else {})}


def _answer(question: Question, value: Any, addresses: Addresses, name: str) -> Json:
    if isinstance(value, Decimal):
        return {"valueDecimal": float(value)}
    if question.options:
        option = question.option[value]
        system = addresses.options(question, name)
        return {"valueCoding": {"system": system, "code": option.id, "display": option.label.nl}}
    kind = "Decimal" if question.decimals else _KINDS[question.type]
    return {f"value{kind}": value}
