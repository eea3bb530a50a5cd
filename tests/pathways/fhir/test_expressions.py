"""An exported form says to a FHIRPath engine what it says to evaluate: held side by side, answer set by answer set."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import invented
from fhir_reading import Reader, by_chance, differences
from pathways.fhir import expressions, questionnaire, variables
from pathways.model import Form, Pathway, load
from random_pathways import Case, Maker

JUDGED = ["self_check", "intake_home", "screening", "intake", "examination", "evaluation", "session"]


def random_forms(first: int, last: int, folder: Path) -> Iterator[tuple[Maker, Case]]:
    for seed in range(first, last):
        maker = Maker(seed)
        yield maker, maker.make(folder / str(seed))


def random_answers(maker: Maker, case: Case, sets: int) -> Iterator[dict[str, Any]]:
    yield case.all_answers
    for _ in range(sets - 1):
        yield {
            question.name: value
            for question in maker.questions
            if question.name in case.form.supplied and (value := maker.answer(question)) is not None
        }


@pytest.mark.parametrize(
    ("first", "last", "sets"),
    [
        pytest.param(0, 8, 6, id="small"),
        pytest.param(820, 821, 6, id="a definition over a score that nobody is asked"),
        pytest.param(8, 1008, 10, id="night", marks=pytest.mark.night),  # 10,000 answer sets
    ],
)
def test_engine_and_evaluate_agree_on_random_pathways(first: int, last: int, sets: int, tmp_path: Path) -> None:
    for maker, case in random_forms(first, last, tmp_path):
        reader = Reader(questionnaire(case.form))
        for answers in random_answers(maker, case, sets):
            assert not differences(case.form, reader, answers), (case.pathway.id, answers)


@pytest.mark.parametrize(
    ("form_id", "sets"),
    [
        pytest.param("self_check", 4, id="self_check"),
        pytest.param("evaluation", 8, id="evaluation"),
        pytest.param("session", 8, id="session"),
        *(pytest.param(name, 150, id=f"{name}, night", marks=pytest.mark.night) for name in JUDGED),
    ],
)
def test_engine_and_evaluate_agree_on_low_back_pain(form_id: str, sets: int, pack: Pathway) -> None:
    form, random = pack.forms[form_id], Random(form_id)
    reader = Reader(questionnaire(form))
    for turn in range(sets):
        answers = by_chance(form, random, silent=random.choice([0, 0.15, 0.5]))
        assert not differences(form, reader, answers), (turn, answers)


@pytest.mark.parametrize("method", ["sum", "mean", "percent"])
def test_scores_forgive_missing_items_only_when_the_form_is_closed(method: str, tmp_path: Path) -> None:
    rules = invented.FILES["rules.yaml"].replace("missing_allowed: 1", f"missing_allowed: 1\n    method: {method}")
    limits = {"sum": "from: 5", "mean": "from: 2.5", "percent": "from: 60"}
    files = {**invented.FILES, "rules.yaml": rules.replace("from: 5", limits[method])}
    pathway = load(invented.lay_out(tmp_path, files))
    for name in ("self_check", "screening"):
        form, random = pathway.forms[name], Random(method)
        reader = Reader(questionnaire(form))
        for turn in range(14):
            answers = by_chance(form, random, silent=0.3)
            assert not differences(form, reader, answers, closed=turn % 2 == 0), answers


def test_option_points_count_in_a_score(tmp_path: Path) -> None:
    files = dict(invented.FILES)
    for option, points in (("gradual", 3), ("accident", 1)):
        files["questions.yaml"] = files["questions.yaml"].replace(f"id: {option},", f"id: {option}, points: {points},")
    rules = files["rules.yaml"].replace("from: 0", "from: 1")
    files["rules.yaml"] = rules.replace("[hinder_work, hinder_sleep]", "[onset, fever, hinder_sleep]")
    form = load(invented.lay_out(tmp_path, files)).forms["self_check"]
    reader, random = Reader(questionnaire(form)), Random(1)
    for _ in range(12):
        answers = {**by_chance(form, random), "onset": random.choice(["gradual", "accident"])}
        assert not differences(form, reader, answers)


# ── wrong translations, put in on purpose ────────────────────────────────────────────────────────────────

Translation = Callable[..., Any]


def member_of_nothing(reference: str, options: tuple[str, ...]) -> str:
    return " or ".join(f"('{option}' in {reference})" for option in options)


def unguarded(reference: str, options: tuple[str, ...]) -> str:
    return f"{reference}.where($this in ({' | '.join(map(expressions.quoted, options))})).exists()"


def count_the_trues(count: int, conditions: list[str]) -> str:
    return f"{' + '.join(f'iif({condition}, 1, 0)' for condition in conditions)} >= {count}"


def exists_and_true(reference: str) -> str:
    return f"({reference}.exists() and {reference} = true)"


def equivalent(reference: str, options: tuple[str, ...]) -> str:
    return " or ".join(f"({reference} ~ '{option}')" for option in options)


def nothing_when_hidden(question: Any, form: Any) -> str:
    hidden = expressions.literal(variables.stored(question, question.if_hidden))
    return right_value(question, form).replace(f".not(), {hidden},", ".not(), {},")


def stale(question: Any, form: Any) -> str:
    return variables.raw_answer(question, form.form)


def never_after_dont_know(self: Any, gate: Any) -> str:
    return "false"


def nothing_unsettled(self: Any) -> Iterator[Any]:
    return iter(())


right_value = variables.effective_value

#: Per wrong translation: what it takes the place of, and the first random pathway on which it may show.
WRONG: dict[str, tuple[Any, str, Translation, int]] = {
    "'x' in nothing is false": (expressions, "_any_chosen", member_of_nothing, 7),
    "where without a guard": (expressions, "_any_chosen", unguarded, 7),
    "counting only what is true": (expressions, "_at_least", count_the_trues, 0),
    "unanswered is no": (expressions, "_yes", exists_and_true, 2),
    "equivalent for equal": (expressions, "_chosen", equivalent, 2),
    "hidden is unknown": (variables, "effective_value", nothing_when_hidden, 0),
    "stale answers count": (variables, "effective_value", stale, 0),
    "no follow-up after don't know": (variables.FormVariables, "rests_on_dont_know", never_after_dont_know, 12),
    "yes weighs less than don't know": (variables.FormVariables, "_unsettled", nothing_unsettled, 1),
}


@pytest.mark.parametrize("planted", WRONG)
def test_a_wrong_translation_is_caught(planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, wrong, first = WRONG[planted]
    monkeypatch.setattr(module, name, wrong)
    for maker, case in random_forms(first, first + 10, tmp_path):
        reader = Reader(questionnaire(case.form))
        if any(differences(case.form, reader, answers) for answers in random_answers(maker, case, 8)):
            return
    raise AssertionError("no answer set showed the difference")


# ── shape ────────────────────────────────────────────────────────────────────────────────────────────────


def every_expression(form: Form) -> Iterator[str]:
    yield from variables.FormVariables(form).all.values()


def test_expressions_keep_away_from_what_engines_do_not_agree_on(neck: Pathway) -> None:
    for form in neck.forms.values():
        for expression in every_expression(form):
            assert "~" not in expression
            assert "'d'" not in expression
