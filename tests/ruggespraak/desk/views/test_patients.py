"""Clients: found, registered, changed, invited."""

import pytest
from django.test import Client

import people
from ruggespraak.audit.models import Line
from ruggespraak.dossier.models import Episode
from ruggespraak.people.models import Patient

BSN = "111222333"


def filled_in(cast: people.Cast, **other: str) -> dict[str, str]:
    return {
        "given_name": "Fenna", "family_name": "de Groot", "born_on": "1954-02-01", "sex": "F", "language": "nl",
        "email": "fenna@example.org", "complaint": "low_back_pain", "therapist": str(cast.anna_at_work.user_id),
        **other,
    }  # fmt: skip


def test_clients(anna: Client, cast: people.Cast) -> None:
    page = anna.get("/desk/clients/")
    assert "Noor Hendriks" in page.text
    found = anna.post("/desk/clients/", {"words": "jansen"})
    assert "Sven Jansen" in found.text
    assert "Noor Hendriks" not in found.text
    assert "Niemand gevonden" in anna.post("/desk/clients/", {"words": "zzz"}).text
    assert list(Line.objects.filter(event="patients.searched").order_by("number").values_list("query", flat=True)) == [
        "all", "name", "name",
    ]  # fmt: skip


def test_clients_are_shown_in_pages(anna: Client, cast: people.Cast) -> None:
    for number in range(30):
        people.client(cast.anna_at_work, f"Client{number:02}", "Aaa", cast.noor.born_on, "F")
    assert "1 tot 25 van 33" in anna.get("/desk/clients/").text
    assert "Noor Hendriks" in anna.post("/desk/clients/", {"words": "", "page": "2"}).text


def test_register(anna: Client, cast: people.Cast) -> None:
    response = anna.post("/desk/clients/new/", filled_in(cast, bsn=BSN))
    episode = Episode.objects.get()
    assert response.url == f"/desk/episodes/{episode.pk}/"
    assert (episode.patient.name, episode.patient.bsn, episode.therapist.name) == ("Fenna de Groot", BSN, "Anna Smit")
    assert Line.objects.filter(event="patient.registered").filter(user_id=cast.anna.user_id).exists()
    assert anna.get(response.url).status_code == 200


def test_register_without_an_episode(anna: Client, cast: people.Cast) -> None:
    response = anna.post("/desk/clients/new/", filled_in(cast, complaint=""))
    patient = Patient.objects.get(given_name="Fenna")
    assert response.url == f"/desk/clients/{patient.pk}/"
    assert not Episode.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"bsn": "123456789"}, "geen geldig burgerservicenummer"),
        ({"born_on": "2999-01-01"}, "toekomst"),
        ({"family_name": ""}, "Dit veld is verplicht"),
        ({"therapist": "someone"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_wrong_is_said(anna: Client, cast: people.Cast, wrong: dict[str, str], message: str) -> None:
    response = anna.post("/desk/clients/new/", filled_in(cast, **wrong))
    assert response.status_code == 422
    assert message in response.text
    assert not Patient.objects.filter(given_name="Fenna").exists()


def test_the_same_person_twice(anna: Client, cast: people.Cast) -> None:
    anna.post("/desk/clients/new/", filled_in(cast))
    again = anna.post("/desk/clients/new/", filled_in(cast))
    assert again.status_code == 422
    assert "al ingeschreven" in again.text or "is_someone_else" in again.text
    assert anna.post("/desk/clients/new/", filled_in(cast, is_someone_else="on")).status_code == 302


def test_a_double_click_registers_once(anna: Client, cast: people.Cast) -> None:
    posted = filled_in(cast, once="the-same-key")
    assert anna.post("/desk/clients/new/", posted).url == anna.post("/desk/clients/new/", posted).url
    assert Patient.objects.filter(given_name="Fenna").count() == 1


def test_the_front_desk_registers_and_sees_no_dossier(client: Client, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(cast.desk_at_work.user)
    response = client.post("/desk/clients/new/", filled_in(cast))
    patient = Patient.objects.get(given_name="Fenna")
    assert response.url == f"/desk/clients/{patient.pk}/"
    page = client.get(response.url).text
    assert "/desk/episodes/" not in page
    assert "Episode 1" in page


def test_client(anna: Client, cast: people.Cast) -> None:
    page = anna.get(f"/desk/clients/{cast.noor.pk}/")
    assert "Noor Hendriks" in page.text
    assert Line.objects.filter(event="patient.seen", patient_handle=cast.noor.handle).count() == 1


def test_change(anna: Client, cast: people.Cast) -> None:
    address = f"/desk/clients/{cast.noor.pk}/change/"
    assert "Hendriks" in anna.get(address).text
    posted = filled_in(cast, given_name="Noor", family_name="Hendriks-Bos", born_on="1984-03-09", bsn=BSN)
    assert anna.post(address, posted).status_code == 302
    cast.noor.refresh_from_db()
    assert (cast.noor.family_name, cast.noor.bsn) == ("Hendriks-Bos", BSN)
    assert BSN not in anna.get(address).text
    assert anna.post(address, posted | {"born_on": ""}).status_code == 422


def test_invite(anna: Client, cast: people.Cast) -> None:
    page = anna.post(f"/desk/clients/{cast.noor.pk}/invite/")
    assert page.status_code == 200
    code = page.context["invited"].code
    assert code in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert code not in anna.get(f"/desk/clients/{cast.noor.pk}/").text
    assert Line.objects.filter(event="patient.invited").count() == 1


def test_an_invitation_needs_an_address(anna: Client, cast: people.Cast) -> None:
    Patient.objects.filter(pk=cast.noor.pk).update(email="")
    page = anna.get(f"/desk/clients/{cast.noor.pk}/")
    assert 'disabled aria-describedby="why-not"' in page.text
    assert anna.post(f"/desk/clients/{cast.noor.pk}/invite/").status_code == 409


def test_open_episode(anna: Client, cast: people.Cast) -> None:
    address = f"/desk/clients/{cast.noor.pk}/episode/"
    posted = {"complaint": "low_back_pain", "therapist": str(cast.anna_at_work.user_id)}
    assert anna.post(address, posted).url == f"/desk/episodes/{Episode.objects.get().pk}/"
    assert anna.post(address, posted).status_code == 409, "one open episode per complaint"
    assert anna.post(address, {"complaint": "warts"}).url == f"/desk/clients/{cast.noor.pk}/"


@pytest.mark.parametrize("more", ["", "change/", "invite/", "episode/"])
def test_clients_of_another_practice_do_not_exist(anna: Client, elsewhere: people.Cast, more: str) -> None:
    address = f"/desk/clients/{elsewhere.noor.pk}/{more}"
    visit = anna.post if more in ("invite/", "episode/") else anna.get
    assert visit(address).status_code == 404


def test_who_may_not(client: Client, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(people.account_of(cast.noor).user)
    assert client.get("/desk/clients/").status_code == 403


@pytest.mark.parametrize("more", ["invite/", "episode/"])
def test_what_changes_is_posted(anna: Client, cast: people.Cast, more: str) -> None:
    assert anna.get(f"/desk/clients/{cast.noor.pk}/{more}").status_code == 405
