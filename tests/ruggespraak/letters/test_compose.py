"""The first version of a letter: all that the dossier says, nothing that it does not."""

from datetime import timedelta

import pytest

import people
import said
from pathways.model import missing
from ruggespraak import clock
from ruggespraak.care.actions import correct, sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.letters.compose import FORM, RUBRICS, compose
from ruggespraak.letters.record import in_words

FEVER = {"fever": True, "screening_red_flags": "asked_serious", "weak_flags_interpretation": "Koorts weegt zwaar."}
ALARM = {**FEVER, "ces_saddle": False, "ces_bladder": False, "weight_loss": "dont_know"}


@pytest.fixture
def fresh(cast: people.Cast) -> Episode:
    """An episode in which nothing was signed."""
    return said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)


def letter(episode: Episode) -> dict[str, str]:
    return {name: str(value) for name, value in compose(read_all(episode)).items()}


def test_an_empty_dossier_gives_an_empty_letter(fresh: Episode) -> None:
    assert compose(read_all(fresh)) == {}


def test_a_late_correction_of_an_older_finding_does_not_cover_the_newest(cast: people.Cast, fresh: Episode) -> None:
    screened = sign(fresh, "screening", said.screening(help_question="Weer fietsen"), by=cast.anna)
    sign(fresh, "screening", said.screening(help_question="Weer tuinieren"), by=cast.anna)
    corrected = said.screening(help_question="Weer zwemmen")
    correct(fresh, read(screened), corrected, by=cast.anna, reason="Stond er verkeerd in.")
    assert "tuinieren" in str(letter(fresh)) and "zwemmen" not in str(letter(fresh))


def test_rubrics_are_those_of_the_form() -> None:
    form = pathway("low_back_pain").forms[FORM]
    assert set(RUBRICS) == {question.id for question in form.questions if question.type == "text"}


def test_niet_pluis_asks_first_and_says_how_soon(cast: people.Cast, fresh: Episode) -> None:
    sign(fresh, "screening", said.niet_pluis(**ALARM, own_urgency="gp_same_day"), by=cast.anna)
    sign(fresh, "gp_call", said.gp_call(), by=cast.anna)
    told = letter(fresh)
    assert (told["letter_kind"], told["letter_urgency"]) == ("question", "today")
    assert told["letter_request"] == "Niet-pluis bij lage rugpijn. Graag vandaag beoordelen."
    findings = told["letter_findings"]
    assert "Alarmsignalen aanwezig: Koorts of koude rillingen (" in findings
    assert "Niet bekend: Onbedoeld gewichtsverlies" in findings
    assert "gevraagd en niet aanwezig: " in findings and "rijbroekgebied" in findings
    assert in_words(clock.today()) in told["letter_done"] and "dokter Aydin" in told["letter_done"]
    assert "De behandeling wacht" in told["letter_done"] and "Maak deze week een afspraak" in told["letter_told"]


def test_what_weighs_only_with_more_is_no_alarm_sign(cast: people.Cast, fresh: Episode) -> None:
    sign(fresh, "screening", said.niet_pluis(**ALARM, first_episode=True, own_urgency="gp_same_day"), by=cast.anna)
    findings = letter(fresh)["letter_findings"]
    assert "Ook gemeld: Eerste keer rugpijn (" in findings
    assert "Eerste keer" not in findings.split("Ook gemeld")[0]


def test_a_question_that_nobody_asked_is_no_no(cast: people.Cast, fresh: Episode) -> None:
    sign(fresh, "screening", said.niet_pluis(), by=cast.anna)
    findings = letter(fresh)["letter_findings"]
    assert "niet aanwezig" not in findings and "aanwezig:" not in findings


def test_what_an_older_screening_found_is_no_longer_so(cast: people.Cast, fresh: Episode) -> None:
    sign(
        fresh,
        "screening",
        said.niet_pluis(**FEVER, own_urgency="gp_same_day"),
        by=cast.anna,
    )
    sign(fresh, "gp_call", said.gp_call(), by=cast.anna)
    sign(fresh, "screening", said.screening(fever=False), by=cast.anna)
    told = letter(fresh)
    assert told["letter_kind"] == "first_report" and told["letter_urgency"] == "information"
    assert "Koorts" not in told["letter_findings"] and "past niet bij" not in told["letter_findings"]
    assert "Maak deze week" not in told.get("letter_told", "")


def test_what_was_corrected_is_not_told(cast: people.Cast, fresh: Episode) -> None:
    wrong = sign(fresh, "screening", said.screening(help_question="Van iemand anders"), by=cast.anna)
    correct(fresh, read(wrong), said.screening(), by=cast.anna, reason="In het verkeerde dossier")
    assert "iemand anders" not in " ".join(letter(fresh).values())


def test_a_first_report_says_what_is_going_to_be_done(cast: people.Cast, fresh: Episode) -> None:
    said.up_to("consent", fresh, by=cast.anna)
    told = letter(fresh)
    assert told["letter_kind"] == "first_report" and "onder behandeling" in told["letter_request"]
    assert "Hulpvraag: Weer een uur kunnen zitten" in told["letter_reason"]
    assert "Doel: Een uur zitten op het werk (nu 15, doel 60 min)." in told["letter_plan"]
    assert f"Evaluatie op {in_words(clock.today() + timedelta(days=28))}" in told["letter_plan"]


def test_a_later_one_is_an_interim_report(cast: people.Cast, fresh: Episode) -> None:
    said.up_to("consent", fresh, by=cast.anna)
    sign(fresh, FORM, said.letter_gp(), by=cast.anna)
    assert letter(fresh)["letter_kind"] == "interim"


def test_a_final_report_tells_the_result(cast: people.Cast, fresh: Episode) -> None:
    said.up_to("session", fresh, by=cast.anna)
    sign(fresh, "session", said.session(pain_before=3), by=cast.anna)
    sign(fresh, "evaluation", said.evaluation(), by=cast.anna)
    goals = ({"goal": "Een uur zitten", "start": 15, "end": 60, "result": "goal_reached"},)
    fields = {q.id: q for q in pathway("low_back_pain").questions["closing_goal_results"].fields}
    goals[0]["result"] = fields["result"].options[0].id
    sign(fresh, "closing", said.closing(closing_goal_results=goals, keep_moving="Elke dag lopen."), by=cast.anna)
    told = letter(fresh)
    assert told["letter_kind"] == "final" and "afgesloten" in told["letter_request"]
    assert "Een uur zitten: 15 naar 60" in told["letter_result"]
    assert "eerste en de laatste behandeling: 6 en 3." in told["letter_result"]
    assert "Zit weer een uur." in told["letter_result"] and "Elke dag lopen." in told["letter_result"]
    assert (
        told["letter_done"].startswith("2 behandelingen (")
        and "NPRS gemiddeld 24 uur: 6 naar 4." in told["letter_findings"]
    )


def test_every_draft_fits_the_form(cast: people.Cast, fresh: Episode) -> None:
    long = "Heel veel woorden. " * 70
    sign(fresh, "screening", {**said.niet_pluis(), "deviating_findings": long, "advice_given": long}, by=cast.anna)
    form, drafted = pathway("low_back_pain").forms[FORM], compose(read_all(fresh))
    assert all(len(str(drafted.get(q.id, ""))) <= q.max_length for q in form.questions if q.type == "text")
    assert missing(form, drafted) == ()


def test_numbers_are_written_as_people_do(cast: people.Cast, fresh: Episode) -> None:
    said.up_to("consent", fresh, by=cast.anna)
    assert ".0" not in " ".join(letter(fresh).values()) and "Niet beantwoord" not in " ".join(letter(fresh).values())
