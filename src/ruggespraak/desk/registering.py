"""Registering a client in one go: who they are, what they come for, who treats, and what they shared beforehand."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from ruggespraak.agenda.models import Request
from ruggespraak.audit.actor import Actor
from ruggespraak.care.actions import begin
from ruggespraak.desk import requests
from ruggespraak.desk.forms import DetailsForm, RegisterForm, from_request
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import why_not
from ruggespraak.people.actions import CHANGEABLE, change_patient, check_invite, register_patient, set_bsn
from ruggespraak.people.mandates import mandates_of
from ruggespraak.people.models import Membership, Patient, Practice, User
from ruggespraak.people.permissions import Permission, may


def initial(source: Request | None, member: Membership, therapists: Mapping[str, str]) -> dict[str, object]:
    """What the form opens with."""
    known: dict[str, object] = {"language": "nl", "complaint": requests.COMPLAINT}
    if source:
        known |= from_request(source.name, source.born_on, source.email, source.phone, source.language)
    if str(member.user_id) in therapists:
        known["therapist"] = str(member.user_id)
    return known


def register(
    practice: Practice, form: RegisterForm, source: Request | None, *, by: Actor
) -> tuple[Patient, Episode | None]:
    """The client, and the episode when a complaint was chosen. The view is one transaction (`@once`)."""
    given = form.cleaned_data
    therapist = therapist_of(practice, given["therapist"])
    patient = register_patient(
        practice, by=by, therapist=therapist, is_someone_else=given["is_someone_else"], **form.details
    )
    if given["bsn"]:
        set_bsn(patient, given["bsn"], by=by)
    episode = begin(patient, given["complaint"], therapist, by=by) if given["complaint"] else None
    if source:
        requests.settle(source, patient, episode, by=by)
    return patient, episode


def therapist_of(practice: Practice, user_id: str) -> User:
    """A therapist of this practice."""
    return Membership.objects.of_practice(practice).who_treat().get(user_id=UUID(user_id)).user


def onward(patient: Patient, episode: Episode | None, *, by: Actor) -> HttpResponse:
    """Where registering leads: to the episode for who treats, else to the client."""
    if episode and may(by, Permission.READ_DOSSIER):
        return redirect("desk:episode", episode_id=episode.pk)
    return redirect("desk:client", patient_id=patient.pk)


def change(patient: Patient, form: DetailsForm, *, by: Actor) -> None:
    """Other details, and a BSN when one was given."""
    change_patient(patient, by=by, **form.details)
    if form.cleaned_data["bsn"]:
        set_bsn(patient, form.cleaned_data["bsn"], by=by)


def details_of(patient: Patient) -> dict[str, object]:
    """The details as they are; the BSN is never shown in a form again."""
    return {name: getattr(patient, name) for name in CHANGEABLE}


def about(patient: Patient, *, by: Actor) -> dict[str, object]:
    """What else stands on the page of a client."""
    episodes = list(patient.episodes.select_related("therapist").order_by("-number"))
    return {
        "episodes": [(episode, pathway(episode.complaint).title) for episode in episodes],
        "has_account": patient.accounts.in_force().own().exists(),
        "acting": [mandate for mandate in mandates_of(patient) if mandate.may_end],
        "may_read": may(by, Permission.READ_DOSSIER),
        "may_open": may(by, Permission.ASSIGN_THERAPIST),
        "may_invite": may(by, Permission.INVITE_PATIENT),
        "why_not_invite": why_not(check_invite, patient, by=by),
    }
