"""What a FHIRPath engine makes of an exported form, read as Structured Data Capture says: variables first, in order."""

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import fhirpathpy
from fhirpathpy.models import models

from pathways.evaluate import Evaluation, evaluate, program_of
from pathways.fhir import links, names
from pathways.fhir.questionnaire import variables_of
from pathways.fhir.responses import last_said, written
from pathways.language.meaning import condition
from pathways.model import DONT_KNOW, Answers, Form, Question
from pathways.model.effective import shown_pages, split_answers

R4 = models["r4"]
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
CORE = "http://hl7.org/fhir/StructureDefinition"
CALCULATED = f"{SDC}/sdc-questionnaire-calculatedExpression"
ENABLE_WHEN = f"{SDC}/sdc-questionnaire-enableWhenExpression"


def every_item(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for item in items for found in (item, *every_item(item.get("item", [])))]


def by_link(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The items of a Questionnaire or a response by link id."""
    return {item["linkId"]: item for item in every_item(resource.get("item", []))}


def expressions(element: dict[str, Any], url: str) -> list[dict[str, Any]]:
    return [found["valueExpression"] for found in element.get("extension", []) if found["url"] == url]


class Reader:
    """A Questionnaire with its expressions compiled once."""

    def __init__(self, questionnaire: dict[str, Any]) -> None:
        self.questionnaire = questionnaire
        self.variables = [
            (one["name"], fhirpathpy.compile(one["expression"], model=R4))
            for one in expressions(questionnaire, f"{CORE}/variable")
        ]
        self.items = every_item(questionnaire["item"])
        self.calculated = self.compiled(CALCULATED)
        self.gates = self.compiled(ENABLE_WHEN)

    def compiled(self, url: str) -> dict[str, Any]:
        return {
            item["linkId"]: fhirpathpy.compile(one["expression"], model=R4)
            for item in self.items
            for one in expressions(item, url)
        }

    def read(self, response: dict[str, Any]) -> dict[str, list[Any]]:
        """Every variable by name, every calculated item by link id; by `shown:` and link id whether it is enabled."""
        context: dict[str, Any] = {"resource": response, "questionnaire": self.questionnaire}
        for name, value in self.variables:
            context[name] = value(response, context)
        found = {name: context[name] for name, _ in self.variables}
        found |= {link: value(response, context) for link, value in self.calculated.items()}
        return found | self.shown(response, lambda link: self.gates[link](response, context))

    def shown(self, response: dict[str, Any], gate: Callable[[str], list[Any]]) -> dict[str, list[Any]]:
        """By `shown:` and link id, whether an item is enabled. `gate`: the value of an item's expression."""
        answered = {item["linkId"]: item for item in every_item(response.get("item", []))}
        return {f"shown:{item['linkId']}": [self.is_shown(item, gate, answered)] for item in self.items}

    def is_shown(self, item: dict[str, Any], gate: Callable[[str], list[Any]], answered: Any) -> bool:
        link = item["linkId"]
        if link in self.gates:
            return bool(gate(link) == [True])
        return "enableWhen" not in item or is_enabled(item, answered)


def differences(form: Form, reader: Any, answers: Answers, *, closed: bool = False) -> list[str]:
    """Whatever the engine and evaluate say differently of these answers, stale ones included."""
    own, earlier = split_answers(form, answers)
    found = reader.read(written(form, own, last_said(form, earlier), closed=closed))
    for name in form.pathway.scores:
        found[f"score:{name}"] = ratio(found[names.numerator(name)], found[names.denominator(name)])
    said = expected(form, own, earlier, closed=closed)
    return [f"{name}: {found.get(name)} for {value}" for name, value in said.items() if plain(found[name]) != value]


def plain(value: list[Any]) -> list[Any]:
    """An engine's collection in Python's own terms."""
    return [
        one["code"] if isinstance(one, dict) else Fraction(one) if isinstance(one, Decimal | float) else one
        for one in value
    ]


def ratio(numerator: list[Any], denominator: list[Any]) -> list[Any]:
    return [Fraction(top) / Fraction(bottom) for top, bottom in zip(numerator, denominator, strict=False)]


def expected(form: Form, own: Answers, earlier: dict[str, Answers], *, closed: bool) -> dict[str, list[Any]]:
    """What evaluate says, by the names of the export."""
    program, variables = program_of(form), variables_of(form)
    effective, evaluation = program.values(own, earlier, closed=closed), evaluate(form, own, earlier, closed=closed)
    values = {name: effective.values[place] for name, place in program.layout.index.items()}
    said = {
        names.value_of(name): collection(values[name])
        for name in (*form.supplied, *form.pathway.definitions)
        if names.value_of(name) in variables.all
    }
    said |= {f"score:{name}": collection(values[name]) for name in form.pathway.scores}
    for name in form.supplied:
        if names.dont_know(name) in variables.all:
            said[names.dont_know(name)] = [name in effective.dont_know]
    said |= {f"shown:{question.id}": [shown(question, effective.shown)] for question in form.questions}
    pages = shown_pages(form, own, earlier)
    said |= {f"shown:{links.page_link(page.id)}": [page in pages] for page in form.pages}
    return said | outcome(form, evaluation, effective.values)


def shown(question: Question, names_shown: list[str]) -> bool:
    return any(inner.id in names_shown for inner in question.answered)


def outcome(form: Form, evaluation: Evaluation, values: list[Any]) -> dict[str, list[Any]]:
    if not form.is_judged:
        return {}
    said: dict[str, list[Any]] = {
        links.LEVEL: collection(evaluation.level),
        links.CERTAIN: collection(evaluation.certain),
        links.POSSIBLE: collection(evaluation.possible),
    }
    if form.applies_when is not None:
        said[links.IN_SCOPE] = collection(evaluation.in_scope)
    layout = program_of(form).layout
    for rule in variables_of(form).rules:
        truth = None if evaluation.in_scope is False else condition(rule.when, layout)(values)
        said[links.rule_link(rule.id)] = collection(truth)
    assert {fired.rule for fired in evaluation.fired} == {
        rule.id for rule in variables_of(form).rules if said[links.rule_link(rule.id)] == [True]
    }
    return said


def collection(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, tuple) else [value]


# ── plain enableWhen, as the specification reads it ──────────────────────────────────────────────────────

OPERATORS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def is_enabled(item: dict[str, Any], answered: dict[str, dict[str, Any]]) -> bool:
    """Whether plain `enableWhen` enables an item, given the response's items by link id."""
    met = [is_met(condition, answered) for condition in item["enableWhen"]]
    return all(met) if item.get("enableBehavior") == "all" else any(met)


def is_met(wanted: dict[str, Any], answered: dict[str, dict[str, Any]]) -> bool:
    (kind,) = (key.removeprefix("answer") for key in wanted if key.startswith("answer"))
    bound = wanted[f"answer{kind}"]
    values = [answer[f"value{kind}"] for answer in answered.get(wanted["question"], {}).get("answer", [])]
    if kind == "Coding":
        values = [{"system": value["system"], "code": value["code"]} for value in values]
    return any(OPERATORS[wanted["operator"]](value, bound) for value in values)


# ── somebody ─────────────────────────────────────────────────────────────────────────────────────────────


def by_chance(form: Form, random: Random, *, silent: float = 0.15) -> dict[str, Any]:
    """Partial answers of somebody, stale ones among them; most alarms no, as people are."""
    return {
        name: value
        for name, question in form.supplied.items()
        if random.random() > silent and (value := any_answer(question, random)) is not None
    }


def any_answer(question: Question, random: Random) -> Any:
    if question.dont_know and random.random() < 0.06:
        return DONT_KNOW
    match question.type:
        case "yes_no":
            return random.random() < 0.2
        case "number":
            low, high = (int(bound.scaleb(question.decimals)) for bound in (question.min, question.max))
            number = random.randint(low, high)
            return Decimal(number).scaleb(-question.decimals) if question.decimals else number
        case "duration":
            return random.choice([int(question.min), 1, 10, 14, 40, 90, 100, 400])
        case "one":
            return random.choice(question.options).id
        case "many" | "body":
            several = [option.id for option in question.options if not option.exclusive and random.random() < 0.2]
            return tuple(several) or (random.choice(question.options).id,)
        case "text":
            return random.choice(["goed", "ça va 🙂", "a\nb"])[: question.max_length].strip()
        case "date":
            return f"20{random.randint(10, 30)}-0{random.randint(1, 9)}-{random.randint(10, 28)}"
        case "list":
            rows = range(random.randint(1, min(3, question.max_items)))
            return tuple({f.id: any_answer(f, random) for f in question.fields} for _ in rows)
        case _:
            return None
