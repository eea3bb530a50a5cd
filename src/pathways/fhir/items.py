"""Questions as items of a Questionnaire."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from pathways.fhir import links
from pathways.fhir.elements import CORE, SDC, Addresses, Json, expression, extension, said
from pathways.fhir.gates import plain_gate
from pathways.fhir.variables import FormVariables
from pathways.model import Question, Text

_UCUM = "http://unitsofmeasure.org"
_ITEM_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"


def item_of(question: Question, addresses: Addresses, form: FormVariables) -> Json:
    """A question with the condition under which it is asked; a table as a group of its cells, a list as one of rows."""
    item = question_item(question, question.id, addresses)
    item |= _asked_when(question, addresses, form)
    inner = [*_explained(question)]
    if question.type == "table":
        inner += [question_item(cell, cell.id, addresses) for cell in question.cells]
    if question.type == "list":
        inner += [question_item(field, links.field_link(question.id, field.id), addresses) for field in question.fields]
    return _tidy(item, inner)


def question_item(question: Question, link: str, addresses: Addresses, *, named_after: str | None = None) -> Json:
    """A question without its condition. `named_after`: the link that its options are named after, if not its own."""
    item: Json = {"extension": [*_extensions(question)], "linkId": link, **said("text", question.ask)}
    item["type"] = _TYPES.get(question.type, "choice") if not question.decimals else "decimal"
    if question.required:
        item["required"] = True
    if question.type in ("many", "body", "list"):
        item["repeats"] = True
    if question.type == "text":
        item["maxLength"] = question.max_length
    if question.options:
        item["answerOption"] = [*_options(question, addresses.options(question, named_after or link))]
    return _tidy(item, [])


_TYPES = {
    "yes_no": "boolean",
    "number": "integer",
    "duration": "integer",
    "text": "text",
    "date": "date",
    "table": "group",
    "list": "group",
}


def _tidy(item: Json, inner: list[Json]) -> Json:
    """An item without empty lists, which FHIR does not allow."""
    return {key: value for key, value in item.items() if value != []} | ({"item": inner} if inner else {})


def _extensions(question: Question) -> Iterator[Json]:
    match question.type:
        case "number":
            yield _limit("minValue", question.min, question.decimals)
            yield _limit("maxValue", question.max, question.decimals)
            if question.decimals:
                yield extension(f"{CORE}/maxDecimalPlaces", "Integer", question.decimals)
            if question.unit is not None:
                yield extension(f"{CORE}/questionnaire-unit", "Coding", {"display": question.unit})
        case "duration":
            yield _limit("minValue", question.min, 0)
            yield _limit("maxValue", question.max, 0)
            days = {"system": _UCUM, "code": "d", "display": "dagen"}
            yield extension(f"{CORE}/questionnaire-unit", "Coding", days)
        case "list":
            if question.min_items:
                yield extension(f"{CORE}/questionnaire-minOccurs", "Integer", question.min_items)
            yield extension(f"{CORE}/questionnaire-maxOccurs", "Integer", question.max_items)
        case "yes_no" | "one" | "many" | "body" | "text" | "date" | "table":
            pass
        case _:
            assert_never(question.type)


def _limit(name: str, value: Decimal, decimals: int) -> Json:
    url = f"{CORE}/{name}"
    return extension(url, "Decimal", float(value)) if decimals else extension(url, "Integer", int(value))


def _options(question: Question, system: str) -> Iterator[Json]:
    for option in question.options:
        coding: Json = {"system": system, "code": option.id, **said("display", option.label)}
        found: Json = {"valueCoding": coding}
        extensions = []
        if option.points is not None:
            extensions.append(extension(f"{CORE}/ordinalValue", "Decimal", option.points))
        if option.exclusive:
            extensions.append(extension(f"{CORE}/questionnaire-optionExclusive", "Boolean", True))
        yield ({"extension": extensions} if extensions else {}) | found


def _explained(question: Question) -> Iterator[Json]:
    """Help, and why it is asked, as renderers show it beside a question."""
    for what, text in (("help", question.help), ("why", question.why)):
        if text is not None:
            yield _shown_beside(links.help_link(question.id, what), text)


def _shown_beside(link: str, text: Text) -> Json:
    control = {"coding": [{"system": _ITEM_CONTROL, "code": "help"}]}
    return {
        "extension": [extension(f"{CORE}/questionnaire-itemControl", "CodeableConcept", control)],
        "linkId": link,
        **said("text", text),
        "type": "display",
    }


def _asked_when(question: Question, addresses: Addresses, form: FormVariables) -> Json:
    """Plain `enableWhen` where that says exactly when it is asked, else an expression; never both."""
    shown = form.shown[question.answered[0].id]
    if shown == "true":
        return {}
    plain = plain_gate(question.answered[0], addresses, form)
    if plain is not None:
        return plain
    return {"extension": [enabled_when(shown), *_extensions(question)]}


def enabled_when(condition: str) -> Json:
    """The SDC extension that enables an item while an expression is true."""
    return extension(f"{SDC}/sdc-questionnaire-enableWhenExpression", "Expression", expression(condition))
