"""Asking for a first appointment, with and without the answers of the check."""

import pytest
from django.conf import LazySettings

import people
from pathways.evaluate import evaluate
from ruggespraak.agenda.actions import MOST_OPEN
from ruggespraak.agenda.models import Request
from ruggespraak.audit.models import Line
from ruggespraak.people.models import Practice
from ruggespraak.post.models import Mail
from visitor import Visitor

pytestmark = pytest.mark.django_db

ASKED = {
    "name": "Jan de Boer",
    "born_on": "1984-03-01",
    "phone": "06 1234 5678",
    "email": "jan@example.org",
    "words": "Ik kan niet lang zitten.",
    "moments": "Dinsdag na vijf uur",
    "language": "nl",
}


@pytest.fixture
def practice() -> Practice:
    return people.cast().practice


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def ask(visitor: Visitor, practice: Practice, address: str = "/appointment/", **said: str) -> str:
    reply = ASKED | {"practice": practice.slug, "once": "a-key"} | said
    visitor.page = visitor.client.post(address, reply, follow=True)
    return visitor.page.wsgi_request.path


def test_a_request_arrives_and_both_get_a_mail_without_a_health_word(visitor: Visitor, practice: Practice) -> None:
    assert ask(visitor, practice) == "/appointment/sent/"
    request = Request.objects.of_practice(practice).get()
    assert (request.name, request.phone, request.words) == ("Jan de Boer", "0612345678", "Ik kan niet lang zitten.")
    mails = {mail.to: mail for mail in Mail.objects.of_practice(practice)}
    assert set(mails) == {"jan@example.org", practice.email}
    written = " ".join(mail.subject + mail.text for mail in mails.values())
    assert not [word for word in ("rug", "pijn", "zitten", "klacht") if word in written.lower()]


def test_it_leaves_a_line_in_the_log_that_holds_no_words(visitor: Visitor, practice: Practice) -> None:
    ask(visitor, practice)
    line = Line.objects.get(event="appointment.asked")
    assert (line.role, line.practice_id, line.object_type) == ("visitor", practice.id, "request")
    assert "zitten" not in str(line.__dict__) and "Jan" not in str(line.__dict__)


def test_what_was_written_is_sealed(visitor: Visitor, practice: Practice) -> None:
    ask(visitor, practice)
    assert b"zitten" not in bytes(Request.objects.get().sealed)


def test_a_double_click_asks_once(visitor: Visitor, practice: Practice) -> None:
    assert ask(visitor, practice) == ask(visitor, practice) == "/appointment/sent/"
    assert Request.objects.count() == 1


def test_without_being_asked_no_answer_travels(visitor: Visitor, practice: Practice) -> None:
    visitor.walks(malaise="yes")
    assert "Je antwoorden gaan niet mee." in visitor.opens("/appointment/").content.decode()
    ask(visitor, practice)
    request = Request.objects.get()
    assert request.shared_answers is None and request.pack is None and request.level == ""


def test_shared_answers_travel_with_their_version_and_level(visitor: Visitor, practice: Practice) -> None:
    visitor.walks(cancer_history="yes")
    assert "Heb je kanker" in visitor.opens("/appointment/share/").content.decode()
    ask(visitor, practice, "/appointment/share/")
    request = Request.objects.get()
    assert request.shared_answers == visitor.visit.answers
    assert request.pack_id == visitor.visit.pack
    assert request.level == evaluate(visitor.form, visitor.visit.answers).level != ""
    assert ("Kanker (gehad)", "Ja", "cancer_history") in request.told("nl")


def test_an_urgent_advice_is_read_before_sending_and_signals_the_desk(visitor: Visitor, practice: Practice) -> None:
    visitor.walks(fever="yes")
    assert ask(visitor, practice, "/appointment/share/") == "/appointment/share/"
    assert "Lees dit voordat je verstuurt" in visitor.text and "Bel vandaag" in visitor.text
    assert not Request.objects.exists()
    assert ask(visitor, practice, "/appointment/share/", advice_seen="gp_same_day") == "/appointment/sent/"
    request = Request.objects.get()
    assert request.level == "gp_same_day" and request.is_signal


def test_in_inform_mode_no_level_is_computed(visitor: Visitor, practice: Practice, settings: LazySettings) -> None:
    settings.MODE = "inform"
    visitor.walks(fever="yes")
    assert ask(visitor, practice, "/appointment/share/") == "/appointment/sent/"
    request = Request.objects.get()
    assert (request.level, request.urgency, request.is_signal) == ("", 0, False)
    assert request.shared_answers and request.shared_answers["fever"] is True


def test_there_is_nothing_to_share_without_a_check(visitor: Visitor, practice: Practice) -> None:
    assert visitor.opens("/appointment/share/").wsgi_request.path == "/appointment/"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"name": ""}, "Vul je naam in."),
        ({"born_on": "eergisteren"}, "Schrijf je geboortedatum als"),
        ({"born_on": "2090-01-01"}, "deze dag kan niet kloppen"),
        ({"email": "jan@"}, "geen volledig e-mailadres"),
        ({"email": "", "phone": ""}, "Vul een telefoonnummer of een e-mailadres in"),
        ({"phone": "12"}, "Kijk je telefoonnummer na"),
        ({"words": "x" * 1_000_000}, "Maak dit korter"),
        ({"words": "Mijn nummer is 123456782"}, "We vragen nooit je burgerservicenummer"),
        ({"language": "fr"}, "Kies een van de twee talen"),
    ],
)
def test_what_does_not_fit_comes_back_with_the_summary(
    visitor: Visitor, practice: Practice, said: dict[str, str], message: str
) -> None:
    ask(visitor, practice, **said)
    assert visitor.page.status_code == 422
    assert message in visitor.text and 'id="errors"' in visitor.text and "<title>Fout:" in visitor.text
    assert "Dinsdag na vijf uur" in visitor.text
    assert not Request.objects.exists()


def test_with_more_practices_one_is_chosen(visitor: Visitor, practice: Practice) -> None:
    other = people.cast("elders", "Praktijk Elders").practice
    page = visitor.opens("/appointment/").content.decode()
    assert f'<option value="{other.slug}">' in page
    ask(visitor, other)
    assert not Request.objects.of_practice(practice).exists()
    assert Request.objects.of_practice(other).exists()


def test_a_practice_that_is_not_here_is_refused(visitor: Visitor, practice: Practice) -> None:
    page = visitor.client.post("/appointment/", ASKED | {"practice": "elders"})
    assert page.status_code == 422
    assert "Deze praktijk staat niet in de lijst" in page.content.decode()


def test_one_sender_cannot_fill_the_list(visitor: Visitor, practice: Practice) -> None:
    for number in range(MOST_OPEN):
        assert ask(visitor, practice, once=f"key-{number}") == "/appointment/sent/"
    ask(visitor, practice, once="one-too-many")
    assert visitor.page.status_code == 409
    assert practice.phone in visitor.text
    assert Request.objects.count() == MOST_OPEN


def test_without_a_practice_there_is_nothing_to_send(visitor: Visitor) -> None:
    page = visitor.opens("/appointment/").content.decode()
    assert "Hier doet nog geen praktijk mee." in page and "<textarea" not in page


def test_other_methods_are_refused(visitor: Visitor) -> None:
    assert visitor.client.put("/appointment/").status_code == 405
    assert visitor.client.post("/appointment/sent/").status_code == 405
