"""The pathway itself: read from a folder, refused when unsound, kept as canonical JSON, and its valid answers."""

from pathways.model.answers import AnswerProblem, Parsed, duration_parts, parse_answers, read_answers
from pathways.model.canonical import answers_from_json, answers_to_json
from pathways.model.effective import missing
from pathways.model.loading import load
from pathways.model.parts import (
    RULE_TYPES,
    Advice,
    Alarm,
    AnswerOption,
    Claim,
    ContraIndication,
    Definition,
    Information,
    Level,
    Measure,
    Question,
    Region,
    Row,
    Rule,
    Score,
    ScoreBand,
    Source,
    Story,
    TreatmentOption,
)
from pathways.model.pathway import Form, Page, Pathway
from pathways.model.values import DONT_KNOW, DONT_KNOW_REASON, INCOMPLETE_REASON, Answers, Text, Value

__all__ = [
    "DONT_KNOW",
    "DONT_KNOW_REASON",
    "INCOMPLETE_REASON",
    "RULE_TYPES",
    "Advice",
    "Alarm",
    "AnswerOption",
    "AnswerProblem",
    "Answers",
    "Claim",
    "ContraIndication",
    "Definition",
    "Form",
    "Information",
    "Level",
    "Measure",
    "Page",
    "Parsed",
    "Pathway",
    "Question",
    "Region",
    "Row",
    "Rule",
    "Score",
    "ScoreBand",
    "Source",
    "Story",
    "Text",
    "TreatmentOption",
    "Value",
    "answers_from_json",
    "answers_to_json",
    "duration_parts",
    "load",
    "missing",
    "parse_answers",
    "read_answers",
]
