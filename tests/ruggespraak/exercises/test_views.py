"""The pages of exercises behind the desk."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.actions import asides_of, draft_of
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.exercises.prescription import prescription_now
from ruggespraak.post.models import Mail


def at(name: str, episode: Episode) -> str:
    return reverse(f"exercises:{name}", args=[episode.pk])


def posted(*rows: said.Said) -> dict[str, object]:
    return {**said.as_posted("exercises", said.exercises(*rows)), "act": "sign"}


def test_prescribing_from_the_episode_page_to_the_record(episode: Episode, cast: people.Cast, anna: Client) -> None:
    said.up_to("screening", episode, by=cast.anna)
    desk = anna.get(reverse("desk:episode", args=[episode.pk])).content.decode()
    assert at("prescribe", episode) in desk and "nu geen oefeningen" in desk
    form = anna.get(at("prescribe", episode)).content.decode()
    assert 'name="prescribed-0-exercise"' in form and "Bruggetje" in form and at("stop", episode) not in form
    done = anna.post(at("prescribe", episode), {**posted(), "once": "a"})
    assert done.headers["Location"] == reverse("desk:episode", args=[episode.pk])
    after = anna.get(done.headers["Location"]).content.decode()
    assert "2 sets, 10 herhalingen, 3 dagen per week" in after and "0 van " in after
    assert [line.event for line in Line.objects.filter(event__startswith="exercises.")] == ["exercises.signed"]


def test_the_form_opens_with_what_is_prescribed_now(screened: Episode, prescribed: Entry, anna: Client) -> None:
    page = anna.get(at("prescribe", screened)).content.decode()
    assert 'value="ex_bridge" selected' in page and 'value="ex_walking" selected' in page
    assert at("stop", screened) in page


def test_a_row_without_days_comes_back_with_422_and_its_place(screened: Episode, anna: Client) -> None:
    raw = {name: value for name, value in posted().items() if name != "prescribed-0-days_a_week"}
    page = anna.post(at("prescribe", screened), raw)
    assert page.status_code == 422 and "#f-prescribed-0-days_a_week" in page.content.decode()
    assert prescription_now(screened) is None


def test_what_an_answer_forbids_comes_back_with_409_and_the_sentence(
    cast: people.Cast, screened: Episode, anna: Client
) -> None:
    words = "Griep, en de huisarts weet ervan."
    sign(screened, "screening", said.screening(fever=True, overrule_reason=words), by=cast.anna)
    page = anna.post(at("prescribe", screened), posted())
    assert page.status_code == 409 and "koorts" in page.content.decode() and prescription_now(screened) is None


def test_before_the_screening_the_button_is_off_with_the_reason(episode: Episode, anna: Client) -> None:
    page = anna.get(at("prescribe", episode)).content.decode()
    assert "disabled" in page and "Onderteken eerst de screening." in page
    assert anna.post(at("prescribe", episode), posted()).status_code == 409


def test_an_exercise_is_weighed_before_it_is_signed(cast: people.Cast, screened: Episode, anna: Client) -> None:
    sign(screened, "intake", said.intake(comorbidity=("co_osteoporosis",)), by=cast.anna)
    row = {"exercise": "ex_double_knee_chest", "sets": 3, "hold_seconds": 15, "days_a_week": 7}
    page = anna.post(at("prescribe", screened), {**posted(row), "act": "show"})
    assert page.status_code == 200 and "botontkalking" in page.content.decode()
    assert prescription_now(screened) is None


def test_what_one_types_is_kept_and_stands_in_the_form_again(
    screened: Episode, prescribed: Entry, anna: Client
) -> None:
    row = {"exercise": "ex_deadlift", "sets": 3, "reps": 8, "load_kg": 5, "days_a_week": 2}
    kept = anna.post(at("draft", screened), posted(row) | {"version": "0"})
    assert kept.status_code == 200 and "Concept, bewaard om" in kept.content.decode()
    assert 'name="version" id="version" value="1"' in kept.content.decode()
    page = anna.get(at("prescribe", screened)).content.decode()
    assert 'value="ex_deadlift" selected' in page and "Concept van Anna Smit" in page
    assert [one.exercise.id for one in prescription_now(screened).exercises] == ["ex_bridge", "ex_walking"]
    assert anna.post(at("draft", screened), {"act": "drop"}).status_code == 302
    assert 'value="ex_bridge" selected' in anna.get(at("prescribe", screened)).content.decode()


def test_signing_ends_the_draft(screened: Episode, anna: Client) -> None:
    anna.post(at("draft", screened), posted() | {"version": "0"})
    assert anna.post(at("prescribe", screened), posted()).status_code == 302
    assert draft_of(screened, "exercises") is None


def test_of_two_who_type_neither_loses_a_word(cast: people.Cast, screened: Episode, anna: Client) -> None:
    anna.post(at("draft", screened), posted() | {"version": "0"})
    row = {"exercise": "ex_bridge", "days_a_week": 7, "note": "Iets anders."}
    second = anna.post(at("draft", screened), posted(row) | {"version": "0"})
    assert second.status_code == 409 and "Jouw tekst is bewaard." in second.content.decode()
    (aside,) = asides_of(screened, "exercises")
    page = anna.get(at("prescribe", screened)).content.decode()
    assert "kwam als tweede" in page and "Iets anders." in page
    assert (
        "Iets anders."
        in anna.get(f"{at('prescribe', screened)}?aside={aside.id}").content.decode().split("<textarea")[1]
    )
    assert anna.post(at("draft", screened), {"drop-aside": str(aside.id)}).status_code == 302
    assert not asides_of(screened, "exercises")


def test_weight_rest_and_minutes_between_are_part_of_the_dose(screened: Episode, anna: Client) -> None:
    lift = {"exercise": "ex_deadlift", "sets": 3, "reps": 8, "rest_seconds": 60, "load_kg": 5, "days_a_week": 2}
    break_ = {"exercise": "ex_movement_break", "minutes": 2, "every_minutes": 30, "days_a_week": 7}
    assert anna.post(at("prescribe", screened), posted(lift, break_)).status_code == 302
    first, second = prescription_now(screened).exercises
    assert first.dose == "3 sets, 8 herhalingen, 60 seconden rust, 5 kilo, 2 dagen per week"
    assert second.dose == "2 minuten, 7 dagen per week, steeds na 30 minuten"


def test_the_client_hears_by_mail_that_there_is_something_and_not_what(screened: Episode, anna: Client) -> None:
    anna.post(at("prescribe", screened), posted())
    assert not Mail.objects.filter(template="something_to_read").exists()  # no account: nowhere to read it
    people.account_of(screened.patient)
    anna.post(at("prescribe", screened), posted())
    mail = Mail.objects.get(template="something_to_read")
    assert mail.to == screened.patient.email and "oefening" not in (mail.subject + mail.text).lower()


def test_stopping_asks_for_a_reason(screened: Episode, prescribed: Entry, anna: Client) -> None:
    refused = anna.post(at("stop", screened), {"reason": "kort"})
    assert refused.status_code == 422 and 'value="kort"' in refused.content.decode()
    assert anna.post(at("stop", screened), {"reason": "Te veel pijn in het been.", "once": "b"}).status_code == 302
    assert prescription_now(screened) is None


def test_the_signed_entry_can_be_read(screened: Episode, prescribed: Entry, anna: Client) -> None:
    page = anna.get(reverse("care:entry", args=[screened.pk, prescribed.pk])).content.decode()
    assert "Bruggetje" in page and "Past bij je doel." in page


def test_the_signed_entry_leads_to_the_prescription_that_replaces_it(
    cast: people.Cast, screened: Episode, prescribed: Entry, anna: Client
) -> None:
    address, form = reverse("care:entry", args=[screened.pk, prescribed.pk]), at("prescribe", screened)
    page = anna.get(address).content.decode()
    assert "Een nieuw voorschrift komt hiervoor in de plaats." in page and f'href="{form}"' in page
    assert "van elders" not in page
    with translation.override("nl"):  # what an English page leaves behind ends here
        english = anna.get(f"/en{address}").content.decode()
    assert "A new prescription takes the place of this one." in english and f'href="/en{form}"' in english
    sign(screened, "closing", said.closing(), by=cast.anna)
    closed = anna.get(address).content.decode()
    assert "Deze episode is afgesloten." in closed and form not in closed


def test_another_entry_does_not_lead_to_prescribing(cast: people.Cast, screened: Episode, anna: Client) -> None:
    screening = Entry.objects.get(episode=screened, form="screening")
    page = anna.get(reverse("care:entry", args=[screened.pk, screening.pk])).content.decode()
    assert at("prescribe", screened) not in page


def test_on_paper_it_speaks_the_clients_language(screened: Episode, prescribed: Entry, anna: Client) -> None:
    page = anna.get(at("paper", screened)).content.decode()
    code = prescription_now(screened).exercises[0].code
    assert code in page and "Bruggetje" in page and page.count("<svg") >= 4
    screened.patient.language = "en"
    screened.patient.save()
    assert "Bridge" in anna.get(at("paper", screened)).content.decode()


def test_without_exercises_there_is_no_paper(screened: Episode, anna: Client) -> None:
    assert anna.get(at("paper", screened)).status_code == 404


@pytest.mark.parametrize("name", ["prescribe", "paper"])
def test_another_practice_finds_nothing(
    name: str, screened: Episode, prescribed: Entry, elsewhere: people.Cast, client: Client
) -> None:
    log_in(client, elsewhere.anna_at_work.user)
    assert client.get(at(name, screened)).status_code == 404
    assert client.post(at("stop", screened), {"reason": "Te veel pijn."}).status_code == 404


def test_the_front_desk_is_refused_with_the_reason(
    cast: people.Cast, screened: Episode, prescribed: Entry, client: Client
) -> None:
    log_in(client, cast.desk_at_work.user)
    for response in (client.get(at("prescribe", screened)), client.post(at("stop", screened))):
        assert response.status_code == 403 and "ondertekenen" in response.content.decode()
    assert client.get(at("paper", screened)).status_code == 403


def test_the_wrong_method(screened: Episode, prescribed: Entry, anna: Client) -> None:
    assert anna.get(at("stop", screened)).status_code == 405
    assert anna.put(at("prescribe", screened)).status_code == 405
    assert anna.post(at("paper", screened)).status_code == 405
