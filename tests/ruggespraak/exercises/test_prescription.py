"""What is prescribed, and that the form offers what the pack knows."""

from pathways.model.exercises import Dose, Span
from ruggespraak.dossier.packs import pathway
from ruggespraak.exercises.prescription import FORM, LIST, NUMBERS, as_row, dose_of, gaps


def test_the_form_offers_exactly_the_exercises_of_the_pack_by_their_names() -> None:
    fields = {field.id: field for field in pathway().questions[LIST].fields}
    offered = {option.id: option.label for option in fields["exercise"].options}
    assert offered == {exercise.id: exercise.name for exercise in pathway().exercises}
    assert set(NUMBERS) <= fields.keys()


def test_precautions_are_weighed_over_the_same_answers_as_in_the_plan() -> None:
    forms = pathway().forms
    assert forms[FORM].builds_on == forms["plan"].builds_on


def test_a_dose_becomes_a_row_by_its_lower_ends_and_comes_back() -> None:
    dose = Dose(sets=Span(2, 3), hold_seconds=Span(10, 20))
    row = as_row("ex_plank", dose)
    assert row == {"exercise": "ex_plank", "days_a_week": 7, "sets": 2, "hold_seconds": 10}
    assert dose_of(row, per_side=True) == Dose(
        sets=Span(2, 2), hold_seconds=Span(10, 10), days_a_week=Span(7, 7), per_side=True
    )


def test_every_dose_of_the_pack_fits_in_the_form() -> None:
    fields = {field.id: field for field in pathway().questions[LIST].fields}
    for exercise in pathway().exercises:
        steps = (*exercise.progression, *exercise.regression)
        for dose in (exercise.dose, *(step.dose for step in steps if step.dose)):
            row = as_row(exercise.id, dose)
            assert not gaps({LIST: (row,)})
            for name in NUMBERS:
                assert name not in row or fields[name].min <= row[name] <= fields[name].max, (exercise.id, name)
