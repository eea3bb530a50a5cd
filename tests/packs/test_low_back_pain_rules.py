"""The rules of the pack against the rules as the clinical file states them, in Python of its own (section 1.5).

Two statements of the same rules, written apart: for random people both must come to the same level.
The reference is read from ../shared/clinical/low-back-pain.md; where that file is not at hand the test says so and
is skipped.
"""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pathways.evaluate import evaluate, shown_pages, shown_questions
from pathways.language.meaning import condition
from pathways.model import DONT_KNOW, load
from pathways.model.effective import interview_of, layout_of

REPOSITORY = Path(__file__).parents[2]
CLINICAL_FILE = REPOSITORY.parent / "shared" / "clinical" / "low-back-pain.md"

SETTLING = ("ces_saddle", "ces_bladder", "ces_bowel", "ces_sexual")
WITH_COURSE = (*SETTLING, "ces_bilateral_leg")
DAYS = (0, 1, 13, 14, 15, 30, 89, 90, 91, 400)
AGES = (18, 24, 25, 33, 40, 41, 49, 50, 55, 59, 60, 61, 70, 71, 78, 95)
INFLAMMATORY = ("spa_before_40", "spa_gradual", "spa_better_moving", "spa_rest", "spa_night")
# Gates and questions that the reference does not know; they never speak for a level on their own.
UNKNOWN_TO_REFERENCE = {
    "mood_very_low", "spondylolysis_young", "gut_feeling", "abuse", "low_body_weight", "activities_ok", "sudden_onset",
    "spa_before_40", "spa_gradual", "spa_rest", "spa_night",
}  # fmt: skip
FORMS = ("self_check", "screening", "examination")
FOUND_ON_EXAMINATION = (
    "ces_anal_tone", "neuro_umn", "neuro_mild_stable", "percussion_pain", "contusion", "height_loss", "dvt",
    "vascular_claudication", "pulsating_abdomen",
)  # fmt: skip


@pytest.fixture(scope="module")
def pathway():
    return load(REPOSITORY / "packs" / "low_back_pain")


@pytest.fixture(scope="module")
def reference():
    if not CLINICAL_FILE.exists():
        pytest.skip(f"the clinical file with the reference rules is not at {CLINICAL_FILE}")
    chapter = CLINICAL_FILE.read_text().split("### 1.5", 1)[1].split("### 1.6", 1)[0]
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", chapter, re.DOTALL).group(1), names)
    return names["triage"]


def random_person(form, chance):
    """A person who answers every question that a form shows and a rule can see, with mostly no."""
    answers = {"age": chance.choice(AGES)}
    often, unsure = chance.choice((0.02, 0.08, 0.3)), chance.choice((0, 0, 0.03))
    while todo := [q for q in shown_questions(form, answers) if q.id not in answers and speaks(q)]:
        for question in todo:
            answers[question.id] = random_answer(question, chance, often, unsure)
    return answers


def speaks(question):
    return question.type in ("yes_no", "number", "duration", "body") or question.id == "sex"


def random_answer(question, chance, often, unsure):
    if question.type == "yes_no":
        if question.dont_know and not question.id.endswith("_worse") and chance.random() < unsure:
            return DONT_KNOW
        return chance.random() < (0.5 if question.ask_when is not None else often)
    if question.type == "duration":
        return chance.choice(DAYS)
    if question.type == "body":
        return ("back_lumbar_mid",)
    if question.id == "sex":
        return chance.choice(("female", "male", "other"))
    return chance.randint(0, 10)


def findings(chance):
    """An examination with some red flags, and for the rest nothing found."""
    found = {name: chance.random() < 0.1 for name in FOUND_ON_EXAMINATION}
    rest = {
        "exam_indicated": True,
        "exam_consent": "consent_given",
        "neuro_block": "nothing_found",
        "vital_block": "not_needed",
    }
    return found | rest


def measurements(chance):
    """Strength, signs of the spinal cord and temperature, sometimes deviating."""
    strength = {
        f"strength_{root}_{side}": chance.choice((5,) * 30 + (3, 4))
        for root in ("l2", "l3", "l4", "l5", "s1", "s2") for side in ("left", "right")
    }  # fmt: skip
    signs = {
        f"{sign}_{side}": chance.choice(("negative",) * 15 + ("positive",))
        for sign in ("babinski", "clonus") for side in ("left", "right")
    }  # fmt: skip
    temperature = Decimal(chance.choice(("36.8", "37.9", "38.0")))
    return strength | signs | {"neuro_block": "findings", "vital_block": "measured", "temp": temperature}


def what_counts(form, answers):
    """The answers to the questions that are shown: what is hidden is not there."""
    shown = {question.id for question in shown_questions(form, answers)}
    return {name: value for name, value in answers.items() if name in shown}


def as_reference(said):
    """The same person in the words of the reference."""
    words = {True: "yes", False: "no", DONT_KNOW: "unknown"}
    person = {
        name: words[value]
        for name, value in said.items()
        if (isinstance(value, bool) or value == DONT_KNOW) and is_item(name)
    }
    person["age"], person["nrs_now"] = said["age"], said["pain_nrs_now"]
    person["sudden_onset"] = said.get("sudden_onset") is True
    person["onset_days"] = {k: said[f"{k}_days"] for k in WITH_COURSE if f"{k}_days" in said}
    person["worsening"] = [k for k in WITH_COURSE if said.get(f"{k}_worse") is True]
    person["known_stable"] = [k for k in SETTLING if said.get(f"{k}_stable") is True]
    if sum(said.get(part) is True for part in INFLAMMATORY) >= 4:
        person["spa_ibp"] = "yes"
    return person


def is_item(name):
    follow_ups = {f"{sign}_{what}" for sign in WITH_COURSE for what in ("worse", "stable")}
    return name not in UNKNOWN_TO_REFERENCE | follow_ups


def compare(pathway, reference, form_id, number, seed):
    chance = random.Random(f"{form_id} {seed}")
    differences = []
    for _ in range(number):
        said, ours = random_visit(pathway, form_id, chance)
        theirs = level_by(reference, said)
        # The reference holds these as plain facts and has no word for "don't know" about them.
        if ours.level != theirs and not any(said.get(name) == DONT_KNOW for name in ("sudden_onset", *INFLAMMATORY)):
            told = {name: value for name, value in said.items() if value is not False}
            differences.append(f"pack {ours.level}, reference {theirs}: {told}")
    assert not differences, f"{len(differences)} of {number} differ, first:\n" + "\n".join(differences[:3])


def level_by(reference, said):
    """The reference's level, with the one flag of the table of red flags (1.3) that its rules leave out."""
    level = reference(as_reference(said))
    unsure_or_yes = said.get("spondylolysis_young") in (True, DONT_KNOW)
    return "discuss_with_therapist" if level == "none" and unsure_or_yes else level


def random_visit(pathway, form_id, chance):
    """What a random person said, and what the form made of it."""
    answers, earlier = random_answers(pathway, form_id, chance)
    return all_said(pathway, form_id, answers, earlier), evaluate(pathway.forms[form_id], answers, earlier)


def random_answers(pathway, form_id, chance):
    """Answers to a form, and to the forms before it. The examination stands on a screening."""
    if form_id != "examination":
        return random_person(pathway.forms[form_id], chance), {}
    return findings(chance), {"screening": random_person(pathway.forms["screening"], chance)}


def all_said(pathway, form_id, answers, earlier):
    if not earlier:
        return what_counts(pathway.forms[form_id], answers)
    screening = earlier["screening"]
    corrected = screening | {name: answers[name] for name in screening.keys() & answers}
    return what_counts(pathway.forms["screening"], corrected) | answers


@pytest.mark.parametrize("form_id", FORMS)
def test_random_people_get_the_level_of_the_reference(pathway, reference, form_id):
    compare(pathway, reference, form_id, number=500, seed=1)


@pytest.mark.night
@pytest.mark.parametrize("form_id", FORMS)
def test_twenty_thousand_random_people_get_the_level_of_the_reference(pathway, reference, form_id):
    compare(pathway, reference, form_id, number=20_000, seed=2)


def broken_claims(pathway, form_id, number, seed, true_somewhere):
    """The safety claims that random people break; those that were about someone are added to `true_somewhere`."""
    form, layout, chance = pathway.forms[form_id], layout_of(pathway), random.Random(f"claims {form_id} {seed}")
    claims = [(claim, condition(claim.condition, layout)) for claim in pathway.claims]
    for _ in range(number):
        answers, earlier = random_answers(pathway, form_id, chance)
        if form_id == "examination":
            answers |= measurements(chance)
        result, values = evaluate(form, answers, earlier), values_of(form, answers, earlier)
        for claim, holds in claims:
            if holds(values) is not True or (claim.at_most and result.dont_know):
                continue
            true_somewhere.add(claim.id)
            if breaks(pathway, claim, result.level):
                yield f"{claim.id}: {result.level} for {[k for k, v in answers.items() if v is not False]}"


def values_of(form, answers, earlier):
    """What the rules see, definitions included."""
    values, layout = interview_of(form).effective(answers, earlier).values, layout_of(form.pathway)
    for name, definition in form.pathway.definitions.items():
        values[layout.index[name]] = condition(definition.when, layout)(values)
    return values


def breaks(pathway, claim, level):
    order = [each.id for each in pathway.levels]
    too_low = claim.at_least is not None and order.index(level) < order.index(claim.at_least)
    too_high = claim.at_most is not None and order.index(level) > order.index(claim.at_most)
    return too_low or too_high


@pytest.mark.parametrize("form_id", (*FORMS, "evaluation"))
def test_no_random_person_breaks_a_safety_claim(pathway, form_id):
    assert list(broken_claims(pathway, form_id, 150, seed=1, true_somewhere=set())) == []


@pytest.mark.parametrize("form_id", FORMS)
def test_no_random_person_breaks_an_alarm(pathway, form_id):
    form, layout, chance = pathway.forms[form_id], layout_of(pathway), random.Random(form_id)
    alarms = [
        (question.id, alarm.at_least, condition(alarm.when, layout))
        for question in pathway.questions.values() for alarm in question.alarms
    ]  # fmt: skip
    order = [level.id for level in pathway.levels]
    for _ in range(150):
        answers, earlier = random_answers(pathway, form_id, chance)
        level, values = evaluate(form, answers, earlier).level, values_of(form, answers, earlier)
        ignored = [name for name, least, rings in alarms if rings(values) and order.index(level) < order.index(least)]
        assert ignored == [], (level, answers)


@pytest.mark.night
def test_every_safety_claim_is_about_someone(pathway):
    about: set = set()
    broken = [
        broken_claim
        for form_id in (*FORMS, "evaluation")
        for broken_claim in broken_claims(pathway, form_id, 6_000, seed=2, true_somewhere=about)
    ]
    assert broken == []
    assert {claim.id for claim in pathway.claims} - about == set()


def calm_visitor(form):
    """Walks page by page, as a visitor does, and answers no to every alarm."""
    answers = {"age": 40, "sex": "female", "where": ("back_lumbar_mid",), "duration": 4, "pain_nrs_now": 3}
    answers["activities_ok"] = True
    seen = []
    while page := next((p for p in shown_pages(form, answers) if p.id not in seen), None):
        seen.append(page.id)
        for question in shown_questions(form, answers, page):
            answers.setdefault(question.id, False)
    return answers, seen


def test_a_calm_visitor_sees_at_most_twelve_pages_and_no_alarm(pathway):
    form = pathway.forms["self_check"]
    answers, seen = calm_visitor(form)
    assert len(seen) == 11, seen
    result = evaluate(form, answers)
    assert (result.level, result.is_definite) == ("none", True)


def test_no_page_of_the_self_check_has_more_than_five_rows(pathway):
    for page in pathway.forms["self_check"].pages:
        rows = [question.id for question in page.questions if question.type == "yes_no"]
        assert len(rows) <= 5, (page.id, rows)


def heaviest(pathway, question_id):
    """The heaviest level at which this question can help to end: by its own alarms, or by its follow-ups'."""
    order = [level.id for level in pathway.levels]
    return max((order.index(alarm.at_least) for alarm in pathway.questions[question_id].alarms), default=0)


def test_what_can_end_at_112_or_call_now_is_asked_before_all_else(pathway):
    order = [level.id for level in pathway.levels]
    asked = [question.id for page in pathway.forms["self_check"].pages for question in page.questions]
    urgent = [asked.index(q) for q in asked if heaviest(pathway, q) >= order.index("call_gp_or_hap_now")]
    calm_alarms = [
        asked.index(q) for q in asked if 0 < heaviest(pathway, q) < order.index("call_gp_or_hap_now")
        and pathway.questions[q].id not in ("trauma_major", "fever", "cancer_history", "ces_bilateral_leg")
        and not q.endswith("_worse")
    ]  # fmt: skip
    assert max(urgent) < min(calm_alarms)


@pytest.mark.parametrize(
    ("answers", "in_scope"),
    [
        ({"age": 17, "where": ("back_lumbar_mid",)}, False),
        ({"age": 18, "where": ("back_lumbar_mid",)}, True),
        ({"age": 40, "where": ("neck",)}, False),
        ({"age": 40, "where": ("neck", "head", "back_thoracic_left")}, False),
        ({"age": 40, "where": ("neck", "sacrum")}, True),
        ({"age": 40, "where": ("saddle_area",)}, True),
        ({"age": 40, "where": ("nowhere_to_point",)}, True),
        ({"age": 40}, None),
        ({"where": ("back_lumbar_mid",)}, None),
        ({}, None),
    ],
)
def test_no_verdict_under_eighteen_or_with_pain_only_elsewhere(pathway, answers, in_scope):
    assert evaluate(pathway.forms["self_check"], answers).in_scope is in_scope


def test_a_cauda_equina_sign_without_since_when_may_still_be_urgent(pathway):
    result = evaluate(pathway.forms["self_check"], {"age": 40, "where": ("sacrum",), "ces_saddle": True})
    assert result.possible == "call_112_now" or result.possible == "call_gp_or_hap_now"
    assert result.is_definite is False
    assert "ces_saddle_days" in result.waiting_for


def test_the_therapists_own_answer_wins_over_the_self_check(pathway):
    form = pathway.forms["screening"]
    earlier = {"self_check": {"fever": True}}
    inherited = evaluate(form, {"age": 40}, earlier)
    corrected = evaluate(form, {"age": 40, "fever": False}, earlier)
    assert inherited.certain == "gp_same_day"
    assert corrected.certain == "none"


def test_every_alarm_question_says_why_it_is_asked(pathway):
    for name in ("self_check", "screening"):
        silent = [q.id for q in pathway.forms[name].questions if q.alarms and q.why is None]
        assert not silent


def test_the_two_highest_levels_say_what_dont_know_means(pathway):
    highest = {"call_gp_or_hap_now", "call_112_now"}
    silent = [
        q.id for q in pathway.questions.values() for a in q.alarms if a.at_least in highest and a.dont_know is None
    ]
    assert not silent
