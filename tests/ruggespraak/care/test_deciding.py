"""Deciding together, on the desk: what the client wrote is seen, can be taken over, and stays open until clear."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from ruggespraak import clock
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation, sign
from ruggespraak.care.from_client import from_client
from ruggespraak.care.options import options_of, preference_in
from ruggespraak.care.signals import Signal, signals_of
from ruggespraak.care.standing import from_json, to_json
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import NotAllowed, NotPossible

LEANS = {
    "what_matters": "Snel weer werken.",
    "leaning": ("tx_exercise_home", "no_treatment"),
    "client_questions": "Wat kost het?",
}
TOLD = {"told_what": "Oefenen.", "told_call": "Bij doof gevoel."}


def signals(episode: Episode) -> dict[str, Signal]:
    """What asks for attention, by kind."""
    course = Situation.of(episode).course
    found = signals_of(episode.pk, course, pathway("low_back_pain"), clock.today())
    return {signal.kind: signal for signal in found}


@pytest.fixture
def concluded(cast: people.Cast, episode: Episode) -> Episode:
    said.up_to("conclusion", episode, by=cast.anna)
    return episode


@pytest.fixture
def told(cast: people.Cast, episode: Episode) -> Episode:
    """Noor told the first version of her plan back."""
    plan = said.up_to("plan", episode, by=cast.anna)
    sign(episode, asked.TOLD_BACK, TOLD, by=people.account_of(cast.noor).as_actor(), about=(plan.pk,))
    return episode


def test_a_preference_asks_for_the_decision_until_it_is_made(cast: people.Cast, concluded: Episode) -> None:
    sign(concluded, asked.TOGETHER, LEANS, by=people.account_of(cast.noor).as_actor())
    signal = signals(concluded)["preference"]
    assert signal.what == "“Snel weer werken. / Wat kost het?”"
    assert signal.url == reverse("care:form", args=[concluded.pk, "decision"])
    sign(concluded, "decision", said.decision(), by=cast.anna)
    assert "preference" not in signals(concluded)


def test_the_decision_cites_the_client_and_takes_it_over_with_one_press(
    cast: people.Cast, concluded: Episode, anna: Client
) -> None:
    sign(concluded, asked.TOGETHER, LEANS, by=people.account_of(cast.noor).as_actor())
    page = reverse("care:form", args=[concluded.pk, "decision"])
    parts = anna.get(page).context["parts"]
    cited = {question.id: question.cited.sentence for part in parts for question in part.questions if question.cited}
    assert cited == {
        "what_matters": "Snel weer werken.",
        "preferred_option": "een combinatie",
        "client_questions": "Wat kost het?",
    }
    taken = anna.post(page, {"cite-what_matters": "1"}).context["parts"]
    values = {question.id: question.value for part in taken for question in part.questions}
    assert values["what_matters"] == "Snel weer werken."
    beside = anna.get(page).content.decode()
    assert "Oefeningen voor thuis, Afwachten en zelf in beweging blijven" in beside


@pytest.mark.parametrize(
    ("leaning", "preference"),
    [
        (("tx_walking",), "tx_walking"),
        (("tx_walking", "no_treatment"), asked.COMBINATION),
        ((asked.NOT_SURE,), asked.NO_PREFERENCE),
        ((), asked.NO_PREFERENCE),
    ],
)
def test_what_one_leans_to_as_the_decision_asks_it(leaning: tuple[str, ...], preference: str) -> None:
    assert preference_in(leaning) == preference
    assert preference in pathway("low_back_pain").questions[asked.PREFERRED_OPTION].option


def test_before_a_conclusion_nothing_is_asked(cast: people.Cast, episode: Episode) -> None:
    said.up_to("screening", episode, by=cast.anna)
    with pytest.raises(NotPossible):
        sign(episode, asked.TOGETHER, LEANS, by=people.account_of(cast.noor).as_actor())
    assert [option.id for option in options_of(Situation.of(episode))] == [asked.WAIT]


def test_a_telling_waits_to_be_read_and_stays_open_until_it_is_clear(cast: people.Cast, told: Episode) -> None:
    assert signals(told)["told_back"].what == "“Oefenen. / Bij doof gevoel.”"
    sign(told, asked.TOLD_BACK_READ, {"teach_back": "teach_back_not_yet"}, by=cast.anna)
    assert "told_back" not in signals(told)
    assert signals(told)["unclear"].url == reverse("care:form", args=[told.pk, asked.TOLD_BACK_READ])
    sign(told, asked.TOLD_BACK_READ, {"teach_back": asked.IS_CLEAR}, by=cast.anna)
    assert not {"told_back", "unclear"} & signals(told).keys()
    with pytest.raises(NotPossible):
        sign(told, asked.TOLD_BACK_READ, {"teach_back": asked.IS_CLEAR}, by=cast.anna)


def test_saving_in_between_keeps_the_words_of_the_client_beside_the_form(told: Episode, anna: Client) -> None:
    for form in ("plan", asked.TOLD_BACK_READ):
        page = reverse("care:form", args=[told.pk, form])
        saved = anna.post(page, {"act": "save", "version": "0"}, headers={"hx-request": "true"})
        assert saved.status_code == 200
        assert "Bij doof gevoel." in saved.content.decode()


def test_telling_again_is_read_again(cast: people.Cast, told: Episode) -> None:
    sign(told, asked.TOLD_BACK_READ, {"teach_back": "teach_back_not_yet"}, by=cast.anna)
    plan = told.entries.get(form="plan")
    sign(told, asked.TOLD_BACK, TOLD, by=people.account_of(cast.noor).as_actor(), about=(plan.pk,))
    assert "told_back" in signals(told) and "unclear" not in signals(told)


def test_it_stands_beside_the_consent_and_says_of_which_version(cast: people.Cast, told: Episode) -> None:
    (beside,) = from_client(Situation.of(told), "consent", "nl")
    assert (beside.number, beside.is_newest, beside.judged, beside.text) == (1, True, "", ())
    sign(told, asked.TOLD_BACK_READ, {"teach_back": asked.IS_CLEAR}, by=cast.anna)
    sign(told, "plan", said.plan(sessions_planned=2), by=cast.anna)
    (beside,) = from_client(Situation.of(told), "consent", "nl")
    assert (beside.number, beside.is_newest, beside.judged) == (1, False, "ja, helemaal")


def test_only_the_newest_plan_can_be_told_and_nothing_else(cast: people.Cast, told: Episode) -> None:
    noor, old = people.account_of(cast.noor).as_actor(), told.entries.get(form="plan")
    sign(told, "plan", said.plan(sessions_planned=2), by=cast.anna)
    for about in ((old.pk,), (told.entries.get(form="screening").pk,), ()):
        with pytest.raises(NotPossible):
            sign(told, asked.TOLD_BACK, TOLD, by=noor, about=about)


def test_a_client_does_not_judge_the_own_telling(cast: people.Cast, told: Episode) -> None:
    with pytest.raises(NotAllowed):
        sign(told, asked.TOLD_BACK_READ, {"teach_back": asked.IS_CLEAR}, by=people.account_of(cast.noor).as_actor())


def test_the_kept_standing_knows_it_too(cast: people.Cast, told: Episode) -> None:
    sign(told, asked.TOLD_BACK_READ, {"teach_back": "teach_back_not_yet"}, by=cast.anna)
    course = Situation.of(told).course
    assert from_json(to_json(course)) == course
