"""Where an answer stands in a response, and what FHIRPath reads there: the answer as given, hidden question or not."""

from __future__ import annotations

from pathways.fhir import links
from pathways.fhir.expressions import any_of
from pathways.model import Form, Question


def raw_answer(question: Question, form: Form) -> str:
    """The answer as it stands in the response: the form's own, else that of the earlier forms."""
    places = answer_places(question, form)
    values = [_value(question, f"{place}.answer.value") for place in places]
    if len(places) == 1:
        return values[0]
    own = f"{places[0]}.answer.exists()"
    if question.dont_know:
        own = f"{own} or {says_dont_know(places[0])}"
    return f"iif({own}, {values[0]}, {values[1]})"


def raw_dont_know(question: Question, form: Form) -> str:
    """Whether "don't know" stands in the response, in the form's own item or in that of the earlier forms."""
    places = answer_places(question, form)
    said = [says_dont_know(place) for place in places]
    if len(places) == 1:
        return said[0]
    return f"iif({places[0]}.answer.exists(), false, {any_of(said)})"


def answer_places(question: Question, form: Form) -> list[str]:
    """Where the answer can stand: in the form itself, and among the answers of the forms it builds on."""
    found = []
    if question.id in links.places(form):
        found.append(links.at(*links.places(form)[question.id]))
    if question.id in links.earlier_questions(form):
        found.append(links.at(links.EARLIER, links.earlier_link(question.id)))
    return found


def says_dont_know(place: str) -> str:
    """Whether an item says that the question was asked and the answer is not known."""
    reason = f"url = '{links.ABSENT_REASON}' and value = '{links.ASKED_UNKNOWN}'"
    return f"{place}.where(answer.empty()).extension.where({reason}).exists()"


def _value(question: Question, path: str) -> str:
    match question.type:
        case "one" | "many" | "body":
            return f"{path}.code"
        case "number" if question.decimals:
            return f"({path} * {10**question.decimals}).round(0)"
        case _:
            return path
