"""The rules of a pathway as one PlanDefinition: when which level, why, on which source, and what to advise.

It documents the rules for others. Its conditions read the calculated results of a form's response (`%resource`), so
that nothing is computed twice; we run `pathways.evaluate`, never this.
"""

from __future__ import annotations

from pathways.fhir import links
from pathways.fhir.elements import BASE, Addresses, Json, citations, expression, published, said
from pathways.fhir.expressions import quoted
from pathways.fhir.names import pascal
from pathways.model import Pathway, Rule

_TYPE = {"system": "http://terminology.hl7.org/CodeSystem/plan-definition-type", "code": "eca-rule"}


def plan(pathway: Pathway, base: str = BASE) -> Json:
    """One action for each rule, strongest first, and in it one for each advice."""
    addresses = Addresses(pathway, base)
    rules = sorted(pathway.rules, key=lambda rule: -pathway.rank[rule.urgency])
    forms = [addresses.versioned(addresses.questionnaire(form)) for form in pathway.forms.values() if form.is_judged]
    return {
        "resourceType": "PlanDefinition",
        **published(addresses, addresses.plan(), pathway.title, pascal(pathway.id)),
        "type": {"coding": [_TYPE]},
        **said("description", pathway.safety_net),
        "relatedArtifact": [
            *citations(pathway, dict.fromkeys(rule.source for rule in rules)),
            *({"type": "depends-on", "resource": form} for form in forms),
        ],
        **({"action": [_action(rule, addresses) for rule in rules]} if rules else {}),
    }


def _action(rule: Rule, addresses: Addresses) -> Json:
    pathway = addresses.pathway
    level = pathway.level[rule.urgency]
    coding = {"system": addresses.levels(), "code": level.id, **said("display", level.label)}
    return {
        "prefix": rule.id,
        **said("title", rule.because),
        "code": [{"coding": [coding]}],
        "documentation": citations(pathway, [rule.source]),
        "condition": [_condition(f"{_result(links.rule_link(rule.id))} = true")],
        "input": [{"type": "QuestionnaireResponse"}],
        **({"action": [_advice(name, addresses) for name in rule.advice]} if rule.advice else {}),
    }


def _advice(name: str, addresses: Addresses) -> Json:
    """An advice is withheld when the level is above its `up_to`."""
    pathway = addresses.pathway
    advice = pathway.advice[name]
    definition = addresses.versioned(addresses.activity("advice", name))
    action: Json = {"prefix": name, **said("title", advice.label), "definitionCanonical": definition}
    if advice.up_to is not None:
        allowed = pathway.levels[: pathway.rank[advice.up_to] + 1]
        words = " | ".join(quoted(level.id) for level in allowed)
        action["condition"] = [_condition(f"{_result(links.LEVEL)}.code in ({words})")]
    return action


def _condition(text: str) -> Json:
    return {"kind": "applicability", "expression": expression(text)}


def _result(link: str) -> str:
    return f"{links.at(links.RESULTS, link)}.answer.value"
