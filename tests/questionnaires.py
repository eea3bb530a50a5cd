"""Questionnaires and responses in FHIR JSON, as publishers write them. All wording is invented."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]
CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
URL = "https://publisher.example/Questionnaire/trouble"


def extension(name: str, **value: Any) -> Json:
    return {"url": name if ":" in name else CORE + name, **value}


def translated(key: str, english: str, dutch: str) -> Json:
    parts = [{"url": "lang", "valueCode": "nl-NL"}, {"url": "content", "valueString": dutch}]
    return {key: english, f"_{key}": {"extension": [{"url": f"{CORE}translation", "extension": parts}]}}


def choice(link_id: str, points: Mapping[str, float | None], **more: Any) -> Json:
    """A choice whose options are coded; `points` by code."""
    return {"linkId": link_id, "type": "choice", "text": f"Question {link_id}"} | more | {
        "answerOption": [coded(code, count) for code, count in points.items()]
    }  # fmt: skip


def coded(code: str, points: float | None, *, exclusive: bool = False) -> Json:
    ordinal = [] if points is None else [extension("ordinalValue", valueDecimal=points)]
    marked = [extension("questionnaire-optionExclusive", valueBoolean=True)] if exclusive else []
    option: Json = {"valueCoding": {"system": "urn:codes", "code": code, "display": f"Answer {code}"}}
    return {**option, "extension": ordinal + marked} if ordinal + marked else option


def whole(link_id: str, low: int | None = 0, high: int | None = 10, **more: Any) -> Json:
    bounds = [extension("minValue", valueInteger=low)] if low is not None else []
    bounds += [extension("maxValue", valueInteger=high)] if high is not None else []
    item = {"linkId": link_id, "type": "integer", "text": f"Question {link_id}", **more}
    return {**item, "extension": [*bounds, *more.get("extension", ())]} if bounds else item


def plain(link_id: str, type_: str, **more: Any) -> Json:
    return {"linkId": link_id, "type": type_, "text": f"Question {link_id}", **more}


def when(question: str, operator: str, **answer: Any) -> Json:
    return {"question": question, "operator": operator, **answer}


def coding(code: str) -> Json:
    return {"system": "urn:codes", "code": code}


def questionnaire(*items: Json, **more: Any) -> str:
    about = {"url": URL, "version": "1", "name": "Trouble", "title": "Trouble", "language": "en", "status": "active"}
    about |= {"publisher": "A publisher", "copyright": "© A publisher. Free for care."}
    return json.dumps({"resourceType": "Questionnaire", **about, "item": list(items), **more})


def response(answers: Mapping[str, Sequence[Json] | Json], **more: Any) -> str:
    """A completed response; a map from linkId to one answer or several."""
    items = [{"linkId": link_id, "answer": [a] if isinstance(a, dict) else list(a)} for link_id, a in answers.items()]
    head: Json = {"questionnaire": f"{URL}|1", "status": "completed"}
    return json.dumps({"resourceType": "QuestionnaireResponse", **head, **({"item": items} if items else {}), **more})
