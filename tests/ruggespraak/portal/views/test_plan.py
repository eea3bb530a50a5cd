"""My plan: read, answer exactly this version, and keep a receipt of it."""

import pytest
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, answer_question, sign
from ruggespraak.care.plan_text import mark, text_hash
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.post.models import Mail


@pytest.fixture
def plan(cast: people.Cast, episode: Episode) -> Entry:
    """The first version of Noor's plan."""
    return said.up_to("plan", episode, by=cast.anna)


def shown(entry: Entry) -> str:
    return reverse("portal:plan_version", args=[entry.pk])


def answered(browser: Client, entry: Entry, decision: str, **other: object):
    """Post an answer as the page of this version would."""
    page = browser.get(shown(entry)).context["plan"]
    seen = {"plan_hash": page.seen.plan_hash, "text_hash": page.seen.text_hash}
    return browser.post(reverse("portal:answer", args=[entry.pk]), {"decision": decision, **seen, **other})


def course(episode: Episode):
    return Situation.of(episode).course


def test_there_is_none_yet(episode: Episode, noor: Client) -> None:
    assert "Er is nog geen plan" in noor.get(reverse("portal:plan")).content.decode()


def test_shows_the_newest_in_plain_words_with_nothing_chosen_beforehand(noor: Client, plan: Entry) -> None:
    assert noor.get(reverse("portal:plan")).headers["Location"] == shown(plan)
    page = noor.get(shown(plan)).content.decode()
    assert "Wat gaan we doen?" in page and "Wat zijn de risico" in page and mark(plan.hash) in page
    assert "checked" not in page
    assert Line.objects.filter(event="entry.seen", role="patient", screen="portal:plan_version").count() == 1


@pytest.mark.parametrize(
    ("decision", "answer", "event"),
    [
        ("given", "given", "plan.agreed"),
        ("refused", "refused", "plan.refused"),
        ("question", "waiting", "plan.questioned"),
    ],
)
def test_answers_are_bound_to_plan_and_text(
    episode: Episode, noor: Client, plan: Entry, decision: str, answer: str, event: str
) -> None:
    assert answered(noor, plan, decision, words="Mag ik fietsen?").headers["Location"] == shown(plan)
    entry = episode.entries.get(form="consent")
    kept = read(entry)
    assert entry.about_id == plan.pk and kept.also["plan_hash"] == plan.hash
    assert kept.also["text_hash"] == text_hash(read(plan).text["nl"])
    assert kept.answers["consent_way"] == "own_device" and kept.answers["consent_given_by"] == "patient"
    assert course(episode).plan.answer == answer
    assert Line.objects.get(event=event).consent_id == entry.pk
    assert Mail.objects.filter(template="something_came_in", to="anna@de-beemster.example").count() == 1


def test_the_english_text_is_bound_as_such(episode: Episode, noor: Client, plan: Entry) -> None:
    page = noor.get(f"/en/my/plan/{plan.pk}/").context["plan"]
    seen = {"plan_hash": page.seen.plan_hash, "text_hash": page.seen.text_hash}
    noor.post(f"/en/my/plan/{plan.pk}/answer/", {"decision": "given", **seen})
    assert read(episode.entries.get(form="consent")).also["text_hash"] == text_hash(read(plan).text["en"])


def test_a_yes_can_be_taken_back(episode: Episode, noor: Client, plan: Entry) -> None:
    answered(noor, plan, "given")
    page = noor.get(shown(plan)).content.decode()
    assert 'value="withdrawn"' in page and 'value="given"' not in page
    answered(noor, plan, "withdrawn", words="Ik wacht liever.")
    assert course(episode).agreed is None


def test_a_question_and_its_answer_stand_beside_the_plan(
    cast: people.Cast, episode: Episode, noor: Client, plan: Entry
) -> None:
    answered(noor, plan, "question", words="Mag ik fietsen?")
    assert "Je vroeg iets op" in noor.get("/my/").content.decode()
    answer_question(episode, "Ja, graag.", by=cast.anna)
    page = noor.get(shown(plan)).content.decode()
    assert page.index("Mag ik fietsen?") < page.index("Ja, graag.") and "Anna Smit" in page


@pytest.mark.parametrize("bad", [{}, {"decision": ""}, {"decision": "perhaps"}, {"decision": "question"}])
def test_what_is_missing_is_said_and_the_words_stay(noor: Client, plan: Entry, bad: dict[str, str]) -> None:
    page = noor.get(shown(plan)).context["plan"]
    seen = {"plan_hash": page.seen.plan_hash, "text_hash": page.seen.text_hash}
    words = "" if bad.get("decision") == "question" else "Mijn woorden"
    refused = noor.post(reverse("portal:answer", args=[plan.pk]), {**bad, **seen, "words": words})
    assert refused.status_code == 422 and words in refused.content.decode()
    assert "<title>Fout:" in refused.content.decode()


def test_a_newer_version_asks_again_shows_the_difference_and_keeps_the_words(
    cast: people.Cast, episode: Episode, noor: Client, plan: Entry
) -> None:
    page = noor.get(shown(plan)).context["plan"]
    seen = {"plan_hash": page.seen.plan_hash, "text_hash": page.seen.text_hash}
    newer = sign(episode, "plan", said.plan(sessions_planned=4), by=cast.anna)
    late = noor.post(
        reverse("portal:answer", args=[plan.pk]), {"decision": "given", "words": "Ik heb er zin in", **seen}
    )
    text = late.content.decode()
    assert late.status_code == 409 and "Het plan is veranderd" in text and "Ik heb er zin in" in text
    assert "was 6, nu 4" in text and mark(newer.hash) in text and "checked" not in text
    assert not episode.entries.filter(form="consent").exists()


def test_the_version_agreed_to_counts_until_the_newer_is_answered_and_can_be_taken_back(
    cast: people.Cast, episode: Episode, noor: Client, plan: Entry
) -> None:
    answered(noor, plan, "given")
    newer = sign(episode, "plan", said.plan(sessions_planned=4), by=cast.anna)
    assert noor.get(shown(newer)).context["plan"].counts_until_then == 1
    old = noor.get(shown(plan)).content.decode()
    assert "Een oudere versie" in old and 'value="withdrawn"' in old and 'value="refused"' not in old
    answered(noor, plan, "withdrawn")
    assert course(episode).agreed is None


def test_an_answer_with_another_text_is_refused(episode: Episode, noor: Client, plan: Entry) -> None:
    forged = {"decision": "given", "plan_hash": plan.hash, "text_hash": text_hash("Alles is goed.")}
    assert noor.post(reverse("portal:answer", args=[plan.pk]), forged).status_code == 409
    assert not episode.entries.filter(form="consent").exists()


def test_twice_the_same_answer_counts_once(episode: Episode, noor: Client, plan: Entry) -> None:
    first = answered(noor, plan, "given", once="dubbel")
    again = answered(noor, plan, "given", once="dubbel")
    assert first.headers["Location"] == again.headers["Location"]
    assert answered(noor, plan, "given", once="later").status_code == 409
    assert episode.entries.filter(form="consent").count() == 1


def test_after_closing_there_is_nothing_to_answer(
    cast: people.Cast, episode: Episode, noor: Client, plan: Entry
) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    assert "<fieldset" not in noor.get(shown(plan)).content.decode()
    assert answered(noor, plan, "given").status_code == 409


def test_a_representative_answers_by_name_and_role(
    cast: people.Cast, episode: Episode, client: Client, plan: Entry
) -> None:
    account = people.representative_of(cast.noor)
    browser = log_in(client, account.user)
    assert answered(browser, plan, "given", role="role_parent").status_code == 302, (
        "what they say they are is not asked"
    )
    reading = read(episode.entries.get(form="consent"))
    kept = reading.answers
    assert reading.also["scope"] == "decides" and reading.entry.author_name == "vertegenwoordiger (partner)"
    assert kept["consent_given_by"] == "representative" and kept["representative_role"] == "role_partner"
    assert kept["representative_name"] == account.user.name


def test_the_receipt_tells_which_words_were_answered(episode: Episode, noor: Client, plan: Entry) -> None:
    receipt = reverse("portal:receipt", args=[plan.pk])
    assert noor.get(receipt).status_code == 404, "not answered yet"
    answered(noor, plan, "given")
    page = noor.get(receipt).content.decode()
    consent = episode.entries.get(form="consent")
    assert mark(plan.hash) in page and mark(consent.hash) in page
    assert plan.hash in page and text_hash(read(plan).text["nl"]) in page and "Wat gaan we doen?" in page
    assert "Ja, ik ga akkoord" in page and "Anna Smit" in page


def test_the_receipt_shows_the_text_that_was_answered_in_whatever_language_one_reads_now(
    noor: Client, plan: Entry
) -> None:
    answered(noor, plan, "given")
    page = noor.get(f"/en/my/plan/{plan.pk}/receipt/").content.decode()
    assert "Receipt" in page and "Wat gaan we doen?" in page and text_hash(read(plan).text["nl"]) in page


def test_another_entry_is_no_plan(cast: people.Cast, episode: Episode, noor: Client) -> None:
    screening = sign(episode, "screening", said.screening(), by=cast.anna)
    assert noor.get(shown(screening)).status_code == 404
    assert noor.post(reverse("portal:answer", args=[screening.pk]), {"decision": "given"}).status_code == 404
    assert noor.get(reverse("portal:receipt", args=[screening.pk])).status_code == 404


def test_plans_of_others_do_not_exist(cast: people.Cast, elsewhere: people.Cast, plan: Entry, client: Client) -> None:
    for stranger in (people.account_of(cast.adem), people.account_of(elsewhere.noor)):
        browser = log_in(client, stranger.user)
        assert browser.get(shown(plan)).status_code == 404
        assert browser.post(reverse("portal:answer", args=[plan.pk]), {"decision": "given"}).status_code == 404
        assert browser.get(reverse("portal:receipt", args=[plan.pk])).status_code == 404


def test_staff_do_not_answer_here(cast: people.Cast, plan: Entry, client: Client) -> None:
    log_in(client, cast.anna_at_work.user)
    assert client.post(reverse("portal:answer", args=[plan.pk]), {"decision": "given"}).status_code == 403


def test_methods(noor: Client, plan: Entry) -> None:
    assert noor.get(reverse("portal:answer", args=[plan.pk])).status_code == 405
    assert noor.post(shown(plan)).status_code == 405
    assert noor.post(reverse("portal:receipt", args=[plan.pk])).status_code == 405


def test_queries_do_not_grow_with_the_history(
    cast: people.Cast, episode: Episode, noor: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    said.up_to("session", episode, by=cast.anna)
    plan = episode.entries.get(form="plan")
    noor.get(shown(plan))
    with django_assert_max_num_queries(25) as few:
        noor.get(shown(plan))
    for _ in range(4):
        sign(episode, "session", said.session(), by=cast.anna)
        sign(episode, "plan", said.plan(sessions_planned=4), by=cast.anna)
    with django_assert_num_queries(len(few)):
        noor.get(shown(plan))
