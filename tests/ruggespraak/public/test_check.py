"""The self-check as visitors live it: calm, in an emergency, in doubt, halfway, and where it is not for them."""

import logging

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.test import Client

from ruggespraak import clock
from ruggespraak.dossier.packs import pathway
from ruggespraak.public.visit import COOKIE, LIFETIME
from visitor import LEAVE_OPEN, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def informing(settings: LazySettings) -> None:
    settings.MODE = "inform"


def test_a_calm_visitor_reaches_the_result_in_at_most_twelve_pages(visitor: Visitor) -> None:
    assert visitor.walks() <= 12
    assert "Geen alarmsignalen gevonden" in visitor.text
    assert "niets ernstigs" not in visitor.text
    assert pathway().safety_net.nl in visitor.text


def test_each_page_says_where_it_stands_and_leads_back(visitor: Visitor) -> None:
    visitor.walks(until="now")
    assert "Pagina 3 van 11" in visitor.text
    assert 'href="/check/place/"' in visitor.text
    assert "Waarom vragen we dit?" in visitor.text


def test_an_emergency_stops_the_questions_at_once(visitor: Visitor) -> None:
    assert visitor.walks(chest_pain="yes") == 3
    assert "Bel nu 112" in visitor.text
    assert 'href="tel:112"' in visitor.text


def test_after_an_emergency_the_rest_is_optional_and_the_advice_stays_in_sight(visitor: Visitor) -> None:
    visitor.walks(chest_pain="yes")
    visitor.opens("/check/before/")
    assert "Bel nu 112" in visitor.text
    visitor.sends("before", trauma_major="no", fever="no", cancer_history="no")
    assert visitor.page.wsgi_request.path == "/check/legs/"


def test_the_reason_names_the_answer_and_the_source(visitor: Visitor) -> None:
    visitor.walks(fever="yes")
    assert "Heb je koorts (38 graden of hoger) of koude rillingen? Ja" in visitor.text
    assert "Bron: " in visitor.text


def test_a_calm_reason_never_stands_beside_an_alarm(visitor: Visitor) -> None:
    visitor.walks(fever="yes")
    soothing = [rule.because.nl for rule in pathway().rules if rule.urgency in pathway().reassuring]
    assert soothing
    assert not [words for words in soothing if words[1:] in visitor.text]


def test_not_knowing_is_an_answer_that_never_reassures(visitor: Visitor) -> None:
    visitor.walks(malaise="dont_know")
    assert "Geen alarmsignalen gevonden</h1>" not in visitor.text
    assert "Dit wist je niet" in visitor.text


def test_an_incomplete_check_never_reassures_and_lists_what_is_open(visitor: Visitor) -> None:
    visitor.walks(fever=LEAVE_OPEN, steroids=LEAVE_OPEN)
    assert "Er missen nog antwoorden." in visitor.text
    assert "Geen alarmsignalen gevonden" not in visitor.text
    assert '<a href="/check/before/">Heb je koorts' in visitor.text
    assert "Blijf bewegen" not in visitor.text


def test_whoever_stops_after_an_alarm_hears_the_worst_it_can_be(visitor: Visitor) -> None:
    visitor.walks(ces_saddle="yes", until="nerves_since")
    visitor.opens("/check/result/")
    assert "Kies dan de veilige kant" in visitor.text
    assert pathway().level["call_gp_or_hap_now"].label.nl in visitor.text


@pytest.mark.parametrize("said", [{"age": "17"}, {"where": "neck"}])
def test_under_eighteen_or_pain_elsewhere_gets_the_list_and_no_verdict(visitor: Visitor, said: dict[str, str]) -> None:
    visitor.walks(**said)
    assert "Deze zelfcheck is niet gemaakt voor jouw situatie." in visitor.text
    assert "Bel nu 112" in visitor.text
    assert "ladder" not in visitor.text
    assert "verdict" not in visitor.text


def test_in_inform_mode_nothing_is_computed(visitor: Visitor, informing: None) -> None:
    visitor.walks(chest_pain="yes", fever="yes")
    assert visitor.page.wsgi_request.path == "/check/result/"
    assert visitor.visit and visitor.visit.heeded == ""
    assert "ladder" not in visitor.text
    assert "verdict" not in visitor.text
    assert "Deze zelfcheck berekent geen advies." in visitor.text


def test_in_inform_mode_everyone_reads_the_same_list(informing: None) -> None:
    ill, well = Visitor(), Visitor()
    ill.walks(fever="yes", chest_pain="yes")
    well.walks()
    lists = [visitor.text.split('<section class="sheet flow"')[1].split("</section>")[0] for visitor in (ill, well)]
    assert lists[0] == lists[1]
    assert "Bel nu 112" in lists[0]


def test_the_page_says_which_mode_is_on(visitor: Visitor, settings: LazySettings) -> None:
    assert "heeft dit aangezet" in visitor.opens("/check/").content.decode()
    settings.DEMO = True
    assert "In deze demonstratie staat het adviseren aan" in visitor.opens("/check/").content.decode()
    settings.MODE = "inform"
    assert "berekent geen advies" in visitor.opens("/check/").content.decode()


def test_english_is_a_language_of_its_own(visitor: Visitor) -> None:
    page = visitor.opens("/en/check/you/").content.decode()
    assert "Page 1 of 11" in page
    assert "How old are you?" in page


# ── what is kept, and where


def test_nothing_is_in_the_database_after_a_check(visitor: Visitor) -> None:
    before = {model: model.objects.count() for model in apps.get_models()}
    visitor.walks(fever="yes")
    assert {model: model.objects.count() for model in apps.get_models()} == before


def test_no_answer_stands_in_an_address_or_a_log_line(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.walks(fever="yes", ces_saddle="dont_know")
    visitor.sends("you", age="nonsense")
    traces = " ".join([*visitor.addresses, caplog.text])
    assert "?" not in "".join(visitor.addresses)
    assert not [word for word in ("fever", "yes", "dont_know", "back_lumbar", "nonsense", "koorts") if word in traces]


def test_the_cookie_is_sealed_unreadable_for_scripts_and_ends_with_the_browser(visitor: Visitor) -> None:
    visitor.walks()
    cookie = visitor.client.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["max-age"] and not cookie["expires"]
    assert len(cookie.OutputString()) <= 4096


def test_pages_of_the_check_are_kept_by_nobody(visitor: Visitor) -> None:
    visitor.walks()
    for address in ("/check/", "/check/you/", "/check/result/", "/appointment/"):
        assert "no-store" in visitor.client.get(address).headers["Cache-Control"]


def test_a_tampered_cookie_is_no_visit_and_the_check_begins_anew_kindly(visitor: Visitor) -> None:
    visitor.walks(until="before")
    sealed = visitor.client.cookies[COOKIE].value
    visitor.client.cookies[COOKIE] = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    visitor.opens("/check/before/")
    assert visitor.page.wsgi_request.path == "/check/"
    assert "Begin gerust opnieuw" in visitor.text
    assert not visitor.client.cookies[COOKIE].value


def test_half_an_hour_after_the_last_answer_the_visit_is_over(visitor: Visitor) -> None:
    visitor.walks(until="before")
    with clock.standing_at(clock.now() + LIFETIME * 0.9):
        assert visitor.client.get("/check/before/").status_code == 200
    with clock.standing_at(clock.now() + LIFETIME * 1.1):
        assert visitor.opens("/check/before/").wsgi_request.path == "/check/"


def test_stopping_wipes_the_answers(visitor: Visitor) -> None:
    visitor.walks(until="before")
    page = visitor.client.post("/check/stop/", follow=True)
    assert page.wsgi_request.path == "/"
    assert "Je antwoorden zijn weg." in page.content.decode()
    assert visitor.visit is None


# ── the browser's back button, changed minds, and replies that do not fit


def test_the_back_button_shows_the_page_with_its_answers(visitor: Visitor) -> None:
    visitor.walks(until="before")
    assert 'value="40"' in visitor.opens("/check/you/").content.decode()


def test_a_changed_answer_leads_back_to_where_one_was(visitor: Visitor) -> None:
    visitor.walks()
    visitor.sends("you", age="41", sex="male")
    assert visitor.page.wsgi_request.path == "/check/result/"


def test_a_changed_answer_that_uncovers_questions_leads_to_them(visitor: Visitor) -> None:
    visitor.walks()
    visitor.sends("before", trauma_major="no", fever="yes", cancer_history="no")
    assert visitor.page.wsgi_request.path == "/check/before-more/"


def test_a_page_that_these_answers_leave_out_leads_on(visitor: Visitor) -> None:
    visitor.walks(until="before")
    assert visitor.opens("/check/pregnancy-more/").wsgi_request.path == "/check/before/"


def test_a_wrong_value_comes_back_with_the_summary_and_what_was_typed(visitor: Visitor) -> None:
    page = visitor.sends("you", age="veertig", sex="female")
    assert page.status_code == 422
    assert "<title>Fout:" in visitor.text
    assert 'href="#f-age"' in visitor.text
    assert 'value="veertig"' in visitor.text
    assert visitor.visit is None


def test_a_question_that_must_be_answered_says_so(visitor: Visitor) -> None:
    assert visitor.sends("you", sex="female").status_code == 422
    assert "Beantwoord deze vraag om verder te gaan." in visitor.text


def test_an_option_that_does_not_exist_is_refused(visitor: Visitor) -> None:
    assert visitor.sends("you", age="40", sex="unicorn").status_code == 422


def test_a_stale_page_with_a_question_that_is_not_asked_is_refused_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.walks(until="before")
    kept = visitor.visit
    page = visitor.sends("before", trauma_major="no", fever="no", cancer_history="no", sepsis_signs="yes")
    assert page.status_code == 422
    assert "Deze pagina was verouderd" in visitor.text
    assert visitor.visit == kept


def test_a_megabyte_in_a_field_gets_a_clear_message(visitor: Visitor) -> None:
    page = visitor.sends("you", age="9" * 1_000_000)
    assert page.status_code == 422
    assert "f-age" in visitor.text


def test_strange_parameters_in_the_address_change_nothing(visitor: Visitor) -> None:
    plain = visitor.opens("/check/you/").content
    strange = visitor.client.get("/check/you/?age=99&utm=1").content
    assert b'value="99"' not in strange
    assert len(plain) - len(strange) < 100


def test_pages_that_do_not_exist_and_methods_that_do_not_fit() -> None:
    client = Client()
    assert client.get("/check/nowhere/").status_code == 404
    assert client.put("/check/you/").status_code == 405
    assert client.get("/check/stop/").status_code == 405
    assert client.post("/check/result/").status_code == 405
    assert client.get("/check/result/").status_code == 302
