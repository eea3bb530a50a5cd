"""The exercises and programmes of the pack, beside the clinical file, and in words that everybody reads."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pathways.evaluate import program_of
from pathways.language.meaning import condition
from pathways.model import Answers, Dose, Exercise, Pathway, Text, load
from pathways.model.effective import layout_of

PACK = Path(__file__).parents[2] / "packs/low_back_pain"
CLINICAL = Path(__file__).parents[3] / "shared/clinical/low-back-pain.md"
#: Words that frighten, and the polite form beside "je".
NOT_OUR_WORDS = re.compile(r"\b(slijtage|versleten|beschadig\w*|kapot|fout|aspecifiek\w*|hernia|u|uw)\b", re.IGNORECASE)
#: B1: short sentences of short words. Flesch-Douma (Dutch) and Flesch (English): 60 and above is plain language.
MOST_WORDS = 15
PLAIN = 60.0
#: The column "start dose" of section 11.
START_DOSE = re.compile(r"^\| (ex_\w+) \|(?:[^|\n]*\|){5} ([^|\n]+?) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def pack() -> Pathway:
    return load(PACK)


@pytest.fixture(scope="module")
def clinical() -> str:
    if not CLINICAL.exists():
        pytest.skip("the clinical file is not here")
    return CLINICAL.read_text(encoding="utf-8")


# ── beside the clinical file


def test_every_exercise_of_the_clinical_file_is_here_and_no_other(pack: Pathway, clinical: str) -> None:
    listed = set(re.findall(r"^\| (ex_\w+) \| [^|]+ \| [^|]+ \| \w", clinical, re.MULTILINE))
    assert len(listed) == 32
    assert {exercise.id for exercise in pack.exercises} == listed


def test_every_programme_has_the_exercises_of_the_clinical_file_in_their_order(pack: Pathway, clinical: str) -> None:
    rows = dict(re.findall(r"^\| (prog_\w+) \| [^|]+ \| ([^|]+) \|$", clinical, re.MULTILINE))
    assert len(rows) == 8
    assert {programme.id for programme in pack.programmes} == set(rows)
    for programme in pack.programmes:
        named = [name for item in programme.exercises for name in (item.exercise, item.or_) if name]
        assert named == re.findall(r"ex_\w+", rows[programme.id]), programme.id
        assert set(re.findall(r"tx_\w+", rows[programme.id])) <= set(programme.treatments)


def test_phases_are_those_of_the_clinical_file(pack: Pathway, clinical: str) -> None:
    letters = {"acute": "A", "subacute": "S", "chronic": "C", "prevention": "P"}
    rows = dict(re.findall(r"^\| (ex_\w+) \|(?:[^|\n]*\|){4} ([ASCP ]+?) \|", clinical, re.MULTILINE))
    assert {e.id: " ".join(letters[phase] for phase in e.phases) for e in pack.exercises} == rows


def test_the_numbers_of_each_dose_are_those_of_the_clinical_file(pack: Pathway, clinical: str) -> None:
    """Every number of the start dose in the file stands in ours, in its own unit."""
    written = dict(START_DOSE.findall(clinical))
    assert written.keys() == {exercise.id for exercise in pack.exercises}
    missing = {e.id: written[e.id] for e in pack.exercises if not numbers_of(written[e.id]) <= numbers_in(e)}
    assert missing == {}


def numbers_of(dose: str) -> set[int]:
    """The numbers of a dose as it is written: "3x10 s per side, 2x/day"; hours are minutes here."""
    hours = re.search(r"every (\d+)-(\d+) h", dose)
    if hours:
        dose = dose.replace(hours[0], f"{int(hours[1]) * 60} {int(hours[2]) * 60}")
    return {int(number) for number in re.findall(r"\d+", dose)}


def numbers_in(exercise: Exercise) -> set[int]:
    spans = (getattr(exercise.dose, name) for name in Dose.__dataclass_fields__)
    return {number for span in spans if hasattr(span, "low") for number in (span.low, span.high)}


def test_the_pain_rule_and_the_step_up_are_those_of_the_clinical_file(pack: Pathway, clinical: str) -> None:
    training = pack.training
    assert training is not None
    pain, up = training.pain, training.step_up
    assert f"max({pain.highest}, start + {pain.above_start})" in clinical
    assert f"within {pain.back_within_hours} hours" in clinical
    share = f"clamp(round({up.percent / 100:.2f} * cur), {up.least_minutes}, {up.most_minutes})"
    assert share in clinical
    assert f"on >={up.days_needed} days" in clinical
    assert f"goal: {up.goal_minutes} min, {up.days_a_week} days/week" in clinical


# ── complete by itself


def test_every_exercise_has_a_kind_with_a_dose_and_a_way_up_and_down(pack: Pathway) -> None:
    assert pack.training is not None
    kinds = {kind.kind for kind in pack.training.kinds}
    for exercise in pack.exercises:
        assert exercise.kind in kinds
        assert exercise.progression, exercise.id
        assert exercise.regression, exercise.id
        assert any(getattr(exercise.dose, name) for name in ("reps", "hold_seconds", "minutes")), exercise.id


def test_who_goes_up_by_another_exercise_comes_back_down(pack: Pathway) -> None:
    """A step to another exercise never leads back to itself, and its way down is an exercise that exists."""
    for exercise in pack.exercises:
        others = [step.exercise for step in (*exercise.progression, *exercise.regression) if step.exercise]
        assert exercise.id not in others
    up = {(e.id, step.exercise) for e in pack.exercises for step in e.progression if step.exercise}
    down = {(step.exercise, e.id) for e in pack.exercises for step in e.regression if step.exercise}
    assert up <= down


def test_what_needs_a_therapist_first_says_so(pack: Pathway) -> None:
    assert {e.id for e in pack.exercises if e.with_instruction} == {"ex_side_glide", "ex_nerve_slide", "ex_deadlift"}


@pytest.mark.parametrize(
    ("exercise", "precaution", "form", "answers"),
    [
        ("ex_double_knee_chest", "pc_strong_flexion", "intake", {"comorbidity": ("co_osteoporosis",)}),
        ("ex_prone_lying", "pc_prone_stenosis", "conclusion", {"clinical_class": "class_stenosis"}),
        ("ex_prone_lying", "pc_prone_pregnant", "self_check", {"sex": "female", "age": 30, "pregnancy_status": True}),
        ("ex_hamstring_stretch", "pc_irritated_nerve", "conclusion", {"clinical_class": "class_lrs"}),
        ("ex_nerve_slide", "pc_high_reactivity", "intake", {"reactivity": "reactivity_high"}),
        ("ex_swimming", "pc_fever_wounds", "self_check", {"fever": True}),
        ("ex_deadlift", "pc_after_surgery", "intake", {"comorbidity": ("co_spine_surgery",)}),
    ],
)
def test_the_plan_sees_what_speaks_against_an_exercise(
    pack: Pathway, exercise: str, precaution: str, form: str, answers: Answers
) -> None:
    when = next(c.when for c in pack.exercise[exercise].precautions if c.id == precaution)
    assert when is not None
    assert holds(pack, when, {form: answers}) is True
    assert holds(pack, when, {}) is not True


@pytest.mark.parametrize(
    ("programme", "form", "answers"),
    [
        ("prog_acute_calm", "intake", {"reactivity": "reactivity_high"}),
        ("prog_flexion", "conclusion", {"clinical_class": "class_stenosis"}),
    ],
)
def test_answers_point_to_a_programme(pack: Pathway, programme: str, form: str, answers: Answers) -> None:
    when = pack.programme[programme].when
    assert when is not None
    assert holds(pack, when, {form: answers}) is True
    assert holds(pack, when, {}) is not True


def holds(pack: Pathway, when: object, earlier: dict[str, Answers]) -> bool | None:
    values = program_of(pack.forms["plan"]).values({}, earlier, closed=False).values
    return condition(when, layout_of(pack))(values)  # type: ignore[arg-type]


def test_exercises_change_no_result_so_proofs_stay_fresh(pack: Pathway) -> None:
    without = dataclasses.replace(pack, exercises=(), programmes=(), training=None)
    assert without.logic_hash == pack.logic_hash
    assert without.content_hash != pack.content_hash


def test_an_old_entry_keeps_the_exercises_of_its_day(pack: Pathway) -> None:
    kept = Pathway.from_json(pack.to_json())
    assert kept.exercises == pack.exercises
    assert kept.programmes == pack.programmes
    assert kept.training == pack.training


# ── words


def texts_of(pack: Pathway) -> Iterator[tuple[str, Text]]:
    """Every text of exercises that a client reads."""
    for exercise in pack.exercises:
        yield from ((f"{exercise.id}.{key}", getattr(exercise, key)) for key in ("name", "goal", "may_feel", "stop"))
        yield from ((f"{exercise.id}.how", text) for text in exercise.how)
        steps = (*exercise.progression, *exercise.regression)
        yield from ((f"{exercise.id}.step", step.text) for step in steps)
        yield from ((f"{exercise.id}.{c.id}", c.label) for c in exercise.precautions)
    for programme in pack.programmes:
        yield f"{programme.id}.name", programme.name
        yield f"{programme.id}.for", programme.for_whom
    assert pack.training is not None
    pain = pack.training.pain
    yield from (("pain", text) for text in (pain.fine, pain.one_step_down, pain.stop, pack.training.step_up.text))
    for kind in pack.training.kinds:
        yield from ((kind.kind, text) for text in (kind.label, kind.effort, kind.progress))


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?:])\s+", text) if sentence]


def test_no_sentence_is_longer_than_fifteen_words(pack: Pathway) -> None:
    found = [
        (name, sentence)
        for name, text in texts_of(pack)
        for said in (text.nl, text.en)
        for sentence in sentences(said)
        if len(sentence.split()) > MOST_WORDS
    ]
    assert found == []


def test_we_say_je_and_frighten_nobody(pack: Pathway) -> None:
    assert {name: text.nl for name, text in texts_of(pack) if NOT_OUR_WORDS.search(text.nl)} == {}


def test_a_step_is_told_to_the_reader(pack: Pathway) -> None:
    """The steps speak to "je", and the English is not the Dutch."""
    for name, text in texts_of(pack):
        assert text.nl != text.en or len(text.nl.split()) <= 2, name
        assert not re.search(r"[A-Za-z]  |\s$|^\s", text.nl + text.en), name


def test_the_steps_are_plain_language(pack: Pathway) -> None:
    """Flesch-Douma (Dutch) and Flesch (English) over the steps of each exercise."""
    dutch = {e.id: round(readability(" ".join(t.nl for t in e.how), "nl")) for e in pack.exercises}
    english = {e.id: round(readability(" ".join(t.en for t in e.how), "en")) for e in pack.exercises}
    assert {name: score for name, score in dutch.items() if score < PLAIN} == {}
    assert {name: score for name, score in english.items() if score < PLAIN} == {}


def readability(text: str, language: str) -> float:
    words = re.findall(r"[\w’-]+", text)
    vowels = r"[aeiouyáéíóúàèêëïöü]+" if language == "nl" else r"[aeiouy]+(?!\b)|[aiouy]+\b|\b[^aeiouy]*e\b"
    syllables = sum(max(len(re.findall(vowels, word.lower())), 1) for word in words)
    per_sentence, per_word = len(words) / len(sentences(text)), syllables / len(words)
    if language == "nl":
        return 206.835 - 0.93 * per_sentence - 77 * per_word
    return 206.835 - 1.015 * per_sentence - 84.6 * per_word
