"""What the extensions of others mean to us: kept elsewhere, impossible to keep, or safe to leave out with a remark."""

from __future__ import annotations

from pathways.fhir.instruments.foreign import Element

#: Extensions that the items, texts and options read themselves, by the last part of their URL.
MIN_VALUE, MAX_VALUE, DECIMALS, UNIT = "minValue", "maxValue", "maxDecimalPlaces", "questionnaire-unit"
TRANSLATION, EXCLUSIVE, HIDDEN = "translation", "questionnaire-optionExclusive", "questionnaire-hidden"
ORDINAL = frozenset({"ordinalValue", "questionnaire-ordinalValue", "codesystem-ordinalValue", "itemWeight"})
_READ = frozenset({MIN_VALUE, MAX_VALUE, DECIMALS, UNIT, TRANSLATION, EXCLUSIVE, HIDDEN}) | ORDINAL

_NEVER_RUN = "an expression of others is never run; what it computes must be declared by us"
#: Extensions that restrict or change an answer in a way our questions cannot.
_IMPOSSIBLE = {
    "regex": "our texts have no pattern",
    "minLength": "our texts have no shortest length",
    "maxSize": "files are not answers here",
    "mimeType": "files are not answers here",
    "questionnaire-minOccurs": "a question has one answer, or a choice of several",
    "questionnaire-maxOccurs": "a question has one answer, or a choice of several",
    "questionnaire-unitOption": "a number has one fixed unit",
    "questionnaire-unitValueSet": "a number has one fixed unit",
    "sdc-questionnaire-minQuantity": "a number with a unit of choice is not kept",
    "sdc-questionnaire-maxQuantity": "a number with a unit of choice is not kept",
    "questionnaire-referenceResource": "references are not answers here",
    "questionnaire-referenceProfile": "references are not answers here",
    "questionnaire-signatureRequired": "a form is signed as a whole",
    "sdc-questionnaire-subQuestionnaire": "another questionnaire is not fetched",
    "sdc-questionnaire-questionnaireAdaptive": "the questions of an adaptive test come one by one from a server",
    "sdc-questionnaire-assemble-expectation": "a questionnaire in parts is put together elsewhere first",
    "questionnaire-fhirType": "it changes the kind of the answer",
}
_RULES_OF_OTHERS = frozenset({"questionnaire-constraint", "targetConstraint", "cqf-library", "cqf-expression"})
_MOOT = frozenset({"variable", "sdc-questionnaire-launchContext"})


def last_part(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1]


def judge_extensions(element: Element) -> None:
    """Refuse what changes an answer or computes one; remark what is left out without loss. Also beside its values."""
    _judge_own(element)
    for key in element.value:
        if key.startswith("_") and (beside := element.child(key)) is not None:
            _judge_own(beside)


def _judge_own(element: Element) -> None:
    for url, extension in element.extensions():
        name = last_part(url)
        if not url:
            extension.refuse("an extension without a url", "nobody can know what it means")
        elif name in _MOOT:
            extension.remark(f"left out: {name}", "nothing that is kept uses it")
        elif _computes(name, extension):
            extension.refuse(name, _NEVER_RUN)
        elif name in _IMPOSSIBLE:
            extension.refuse(name, _IMPOSSIBLE[name])
        elif name == HIDDEN:
            _judge_hidden(extension)
        elif name not in _READ:
            extension.remark(f"left out: {url[:120]}", "it concerns how others show or use the item")


def _computes(name: str, extension: Element) -> bool:
    return name in _RULES_OF_OTHERS or "xpression" in name or "valueExpression" in extension.value


def _judge_hidden(extension: Element) -> None:
    if extension.value.get("valueBoolean") is not False:
        extension.refuse("a hidden item", "what nobody sees nobody can answer; declare what it computes")


def extension_value(element: Element, *names: str) -> tuple[str, object] | None:
    """Type and value of the one extension of these names; None when there is none. A second one is refused."""
    found = [(url, extension) for url, extension in element.extensions() if last_part(url) in names]
    for _, extension in found[1:]:
        extension.refuse(f"a second {names[0]}", "one is expected")
    return found[0][1].choice("value") if found else None
