import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pathways.check import main


@pytest.fixture
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers") / "answers.json"


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_pathway_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    assert "All 3 stories hold." in capsys.readouterr().out


def test_a_broken_pathway_fails_with_its_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "rules.yaml", "when: fall_heavy", "when: fall_heavi")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "rules.yaml:15:11: unknown question 'fall_heavi' — did you mean 'fall_heavy'?" in said
    assert "1 problem: this pathway does not load." in said


def test_a_failing_story_says_what_came_out_and_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "stories.yaml", "urgency: gp_today\n    rules: [cord]", "urgency: emergency\n    rules: [ill]")
    edit(folder, "stories.yaml", "not_shown: [fall_heavy", "not_shown: [unsteady")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "FAIL stories.yaml:9 unsteady" in said
    assert "level: expected emergency, came out gp_today" in said
    assert "rules at that level: expected ill, fired cord" in said
    assert "gp_today by cord: the spinal cord may be squeezed (Have you become unsteady on your feet? Yes)" in said
    assert "'unsteady' must not be shown, and was" in said
    assert "still possible: emergency, by fracture, ill" in said
    assert "2 of 3 stories fail." in said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("when: cord\n", "when: cord and fever\n", "alarm unsteady: at least gp_today, came out therapist"),
        (
            "when: cord\n",
            "when: hinder == much and unsteady\n",
            "alarm unsteady: at least gp_today, came out therapist",
        ),
    ],
)
def test_a_rule_that_breaks_an_alarm_is_caught_in_a_story(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    edit(folder, "rules.yaml", old, new)
    assert main(["check", str(folder)]) == 1
    assert told in capsys.readouterr().out


def test_claims_are_held_against_every_story(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "rules.yaml", "when: fever and shivers", "when: duration < 5 days")
    assert main(["check", str(folder)]) == 1
    assert "claim calm: at most selfcare, came out emergency" in capsys.readouterr().out


def test_try_prints_the_outcome_as_json(folder: Path, answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text('{"age": 40, "onset": "accident", "fall_heavy": "dont_know", "fever": true}')
    assert main(["try", str(folder), "self_check", "--answers", str(answers), "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["level"], outcome["certain"], outcome["possible"]) == ("gp_today", "gp_today", "emergency")
    assert outcome["fired"] == []
    assert outcome["open_rules"] == ["fracture", "ill"]
    assert outcome["waiting_for"] == ["shivers"]
    assert outcome["dont_know"] == ["fall_heavy"]
    assert outcome["in_scope"] is True
    assert "temperature" in outcome["not_asked_here"]
    assert re.fullmatch("[0-9a-f]{64}", outcome["content_hash"])


def test_try_reads_yaml_and_tells_the_outcome_in_words(
    folder: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text("age: 40\nunsteady: yes\nduration: 6 weeks\n")
    assert main(["try", str(folder), "self_check", "--answers", str(answers), "--language", "nl"]) == 0
    said = capsys.readouterr().out
    assert "Hoe lang al? 6 weken" in said
    assert "gp_today: bel vandaag je huisarts" in said
    assert "cord (gp_today): het ruggenmerg kan klem zitten [src_own]" in said
    assert "open      fever: Heb je koorts?" in said


def test_try_weighs_the_answers_of_an_earlier_form(
    folder: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text('{"onset": "accident", "fall_heavy": true, "temperature": 37.5}')
    assert main(["try", str(folder), "screening", "--answers", str(answers), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["level"] == "emergency"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"age": 400}', "age: Choose a number from 0 to 120."),
        ('{"fevr": true}', "There is no question 'fevr' here. — did you mean 'fever'?"),
        ("onset: acident", "onset: Choose one of the answers shown."),
        ("where: [arm, nowhere]", "where: You chose ‘nowhere’ and something else too."),
        ("age: 40\nage: 41", "'age' stands here twice"),
        ('{"age": 40, "age": 41}', "a question stands here twice"),
        ("age: &x 40", "anchors"),
        ("- age", "a map from question to answer is expected"),
        ('{"age": 40', "the '{' of line 1 is not closed before this"),
        ('{"temperature": 38}', "There is no question 'temperature' here."),
    ],
)
def test_bad_answers_are_refused_with_exit_code_2(
    folder: Path, answers: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    answers.write_text(text)
    assert main(["try", str(folder), "self_check", "--answers", str(answers)]) == 2
    output = capsys.readouterr()
    assert told in output.err
    assert output.out == ""


def test_a_form_or_file_that_does_not_exist_is_refused(
    folder: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text("{}")
    assert main(["try", str(folder), "selfcheck", "--answers", str(answers)]) == 2
    assert "there is no form 'selfcheck' — did you mean 'self_check'?" in capsys.readouterr().err
    assert main(["try", str(folder), "self_check", "--answers", str(answers) + "x"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_no_answers_at_all_is_a_patient_too(folder: Path, answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text("{}")
    assert main(["try", str(folder), "self_check", "--answers", str(answers), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["level"] == "therapist"


def test_pathways_runs_without_django_and_without_a_solver(folder: Path) -> None:
    code = (
        "import sys; from pathways.check import main; code = main(['check', sys.argv[1]]); "
        "assert not {'django', 'z3', 'ruggespraak'} & set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
