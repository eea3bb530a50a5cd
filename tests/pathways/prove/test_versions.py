"""Two versions side by side: everyone who is told another level is found, and nobody who is not."""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pathways.evaluate import evaluate
from pathways.language import Yes
from pathways.model import OUT_OF_SCOPE, Form, Pathway, load
from pathways.model.effective import split_answers
from pathways.prove.transitions import Transition, is_lower
from pathways.prove.versions import Comparison, compare
from random_pathways import Maker

PACK = Path(__file__).parents[3] / "packs/low_back_pain"


@pytest.fixture
def later(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pathway, to be made into its next version."""
    return Path(shutil.copytree(folder, tmp_path_factory.mktemp("later") / "neck"))


def edit(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"'{old}' must stand once in {file}"
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(one.form, one.old_level, one.new_level) for one in comparison.transitions]


def parts(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    return [(part.kind, part.name, part.change, part.note) for part in comparison.parts]


def test_a_version_beside_itself(neck: Pathway) -> None:
    comparison = compare(neck, Pathway.from_json(neck.to_json()), reasons=True)
    assert (comparison.transitions, comparison.other_reasons) == ((), ())
    assert (comparison.parts, comparison.texts, comparison.ended) == ((), (), ())
    assert comparison.is_fine


# ── one rule changed


def test_a_bound_that_nobody_was_looking_at(tmp_path: Path) -> None:
    """70 becomes 75 in the rule of a brittle bone: who is 71 and fell from a chair hears nothing of it any more."""
    later = Path(shutil.copytree(PACK, tmp_path / "low_back_pain"))
    edit(
        later,
        "rules.yaml",
        ("when: any(steroids, osteoporosis, age > 70)", "when: any(steroids, osteoporosis, age > 75)"),
    )
    comparison = compare(load(PACK), load(later), ["self_check"])
    assert all(one.lowers for one in comparison.transitions)
    assert comparison.unexplained[0].old_level == "gp_same_day", "the heaviest first"
    lower = next(o for o in comparison.unexplained if (o.old_level, o.new_level) == ("gp_within_days", "none"))
    assert lower.is_whole
    assert 70 < lower.before.answers["age"] <= 75
    assert lower.before.answers == lower.after.answers
    assert lower.before.answers["trauma_minor"] is True
    assert {"age", "trauma_minor"} <= lower.before.remarkable.keys()


def test_or_becomes_and(folder: Path, later: Path) -> None:
    edit(later, "rules.yaml", ("unsteady or both_hands in where or", "(unsteady and both_hands in where) or"))
    comparison = compare(load(folder), load(later))
    lowered = {("gp_today", "selfcare", True), ("gp_today", "therapist", True), ("therapist", "selfcare", False)}
    assert {(one.old_level, one.new_level, one.is_whole) for one in comparison.transitions} == lowered
    whole, half = (one for one in comparison.transitions if (one.form, one.new_level) == ("self_check", "selfcare"))
    assert not {"unsteady", "where"} <= half.before.answers.keys(), "who said only the one was not reassured before"
    assert list(whole.told("en"))[-2:] == [
        "before -> phone your GP today: cord (the spinal cord may be squeezed)",
        "now -> look after it yourself: no rule asks for more",
    ]
    assert "voorheen -> bel vandaag je huisarts: cord (het ruggenmerg kan klem zitten)" in list(whole.told("nl"))


def test_a_lighter_urgency(folder: Path, later: Path) -> None:
    edit(later, "rules.yaml", ("when: fall_heavy\n    urgency: emergency", "when: fall_heavy\n    urgency: gp_today"))
    comparison = compare(load(folder), load(later))
    assert set(told(comparison)) == {
        ("self_check", "emergency", "gp_today"),
        ("screening", "emergency", "gp_today"),
    }
    assert [(p.kind, p.name, p.change, p.note) for p in comparison.parts] == [
        ("rule", "fracture", "changed", "urgency")
    ]


def test_what_is_lighter_comes_first_and_the_heavier_is_told_too(folder: Path, later: Path) -> None:
    edit(later, "rules.yaml", ("when: temperature >= 38.5", "when: temperature < 38.5"))
    comparison = compare(load(folder), load(later), ["screening"])
    lowers = [one.lowers for one in comparison.transitions]
    assert lowers == sorted(lowers, reverse=True)
    assert {True, False} == set(lowers)
    lower, higher = comparison.transitions[0], next(one for one in comparison.transitions if not one.lowers)
    assert lower.before.answers["temperature"] >= 38.5
    assert higher.before.answers["temperature"] < 38.5


def test_what_changes_only_for_who_has_not_finished(folder: Path, later: Path) -> None:
    edit(later, "pathway.yaml", ("incomplete: therapist", "incomplete: gp_today"))
    comparison = compare(load(folder), load(later), ["self_check"])
    assert ("self_check", "therapist", "gp_today") in told(comparison)
    assert not any(one.is_whole or one.lowers for one in comparison.transitions)


def test_the_same_level_for_another_reason(folder: Path, later: Path) -> None:
    edit(
        later,
        "rules.yaml",
        ("id: ill\n    when: fever and shivers", "id: ill\n    when: fever and shivers and fall_heavy"),
    )
    old, new = load(folder), load(later)
    assert compare(old, new, ["self_check"]).other_reasons == ()
    [one] = [r for r in compare(old, new, ["self_check"], reasons=True).other_reasons if r.rule == "ill"] or [None]
    assert one is None  # who has them all has the heavy fall too, and it decides in both
    edit(later, "rules.yaml", ("fever and shivers and fall_heavy", "fever and shivers and not fall_heavy"))
    reasons = compare(old, load(later), ["self_check"], reasons=True).other_reasons
    assert [(r.rule, r.old_level, r.new_level) for r in reasons] == [("ill", "emergency", "emergency")]
    assert reasons[0].before.answers["fall_heavy"] is True


# ── who may fill it in


def test_who_falls_outside_is_told_less(folder: Path, later: Path) -> None:
    edit(later, "forms/self_check.yaml", ("applies_when: age >= 18", "applies_when: age >= 21"))
    comparison = compare(load(folder), load(later), ["self_check"])
    assert {one.new_level for one in comparison.transitions} == {OUT_OF_SCOPE}
    assert comparison.unexplained == comparison.transitions
    assert {one.before.answers["age"] for one in comparison.transitions} <= {18, 19, 20}


def test_who_comes_inside_is_reassured_anew(folder: Path, later: Path) -> None:
    edit(later, "forms/self_check.yaml", ("applies_when: age >= 18", "applies_when: age >= 16"))
    comparison = compare(load(folder), load(later), ["self_check"])
    assert {one.old_level for one in comparison.transitions} == {OUT_OF_SCOPE}
    assert [one.new_level for one in comparison.unexplained] == ["selfcare"]


def test_a_form_that_gives_no_level_any_more(folder: Path, later: Path) -> None:
    edit(later, "forms/screening.yaml", ("judged: urgency\n", ""))
    edit(later, "rules.yaml", ("temperature >= 38.5", "fever and unsteady"))
    edit(later, "safety.yaml", ("temperature >= 38.5", "unsteady"))
    edit(later, "rules.yaml", (" or at_least(3, biceps_left, biceps_right, triceps_left, triceps_right)", ""))
    comparison = compare(load(folder), load(later))
    assert comparison.ended == comparison.unexplained_ends == ("screening",)
    assert not comparison.is_fine


def test_levels_in_another_order_or_with_another_name(neck: Pathway) -> None:
    turned = replace(Pathway.from_json(neck.to_json()), levels=neck.levels[::-1])
    assert is_lower("gp_today", "therapist", neck, neck)
    assert not is_lower("therapist", "gp_today", neck, neck)
    assert is_lower("therapist", "gp_today", neck, turned), "lower in one of the orders"
    levels = tuple(replace(level, id=f"{level.id}_2") for level in neck.levels)
    renamed = replace(Pathway.from_json(neck.to_json()), levels=levels)
    assert is_lower("selfcare", "emergency_2", neck, renamed), "nobody said what they are to each other"


# ── questions that came, went or changed


def test_a_question_with_a_new_name(folder: Path, later: Path) -> None:
    for file in ("pathway.yaml", "questions.yaml", "rules.yaml", "safety.yaml", "forms/self_check.yaml"):
        text = (later / file).read_text(encoding="utf-8")
        (later / file).write_text(text.replace("fever", "hot").replace("a hot?", "a fever?"), encoding="utf-8")
    edit(later, "questions.yaml", ('hot: {ask: {nl: "Heb', 'hot: {was: fever, ask: {nl: "Heb'))
    old, new = load(folder), load(later)
    comparison = compare(old, new, reasons=True)
    assert (comparison.transitions, comparison.other_reasons, comparison.texts) == ((), (), ())
    assert [(p.kind, p.name, p.change, p.note) for p in comparison.parts] == [
        ("question", "hot", "renamed", "was fever")
    ]
    edit(later, "questions.yaml", ("was: fever, ", ""))
    unsaid = compare(old, load(later))
    assert unsaid.unexplained, "without `was` these are two questions, and the alarm on the old one is gone"
    assert unsaid.asked_in_one["self_check"] == (("fever",), ("hot",))


def test_a_new_question_weighs_for_who_was_well(folder: Path, later: Path) -> None:
    edit(later, "questions.yaml", ("fever: {ask", 'numb: {ask: {nl: "Doof?", en: "Numb?"}}\nfever: {ask'))
    edit(later, "forms/self_check.yaml", ("questions: [where,", "questions: [numb, where,"))
    edit(later, "rules.yaml", ("    when: cord\n", "    when: cord or numb\n"))
    comparison = compare(load(folder), load(later), ["self_check"])
    assert ("self_check", "selfcare", "gp_today") in told(comparison)
    assert not any(one.lowers for one in comparison.transitions)
    one = next(one for one in comparison.transitions if one.new_level == "gp_today")
    assert (one.is_whole, one.after.answers["numb"], "numb" in one.before.answers) == (True, True, False)
    assert "only in the new version: Numb? Yes" in list(one.told("en"))
    # Who did not answer it yet is not reassured any more.
    assert ("self_check", "selfcare", "therapist") in told(comparison)
    assert comparison.asked_in_one["self_check"] == ((), ("numb",))


def test_a_question_that_is_not_asked_any_more(folder: Path, later: Path) -> None:
    (later / "stories.yaml").unlink()
    edit(later, "forms/self_check.yaml", ("[where, unsteady, fever", "[where, fever"))
    comparison = compare(load(folder), load(later), ["self_check"])
    first = comparison.unexplained[0]
    assert (first.old_level, first.new_level) == ("gp_today", "therapist")
    assert {("self_check", "gp_today", "selfcare")} <= set(told(comparison))
    assert any("only in the old version: Have you become unsteady" in line for line in first.told("en"))


def test_an_option_that_went_leaves_who_chose_it_free(folder: Path, later: Path) -> None:
    edit(later, "questions.yaml", ('    - {id: both_hands, label: {nl: "beide handen", en: "both hands"}}\n', ""))
    edit(later, "rules.yaml", ("unsteady or both_hands in where", "unsteady or arm in where"))
    edit(later, "safety.yaml", ("both_hands in where", "arm in where"))
    comparison = compare(load(folder), load(later), ["self_check"])
    lower = next(one for one in comparison.unexplained if one.new_level == "selfcare")
    assert lower.before.answers["where"] == ("both_hands",)
    assert lower.after.answers["where"] == ("nowhere",)
    assert lower.answered_otherwise == ("where",)
    assert "Where else do you feel it? both hands (now: nowhere)" in list(lower.told("en"))
    higher = next(one for one in comparison.transitions if (one.old_level, one.new_level) == ("selfcare", "gp_today"))
    assert (higher.before.answers["where"], higher.answered_otherwise) == (("arm",), ())
    assert ("option", "where=both_hands", "removed", "") in parts(comparison)


def test_a_question_of_another_type_is_another_question(folder: Path, later: Path) -> None:
    edit(later, "questions.yaml", (
        "hinder_sleep: {ask: {nl: \"Hinder bij slapen\", en: \"Trouble sleeping\"}, type: number, max: 4}",
        "hinder_sleep: {ask: {nl: \"Hinder bij slapen\", en: \"Trouble sleeping\"}, type: yes_no}",
    ))  # fmt: skip
    edit(later, "rules.yaml", ("{id: much, from: 5", "{id: much, from: 4"))
    (later / "stories.yaml").unlink()
    comparison = compare(load(folder), load(later), ["self_check"])
    assert comparison.asked_in_one["self_check"] == (("hinder_sleep",), ("hinder_sleep",))
    assert {("self_check", "therapist", "selfcare"), ("self_check", "selfcare", "therapist")} <= set(told(comparison))


# ── what was told of it

NOTES = """\
releases:
  - version: "0.2.0"
    date: 2026-11-24
    text: {nl: "Anders", en: "Otherwise"}
    lowers:
      - form: self_check
        from: emergency
        to: %s
        because: {nl: "Een val is geen spoed.", en: "A fall is no emergency."}
        source: src_own
"""
LIGHTER = ("when: fall_heavy\n    urgency: emergency", "when: fall_heavy\n    urgency: gp_today")


def test_a_line_in_the_release_notes_explains(folder: Path, later: Path) -> None:
    edit(later, "rules.yaml", LIGHTER)
    (later / "releases.yaml").write_text(NOTES % "gp_today")
    comparison = compare(load(folder), load(later), ["self_check"])
    [one] = comparison.transitions
    assert one.lowers
    assert (comparison.unexplained, comparison.idle_notes, comparison.is_fine) == ((), (), True)
    line = comparison.explanation("self_check", "emergency", "gp_today")
    assert line is not None
    assert line.because.en == "A fall is no emergency."


def test_a_line_that_names_another_lowering_does_not(folder: Path, later: Path) -> None:
    edit(later, "rules.yaml", LIGHTER)
    (later / "releases.yaml").write_text(NOTES % "therapist")
    comparison = compare(load(folder), load(later), ["self_check"])
    assert len(comparison.unexplained) == len(comparison.idle_notes) == 1


def test_a_line_of_an_older_version_does_not(folder: Path, later: Path) -> None:
    for version in (folder, later):
        (version / "releases.yaml").write_text(NOTES % "gp_today")
    edit(later, "rules.yaml", LIGHTER)
    assert len(compare(load(folder), load(later), ["self_check"]).unexplained) == 1


def test_dutch_that_changed_alone(folder: Path, later: Path) -> None:
    edit(later, "questions.yaml", ("Heb je koorts?", "Heb je koorts gehad?"))
    comparison = compare(load(folder), load(later), ["self_check"])
    assert [text.path for text in comparison.stale_texts] == ["questions.fever.ask"]
    assert not comparison.is_fine
    notes = (NOTES % "gp_today").split("    lowers")[0] + "    english_stands: [questions.fever.ask]\n"
    (later / "releases.yaml").write_text(notes)
    said = compare(load(folder), load(later), ["self_check"])
    assert (said.stale_texts, len(said.texts), said.is_fine) == ((), 1, True)


# ── nobody is overlooked


def other_rule(pathway: Pathway, seed: int) -> Pathway:
    """The same pathway with one slip: another condition or urgency, a rule, gate or question that went."""
    maker = Maker(seed + 5000)
    maker.names = list(Maker(seed).questions)
    copy = Pathway.from_json(pathway.to_json())
    at = maker.random.randrange(len(copy.rules))
    rule = copy.rules[at]
    match maker.random.choice(["when", "urgency", "gone", "gate", "unasked"]):
        case "when":
            changed = (*copy.rules[:at], replace(rule, when=maker.expr(2)), *copy.rules[at + 1 :])
        case "urgency":
            urgency = maker.random.choice([level.id for level in copy.levels if level.id != rule.urgency])
            changed = (*copy.rules[:at], replace(rule, urgency=urgency), *copy.rules[at + 1 :])
        case "gone":
            changed = (*copy.rules[:at], *copy.rules[at + 1 :])
        case "unasked":
            return without_question(copy, f"q{maker.random.randrange(len(maker.questions))}")
        case _:
            gated = [name for name, question in copy.questions.items() if question.ask_when is not None]
            name = maker.random.choice(gated or ["q0"])
            questions = {**copy.questions, name: replace(copy.questions[name], ask_when=None)}
            return replace(copy, questions=questions)
    return replace(copy, rules=changed)


def without_question(pathway: Pathway, name: str) -> Pathway:
    """No form asks it any more; rules see its hidden answer."""
    forms = {}
    for form in pathway.forms.values():
        [page] = form.pages
        asked = tuple(one for one in page.question_ids if one != name)
        forms[form.id] = replace(form, pages=(replace(page, question_ids=asked),))
    return replace(pathway, forms=forms)


def level(form: Form, answers: dict[str, Any]) -> str:
    own, earlier = split_answers(form, {name: value for name, value in answers.items() if name in form.supplied})
    return evaluate(form, own, earlier).level or OUT_OF_SCOPE


def people(seed: int, count: int) -> list[dict[str, Any]]:
    maker = Maker(seed)
    maker.random.seed(seed + 9000)
    every = ({q.name: maker.answer(q) for q in maker.questions} for _ in range(count))
    return [{name: value for name, value in answers.items() if value is not None} for answers in every]


def check_random(seed: int, tmp_path: Path, count: int) -> int:
    """Whoever is told another level among many people is among those that were found; and those exist."""
    old = Maker(seed).make(tmp_path / "random").pathway
    new = other_rule(old, seed)
    comparison = compare(old, new)
    found = set(told(comparison))
    crowd = people(seed, count)
    for name, form in old.forms.items():
        seen = {(name, level(form, one), level(new.forms[name], one)) for one in crowd}
        assert {one for one in seen if one[1] != one[2]} <= found, seed
    for one in comparison.transitions:
        assert_is_told(one)
    return len(found)


def assert_is_told(one: Transition) -> None:
    """The same answers, weighed by hand in both versions, come to what the transition says."""
    assert one.answered_otherwise == ()
    assert level(one.before.form, dict(one.before.answers)) == one.old_level
    assert level(one.after.form, dict(one.after.answers)) == one.new_level
    assert one.old_level != one.new_level
    if one.is_whole:
        outcomes = (one.before.evaluation, one.after.evaluation)
        assert all(outcome.is_definite and not outcome.dont_know for outcome in outcomes)


def test_random_slips_are_found_by_solver_and_by_chance_alike(tmp_path: Path) -> None:
    found = [check_random(seed, tmp_path / str(seed), 300) for seed in range(8) if not (tmp_path / str(seed)).mkdir()]
    assert sum(map(bool, found)) >= 5, "most slips do something"


@pytest.mark.night
@pytest.mark.parametrize("seed", range(100, 300))
def test_many_random_slips(tmp_path: Path, seed: int) -> None:
    check_random(seed, tmp_path, 2000)


def test_the_self_check_beside_itself() -> None:
    pathway = load(PACK)
    comparison = compare(pathway, Pathway.from_json(pathway.to_json()), ["self_check"], reasons=True)
    assert (comparison.transitions, comparison.other_reasons, comparison.undecided) == ((), (), {})


@pytest.mark.night
def test_the_whole_pack_beside_itself_in_seconds() -> None:
    pathway, copy = load(PACK), load(PACK)
    started = time.process_time()
    assert compare(pathway, copy).transitions == ()
    assert time.process_time() - started < 20


def test_alarms_are_no_rules(neck: Pathway) -> None:
    """An alarm is a promise: a changed one moves nobody, but what "don't know" weighs does."""
    copy = Pathway.from_json(neck.to_json())
    unsteady = copy.questions["unsteady"]
    [alarm] = unsteady.alarms
    assert alarm.when == Yes("unsteady")
    lighter = replace(unsteady, alarms=(replace(alarm, at_least="therapist", dont_know="therapist"),))
    comparison = compare(neck, replace(copy, questions={**copy.questions, "unsteady": lighter}), ["self_check"])
    assert {(one.old_level, one.new_level, one.is_whole) for one in comparison.transitions} == {
        ("gp_today", "therapist", False)
    }
    assert comparison.transitions[0].before.answers["unsteady"] == "dont_know"
