"""The programmes to start with: what they fill in, what finds no room, and that they sign nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import people
import said
from pathways.model import Programme
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.exercises.prescription import FORM, LIST, NUMBERS, dose_of, gaps, rows_of
from ruggespraak.exercises.programmes import Starter, other_start_doses, start_doses, starter_at, starters


def called(name: str) -> Starter:
    return next(one for one in starters(pathway()) if one.programme.id == name)


def filled(one: Starter, episode: Episode) -> str:
    return f"{reverse('exercises:prescribe', args=[episode.pk])}?programme={one.place}"


@pytest.mark.parametrize("programme", pathway().programmes, ids=lambda one: one.id)
def test_every_programme_fills_rows_that_fit_in_the_form(programme: Programme) -> None:
    fields = {field.id: field for field in pathway().questions[LIST].fields}
    rows = rows_of(called(programme.id).answers)
    assert [row["exercise"] for row in rows] == [item.exercise for item in programme.exercises[: len(rows)]]
    assert 0 < len(rows) <= pathway().questions[LIST].max_items and not gaps({LIST: rows})
    for row in rows:
        assert all(fields[name].min <= row[name] <= fields[name].max for name in NUMBERS if name in row)
        assert dose_of(row, per_side=False).days_a_week is not None


def test_the_dose_of_the_programme_goes_before_that_of_the_exercise() -> None:
    walking = rows_of(called("prog_acute_calm").answers)[-1]
    assert walking == {"exercise": "ex_walking", "minutes": 5, "times_a_day": 1, "days_a_week": 5}
    bridge = next(row for row in rows_of(called("prog_subacute").answers) if row["exercise"] == "ex_bridge")
    own = pathway().exercise["ex_bridge"].dose
    assert (bridge["reps"], bridge["days_a_week"]) == (own.reps.low, own.days_a_week.low)


def test_what_finds_no_room_and_what_asks_for_a_choice_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.left_out for one in starters(pathway())] == [()] * len(pathway().programmes)
    monkeypatch.setattr(Starter, "most", 4)  # of a pack whose form is shorter
    strength, nerve = called("prog_strength"), called("prog_lrs")
    assert strength.left_out == ("Zijplank", "Fietsen of hometrainer") and strength.to_choose == ()
    assert nerve.left_out == ()
    assert nerve.to_choose == ("Opduwen met de armen of Eén knie naar de borst (naar de richting die goed voelt)",)


@pytest.mark.parametrize("place", ["", "0", "99", "prog_fear", "-1", "１"])
def test_another_place_holds_no_programme(place: str) -> None:
    assert starter_at(place, pathway()) is None


def test_start_doses_are_those_of_the_pack_each_once() -> None:
    twice = {LIST: ({"exercise": "ex_bridge"}, {"exercise": "ex_bridge"}, {"days_a_week": 3})}
    (bridge,) = start_doses(pathway(), twice)
    assert bridge.name == "Bruggetje" and "herhalingen" in bridge.dose
    others = [one.name for one in other_start_doses(pathway(), twice)]
    assert len(others) == len(pathway().exercises) - 1 and "Bruggetje" not in others


def test_a_link_fills_in_the_form_and_signs_nothing(screened: Episode, anna: Client) -> None:
    calm = called("prog_acute_calm")
    offer = anna.get(reverse("exercises:prescribe", args=[screened.pk])).content.decode()
    assert f'href="{filled(calm, screened)}"' in offer and "prog_" not in offer
    for words in ("Voor: acute pijn die snel geprikkeld is", "Fase: acuut", "Opduwen met de armen of Eén knie"):
        assert words in offer
    page = anna.get(filled(calm, screened)).content.decode()
    for name in ("ex_breathing_relax", "ex_knee_rolls", "ex_pelvic_tilt_lying", "ex_walking"):
        assert f'value="{name}" selected' in page
    assert "Ingevuld uit “Rustig beginnen”" in page and "Er is nog niets ondertekend." in page
    assert not Entry.objects.filter(form=FORM).exists()


def test_the_form_says_what_it_has_no_room_for(
    screened: Episode, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Starter, "most", 4)
    page = anna.get(filled(called("prog_strength"), screened)).content.decode()
    assert "In het formulier passen 4 oefeningen. Niet ingevuld: Zijplank; Fietsen of hometrainer." in page
    with translation.override("nl"):  # what an English page leaves behind ends here
        english = anna.get(f"/en{filled(called('prog_strength'), screened)}").content.decode()
    assert "Filled in from “Getting stronger”" in english and "Not filled in: Side plank; Cycling." in english


def test_what_was_prescribed_stays_until_the_filled_form_is_signed(
    screened: Episode, prescribed: Entry, anna: Client
) -> None:
    page = anna.get(filled(called("prog_desk"), screened)).content.decode()
    assert 'value="ex_movement_break" selected' in page and 'value="ex_bridge" selected' not in page
    assert list(Entry.objects.filter(form=FORM)) == [prescribed]


def test_what_speaks_against_a_programme_is_shown_beside_it(cast: people.Cast, screened: Episode, anna: Client) -> None:
    sign(screened, "intake", said.intake(comorbidity=("co_osteoporosis",)), by=cast.anna)
    page = anna.get(filled(called("prog_flexion"), screened)).content.decode()
    assert "Wat ertegen spreekt" in page and "botontkalking" in page


def test_an_unknown_programme_opens_the_form_as_it_was(screened: Episode, prescribed: Entry, anna: Client) -> None:
    page = anna.get(f"{reverse('exercises:prescribe', args=[screened.pk])}?programme=99").content.decode()
    assert 'value="ex_bridge" selected' in page and "Ingevuld uit" not in page
