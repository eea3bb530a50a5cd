"""exercises.yaml as an author meets it: what loads, and what is refused with the place and a way to mend it."""

from pathlib import Path

import pytest

import invented
from pathways.model import Pathway, Span, load
from pathways.source import PathwayError

EXERCISES = """\
exercises:
  nod:
    name: {nl: "Knikken", en: "Nodding"}
    kind: mobility
    goal: {nl: "Je nek losmaken.", en: "To loosen your neck."}
    phases: [acute]
    position: sitting
    how:
      - {nl: "Knik rustig.", en: "Nod gently."}
    may_feel: {nl: "Rek.", en: "Stretch."}
    stop: {nl: "Duizelig? Stop.", en: "Dizzy? Stop."}
    dose: {reps: [5, 10], times_a_day: 2}
    progression:
      - {text: {nl: "Vaker", en: "More often"}, dose: {reps: 15}}
      - {text: {nl: "Verder", en: "Further"}, exercise: turn_head}
    precautions:
      - {id: pc_fever, level: relative, when: fever, label: {nl: "koorts", en: "fever"}, source: src_own}
    source: src_own
    figure:
      poses:
        - {anchor: {point: hip, y: -30}, neck: 0}
        - {neck: 30}
      arrows: [{along: head, aside: 6}]
  turn_head:
    name: {nl: "Draaien", en: "Turning"}
    kind: mobility
    goal: {nl: "Je nek losmaken.", en: "To loosen your neck."}
    phases: [acute, subacute]
    position: sitting
    how:
      - {nl: "Draai rustig.", en: "Turn gently."}
    may_feel: {nl: "Rek.", en: "Stretch."}
    stop: {nl: "Duizelig? Stop.", en: "Dizzy? Stop."}
    dose: {reps: 10}
    source: src_own
    figure: {poses: [{turn: 0}]}
programmes:
  start:
    name: {nl: "Begin", en: "Start"}
    for: {nl: "iedereen", en: "everybody"}
    phases: [acute]
    when: fever
    exercises:
      - {exercise: nod, dose: {reps: 3}}
    source: src_own
"""


def loaded(folder: Path, text: str = EXERCISES) -> Pathway:
    invented.lay_out(folder)
    (folder / "exercises.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def test_exercises_load_with_their_doses_steps_and_poses(tmp_path: Path) -> None:
    pathway = loaded(tmp_path)
    nod = pathway.exercise["nod"]
    assert (nod.dose.reps, nod.dose.times_a_day, nod.dose.minutes) == (Span(5, 10), Span(2, 2), None)
    assert [step.exercise for step in nod.progression] == [None, "turn_head"]
    assert nod.figure.poses[1].neck == 30
    assert pathway.programme["start"].exercises[0].exercise == "nod"


def test_a_folder_of_files_is_read_as_one(tmp_path: Path) -> None:
    invented.lay_out(tmp_path)
    exercises, programmes = EXERCISES.split("programmes:")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/neck.yaml").write_text(exercises, encoding="utf-8")
    (tmp_path / "exercises/starts.yaml").write_text(f"programmes:{programmes}", encoding="utf-8")
    assert set(load(tmp_path).exercise) == {"nod", "turn_head"}


def test_they_come_back_from_canonical_json(tmp_path: Path) -> None:
    pathway = loaded(tmp_path)
    kept = Pathway.from_json(pathway.to_json())
    assert (kept.exercises, kept.programmes) == (pathway.exercises, pathway.programmes)


def test_a_pathway_without_exercises_keeps_its_hash(tmp_path: Path) -> None:
    pathway = load(invented.lay_out(tmp_path))
    assert '"exercises"' not in pathway.to_json()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("reps: [5, 10]", "reps: [10, 5]", "this dose holds [10, 5]"),
        ("reps: [5, 10]", "reps: [5, 10, 15]", "write one number or [lowest, highest]"),
        ("times_a_day: 2", "times_a_day: 0", "this dose holds [0, 0]"),
        ("dose: {reps: 3}", "dose: {rep: 3}", "did you mean 'reps'?"),
        ("exercise: turn_head}", "exercise: turn_heads}", "unknown exercise 'turn_heads' — did you mean 'turn_head'?"),
        ("{exercise: nod,", "{exercise: nods,", "unknown exercise 'nods'"),
        ("kind: mobility", "kind: mobilty", "did you mean 'mobility'?"),
        ("{neck: 30}", "{neck: 80}", "no neck turns to 80"),
        ("{neck: 30}", "{neck: 30, legs: {knee: 170}}", "no knee turns to 170"),
        ("{neck: 30}", "{neck: 30, short: {thighs: 2}}", "'thighs' is a part of the length, not 2"),
        ("{neck: 30}", "{nek: 30}", "did you mean 'neck'?"),
        ("point: hip", "point: hips", "did you mean 'hip'?"),
        ("{along: head, aside: 6}", "{aside: 6}", "an arrow has one of 'along', 'around' and 'start'"),
        ("{along: head, aside: 6}", "{start: [1, 2]}", "'end' of an arrow is two numbers"),
        ("arrows: [{along: head, aside: 6}]", "arrows: [{along: head}, {along: hip}, {along: neck}]", "at most 2"),
        ("when: fever, label", "when: fevr, label", "did you mean 'fever'?"),
        ("    source: src_own\n    figure: {", "    source: src_won\n    figure: {", "did you mean 'src_own'?"),
    ],
)
def test_a_slip_is_told_with_a_way_to_mend_it(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in EXERCISES
    with pytest.raises(PathwayError) as caught:
        loaded(tmp_path, EXERCISES.replace(old, new, 1))
    assert told in str(caught.value)
    assert "exercises.yaml:" in str(caught.value)


def test_an_exercise_stands_in_one_file_only(tmp_path: Path) -> None:
    loaded(tmp_path)
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/again.yaml").write_text(EXERCISES.split("programmes:")[0], encoding="utf-8")
    with pytest.raises(PathwayError, match="the exercise 'nod' is defined twice"):
        load(tmp_path)
