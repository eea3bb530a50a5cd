"""The access marks: every view carries exactly one, and it says who may come in.

A mark finds out who is there, loads the object *through its owner* (someone else's does not exist: 404), refuses with
a sentence (403, logged), asks staff without a treatment relation for a reason, and logs the look. A view without a
mark fails `tests/house/test_access_marks.py`. Methods are guarded by Django's own `require_safe`, `require_POST` and
`require_http_methods`, written above the mark.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import VISITOR, Actor, Subject
from ruggespraak.errors import NotAllowed
from ruggespraak.people import reasons, sessions
from ruggespraak.people.actions.tickets import use_ticket, valid_ticket
from ruggespraak.people.models import (
    Membership,
    Once,
    Patient,
    PatientAccount,
    Practice,
    Ticket,
    TreatmentRelation,
    User,
)
from ruggespraak.people.permissions import NEEDS_RELATION, Permission, check_may

View = Callable[..., HttpResponseBase]
Loadable = type[models.Model]


class VisitorRequest(HttpRequest):
    """What a view marked `@visitor` receives."""

    actor: Actor


class StaffRequest(HttpRequest):
    """What a view marked `@staff` receives."""

    actor: Actor
    htmx: HtmxDetails
    practice: Practice
    membership: Membership


class PatientRequest(HttpRequest):
    """What a view marked `@patient` receives."""

    actor: Actor
    htmx: HtmxDetails
    practice: Practice
    patient: Patient
    account: PatientAccount


class TicketRequest(HttpRequest):
    """What a view marked `@ticket` receives."""

    actor: Actor
    practice: Practice
    patient: Patient
    ticket: Ticket


class AccountRequest(HttpRequest):
    """What a view marked `@own_account` receives."""

    actor: Actor
    user: User


def visitor(view: View) -> View:
    """Anyone may come in; nothing is known about them."""

    @wraps(view)
    def marked(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.actor = replace(VISITOR, ip=request.META.get("REMOTE_ADDR"))
        return view(request, *args, **kwargs)

    return _mark(marked, "visitor")


def own_account(view: View) -> View:
    """Anyone who is logged in, also without a second factor: only for pages about the account itself."""

    @wraps(view)
    def marked(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        request.actor = request.user.as_actor(ip=request.META.get("REMOTE_ADDR"))
        return view(request, *args, **kwargs)

    return _mark(marked, "own account")


def patient(*, may: Permission, load: Loadable | None = None) -> Callable[[View], View]:
    """A client (or representative) with a second factor, for their own record only.

    `load=Episode` takes `episode_id` from the address and gives the view `episode=`, found by `of_patient`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if stopped := _not_logged_in(request, is_patient=True):
                return stopped
            with _refusals_logged(request, may, load, kwargs):
                account = _account_of(request)
                request.account, request.patient, request.practice = account, account.patient, account.practice
                request.actor = account.as_actor(ip=request.META.get("REMOTE_ADDR"))
                check_may(request.actor, may)
                found = _load(load, kwargs, lambda objects: objects.of_patient(account.patient))
                _log_look(request, found)
                return view(request, *args, **kwargs)

        return _mark(marked, f"patient: {may}")

    return decorate


def staff(*, may: Permission, load: Loadable | None = None) -> Callable[[View], View]:
    """A member of a practice whose role has the permission, for objects of that practice only.

    `load=Episode` takes `episode_id` from the address and gives the view `episode=`, found by `of_practice`. A
    permission in `NEEDS_RELATION` also takes a treatment relation with the patient, or else a stated reason.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if stopped := _not_logged_in(request, is_patient=False):
                return stopped
            with _refusals_logged(request, may, load, kwargs):
                membership = _membership_of(request)
                request.membership, request.practice = membership, membership.practice
                request.actor = membership.as_actor(ip=request.META.get("REMOTE_ADDR"))
                check_may(request.actor, may)
                found = _load(load, kwargs, lambda objects: objects.of_practice(membership.practice))
                is_dossier = found is not None and may in NEEDS_RELATION
                if is_dossier and not _take_ground(request, found.audit_subject):
                    return reasons.ask(request, found.audit_subject.patient_handle)
                _log_look(request, found)
                return view(request, *args, **kwargs)

        return _mark(marked, f"staff: {may}")

    return decorate


def ticket(purpose: str, *, may: Permission) -> Callable[[View], View]:
    """Whoever has a secret link of this purpose, also without logging in: for the one thing that the link is about.

    Takes `token` from the address. A link that never was, is over or was ended gets one and the same page.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: Any, /, *args: Any, token: str, **kwargs: Any) -> HttpResponseBase:
            found = valid_ticket(token, purpose)
            if found is None:
                return render(request, "people/link_over.html", status=410)
            request.ticket, request.patient, request.practice = found, found.patient, found.practice
            request.actor = found.as_actor(ip=request.META.get("REMOTE_ADDR"))
            check_may(request.actor, may)
            screen = request.resolver_match.view_name if request.resolver_match else ""
            use_ticket(found, by=request.actor, screen=screen)
            return view(request, *args, **kwargs)

        return _mark(marked, f"ticket: {purpose}")

    return decorate


def once(view: View) -> View:
    """The same form post sent twice counts once: the second is sent where the first one led.

    The form carries `{% load people %}{% once %}`. Written below the access mark. The view and its result are one
    transaction, so a double click waits for the first and a crash leaves nothing behind.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = request.POST.get("once", "") if request.method == "POST" else ""
        if not given:
            return view(request, *args, **kwargs)
        key = hashlib.sha256(f"{request.user.pk}:{request.path}:{given}".encode()).hexdigest()
        with transaction.atomic():
            first, is_first = Once.objects.get_or_create(key=key)
            if not is_first:
                return redirect(first.location)
            response = view(request, *args, **kwargs)
            _keep(first, response)
            return response

    return guarded


def _keep(first: Once, response: HttpResponseBase) -> None:
    if response.status_code in (301, 302, 303):
        first.location = response.headers["Location"]
        first.save()
    else:
        first.delete()  # the form came back with errors: the next try counts


def _mark(view: View, mark: str) -> View:
    view.access_mark = mark  # type: ignore[attr-defined]
    return view


def _not_logged_in(request: HttpRequest, *, is_patient: bool) -> HttpResponse | None:
    if request.user.is_authenticated and not sessions.needs_second_factor(request, is_patient=is_patient):
        return None
    if getattr(request, "htmx", False):
        return HttpResponse(status=401)  # autosave says "not saved" and leaves what was typed in place
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
    return redirect("people:secure")


def _membership_of(request: StaffRequest) -> Membership:
    membership = Membership.objects.of_user(sessions.user_of(request).id)
    if membership is None:
        request.actor = _whoever_asked(request)
        raise NotAllowed(_("This is for people who work in a practice."))
    return membership


def _account_of(request: PatientRequest) -> PatientAccount:
    records = sessions.records_of(request)
    if not records:
        request.actor = _whoever_asked(request)
        raise NotAllowed(_("There is no record that belongs to your account."))
    return next((record for record in records if str(record.id) == request.session.get(sessions.RECORD)), records[0])


def _whoever_asked(request: HttpRequest) -> Actor:
    """For the log line of a refusal: somebody who is logged in, at the wrong door."""
    return sessions.user_of(request).as_actor(ip=request.META.get("REMOTE_ADDR"))


def _load(model: Loadable | None, kwargs: dict[str, Any], owned: Callable[[Any], Any]) -> Any:
    if model is None:
        return None
    name = str(model._meta.model_name)
    found = owned(model._default_manager).filter(pk=kwargs.pop(f"{name}_id")).first()
    if found is None:
        raise Http404
    kwargs[name] = found
    return found


def _take_ground(request: StaffRequest, subject: Subject) -> bool:
    """On what ground this patient's dossier is opened; False when there is none yet."""
    if subject.patient_handle is None:
        raise TypeError(f"A {subject.kind} belongs to no patient, so no treatment relation can open it.")
    relation = TreatmentRelation.objects.between(request.actor.user_id, subject.patient_handle)
    purpose = reasons.stated(request, subject.patient_handle)
    if relation is not None:
        request.actor = request.actor.with_ground("treatment_relation", relation_id=relation.id)
    elif purpose:
        request.actor = request.actor.with_ground("stand_in", purpose=purpose)
    return relation is not None or bool(purpose)


def _log_look(request: StaffRequest | PatientRequest, found: Any) -> None:
    if found is None or request.method not in ("GET", "HEAD"):
        return
    screen = request.resolver_match.view_name if request.resolver_match else ""
    audit.look(f"{found._meta.model_name}.seen", by=request.actor, on=found.audit_subject, screen=screen)


@contextmanager
def _refusals_logged(
    request: StaffRequest | PatientRequest, may: Permission, load: Loadable | None, kwargs: dict[str, Any]
) -> Iterator[None]:
    kind = str(load._meta.model_name) if load else "screen"
    given: UUID | str = kwargs.get(f"{kind}_id", "")
    try:
        yield
    except NotAllowed:
        audit.refusal(f"{may}.refused", by=request.actor, on=Subject(kind, str(given)))
        raise
