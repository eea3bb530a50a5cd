"""A form's exported Questionnaire, run by a FHIRPath engine: the peer of `pathways.evaluate`."""

from typing import Any

import fhirpathpy
from fhirpathpy.models import models

from pathways.fhir import questionnaire
from pathways.fhir.links import LEVEL, rule_link
from pathways.model import Form

R4 = models["r4"]
_VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"


class Exported:
    """The expressions that the level and the rules of a form rest on, compiled once."""

    def __init__(self, form: Form) -> None:
        self.questionnaire = questionnaire(form)
        self.variables = [
            (one["valueExpression"]["name"], self._compiled(one))
            for one in self.questionnaire["extension"]
            if one["url"] == _VARIABLE
        ]
        results = {item["linkId"]: item for item in self.questionnaire["item"][-1]["item"]}
        self.level = self._compiled(results[LEVEL]["extension"][-1])
        self.rules = {
            rule.id: self._compiled(results[rule_link(rule.id)]["extension"][-1])
            for rule in form.pathway.rules
            if rule_link(rule.id) in results
        }

    def _compiled(self, extension: dict[str, Any]) -> Any:
        return fhirpathpy.compile(extension["valueExpression"]["expression"], model=R4)

    def outcome(self, response: dict[str, Any]) -> tuple[str | None, set[str]]:
        """The level and the rules that fired, as the engine finds them in a response."""
        context: dict[str, Any] = {"resource": response, "questionnaire": self.questionnaire}
        for name, value in self.variables:
            context[name] = value(response, context)
        level = [coding["code"] for coding in self.level(response, context)]
        fired = {name for name, holds in self.rules.items() if holds(response, context) == [True]}
        return (level[0] if level else None), fired
