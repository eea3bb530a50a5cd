"""Every form of the pack, with every question filled in: told to the therapist, and to the client in plain words."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pathways.explain import Reader, tell
from pathways.model import Answers, Form, Pathway, Question, Value, load

PACK = Path(__file__).parents[2] / "packs/low_back_pain"
LANGUAGES = ("nl", "en")
SAID = "Zo gezegd."

SHORT = (
    *("NPRS", "NRS", "VAS", "SOEP", "SOAP", "LRS", "PSK", "PSFS", "GPE", "SLR", "ASLR", "SI", "PPIVM", "PA", "FABER"),
    *("FADIR", "MRC", "CES", "DTF", "VIM", "STarT", "NSAID", "HNP", "ADL"),
)
"""Abbreviations of the field, as they are written."""

JARGON = {
    "nl": (
        *("flexie", "extensie", "lateroflexie", "rotatie", "lumba", "palpat", "provocat", "anamnes", "claudicatio"),
        *("contusie", "kyfose", "lordose", "endorot", "exorot", "clonus", "lasègue", "babinski", "symptoom", "beloop"),
        *(
            "prognos",
            "geïndiceerd",
            "indicatie",
            "contra-ind",
            "radicul",
            "segment",
            "positief",
            "negatief",
            "slijtage",
        ),
        *("versleten", "beschadigd", "vangnet", "cliënt", "graded", "exposure", "mobilisatie", "subacuut", "acuut"),
        *("functies en bouw", "rode vlag", "antalg", "hypo", "hyper", "lateraal", "mediaal", "pluis", "niet-pluis"),
    ),
    "en": (
        *("flexion", "extension", "rotation", "lumbar", "palpat", "provocat", "claudication", "contusion", "kyphosis"),
        *("lordosis", "clonus", "lasègue", "babinski", "prognos", "indicated", "contra-ind", "radicul", "segment"),
        *("positive", "negative", "client", "graded", "exposure", "mobilisation", "subacute", "red flag", "antalgic"),
        *("hypo", "hyper", "lateral", "medial"),
    ),
}
"""Words of the field, as they begin. None stands in what the client reads, whatever was filled in."""

EXPLAINED = ("niet pluis: eerst moet", "pluis: het past")
"""Words of the field that may stand there, because their meaning stands right behind."""


@cache
def pack() -> Pathway:
    """The pack as it is in the repository."""
    return load(PACK)


def values(question: Question, turn: int) -> Value:
    """An answer of this type; another one each turn."""
    match question.type:
        case "yes_no":
            return turn % 3 != 2
        case "one":
            return question.options[turn % len(question.options)].id
        case "many" | "body":
            return tuple(option.id for option in question.options if not option.exclusive)
        case "number":
            return question.min if turn % 4 == 3 else question.max
        case "duration":
            return 30
        case "date":
            return "2026-11-24"
        case "list":
            return ({field.id: values(field, turn) for field in question.fields},)
        case _:
            return SAID


def filled(form: Form, turn: int) -> Answers:
    """Every question of a form answered."""
    return {cell.id: values(cell, turn) for question in form.questions for cell in question.answered}


def turns(form: Form) -> range:
    """Enough for every option of every choice."""
    longest = max((len(inner.options) for inner in everything(form) if inner.type == "one"), default=1)
    return range(max(longest, 4))


def everything(form: Form) -> Iterator[Question]:
    """The questions of a form with their cells and fields."""
    for question in form.questions:
        yield from (question, *question.cells, *question.fields)


def lines(form: Form, language: str, reader: Reader) -> Iterator[tuple[str, str, str]]:
    """All lines that a form can give."""
    for turn in turns(form):
        yield from tell(form, filled(form, turn), language, reader)


FORMS = sorted(load(PACK).forms)


@pytest.mark.parametrize("form_id", FORMS)
def test_every_answer_stands_in_both_readings(form_id: str) -> None:
    form = pack().forms[form_id]
    for turn in turns(form):
        answers = filled(form, turn)
        plain, professional = (tell(form, answers, "nl", reader) for reader in ("patient", "therapist"))
        assert [question for _label, _said, question in plain] == [question for _l, _s, question in professional]
        assert all(label and said for label, said, _question in (*plain, *professional))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FORMS)
def test_no_raw_id_stands_in_either_reading(form_id: str, language: str) -> None:
    form = pack().forms[form_id]
    ids = {option.id for question in everything(form) for option in question.options if "_" in option.id}
    ids |= {question.id for question in everything(form) if "_" in question.id}
    for reader in ("patient", "therapist"):
        words = {
            word for label, said, _q in lines(form, language, reader) for word in re.findall(r"\w+", f"{label} {said}")
        }
        assert words & ids == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FORMS)
def test_what_the_client_reads_has_no_jargon(form_id: str, language: str) -> None:
    form = pack().forms[form_id]
    short = re.compile(r"\b(?:" + "|".join(SHORT) + r")\b")
    word = re.compile(r"\b(?:" + "|".join(JARGON[language]) + ")", re.IGNORECASE)
    told = {f"{label}: {said}" for label, said, _question in lines(form, language, "patient")}
    unexplained = {line: re.sub("|".join(EXPLAINED), "", line) for line in told}
    assert {line for line, rest in unexplained.items() if short.search(rest) or word.search(rest)} == set()
