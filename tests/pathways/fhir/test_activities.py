"""Advice, options and exercises as ActivityDefinitions, in our own words."""

from pathways.fhir.activities import activities
from pathways.fhir.doses import in_words, timing
from pathways.model import Pathway
from pathways.model.exercises import Dose, Span


def test_an_option_says_what_speaks_for_and_against_it(neck: Pathway) -> None:
    (option,) = [one for one in activities(neck) if one["id"] == "neck.option.tx-moving"]
    assert option["title"] == "Mobilisatie"
    assert "Niet doen bij: ruggenmerg" in option["usage"]


def test_an_exercise_says_how_much_and_when_to_stop(pack: Pathway) -> None:
    (walking,) = [one for one in activities(pack) if one["id"] == "low-back-pain.exercise.ex-walking"]
    exercise = pack.exercise["ex_walking"]
    assert walking["title"] == exercise.name.nl
    assert exercise.stop.nl in walking["usage"]
    assert f"Hoeveel: {in_words(exercise.dose).nl}" in walking["usage"]
    for precaution in exercise.precautions:
        assert precaution.label.nl in walking["usage"]


def test_a_dose_in_words_and_as_a_timing() -> None:
    dose = Dose(sets=Span(3, 3), reps=Span(8, 12), days_a_week=Span(2, 3), minutes=Span(5, 10), per_side=True)
    assert in_words(dose).nl == "3 sets, 8 tot 12 herhalingen, 5 tot 10 minuten, 2 tot 3 dagen per week, aan elke kant"
    assert in_words(dose).en == "3 sets, 8 to 12 repetitions, 5 to 10 minutes, 2 to 3 days a week, on each side"
    assert timing(dose)["timingTiming"]["repeat"] == {
        "duration": 5, "durationMax": 10, "durationUnit": "min",
        "frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "wk",
    }  # fmt: skip
    assert timing(Dose(sets=Span(2, 2))) == {}


def test_what_comes_again_after_so_many_minutes_is_said_as_a_number_or_two() -> None:
    one, two = (Dose(minutes=Span(1, 2), every_minutes=span) for span in (Span(30, 30), Span(120, 180)))
    assert in_words(one).nl == "1 tot 2 minuten, steeds na 30 minuten"
    assert in_words(two).en == "1 to 2 minutes, again after 120 to 180 minutes"
