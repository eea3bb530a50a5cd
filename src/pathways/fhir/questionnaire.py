"""A form as an R4 Questionnaire: its pages, what earlier forms answered, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pathways.fhir import links, names
from pathways.fhir.elements import (
    BASE,
    CORE,
    SDC,
    Addresses,
    Json,
    expression,
    extension,
    published,
    said,
)
from pathways.fhir.expressions import any_of, variable
from pathways.fhir.items import enabled_when, item_of, question_item
from pathways.fhir.variables import FormVariables
from pathways.model import Form, Page, Text

HIDDEN = extension(f"{CORE}/questionnaire-hidden", "Boolean", True)
_CALCULATED = f"{SDC}/sdc-questionnaire-calculatedExpression"

_EARLIER = Text("Antwoorden uit eerdere formulieren", "Answers from earlier forms")
_RESULTS = Text("Wat de regels ervan maken", "What the rules make of it")
_CLOSED = Text("Er komt geen antwoord meer bij", "Nothing more will be answered")
_IN_SCOPE = Text("Dit formulier past bij deze persoon", "This form applies to this person")
_LEVEL = Text("Niveau", "Level")
_CERTAIN = Text("Niveau dat al zeker is", "Level that is certain already")
_POSSIBLE = Text("Zwaarste niveau dat nog kan", "Heaviest level that is still possible")


@lru_cache(maxsize=256)
def variables_of(form: Form) -> FormVariables:
    """The variables of a form, made once. Raises ValueError when two names would become one."""
    return FormVariables(form)


def questionnaire(form: Form, base: str = BASE) -> Json:
    """The form as a Questionnaire, with its logic as FHIRPath. `base`: where canonical addresses begin.

    Earlier answers and results stand in hidden, read-only groups; a judged form always says its level.
    """
    addresses, variables = Addresses(form.pathway, base), variables_of(form)
    named = f"{names.pascal(form.pathway.id)}{names.pascal(form.id)}"
    logic = [extension(f"{CORE}/variable", "Expression", expression(v.expression, v.name)) for v in variables]
    return {
        "resourceType": "Questionnaire",
        **published(addresses, addresses.questionnaire(form), form.title, named),
        **({} if form.intro is None else said("description", form.intro)),
        **({"extension": logic} if logic else {}),
        "subjectType": ["Patient"],
        "item": [*_items(form, addresses, variables)],
    }


def _items(form: Form, addresses: Addresses, variables: FormVariables) -> Iterator[Json]:
    for page in form.pages:
        yield _page(page, addresses, variables)
    if earlier := links.earlier_questions(form):
        found = [_earlier(link, addresses, form) for link in earlier]
        yield {**_hidden(links.EARLIER, "group", _EARLIER), "item": found}
    if form.is_judged:
        if variables.may_be_closed:
            yield _hidden(links.CLOSED, "boolean", _CLOSED)
        yield {**_hidden(links.RESULTS, "group", _RESULTS), "item": [*_results(form, addresses, variables)]}


def _page(page: Page, addresses: Addresses, variables: FormVariables) -> Json:
    """A page is there when one of its questions is asked."""
    intro = [] if page.intro is None else [_paragraph(links.help_link(page.id, "intro"), page.intro)]
    questions = [item_of(question, addresses, variables) for question in page.questions]
    asked = dict.fromkeys(variables.shown[inner.id] for question in page.questions for inner in question.answered)
    return {
        **({} if "true" in asked else {"extension": [enabled_when(any_of(asked))]}),
        "linkId": links.page_link(page.id),
        **said("text", page.title),
        "type": "group",
        "item": [*intro, *questions],
    }


def _paragraph(link: str, text: Text) -> Json:
    return {"linkId": link, **said("text", text), "type": "display"}


def _hidden(link: str, kind: str, text: Text) -> Json:
    read_only = {} if kind == "group" else {"readOnly": True}
    return {"extension": [HIDDEN], "linkId": link, **said("text", text), "type": kind, **read_only}


def _earlier(name: str, addresses: Addresses, form: Form) -> Json:
    """A question of an earlier form, filled in beforehand by whoever sends the form."""
    question = links.earlier_questions(form)[name]
    item = question_item(question, links.earlier_link(name), addresses, named_after=name)
    if question.type == "list":
        item["item"] = [
            question_item(field, links.earlier_link(links.field_link(name, field.id)), addresses)
            for field in question.fields
        ]
    item.pop("required", None)
    return {**item, "readOnly": True} if item["type"] != "group" else item


# ── results ──────────────────────────────────────────────────────────────────────────────────────────────


def _results(form: Form, addresses: Addresses, variables: FormVariables) -> Iterator[Json]:
    if form.applies_when is not None:
        yield _calculated(links.IN_SCOPE, "boolean", _IN_SCOPE, variable(names.IN_SCOPE))
    for link, text, rank in (
        (links.LEVEL, _LEVEL, names.LEVEL),
        (links.CERTAIN, _CERTAIN, names.CERTAIN),
        (links.POSSIBLE, _POSSIBLE, names.POSSIBLE),
    ):
        yield _level_item(link, text, _in_scope(form, level_coding(link, rank)), addresses)
    for rule in variables.rules:
        truth = _in_scope(form, variable(names.holds(rule.id)))
        yield _calculated(links.rule_link(rule.id), "boolean", rule.because, truth)


def _in_scope(form: Form, text: str) -> str:
    """A result, or nothing when the form does not apply to this person."""
    return text if form.applies_when is None else f"iif({variable(names.IN_SCOPE)}.not(), {{}}, {text})"


def level_coding(link: str, rank: str) -> str:
    """The option of a level item at this rank: FHIRPath cannot make a coding, it can only point at one."""
    options = f"%questionnaire.item.where(linkId = '{links.RESULTS}').item.where(linkId = '{link}').answerOption"
    return f"{options}[{variable(rank)}].value"


def _calculated(link: str, kind: str, text: Text, truth: str) -> Json:
    item = _hidden(link, kind, text)
    return {**item, "extension": [HIDDEN, extension(_CALCULATED, "Expression", expression(truth))]}


def _level_item(link: str, text: Text, coding: str, addresses: Addresses) -> Json:
    options = [
        {"valueCoding": {"system": addresses.levels(), "code": level.id, **said("display", level.label)}}
        for level in addresses.pathway.levels
    ]
    return {**_calculated(link, "choice", text, coding), "answerOption": options}
