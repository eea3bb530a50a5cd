"""The pathway as FHIR R4: forms as Questionnaires with their logic, rules as a PlanDefinition, answers both ways."""

from pathways.fhir.elements import BASE
from pathways.fhir.names import Clash, names_are_injective
from pathways.fhir.questionnaire import questionnaire
from pathways.fhir.received import Received, ResponseProblem, read_response
from pathways.fhir.resources import bundle, resources
from pathways.fhir.responses import response

__all__ = [
    "BASE",
    "Clash",
    "Received",
    "ResponseProblem",
    "bundle",
    "names_are_injective",
    "questionnaire",
    "read_response",
    "resources",
    "response",
]
