"""The content beside the rules: treatment options, prognostic factors, forms at home, and what clients read."""

import re
from itertools import chain
from pathlib import Path

import pytest

from pathways.evaluate import program_of, shown_questions
from pathways.language.meaning import condition
from pathways.model import Answers, Pathway, Text, load
from pathways.model.effective import layout_of

PACK = Path(__file__).parents[2] / "packs/low_back_pain"
#: Words that frighten and are seldom right, and the polite form beside "je".
NOT_OUR_WORDS = re.compile(r"\b(slijtage|versleten|beschadig\w*|aspecifiek\w*|u|uw)\b", re.IGNORECASE)
#: Questions that list treatment options, and what else they may list.
OPTION_LISTS = {
    "options_discussed": {"no_options_discussed"},
    "preferred_option": {"prefers_combination", "no_preference"},
    "alternatives": {"no_alternatives"},
}
#: Red flags that ask for no level of their own: the therapist decides.
WITHOUT_A_LEVEL = {"rf_age_under_20", "rf_low_body_weight", "rf_abuse", "rf_gut_feeling"}


@pytest.fixture(scope="module")
def pack() -> Pathway:
    return load(PACK)


def test_every_treatment_option_can_be_discussed_and_preferred(pack: Pathway) -> None:
    for question, besides in OPTION_LISTS.items():
        assert {option.id for option in pack.questions[question].options} - besides == set(pack.options)


def test_plan_and_session_offer_every_treatment_and_nothing_else(pack: Pathway) -> None:
    treatments = {name for name, option in pack.options.items() if option.group != "no_treatment"}
    for question in ("plan_parts", "techniques"):
        listed = next(field for field in pack.questions[question].fields if field.id == "option")
        assert {option.id for option in listed.options} == treatments


def test_an_option_is_called_the_same_everywhere(pack: Pathway) -> None:
    lists = [pack.questions[name] for name in OPTION_LISTS]
    lists += [field for name in ("plan_parts", "techniques") for field in pack.questions[name].fields if field.options]
    for option in chain.from_iterable(question.options for question in lists):
        if option.id in pack.options:
            assert option.label == pack.options[option.id].label


def test_doing_nothing_is_an_option(pack: Pathway) -> None:
    assert pack.options["no_treatment"].group == "no_treatment"
    assert {option.group for option in pack.options.values()} == {"hands_on", "hands_off", "coaching", "no_treatment"}


def test_manipulation_has_every_absolute_contra_indication_of_the_clinical_list(pack: Pathway) -> None:
    absolute = {c.id for c in pack.options["tx_manipulation"].contra_indications if c.level == "absolute"}
    assert absolute >= {
        "ci_fracture", "ci_malignancy_bone", "ci_infection", "ci_inflammatory_acute", "ci_cauda_equina",
        "ci_neuro_severe", "ci_osteoporosis_severe", "ci_recent_surgery", "ci_instability", "ci_aneurysm",
        "ci_no_consent",
    }  # fmt: skip


def test_the_therapist_sees_every_question_of_the_intake_at_home(pack: Pathway) -> None:
    """What the client answered can be cited: the same ids, except the red flags, which the screening asks again."""
    asked = {question.id for name in ("intake", "screening") for question in pack.forms[name].questions}
    assert {question.id for question in pack.forms["intake_home"].questions} <= asked


def holds(pack: Pathway, form: str, name: str, earlier: dict[str, Answers]) -> bool | None:
    """A definition, or the contra-indication `option.id`, as the answers of earlier forms make it."""
    values = program_of(pack.forms[form]).values({}, earlier, closed=False).values
    layout = layout_of(pack)
    if name in pack.definitions:
        return values[layout.index[name]]
    option, _, wanted = name.partition(".")
    when = next(c.when for c in pack.options[option].contra_indications if c.id == wanted)
    return condition(when, layout)(values)


CALM = {
    "stress": 1, "worry": 1, "fear_movement": 1, "recovery_expectation": 9, "mood_down": "not_down",
    "coping_style": "coping_active", "belief_damage": False, "prev_episodes": "never_before", "radiation": "not_at_all",
    "leg_vs_back": "no_leg_pain", "pain_nrs_avg24h": 3, "general_health": "health_good", "work_status": "retired",
    "pain_elsewhere": 0, "comorbidity": ("co_none",), "psfs_1_now": 5, "psfs_2_now": 6, "psfs_3_now": 4,
}  # fmt: skip


@pytest.mark.parametrize(
    ("differs", "suggestion"),
    [
        ({}, "low"),
        ({"prev_episodes": "continuous", "radiation": "foot"}, "low"),
        ({"prev_episodes": "continuous", "radiation": "foot", "pain_nrs_avg24h": 7}, "moderate"),
        ({"stress": 7, "recovery_expectation": 4}, "moderate"),
        ({"fear_movement": 7}, "moderate"),
        ({"stress": 7, "recovery_expectation": 4, "coping_style": "coping_rest_avoid"}, "moderate"),
        (
            {"stress": 7, "recovery_expectation": 4, "coping_style": "coping_rest_avoid", "mood_down": "most_days"},
            "high",
        ),
    ],
)
def test_the_answers_suggest_a_profile(pack: Pathway, differs: dict[str, object], suggestion: str) -> None:
    """The proposal of the clinical file, 5.4: help beside the therapist's own choice."""
    earlier = {"intake": {**CALM, **differs}}
    found = [
        n for n in ("low", "moderate", "high") if holds(pack, "conclusion", f"profile_suggests_{n}", earlier) is True
    ]
    assert found == [suggestion]


def test_without_answers_no_profile_is_suggested(pack: Pathway) -> None:
    found = {name: holds(pack, "conclusion", f"profile_suggests_{name}", {}) for name in ("low", "moderate", "high")}
    assert found == {"low": None, "moderate": None, "high": None}


@pytest.mark.parametrize(
    ("contra_indication", "form", "answers"),
    [
        ("ci_fracture", "self_check", {"trauma_major": True}),
        ("ci_infection", "self_check", {"fever": True}),
        ("ci_cauda_equina", "self_check", {"ces_saddle": True, "ces_saddle_days": 3, "ces_saddle_worse": False}),
        ("ci_neuro_severe", "examination", {"exam_indicated": True, "exam_consent": "consent_given",
                                            "neuro_block": "findings", "strength_l5_left": 3}),
        ("ci_aneurysm", "self_check", {"known_aneurysm": True}),
        ("pc_lrs", "conclusion", {"clinical_class": "class_lrs"}),
        ("pc_osteopenia", "intake", {"comorbidity": ("co_osteoporosis",)}),
        ("ci_bleeding", "intake", {"medication": ("med_anticoagulant",)}),
    ],
)  # fmt: skip
def test_the_plan_sees_a_contra_indication(pack: Pathway, contra_indication: str, form: str, answers: Answers) -> None:
    name = f"tx_manipulation.{contra_indication}"
    assert holds(pack, "plan", name, {form: answers}) is True
    assert holds(pack, "plan", name, {}) is not True


@pytest.mark.parametrize("gate", ["obs", "fn", "mov", "neuro", "ntest", "seg", "sij", "hip", "load"])
def test_nothing_found_is_one_tap(pack: Pathway, gate: str) -> None:
    form = pack.forms["examination"]
    given = {"exam_indicated": True, "exam_consent": "consent_given"}
    page = next(page for page in form.pages if f"{gate}_block" in page.question_ids)
    for found, shown in (("nothing_found", 1), ("findings", len(page.questions))):
        assert len(shown_questions(form, {**given, f"{gate}_block": found}, page)) == shown


def test_every_page_for_readers_names_its_sources_and_uses_them(pack: Pathway) -> None:
    for page in pack.information:
        used = set(re.findall(r"\[\[(\w+)\]\]", page.body))
        assert used, page.page
        assert used <= set(page.sources), (page.page, page.language)


def test_every_sentence_with_a_number_carries_its_source(pack: Pathway) -> None:
    for page in pack.information:
        facts = [line for line in page.body.splitlines() if re.search(r"\d", line) and not line.startswith(("#", "!"))]
        bare = [line for line in facts if "[[" not in line and not re.search(r"\b(112|7:446|17|5 pm)\b", line)]
        assert bare == [], (page.page, page.language)


def test_both_languages_of_a_page_say_the_same(pack: Pathway) -> None:
    """The same headings, figures and sources, in the same order."""
    dutch = {page.page: page for page in pack.information_in("nl")}
    english = {page.page: page for page in pack.information_in("en")}
    assert dutch.keys() == english.keys()
    for name, page in dutch.items():
        marks = [re.findall(r"^#+|!\[\[[^]]*\]\]|\[\[\w+\]\]", p.body, re.MULTILINE) for p in (page, english[name])]
        assert marks[0] == marks[1], name


def texts_of(pack: Pathway) -> dict[str, Text]:
    """The texts that clients read: questions, treatment options, forms."""
    asked, offered = ("ask", "plain", "why", "help"), ("plain", "what", "why", "benefit", "risk", "burden", "dose")
    texts = {f"{q.id}.{key}": getattr(q, key) for q in pack.questions.values() for key in asked}
    texts |= {f"{option.id}.{key}": getattr(option, key) for option in pack.options.values() for key in offered}
    return {name: text for name, text in texts.items() if text is not None}


def test_we_say_je_and_frighten_nobody(pack: Pathway) -> None:
    found = {name: text.nl for name, text in texts_of(pack).items() if NOT_OUR_WORDS.search(text.nl)}
    found |= {page.page: page.body for page in pack.information_in("nl") if NOT_OUR_WORDS.search(page.body)}
    assert found == {}


def test_imported_instruments_bring_no_item_text(pack: Pathway) -> None:
    imported = [measure for measure in pack.measures.values() if measure.licence == "import"]
    assert imported
    assert all(not measure.items and not measure.questions for measure in imported)


def test_every_red_flag_of_the_clinical_list_has_a_claim(pack: Pathway) -> None:
    clinical = Path(__file__).parents[3] / "shared/clinical/low-back-pain.md"
    if not clinical.exists():
        pytest.skip("the clinical file is not here")
    listed = set(re.findall(r"^\| (rf_\w+) \|", clinical.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed - WITHOUT_A_LEVEL == set(pack.red_flags)
