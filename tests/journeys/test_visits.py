"""After a visit and after closing: what changed, the day after, a check-in with a red flag, and coming again."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect

from browsing import DESK, PASSWORD, PHONE, House, Watched, copied, logged_in, served

Open = Callable[..., Watched]

PEOPLE = """
from datetime import timedelta
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from ruggespraak import clock
from ruggespraak.audit.actor import VISITOR
from ruggespraak.care import actions as care
from ruggespraak.demo.answers import complete
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.people import actions as people
from ruggespraak.people.models import Membership, Patient
for given, therapist in (("Ling", "Bram Visser"), ("Hanneke", "Joris de Wit")):
    patient = Patient.objects.get(given_name=given)
    by = Membership.objects.get(user__name=therapist).as_actor()
    people.change_patient(patient, by=by, email=f"{given.lower()}@example.org")
    invited = people.invite(patient, by=by)
    token = invited.link.rstrip("/").rsplit("/", 1)[1]
    account = people.accept_invitation(token, by=VISITOR, born_on=patient.born_on, code=invited.code)
    account.user.set_password(%(password)r)
    account.user.save()
    TOTP.activate(account.user, generate_totp_secret())
    print("CODE", given, RecoveryCodes.activate(account.user).get_unused_codes()[0])
said = {"new_red_flags": False, "pain_before": 6, "pain_after": 4, "minutes_hands_on": 10, "minutes_hands_off": 12}
said |= {"minutes_coaching": 8, "response": "response_better", "techniques": [{"option": "tx_mobilisation"}]}
form = pathway("low_back_pain").forms["session"]
with clock.standing_at(clock.now() - timedelta(days=1)):
    care.sign(Episode.objects.get(patient=patient), "session", complete(form, said), by=by)
"""
SIGNS = ("now_emergency", "now_ces", "now_weakness", "now_both_legs", "now_fever")
CALM_AFTER = {"after_going": "after_bit_worse", "after_effects": ["after_sore"], "after_severe": False}
CALM_NOW = {"own_signs_seen": False, "flare_up_now": False, "now_trauma": False, "now_unwell": False}


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house, in which one client was treated yesterday and one was done long ago."""
    with served(copied(house, tmp_path_factory.mktemp("visits"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def known(browser: Browser, home: House) -> dict[str, StorageState]:
    """The browsers of both, once logged in."""
    codes = dict(
        re.findall(r"CODE (\w+) (\d+)", home.command("shell", "-v", "0", "-c", PEOPLE % {"password": PASSWORD}))
    )
    return {given: logged_in(browser, home, f"{given.lower()}@example.org", code) for given, code in codes.items()}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_visit_shows_before_and_after_and_what_that_does_not_say(
    window: Open, home: House, known: dict[str, StorageState], viewport: dict[str, int]
) -> None:
    client = window(viewport, at=home, storage_state=known["Hanneke"])
    client.go("/my/visits/")
    client.see()
    drawing = client.main.get_by_role("img", name="Pijn vooraf 6, na afloop 4, op een lijn van 0 tot 10.")
    expect(drawing.first).to_be_visible()
    client.follow("Bezoek 2,")
    client.see()
    assert "zegt het weinig over het einde" in client.text and "De zekerheid is laag." in client.text
    client.follow("Alles wat je therapeut")
    client.follow("Dit bezoek: ervoor en erna")
    assert client.heading == "Bezoek 2"


def test_the_day_after_is_told_with_the_keyboard_only(
    window: Open, home: House, known: dict[str, StorageState]
) -> None:
    client = window(PHONE, at=home, storage_state=known["Hanneke"])
    client.go("/my/day-after/")
    client.see()
    for name, value in {**CALM_AFTER, **dict.fromkeys(SIGNS, False)}.items():
        wanted = value[0] if isinstance(value, list) else "no" if value is False else value
        control = client.page.locator(f'[name="{name}"][value="{wanted}"]')
        control.focus()
        client.page.keyboard.press("Space")
        expect(control).to_be_checked()
    client.page.keyboard.press("Enter")
    client.page.wait_for_url("**/my/told/**")
    client.see()
    assert "meestal na 1 tot 3 dagen over" in client.text


def test_a_red_flag_the_day_after_comes_first_without_scripting_too(
    window: Open, home: House, known: dict[str, StorageState]
) -> None:
    client = window(PHONE, at=home, storage_state=known["Hanneke"], java_script_enabled=False)
    client.go("/my/day-after/")
    client.fill(now_ces=True)
    client.press("Versturen")
    assert client.text.index("Bel nu je huisarts") < client.text.index("Kies een antwoord.")
    client.fill({**CALM_AFTER, **dict.fromkeys(SIGNS, False), "now_ces": True})
    client.press("Versturen")
    assert client.heading == "Bel nu je huisarts of de huisartsenpost, dag en nacht"
    therapist = window(DESK, at=home)
    therapist.log_in("joris@aandevest.example")
    assert re.search(r"Alarmsignaal: Hanneke Mulder, \d+\..*De dag erna", therapist.text, re.S)


def test_a_check_in_with_a_red_flag_leads_to_the_desk_and_to_a_new_episode(
    window: Open, home: House, known: dict[str, StorageState]
) -> None:
    client = window(PHONE, at=home, storage_state=known["Ling"])
    client.go("/my/staying-well/")
    client.press("Hoe gaat het nu?")
    client.see()
    signs = {**dict.fromkeys(SIGNS, False), "now_fever": True}
    client.fill({"check_in_going": "going_badly", **CALM_NOW, **signs, "help_again": True})
    client.press("Versturen")
    client.see()
    assert "Bel vandaag je huisarts" in client.heading and "Bel eerst. Daarna:" in client.text
    client.press("Ik wil weer een afspraak")
    assert "Je vroeg op" in client.text
    client.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    client.see()

    therapist = window(DESK, at=home)
    therapist.log_in("bram@aandevest.example")
    assert "Alarmsignaal: Ling Chen" in therapist.text and "Dringende aanvraag: Ling Chen" in therapist.text
    therapist.go("/desk/requests/")
    therapist.see()
    therapist.follow("Ling Chen")
    therapist.see()
    assert "Deze cliënt was hier eerder" in therapist.text
    therapist.press("Begin een nieuwe episode")
    therapist.see()
    assert "Episode 2" in therapist.text and "Volgende stap: screening" in therapist.text
    therapist.follow("Eerder: episode 1")
    assert "Afgesloten op" in therapist.text
