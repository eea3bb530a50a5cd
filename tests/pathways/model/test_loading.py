from pathlib import Path

import pytest

from pathways.model import Pathway, load
from pathways.source import PathwayError, Problem


def problems_after(folder: Path, file: str, old: str, new: str) -> tuple[Problem, ...]:
    """The problems of the invented pathway after one edit."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PathwayError) as error:
        load(folder)
    return error.value.problems


DAMAGE = [
    # file, what stands there, what is put there, part of the message or hint
    ("pathway.yaml", "otherwise: selfcare", "otherwise: selfcar", "did you mean 'selfcare'?"),
    ("pathway.yaml", "status: draft", "status: done", "'done' is not possible here"),
    ("pathway.yaml", 'title: {nl: "Nekpijn", en: "Neck pain"}', 'title: {nl: "Nekpijn"}', "'en' is missing here"),
    ("pathway.yaml", "authors:", "autors:", "did you mean 'authors'?"),
    ("pathway.yaml", "reviewed_on: 2026-11-01", "reviewed_on: 2026-13-01", "a date such as 2026-11-01"),
    ("pathway.yaml", "id: therapist", "id: selfcare", "the level 'selfcare' stands here twice"),
    ("questions.yaml", 'fever: {ask: {nl: "Heb', 'age: {ask: {nl: "Heb', "'age' stands here twice"),
    ("questions.yaml", "type: duration", "type: durations", "did you mean 'duration'?"),
    ("questions.yaml", "ask_when: onset == accident", "ask_when: onset == acident", "did you mean 'accident'?"),
    ("questions.yaml", "ask_when: fever", "ask_when: shivers", "cannot decide whether it is asked itself"),
    ("questions.yaml", "ask_when: fever", "ask_when: cord", "is a definition; ask_when may use only questions"),
    ("questions.yaml", "ask_when: fever", "ask_when: hinder == much", "is a score; ask_when may use only questions"),
    ("questions.yaml", "ask_when: fever", "ask_when: story", "has no value in rules"),
    ("questions.yaml", "emergency, dont_know: gp_today, source", "emergency, source", "must say what"),
    ("questions.yaml", ", exclusive: yes", "", "needs one exclusive option"),
    ("questions.yaml", "id: arm,", "id: fever,", "the option 'fever' bears the name of a question"),
    ("questions.yaml", "max: 4}", "min: 5, max: 4}", "must be below 'max'"),
    ("questions.yaml", "type: number, max: 4}", "type: number}", "every number has a range"),
    ("questions.yaml", "type: date}", "type: date, max: 3}", "'max' does not belong to a question of type date"),
    ("questions.yaml", "type: date}", "type: date, if_hidden: x}", "takes no 'if_hidden'"),
    ("questions.yaml", "if_hidden: 37", "if_hidden: 99", "not a valid answer for 'if_hidden'"),
    ("questions.yaml", "id: biceps,", "id: biceps, lable: 1,", "unknown key 'lable'"),
    ("questions.yaml", "{id: left, type: yes_no", "{id: left, type: table", "a table cannot be a column"),
    ("questions.yaml", "source: src_own", "source: src_won", "did you mean 'src_own'?"),
    ("questions.yaml", "at_least: gp_today", "at_least: gp_todai", "did you mean 'gp_today'?"),
    ("pathway.yaml", "touches: [weak_signs", "touches: [weak_sign", "unknown part 'weak_sign' — did you mean"),
    ("pathway.yaml", "id: open_02", "id: open_01", "the open point 'open_01' stands here twice"),
    ("regions.yaml", "zone: elsewhere", "zone: moon", "'moon' is not possible here"),
    ("forms/self_check.yaml", "[age, onset]", "[age, onzet]", "did you mean 'onset'?"),
    ("forms/self_check.yaml", "[age, onset]", "[age, onset, where]", "the question 'where' stands here twice"),
    ("forms/self_check.yaml", "[age, onset]", "[age]", "depends on 'onset', which form 'self_check' does not"),
    ("forms/self_check.yaml", "fever, shivers", "shivers, fever", "which is asked after it on this form"),
    ("forms/self_check.yaml", "stop_at: [emergency]", "stop_at: [emergencies]", "did you mean 'emergency'?"),
    ("forms/self_check.yaml", "applies_when: age >= 18", "applies_when: age >= 180", "never true"),
    ("forms/self_check.yaml", "applies_when: age >= 18", "applies_when: temperature >= 38", "this form cannot know"),
    ("forms/screening.yaml", "[self_check]", "[selfcheck]", "did you mean 'self_check'?"),
    ("forms/screening.yaml", "[self_check]", "[screening]", "a form cannot build on itself"),
    ("forms/screening.yaml", "builds_on: [self_check]\n", "", "which cannot be known on screening"),
    ("forms/screening.yaml", "reflexes]", "biceps_left]", "is a cell of a table and cannot stand alone"),
    ("rules.yaml", "urgency: therapist", "urgency: therapy", "did you mean 'therapist'?"),
    ("rules.yaml", "when: fall_heavy", "when: fall_heavi", "did you mean 'fall_heavy'?"),
    ("rules.yaml", "when: temperature >= 38.5", "when: temperature >= 50", "never true"),
    ("rules.yaml", "advice: [rest]", "advice: [rust]", "did you mean 'rest'?"),
    ("rules.yaml", "items: [hinder_work, hinder_sleep]", "items: [hinder_work, where]", "has no points"),
    ("rules.yaml", "from: 0", "from: 1", "must start at the lowest score"),
    ("rules.yaml", "from: 5", "from: 8", "must start below the highest score"),
    ("rules.yaml", "missing_allowed: 1", "missing_allowed: 2", "must be below the number of items"),
    ("rules.yaml", "id: ill", "id: fracture", "the rule 'fracture' stands here twice"),
    ("rules.yaml", "  cord:\n    when:", "  fever:\n    when:", "'fever' bears the name of a question"),
    ("safety.yaml", "at_least: gp_today, source", "source", "a claim says 'at_least' or 'at_most'"),
    ("safety.yaml", "both_hands in where\"", "both_hand in where\"", "did you mean 'both_hands'?"),
    ("stories.yaml", "form: self_check", "form: selfcheck", "did you mean 'self_check'?"),
    ("stories.yaml", "{age: 12, unsteady: yes}", "{age: 12, unsteady: 3}", "not an answer to 'unsteady'"),
    ("stories.yaml", "answers: {age: 12,", "answers: {aeg: 12,", "did you mean 'age'?"),
    ("stories.yaml", "answers: {age: 12,", "answers: {temperature: 38,", "do not ask 'temperature'"),
    ("stories.yaml", "rules: [cord]", "rules: [cords]", "did you mean 'cord'?"),
    ("stories.yaml", "not_shown: [fall_heavy", "not_shown: [fal_heavy", "did you mean 'fall_heavy'?"),
    ("options.yaml", "when: cord", "when: cords", "did you mean 'cord'?"),
    ("measures.yaml", "items: [hinder_work]", "items: [hinder_job]", "unknown question 'hinder_job'"),
    ("measures.yaml", "better: lower", "better: less", "choose from lower, higher"),
    ("information/facts.nl.md", "[[src_own]].", "[[src_won]].", "did you mean 'src_own'?"),
    ("information/facts.nl.md", "figure:course", "figure:cours", "did you mean 'course'?"),
    ("information/facts.nl.md", "lead:", "led:", "did you mean 'lead'?"),
    ("information/facts.nl.md", "---\n", "", "the front matter is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "told"), DAMAGE, ids=lambda v: str(v)[:40])
def test_a_damaged_pathway_never_loads_and_says_where(folder: Path, file: str, old: str, new: str, told: str) -> None:
    problems = problems_after(folder, file, old, new)
    matching = [p for p in problems if told in f"{p.message} — {p.hint}"]
    assert matching, [str(problem) for problem in problems]
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_all_faults_of_all_files_come_at_once(folder: Path) -> None:
    for file, old, new in [
        ("questions.yaml", "ask_when: onset == accident", "ask_when: onset == acident"),
        ("rules.yaml", "when: temperature >= 38.5", "when: temperature >= 50"),
        ("stories.yaml", "answers: {age: 12,", "answers: {aeg: 12,"),
    ]:
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    problems = problems_after(folder, "safety.yaml", "at_most: selfcare", "at_most: selfcar")
    assert [p.file for p in problems] == ["questions.yaml", "rules.yaml", "safety.yaml", "stories.yaml"]


def test_a_problem_reads_as_place_reason_hint_line_and_caret(folder: Path) -> None:
    [problem] = problems_after(folder, "rules.yaml", "when: fever and shivers", "when: fever and shiverz")
    assert str(problem) == (
        "rules.yaml:21:21: unknown question 'shiverz' — did you mean 'shivers'?\n"
        "        when: fever and shiverz\n"
        "                        ^"
    )


def test_a_faulty_question_is_told_once_and_not_again_for_all_that_rests_on_it(folder: Path) -> None:
    damaged = 'fever: {ask: {nl: "Heb je koorts?"}}  #'
    [problem] = problems_after(folder, "questions.yaml", "fever: {", damaged)
    assert (problem.line, problem.message) == (26, "'en' is missing here")


def test_the_same_question_in_two_files_is_refused_with_both_places(folder: Path) -> None:
    (folder / "questions").mkdir()
    (folder / "questions" / "more.yaml").write_text('fever: {ask: {nl: "a", en: "a"}}', encoding="utf-8")
    with pytest.raises(PathwayError) as error:
        load(folder)
    [problem] = error.value.problems
    assert problem.message == "the question 'fever' is defined twice (first at questions.yaml:26)"


def test_circles_of_questions_that_wait_for_each_other_are_refused(folder: Path) -> None:
    (folder / "questions").mkdir()
    (folder / "questions" / "more.yaml").write_text(
        'a: {ask: {nl: "a", en: "a"}, ask_when: b}\n'
        'b: {ask: {nl: "a", en: "a"}, ask_when: c}\n'
        'c: {ask: {nl: "a", en: "a"}, ask_when: a}\n',
        encoding="utf-8",
    )
    with pytest.raises(PathwayError) as error:
        load(folder)
    assert "waits for itself through other questions" in str(error.value)


def test_a_hidden_question_that_rules_can_read_must_say_its_value(folder: Path) -> None:
    text = (folder / "questions.yaml").read_text(encoding="utf-8")
    text = text.replace("type: duration, max", "type: duration, ask_when: fever, max")
    (folder / "questions.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PathwayError, match="'if_hidden' is missing: what do rules see when this duration is not asked"):
        load(folder)


def test_a_rule_that_no_form_can_decide_is_refused(folder: Path) -> None:
    problems = problems_after(folder, "forms/screening.yaml", "temperature, ", "")
    assert "rule 'warm' reads 'temperature', which no judged form asks" in str(problems[0])


def test_both_languages_of_an_information_page_must_exist(folder: Path) -> None:
    (folder / "information" / "facts.en.md").unlink()
    with pytest.raises(PathwayError, match="this page is missing in 'en'"):
        load(folder)


def test_a_misspelt_file_is_not_left_out_in_silence(folder: Path) -> None:
    (folder / "rules.yaml").rename(folder / "rule.yaml")
    with pytest.raises(PathwayError, match=r"'rule.yaml' is not a file of a pathway — did you mean 'rules'"):
        load(folder)


def test_a_folder_without_a_pathway_says_so(tmp_path: Path) -> None:
    with pytest.raises(PathwayError, match=r"there is no pathway here"):
        load(tmp_path)


def test_what_is_not_text_is_refused(folder: Path) -> None:
    (folder / "rules.yaml").write_bytes("rules: é".encode("latin-1"))
    with pytest.raises(PathwayError, match="not UTF-8"):
        load(folder)


def test_a_sound_pathway_knows_its_parts(neck: Pathway) -> None:
    assert neck.rank == {"selfcare": 0, "therapist": 1, "gp_today": 2, "emergency": 3}
    assert neck.heaviest("therapist", None, "gp_today") == "gp_today"
    form = neck.forms["self_check"]
    assert form.pathway is neck
    assert [question.id for question in form.pages[0].questions] == ["age", "onset"]
    assert [question.id for question in neck.forms["screening"].own][-4:] == [
        "biceps_left",
        "biceps_right",
        "triceps_left",
        "triceps_right",
    ]
    assert neck.questions["reflexes"].cell("triceps", "left").ask.nl == "Triceps: links"
    assert neck.questions["spot"].exclusive_options == {"nowhere_to_point"}
    assert [page.title for page in neck.information_in("en")] == ["Facts"]
    assert neck.stories[2].urgency == "out_of_scope"
