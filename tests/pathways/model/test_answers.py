from decimal import Decimal
from typing import Any

import pytest

from pathways.model import Form, Pathway, duration_parts, missing, parse_answers, read_answers


def parsed(form: Form, language: str = "nl", **raw: Any) -> tuple[dict[str, Any], dict[str, str]]:
    reply = {name.replace("__", "-"): value if isinstance(value, list) else [value] for name, value in raw.items()}
    result = parse_answers(form, reply, language=language)
    return dict(result.answers), {problem.name: problem.message for problem in result.problems}


def test_a_browser_reply_becomes_answers(self_check: Form) -> None:
    answers, problems = parsed(
        self_check,
        age="40",
        onset="accident",
        fall_heavy="dont_know",
        where=["both_hands", "arm"],
        unsteady="no",
        duration="6",
        duration__unit="weeks",
        csrfmiddlewaretoken="x",
    )
    assert problems == {}
    assert answers == {
        "age": 40,
        "onset": "accident",
        "fall_heavy": "dont_know",
        "where": ("arm", "both_hands"),
        "unsteady": False,
        "duration": 42,
        "fever": None,
        "shivers": None,
        "hinder_work": None,
        "hinder_sleep": None,
    }


def test_a_page_reads_only_its_own_questions(self_check: Form) -> None:
    result = parse_answers(self_check.pages[0], {"age": ["40"], "fever": ["yes"]})
    assert dict(result.answers) == {"age": 40, "onset": None}


@pytest.mark.parametrize(
    ("raw", "name", "nl", "en"),
    [
        ({"age": "-1"}, "age", "Kies een getal van 0 tot en met 120.", "Choose a number from 0 to 120."),
        ({"age": "121"}, "age", "Kies een getal van 0 tot en met 120.", "Choose a number from 0 to 120."),
        ({"age": "oud"}, "age", "Kies een getal van 0 tot en met 120.", "Choose a number from 0 to 120."),
        ({"age": "1e2"}, "age", "Kies een getal van 0 tot en met 120.", "Choose a number from 0 to 120."),
        ({"age": "٤٠"}, "age", "Kies een getal van 0 tot en met 120.", "Choose a number from 0 to 120."),
        ({"age": "9" * 5000}, "age", "Kies een getal van 0 tot en met 120.", "Choose a number from 0 to 120."),
        ({"age": "4,5"}, "age", "Kies een heel getal van 0 tot en met 120.", "Choose a whole number from 0 to 120."),
        ({"age": "dont_know"}, "age", "Bij deze vraag kun je niet ‘weet ik niet’ kiezen.", "You cannot choose"),
        ({"age": ["40", "41"]}, "age", "Kies één antwoord.", "Choose one answer."),
        ({"onset": "slowly"}, "onset", "Kies een van de antwoorden die er staan.", "Choose one of the answers shown."),
        ({"onset": ["gradual", "accident"]}, "onset", "Kies één antwoord.", "Choose one answer."),
        ({"unsteady": "maybe"}, "unsteady", "Kies ja of nee.", "Choose yes or no."),
        ({"unsteady": ["yes", "no"]}, "unsteady", "Kies één antwoord.", "Choose one answer."),
        ({"where": ["arm", "foot"]}, "where", "Kies een van de antwoorden", "Choose one of the answers"),
        ({"where": ["arm", "nowhere"]}, "where", "Je koos ‘nergens’ en ook iets anders.", "You chose ‘nowhere’ and"),
        ({"duration": "6"}, "duration", "Kies ook dagen, weken, maanden of jaren.", "Also choose days"),
        ({"duration": "x", "duration__unit": "days"}, "duration", "Vul een heel getal in.", "Enter a whole number."),
        (
            {"duration": "21", "duration__unit": "years"},
            "duration",
            "Kies een tijd van 0 dagen tot en met 20 jaar.",
            "",
        ),
    ],
)
def test_a_faulty_answer_becomes_a_polite_sentence(
    self_check: Form, raw: dict[str, Any], name: str, nl: str, en: str
) -> None:
    answers, problems = parsed(self_check, **raw, fever="yes")
    assert problems[name].startswith(nl)
    assert name not in answers
    assert answers["fever"] is True, "the other answers are kept"
    _, in_english = parsed(self_check, "en", **raw)
    assert in_english[name].startswith(en)


@pytest.mark.parametrize(
    ("raw", "name", "message"),
    [
        ({"story": "x" * 21}, "story", "Je tekst heeft 21 tekens. Er passen er 20. Maak de tekst korter."),
        ({"story": "x" * 1_000_000}, "story", "Je tekst heeft 1000000 tekens."),
        ({"story": "a\x00b"}, "story", "In je tekst staat een teken dat we niet kunnen bewaren."),
        ({"story": "a\ud800"}, "story", "In je tekst staat een teken dat we niet kunnen bewaren."),
        ({"since": "31-12-2025"}, "since", "Vul een datum in die bestaat"),
        ({"since": "2025-02-30"}, "since", "Vul een datum in die bestaat"),
        ({"spot": "moon"}, "spot", "Kies een plek die op de lijst staat."),
        ({"spot": ["neck_left", "nowhere_to_point"]}, "spot", "Je koos ‘het wisselt’ en ook iets anders."),
        ({"goals__0__now": "11"}, "goals-0-now", "Regel 1, Nu: Kies een getal van 0 tot en met 10."),
        (
            {"goals__0__activity": "a", "goals__1__activity": "b", "goals__2__activity": "c"},
            "goals",
            "Vul hooguit 2 regels in.",
        ),
    ],
)
def test_texts_dates_places_and_lists_are_checked_too(
    neck: Pathway, raw: dict[str, Any], name: str, message: str
) -> None:
    _, problems = parsed(neck.forms["intake"], **raw)
    assert problems[name].startswith(message)


def test_texts_are_tidied_and_rows_without_words_dropped(neck: Pathway) -> None:
    answers, problems = parsed(
        neck.forms["intake"],
        story=" een\r\ntwee ",
        since="2025-12-31",
        spot=["neck_right", "neck_left"],
        goals__0__activity="",
        goals__0__now="",
        goals__3__activity="lopen",
        goals__3__now="4",
    )
    assert problems == {}
    assert answers["story"] == "een\ntwee"
    assert answers["spot"] == ("neck_left", "neck_right")
    assert answers["goals"] == ({"activity": "lopen", "now": 4},)


def test_a_decimal_comma_is_a_number_with_its_decimals(neck: Pathway) -> None:
    screening = neck.forms["screening"]
    assert parsed(screening, temperature="38,5")[0]["temperature"] == Decimal("38.5")
    assert parsed(screening, temperature="38")[0]["temperature"] == Decimal("38.0")
    assert parsed(screening, temperature="38.55")[1]["temperature"] == "Gebruik hooguit één cijfer achter de komma."
    assert parsed(screening, biceps_left="yes")[0]["biceps_left"] is True


def test_typed_data_and_texts_are_read_alike(neck: Pathway) -> None:
    typed = {"age": 40, "fever": True, "duration": 42, "where": ["arm"], "unsteady": "dont_know", "temperature": 38.5}
    texts = {
        "age": "40",
        "fever": "yes",
        "duration": "6 weeks",
        "where": "arm",
        "unsteady": "dont_know",
        "temperature": "38.5",
    }
    expected = {
        "age": 40,
        "fever": True,
        "duration": 42,
        "where": ("arm",),
        "unsteady": "dont_know",
        "temperature": Decimal("38.5"),
    }
    assert read_answers(neck, typed).answers == expected
    assert read_answers(neck, texts).answers == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", True),
        ("age", [40]),
        ("age", float("nan")),
        ("age", {"a": 1}),
        ("fever", 1),
        ("fever", "ja"),
        ("onset", 3),
        ("where", [["arm"]]),
        ("where", [True]),
        ("goals", "lopen"),
        ("goals", ["lopen"]),
        ("goals", [{"activty": "lopen"}]),
        ("story", 3),
        ("since", 20250101),
        ("reflexes", True),
        ("nothing", True),
    ],
)  # fmt: skip
def test_a_wrong_type_or_an_unknown_question_is_a_problem_and_no_crash(neck: Pathway, name: str, value: object) -> None:
    result = read_answers(neck, {name: value, "fever" if name != "fever" else "unsteady": True}, language="en")
    assert [problem.question for problem in result.problems] == [name]
    assert len(result.answers) == 1


def test_a_form_does_not_know_what_it_does_not_ask(self_check: Form) -> None:
    assert not read_answers(self_check, {"temperature": 38}).is_valid


def test_only_required_questions_that_are_shown_can_be_missing(neck: Pathway) -> None:
    assert missing(neck.forms["self_check"], {}) == ("age",)
    assert missing(neck.forms["self_check"], {"age": 40}) == ()
    intake = neck.forms["intake"]
    assert missing(intake, {}) == ("goals",)
    assert missing(intake, {"goals": ({"activity": None, "now": 3},)}) == ("goals",)
    assert missing(intake, {"goals": ({"activity": "lopen", "now": None},)}) == ()


@pytest.mark.parametrize(
    ("days", "parts"),
    [
        (0, (0, "days")),
        (10, (10, "days")),
        (14, (2, "weeks")),
        (90, (3, "months")),
        (365, (1, "years")),
        (400, (400, "days")),
    ],
)
def test_a_duration_is_told_in_the_largest_unit_that_fits(days: int, parts: tuple[int, str]) -> None:
    assert duration_parts(days) == parts
