"""The marks, on four small views of their own: who comes in, what they see of others, what the log keeps."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_safe

import people
from login import log_in
from people import Cast
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.config.urls import urlpatterns as house
from ruggespraak.people.access import PatientRequest, StaffRequest, once, own_account, patient, staff, visitor
from ruggespraak.people.actions import end_treatment, register_patient
from ruggespraak.people.models import Patient, TreatmentRelation
from ruggespraak.people.permissions import Permission

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@require_safe
@visitor
def anyone(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.role)


@require_safe
@staff(may=Permission.SEE_PATIENTS, load=Patient)
def address(request: StaffRequest, patient: Patient) -> HttpResponse:
    return HttpResponse(f"{patient.name}; {request.actor.basis}")


@staff(may=Permission.READ_DOSSIER, load=Patient)
def dossier(request: StaffRequest, patient: Patient) -> HttpResponse:
    return HttpResponse(f"{patient.name}; {request.actor.basis}; {request.actor.purpose}")


@patient(may=Permission.READ_OWN_DOSSIER)
def own(request: PatientRequest) -> HttpResponse:
    return HttpResponse(f"{request.patient.name}; {request.actor.basis}; {request.actor.name}")


@staff(may=Permission.REGISTER_PATIENT)
@once
def register(request: StaffRequest) -> HttpResponse:
    if not request.POST["name"]:
        return HttpResponse("a name please", status=422)
    made = register_patient(
        request.practice,
        by=request.actor,
        given_name=request.POST["name"],
        family_name="Twee",
        born_on=clock.today(),
        sex="F",
        is_someone_else=True,
    )
    return HttpResponseRedirect(f"/address/{made.id}/")


urlpatterns = [
    path("anyone/", anyone),
    path("address/<uuid:patient_id>/", address, name="address"),
    path("dossier/<uuid:patient_id>/", dossier, name="dossier"),
    path("own/", own),
    path("register/", register),
    path("desk/", anyone),
    path("my/", anyone),
    *house,  # the menu on every page names addresses of all doors
]


def newest() -> Line:
    return Line.objects.order_by("-id").first()


def test_a_visitor_comes_in_and_a_wrong_method_does_not(client: Client) -> None:
    assert client.get("/anyone/").content == b"visitor"
    assert client.post("/anyone/").status_code == 405


def test_nobody_else_comes_in_without_logging_in(client: Client, cast: Cast) -> None:
    for address in (f"/address/{cast.noor.id}/", f"/dossier/{cast.noor.id}/", "/own/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"] == f"/account/login/?next={address}"


def test_autosave_of_someone_logged_out_keeps_the_page(client: Client, cast: Cast) -> None:
    response = client.post(f"/dossier/{cast.noor.id}/", headers={"hx-request": "true"})
    assert response.status_code == 401


def test_staff_without_a_second_factor_reach_only_the_page_to_set_one_up(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna_at_work.user)
    assert client.get(f"/address/{cast.noor.id}/").headers["Location"] == "/account/secure/"
    assert client.get("/account/secure/").status_code == 200
    assert client.get("/account/").headers["Location"] == "/account/secure/"


def test_only_staff_may_go_without_and_only_where_it_is_switched_off(client: Client, cast: Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(cast.anna_at_work.user)
    assert client.get(f"/address/{cast.noor.id}/").status_code == 200
    client.force_login(people.account_of(cast.noor).user)
    assert client.get("/own/").headers["Location"] == "/account/secure/"


def test_a_look_at_ones_own_patient_is_shown_and_logged(client: Client, cast: Cast) -> None:
    log_in(client, cast.anna_at_work.user)
    assert client.get(f"/dossier/{cast.noor.id}/").content.decode() == "Noor Hendriks; treatment_relation; "
    line = newest()
    assert (line.event, line.action, line.outcome, line.screen) == ("patient.seen", "R", "done", "dossier")
    assert (line.basis, line.user_id, line.patient_handle) == (
        "treatment_relation",
        cast.anna_at_work.user_id,
        cast.noor.handle,
    )
    assert line.relation_id == TreatmentRelation.objects.between(cast.anna_at_work.user_id, cast.noor.handle).id


def test_a_patient_of_another_practice_does_not_exist(client: Client, cast: Cast, elsewhere: Cast) -> None:
    log_in(client, cast.anna_at_work.user)
    assert client.get(f"/dossier/{elsewhere.noor.id}/").status_code == 404
    assert client.get("/dossier/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_a_role_without_the_permission_is_refused_with_the_reason(client: Client, cast: Cast) -> None:
    log_in(client, cast.desk_at_work.user)
    assert client.get(f"/address/{cast.noor.id}/").status_code == 200
    response = client.get(f"/dossier/{cast.noor.id}/")
    assert response.status_code == 403
    assert "een dossier lezen" in response.content.decode()
    line = newest()
    assert (line.event, line.outcome, line.object_id) == ("read_dossier.refused", "refused", str(cast.noor.id))


def test_the_role_is_judged_before_the_object_so_that_a_refusal_tells_nothing(client: Client, cast: Cast) -> None:
    log_in(client, cast.desk_at_work.user)
    assert client.get("/dossier/00000000-0000-7000-8000-000000000000/").status_code == 403


def test_who_is_no_staff_and_who_is_no_client_are_refused(client: Client, cast: Cast) -> None:
    log_in(client, people.account_of(cast.noor).user)
    assert client.get(f"/address/{cast.noor.id}/").status_code == 403
    log_in(client, cast.anna_at_work.user)
    assert client.get("/own/").status_code == 403


def test_a_client_sees_their_own_record_and_stays_nameless_in_the_log(client: Client, cast: Cast) -> None:
    log_in(client, people.account_of(cast.noor).user)
    assert client.get("/own/").content.decode() == "Noor Hendriks; own_dossier; cliënt"


def test_who_was_dismissed_reaches_nothing(client: Client, cast: Cast) -> None:
    log_in(client, cast.anna_at_work.user)
    cast.anna_at_work.is_active = False
    cast.anna_at_work.save()
    assert client.get(f"/address/{cast.noor.id}/").status_code == 403


class TestReason:
    """Opening a dossier without a treatment relation."""

    def state(self, client: Client, page: str, **words: str) -> HttpResponse:
        hidden = dict(re.findall(r'name="(whose|back)" value="([^"]*)"', page))
        return client.post("/account/reason/", hidden | {"why": "substitute", "words": "Anna is vandaag ziek"} | words)

    def test_is_asked_kept_half_an_hour_and_in_every_line(self, client: Client, cast: Cast) -> None:
        log_in(client, cast.chris_at_work.user)
        asked = client.get(f"/dossier/{cast.noor.id}/")
        assert asked.status_code == 403
        assert "Noor" not in asked.content.decode()
        assert not Line.objects.filter(event="patient.seen").exists()

        stated = self.state(client, asked.content.decode())
        assert stated.headers["Location"] == f"/dossier/{cast.noor.id}/"
        assert newest_named("reason.stated").basis == "stand_in"
        opened = client.get(f"/dossier/{cast.noor.id}/")
        assert "Noor Hendriks; stand_in; " in opened.content.decode()
        assert newest().event == "patient.seen"
        assert "Anna is vandaag ziek" in newest().purpose

        with clock.standing_at(clock.now() + timedelta(minutes=10)):
            assert client.get(f"/dossier/{cast.noor.id}/").status_code == 200
        with (
            clock.standing_at(clock.now() + timedelta(minutes=10)),
            clock.standing_at(clock.now() + timedelta(minutes=10)),
        ):
            client.get("/account/secure/")
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            log_in(client, cast.chris_at_work.user)
            assert client.get(f"/dossier/{cast.noor.id}/").status_code == 403

    def test_counts_for_one_patient_only(self, client: Client, cast: Cast) -> None:
        log_in(client, cast.chris_at_work.user)
        self.state(client, client.get(f"/dossier/{cast.noor.id}/").content.decode())
        assert client.get(f"/dossier/{cast.adem.id}/").status_code == 403

    def test_needs_words_and_leads_only_to_our_own_pages(self, client: Client, cast: Cast) -> None:
        log_in(client, cast.chris_at_work.user)
        page = client.get(f"/dossier/{cast.noor.id}/").content.decode()
        assert self.state(client, page, words="").status_code == 422
        assert self.state(client, page, why="because").status_code == 422
        assert self.state(client, page, whose="forged").status_code == 404
        assert self.state(client, page, back="https://elsewhere.example/").headers["Location"] == "/account/"

    def test_is_asked_again_of_a_therapist_whose_treatment_ended(self, client: Client, cast: Cast) -> None:
        log_in(client, cast.anna_at_work.user)
        end_treatment(TreatmentRelation.objects.between(cast.anna_at_work.user_id, cast.noor.handle), by=cast.anna)
        assert client.get(f"/dossier/{cast.noor.id}/").status_code == 403


class TestOnce:
    """A double click."""

    def test_counts_once_and_leads_to_the_same_place(self, client: Client, cast: Cast) -> None:
        log_in(client, cast.desk_at_work.user)
        first = client.post("/register/", {"name": "Een", "once": "k1"})
        second = client.post("/register/", {"name": "Een", "once": "k1"})
        assert first.headers["Location"] == second.headers["Location"]
        assert Patient.objects.filter(family_name="Twee").count() == 1
        client.post("/register/", {"name": "Een", "once": "k2"})
        assert Patient.objects.filter(family_name="Twee").count() == 2

    def test_a_refused_form_may_be_sent_again(self, client: Client, cast: Cast) -> None:
        log_in(client, cast.desk_at_work.user)
        assert client.post("/register/", {"name": "", "once": "k1"}).status_code == 422
        assert client.post("/register/", {"name": "Een", "once": "k1"}).status_code == 302

    def test_the_key_of_another_person_is_another_key(self, client: Client, cast: Cast) -> None:
        for membership in (cast.desk_at_work, cast.anna_at_work):
            log_in(client, membership.user)
            client.post("/register/", {"name": "Een", "once": "k1"})
        assert Patient.objects.filter(family_name="Twee").count() == 2


def test_every_mark_leaves_its_name(cast: Cast) -> None:
    marks = [view.access_mark for view in (anyone, address, own, own_account(anyone))]
    assert marks == ["visitor", "staff: see_patients", "patient: read_own_dossier", "own account"]
    assert settings.SECOND_FACTOR is True


def newest_named(event: str) -> Line:
    return Line.objects.filter(event=event).order_by("-id").first()
