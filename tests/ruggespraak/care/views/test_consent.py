"""The client's answer to a plan at the practice: recorded, on the screen, on paper."""

import pytest
from django.test import Client

import people
import said
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, answer_question, sign
from ruggespraak.care.plan_text import mark
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read


@pytest.fixture
def planned(cast: people.Cast, episode: Episode) -> Episode:
    said.up_to("plan", episode, by=cast.anna)
    return episode


def address(episode: Episode, more: str = "") -> str:
    return f"/desk/episodes/{episode.pk}/consent/{more}"


def hashes(episode: Episode) -> dict[str, str]:
    seen = said.seen_in(episode)
    return {"plan_hash": seen.plan_hash, "text_hash": seen.text_hash}


def recorded(episode: Episode, **other: object) -> dict[str, object]:
    return {
        "consent_decision": "given", "consent_way": "oral", "consent_given_by": "patient",
        "consent_scope": ["scope_plan"], "information_items": ["ic_benefit"], **hashes(episode), **other,
    }  # fmt: skip


def test_record_an_oral_answer(anna: Client, planned: Episode) -> None:
    page = anna.get(address(planned))
    assert mark(said.seen_in(planned).plan_hash) in page.text
    assert 'value="own_device"' not in page.text
    assert anna.post(address(planned), recorded(planned)).status_code == 302
    course = Situation.of(planned).course
    assert course.agreed_number == 1
    entry = planned.entries.get(form="consent")
    assert read(entry).answers["consent_way"] == "oral"
    assert Line.objects.get(event="plan.agreed").consent_id == entry.id


def test_nothing_is_ticked_beforehand(anna: Client, planned: Episode) -> None:
    page = anna.get(address(planned)).text
    assert 'name="consent_decision" value="given" checked' not in page
    assert "checked" not in anna.get(address(planned, "screen/")).text


def test_a_representative_is_named(anna: Client, planned: Episode) -> None:
    response = anna.post(address(planned), recorded(planned, consent_given_by="representative"))
    assert response.status_code == 422
    named = {"representative_name": "Jo Hendriks", "representative_role": "role_partner"}
    posted = recorded(planned, consent_given_by="representative", **named)
    assert anna.post(address(planned), posted).status_code == 302
    assert read(planned.entries.get(form="consent")).answers["representative_name"] == "Jo Hendriks"


def test_a_question_needs_words(anna: Client, planned: Episode) -> None:
    assert anna.post(address(planned), recorded(planned, consent_decision="question")).status_code == 422
    asked = recorded(planned, consent_decision="question", consent_words="Mag ik fietsen?")
    assert anna.post(address(planned), asked).status_code == 302
    page = anna.get(f"/desk/episodes/{planned.pk}/")
    assert "De cliënt heeft een vraag over het plan." in page.text


def test_a_plan_that_changed_meanwhile(anna: Client, planned: Episode, cast: people.Cast) -> None:
    old = recorded(planned)
    sign(planned, "plan", said.plan(sessions_planned=3), by=cast.anna)
    response = anna.post(address(planned), old)
    assert response.status_code == 409
    assert "Lees eerst de nieuwe versie." in response.text
    assert not planned.entries.filter(form="consent").exists()


def test_the_change_is_told(anna: Client, planned: Episode, cast: people.Cast) -> None:
    said.consent(planned, by=cast.anna)
    sign(planned, "plan", said.plan(sessions_planned=3), by=cast.anna)
    for page in (anna.get(address(planned)), anna.get(address(planned, "screen/"))):
        assert "was 6, nu 3." in page.text


def test_the_screen_is_handed_over(anna: Client, planned: Episode) -> None:
    page = anna.get(address(planned, "screen/"))
    assert "Dit is het plan. Past het bij jou?" in page.text
    assert "Aanvragen" not in page.text, "no way into the desk for the client"
    response = anna.post(address(planned, "screen/"), {"decision": "given", **hashes(planned)})
    assert response.url == address(planned, "screen/thanks/")
    assert "Geef het scherm terug" in anna.get(response.url).text
    entry = read(planned.entries.get(form="consent"))
    assert entry.answers["consent_way"] == "practice_screen"
    assert entry.also["plan_hash"] == said.seen_in(planned).plan_hash


def test_the_screen_speaks_the_language_of_the_client(anna: Client, planned: Episode) -> None:
    planned.patient.language = "en"
    planned.patient.save()
    page = anna.get(address(planned, "screen/"))
    assert "This is the plan. Does it suit you?" in page.text
    assert "We meet 6 times." in page.text


@pytest.mark.parametrize("posted", [{}, {"decision": "perhaps"}, {"decision": "question"}])
def test_an_answer_that_is_none(anna: Client, planned: Episode, posted: dict[str, str]) -> None:
    response = anna.post(address(planned, "screen/"), posted | hashes(planned))
    assert response.status_code == 422
    assert response.context["errors"]
    assert not planned.entries.filter(form="consent").exists()


def test_consent_can_be_taken_back_on_the_screen(anna: Client, planned: Episode, cast: people.Cast) -> None:
    said.consent(planned, by=cast.anna)
    page = anna.get(address(planned, "screen/"))
    assert "Ik trek mijn akkoord in" in page.text
    anna.post(address(planned, "screen/"), {"decision": "withdrawn", **hashes(planned)})
    assert Situation.of(planned).course.agreed is None


def test_on_paper(anna: Client, planned: Episode, cast: people.Cast) -> None:
    page = anna.get(address(planned, "paper/"))
    assert mark(said.seen_in(planned).plan_hash) in page.text
    assert cast.practice.name in page.text
    assert "Handtekening" in page.text


def test_questions_and_answers_stand_with_the_plan(anna: Client, planned: Episode, cast: people.Cast) -> None:
    said.consent(planned, "question", by=cast.anna, words="Mag ik fietsen?")
    answer_question(planned, "Ja, graag zelfs.", by=cast.anna)
    page = anna.get(address(planned, "screen/")).text
    assert page.index("Mag ik fietsen?") < page.index("Ja, graag zelfs.")


@pytest.mark.parametrize("more", ["", "screen/", "paper/"])
def test_without_a_plan(anna: Client, episode: Episode, more: str) -> None:
    assert anna.get(address(episode, more)).status_code == 409


@pytest.mark.parametrize("more", ["", "screen/", "paper/", "screen/thanks/"])
def test_another_practice_and_the_front_desk(
    client: Client, planned: Episode, cast: people.Cast, elsewhere: people.Cast, settings, more: str
) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(elsewhere.anna_at_work.user)
    assert client.get(address(planned, more)).status_code == 404
    client.force_login(cast.desk_at_work.user)
    assert client.get(address(planned, more)).status_code == 403


def test_paper_is_only_read(anna: Client, planned: Episode) -> None:
    assert anna.post(address(planned, "paper/")).status_code == 405
