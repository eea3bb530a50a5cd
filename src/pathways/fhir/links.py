"""Where each thing stands in a form's Questionnaire and its responses: link ids, and FHIRPath that leads to them.

A question bears its own id. All else has a colon, which no id of a pathway has.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pathways.model import Form, Question

EARLIER = "earlier:answers"
RESULTS = "result:all"
IN_SCOPE = "result:in_scope"
LEVEL, CERTAIN, POSSIBLE = "result:level", "result:certain", "result:possible"
CLOSED = "form:closed"

#: Says on an item that the question was asked, and the answer is "don't know"; such an item has no answer.
ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ASKED_UNKNOWN = "asked-unknown"


def page_link(page: str) -> str:
    return f"page:{page}"


def earlier_link(question: str) -> str:
    return f"earlier:{question}"


def rule_link(rule: str) -> str:
    return f"rule:{rule}"


def help_link(question: str, what: str) -> str:
    return f"{what}:{question}"


def field_link(question: str, field: str) -> str:
    """A field of a list question, in each of its rows."""
    return f"{question}.{field}"


def at(*links: str) -> str:
    """FHIRPath to the item under these link ids, from the response downward."""
    return "%resource" + "".join(f".item.where(linkId = '{link}')" for link in links)


@lru_cache(maxsize=64)
def places(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Per question of the form, the link ids that lead to it."""
    found: dict[str, tuple[str, ...]] = {}
    for page in form.pages:
        for question in page.questions:
            for inner in question.answered:
                groups = (page_link(page.id),) if inner is question else (page_link(page.id), question.id)
                found[inner.id] = (*groups, inner.id)
    return found


@lru_cache(maxsize=64)
def earlier_questions(form: Form) -> Mapping[str, Question]:
    """Every question of the forms it builds on, the first form first; what it asks again itself is among them."""
    return {question.id: question for earlier in form.earlier_forms for question in earlier.own}
