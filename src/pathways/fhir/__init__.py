"""The pathway as FHIR R4: forms as Questionnaires with their logic, rules as a PlanDefinition, answers both ways."""

from pathways.fhir.names import Clash, names_are_injective
from pathways.fhir.questionnaire import questionnaire

__all__ = ["Clash", "names_are_injective", "questionnaire"]
