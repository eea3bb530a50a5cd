"""What is possible, side by side; and what the client says about it before they decide together."""

import re

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, save, sign
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_latest
from ruggespraak.portal.options import invitation

PAGE, MINE = reverse("portal:options"), reverse("portal:together")
SAID = {"what_matters": "Zelf verder kunnen.", "leaning": ["tx_exercise_home"], "client_questions": "Duurt het lang?"}


@pytest.fixture
def concluded(cast: people.Cast, episode: Episode) -> Episode:
    """Noor's complaint with a conclusion: profile 2. Nothing is decided."""
    said.up_to("conclusion", episode, by=cast.anna)
    return episode


def names(browser: Client) -> list[str]:
    """The options on the page, in their order."""
    return [option.id for option in browser.get(PAGE).context["options"]]


def test_before_there_is_a_conclusion_nothing_lies_there(episode: Episode, noor: Client) -> None:
    page = noor.get(PAGE).content.decode()
    assert "Daarna zie je hier" in page
    assert "<form" not in page.split("<main")[1]


def test_what_suits_the_profile_lies_there_and_doing_nothing_last(concluded: Episode, noor: Client) -> None:
    suiting = ["tx_education", "tx_mobilisation", "tx_exercise_supervised", "tx_exercise_home", "no_treatment"]
    assert names(noor) == suiting
    assert Line.objects.filter(event="episode.seen", screen="portal:options").count() == 1


def test_what_must_not_be_done_here_is_not_laid_there(cast: people.Cast, episode: Episode, noor: Client) -> None:
    """An absolute contra-indication takes an option away; a relative one the therapist weighs."""
    said.up_to("conclusion", episode, by=cast.anna)
    sign(episode, "conclusion", said.conclusion(profile="profile_high"), by=cast.anna)
    assert names(noor) == ["tx_pne", "tx_exercise_supervised", "tx_graded_activity", "no_treatment"]


def test_what_the_therapist_put_in_the_draft_counts_and_then_what_was_signed(
    cast: people.Cast, concluded: Episode, noor: Client
) -> None:
    save(concluded, "decision", {"options_discussed": ("tx_walking", "tx_manipulation")}, based_on=0, by=cast.anna)
    assert names(noor) == ["tx_manipulation", "tx_walking", "no_treatment"]
    sign(concluded, "decision", said.decision(), by=cast.anna)
    assert names(noor) == ["tx_mobilisation", "tx_exercise_home", "no_treatment"]


def test_counts_are_people_both_ways_with_and_without_and_how_sure(concluded: Episode, noor: Client) -> None:
    page = noor.get(PAGE).content.decode()
    with_and_without = (
        "Ongeveer 4 van de 10 mensen krijgen binnen een jaar opnieuw rugpijn. De andere 6 niet.",
        "Ongeveer 7 van de 10 mensen krijgen binnen een jaar opnieuw rugpijn. De andere 3 niet.",
    )
    for sentence in with_and_without:
        assert f'aria-label="{sentence}"' in page
    assert "De andere 5 tot 7 merken daar niets van." in page  # the range, both ways
    assert "Onzeker. Het echte aantal kan heel anders zijn." in page
    assert "Steffens et al." in page and "(2016)" in page


def test_the_drawing_has_as_many_people_as_the_sentence_says(concluded: Episode, noor: Client) -> None:
    page = noor.get(PAGE).content.decode()
    drawings = re.findall(r'<svg class="counted" viewBox="[^"]*" role="img" aria-label="([^"]*)">(.*?)</svg>', page)
    assert len(drawings) == 7
    for sentence, drawing in drawings:
        count = re.search(r"Ongeveer (\d+)(?: tot (\d+))? van de (\d+)", sentence)
        assert count
        low, high, of = int(count[1]), int(count[2] or count[1]), int(count[3])
        kinds = re.findall(r'class="(sure|maybe|other)"', drawing)
        assert kinds == ["sure"] * low + ["maybe"] * (high - low) + ["other"] * (of - high)


def test_what_nobody_counted_or_knows_is_said_in_words(concluded: Episode, noor: Client) -> None:
    page = noor.get(PAGE).content.decode()
    assert "Hoeveel mensen dat merken, is niet geteld." in page  # 15 points on a scale are no people
    assert "Niemand heeft dit in mensen geteld." in page
    assert page.count("Wat we niet weten") == 5
    assert "%" not in re.sub(r"45%", "", re.sub(r"<[^>]+>", "", page))


def test_it_can_be_read_in_english(concluded: Episode, noor: Client) -> None:
    page = noor.get("/en" + PAGE).content.decode()
    assert "About 4 of 10 people get back pain again within a year. The other 6 do not." in page


def test_a_preference_becomes_a_page_of_the_record_and_may_be_given_again(
    cast: people.Cast, concluded: Episode, noor: Client
) -> None:
    assert noor.post(MINE, SAID).status_code == 302
    (written,) = read_latest(concluded, ("together",))
    assert written.answers["leaning"] == ("tx_exercise_home",)
    assert Line.objects.filter(event="together.signed", role="patient").count() == 1
    again = noor.get(PAGE).content.decode()
    assert "Zelf verder kunnen." in again and "Verstuurd op" in again
    assert noor.post(MINE, {"leaning": ["not_sure_yet"]}).status_code == 302
    assert concluded.entries.filter(form="together").count() == 2


def test_the_client_is_invited_between_conclusion_and_decision(
    cast: people.Cast, concluded: Episode, noor: Client
) -> None:
    found = invitation(Situation.of(concluded).course)
    assert found and found["url"] == PAGE
    noor.post(MINE, SAID)
    assert invitation(Situation.of(concluded).course) is None
    sign(concluded, "decision", said.decision(), by=cast.anna)
    assert invitation(Situation.of(concluded).course) is None


def test_one_may_lean_only_to_what_lies_there(concluded: Episode, noor: Client) -> None:
    question = next(q for q in noor.get(PAGE).context["questions"] if q.id == "leaning")
    assert [choice.value for choice in question.choices] == [*names(noor), "not_sure_yet"]
    assert question.choices[0].id == question.anchor


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({}, "Schrijf iets op, of kies waar je naar neigt."),
        ({"what_matters": " "}, "Schrijf iets op"),
        ({"leaning": ["tx_exercise_home", "not_sure_yet"]}, "Waar neig je naar?"),
        ({"leaning": ["tx_prayer"]}, "Waar neig je naar?"),
        ({"client_questions": "x" * 2001}, "Wat wil je nog vragen?"),
    ],
)
def test_bad_input_is_shown_as_it_was_typed(concluded: Episode, noor: Client, posted: dict, told: str) -> None:
    refused = noor.post(MINE, posted)
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert not concluded.entries.filter(form="together").exists()


def test_after_closing_it_is_there_to_read_only(cast: people.Cast, concluded: Episode, noor: Client) -> None:
    sign(concluded, "closing", said.closing(), by=cast.anna)
    assert 'action="/my/options/mine/' not in noor.get(PAGE).content.decode()
    refused = noor.post(MINE, SAID)
    assert refused.status_code == 409
    assert not concluded.entries.filter(form="together").exists()


def test_others_see_their_own_and_a_wrong_method_is_refused(
    cast: people.Cast, concluded: Episode, noor: Client
) -> None:
    assert noor.post(PAGE).status_code == 405
    assert noor.get(MINE).status_code == 405
    adem = log_in(Client(), people.account_of(cast.adem).user)
    assert adem.get(PAGE).status_code == 404  # Adem has no complaint here; Noor's is never reached
    anna = log_in(Client(), cast.anna_at_work.user)
    assert anna.get(PAGE).status_code == 403
    assert anna.post(MINE, SAID).status_code == 403
    assert Situation.of(concluded).course.preference is None
