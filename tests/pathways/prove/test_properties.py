"""Each property of the list in docs/decisions/0014: a pathway with one slip, and the smallest person who shows it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pathways.check import main
from pathways.model import load
from pathways.prove import Proof, prove


def broken(folder: Path) -> Mapping[tuple[str, str], Proof]:
    """What does not hold, by name and subject."""
    return {(proof.name, proof.subject): proof for proof in prove(load(folder)) if not proof.is_fine}


def edit(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"'{old}' must stand once in {file}"
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")


def stories(proof: Proof) -> list[list[str]]:
    return [list(patient.told("en")) for patient in proof.patients]


def test_a_sound_pathway_is_proved(folder: Path) -> None:
    assert broken(folder) == {}


def test_an_alarm_that_the_rules_forgot(folder: Path) -> None:
    edit(
        folder,
        "rules.yaml",
        ("when: unsteady or both_hands in where", "when: (unsteady and fever) or both_hands in where"),
    )
    found = broken(folder)
    assert found.keys() >= {("alarm", "unsteady"), ("claim at least", "rf_unsteady")}
    assert stories(found["alarm", "unsteady"]) == [["Unsteady gait: Yes", "-> see the therapist"]]


def test_a_claim_at_most_keeps_people_from_being_frightened(folder: Path) -> None:
    edit(folder, "rules.yaml", ("at_least(2, fever, hinder", "at_least(1, fever, hinder"))
    proof = broken(folder)["claim at most", "calm"]
    [patient] = proof.patients
    assert patient.evaluation.level == "therapist"
    assert patient.evaluation.is_definite
    assert dict(patient.remarkable).keys() & {"hinder_work", "hinder_sleep"}


def test_an_alarm_that_is_not_excluded_must_not_reassure(folder: Path) -> None:
    edit(
        folder, "rules.yaml", ("    when: fever and shivers\n", "    when: fever and shivers and duration < 2 weeks\n")
    )
    found = broken(folder)
    assert found.keys() >= {("alarm", "shivers"), ("open alarm", "shivers")}
    [patient] = found["open alarm", "shivers"].patients
    assert patient.evaluation.level == "selfcare"
    assert "fever" not in patient.answers, "long pain, and nobody has asked about fever: yet it reassures"


def test_a_rule_that_switches_off_is_seen_as_a_fall(folder: Path) -> None:
    edit(folder, "rules.yaml",
         ("    when: temperature >= 38.5\n    urgency: gp_today\n",
          "    when: temperature >= 38.5 and not unsteady\n    urgency: emergency\n"))  # fmt: skip
    proof = broken(folder)["monotone", "unsteady"]
    before, after = proof.patients
    assert (before.evaluation.level, after.evaluation.level) == ("emergency", "gp_today")
    assert {name for name in after.answers if after.answers[name] != before.answers.get(name)} == {"unsteady"}


FALL = """\
  - id: fall
    when: fall_heavy
    urgency: emergency
    because: {nl: "een val", en: "a fall"}
    source: src_own
  - id: cord
"""


def test_a_rule_that_no_one_can_meet_and_one_that_another_swallows(folder: Path) -> None:
    edit(folder, "rules.yaml",
         ("    when: fever and shivers\n", "    when: fever and shivers and not fever\n"),
         ("    when: fall_heavy\n", "    when: fall_heavy and fever\n"),
         ("  - id: cord\n", FALL))  # fmt: skip
    found = broken(folder)
    assert ("rule reached", "ill") in found
    assert ("rule decides", "fracture") in found
    assert ("rule decides", "fall") not in found


def test_a_rule_that_adds_to_another_is_never_alone(folder: Path) -> None:
    adds = FALL.replace("when: fall_heavy\n", "when: fall_heavy and fever\n    adds_to: [fracture]\n")
    edit(folder, "rules.yaml", ("  - id: cord\n", adds))
    assert broken(folder) == {}
    edit(folder, "rules.yaml", ("adds_to: [fracture]", "adds_to: [ill]"))
    [told] = stories(broken(folder)["rule adds", "fall"])
    assert "Was it a heavy accident? Yes" in told
    assert "Do you have a fever? Yes" in told


def test_what_need_not_be_asked(folder: Path) -> None:
    edit(folder, "rules.yaml", ("hinder == much, duration >= 12 weeks", "hinder == much"))
    edit(folder, "safety.yaml", (" and duration < 12 weeks", ""))
    assert set(broken(folder)) == {("question matters", "duration")}
    edit(folder, "questions.yaml", ("type: duration, max: 7300", "type: duration, information_only: yes, max: 7300"))
    assert broken(folder) == {}


def test_an_option_that_no_rule_tells_apart(folder: Path) -> None:
    edit(folder, "questions.yaml", (", information_only: yes}", "}"))
    assert set(broken(folder)) == {("option matters", "where=arm")}


def test_two_advices_that_exclude_each_other(folder: Path) -> None:
    edit(folder, "rules.yaml", (", up_to: therapist}", "}"))
    [told] = stories(broken(folder)["advice agrees", "keep_moving, rest"])
    assert "Was it a heavy accident? Yes" in told


def test_an_advice_that_nobody_is_given(folder: Path) -> None:
    edit(folder, "rules.yaml", ("up_to: therapist}", "up_to: selfcare}"))
    assert ("advice given", "keep_moving") in broken(folder)


def test_a_question_that_cannot_be_shown(folder: Path) -> None:
    edit(
        folder,
        "questions.yaml",
        ("  ask_when: onset == accident\n", "  ask_when: onset == accident and onset == gradual\n"),
    )
    assert ("shown", "fall_heavy") in broken(folder)


def test_a_claim_that_is_about_nobody(folder: Path) -> None:
    edit(folder, "safety.yaml", ("if: fall_heavy,", "if: fall_heavy and onset == gradual,"))
    assert ("claim speaks", "rf_fall") in broken(folder)


def test_a_later_form_that_forgets_what_the_earlier_one_knew(folder: Path) -> None:
    forgets = "definitions:\n  reflexes_lost: {when: biceps_left, label: {nl: x, en: x}}\n"
    edit(folder, "rules.yaml", ("    when: fall_heavy\n", "    when: fall_heavy and not reflexes_lost\n"),
         ("definitions:\n", forgets))  # fmt: skip
    before, now = broken(folder)["between forms", "self_check"].patients
    assert (before.form.id, before.evaluation.certain) == ("self_check", "emergency")
    assert (now.form.id, now.answers) == ("screening", before.answers), "biceps_left was not even asked yet"
    assert now.rank < before.rank


# ── the command


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def test_the_command_counts_what_holds_and_keeps_a_record(
    folder: Path, tmp_path: Path, said: Callable[[], str]
) -> None:
    record = tmp_path / "proofs.json"
    assert main(["prove", str(folder), "--record", str(record)]) == 0
    assert "statements hold" in said()
    written = record.read_text()
    assert main(["prove", str(folder), "--record", str(record), "--check"]) == 0
    assert record.read_text() == written
    edit(folder, "rules.yaml", ("duration >= 12 weeks", "duration >= 13 weeks"))
    main(["prove", str(folder), "--record", str(record), "--check"])
    assert "is stale" in said()


def test_the_command_tells_who_breaks_it_in_the_language_of_the_author(folder: Path, said: Callable[[], str]) -> None:
    edit(folder, "rules.yaml", ("    when: fall_heavy\n", "    when: fall_heavy and fever\n"))
    assert main(["prove", str(folder), "--language", "nl"]) == 1
    out = said()
    assert "BROKEN claim at least: rf_fall (self_check) [safety.yaml:3]" in out
    assert "     Was het een zwaar ongeluk? Ja\n" in out


def test_a_red_flag_without_a_claim_fails(folder: Path, said: Callable[[], str]) -> None:
    edit(
        folder, "safety.yaml", ('  - {id: rf_ill, if: "fever and shivers", at_least: emergency, source: src_own}\n', "")
    )
    assert main(["prove", str(folder)]) == 1
    assert "red flag rf_ill: no claim 'at least' speaks for it" in said()
    assert main(["check", str(folder)]) == 1
    assert "alarm shivers: no claim 'at least' mentions it" in said()


def test_names_that_the_export_cannot_tell_apart(folder: Path, said: Callable[[], str]) -> None:
    twin = FALL.replace("id: fall\n", "id: weak__signs\n").replace("when: fall_heavy", "when: fall_heavy and fever")
    edit(folder, "rules.yaml", ("  - id: cord\n", twin.replace("    source", "    adds_to: [fracture]\n    source")))
    assert main(["prove", str(folder)]) == 1
    assert "CLASH 'ruleWeakSigns' would stand for rule weak__signs and for rule weak_signs" in said()


def test_a_form_without_a_level_cannot_be_proved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(folder), "--form", "intake"]) == 2
    assert "form 'intake' gives no level" in capsys.readouterr().err
