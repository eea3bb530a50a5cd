"""Asking for an appointment, for the first time or again, and what a practice does with it."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from pathways.evaluate import EVALUATOR, evaluate
from pathways.model import Answers, Form, answers_to_json
from ruggespraak import clock
from ruggespraak.agenda.models import Request, State
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier.packs import keep
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.mode import advises
from ruggespraak.people.models import Patient, Practice
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.actions import send

MOST_OPEN = 5  # requests of one sender that wait at one practice


def check_ask_appointment(practice: Practice, *, email: str, phone: str) -> None:
    """Nobody fills a practice's list: a sender has at most five requests waiting."""
    if Request.objects.of_practice(practice).is_open().from_sender(email, phone).count() >= MOST_OPEN:
        raise NotPossible(
            _("There are already %(count)s requests waiting from you. Please call the practice: %(phone)s.")
            % {"count": MOST_OPEN, "phone": practice.phone}
        )


def ask_appointment(
    practice: Practice,
    *,
    by: Actor,
    name: str,
    born_on: date,
    email: str,
    phone: str,
    words: str,
    moments: str,
    language: str,
    form: Form | None = None,
    answers: Answers | None = None,
) -> Request:
    """Hand in a request. `form` and `answers` only when the visitor asked to share them; they are evaluated here."""
    check_ask_appointment(practice, email=email, phone=phone)
    request = Request(practice=practice, name=name, born_on=born_on, email=email, phone=phone, language=language)
    content: dict[str, object] = {"words": words, "moments": moments, "mode": settings.MODE, "evaluator": EVALUATOR}
    by = replace(by, practice_id=practice.id)
    with audit.event("appointment.asked", by=by, on=request.audit_subject, action=Action.CREATE) as details:
        if form is not None and answers is not None:
            content |= {"form": form.id, "answers": answers_to_json(answers)}
            request.pack = keep(form.pathway)
            _judge(request, form, answers)
        request.seal(content)
        request.save(force_insert=True)
        details.subject = request.audit_subject
        _tell_both(request, by=by)
    return request


def check_ask_again(patient: Patient, said: Reading, *, by: Actor) -> None:
    """A client for themselves, after closing, with what they told there; while they are treated they talk to their
    therapist."""
    check_may(by, Permission.ANSWER_FORM)
    if by.practice_id != patient.practice_id or said.entry.episode.patient_id != patient.id:
        raise NotAllowed(_("This record belongs to another practice."))
    if patient.episodes.is_open().filter(complaint=said.entry.episode.complaint).exists():
        raise NotPossible(_("You are in treatment with us already. Write or call your therapist."))
    if not (patient.email or patient.phone):
        raise NotPossible(
            _("We do not know how to reach you. Please call the practice: %(phone)s.")
            % {"phone": patient.practice.phone}
        )


def ask_again(patient: Patient, said: Reading, *, words: str, moments: str, by: Actor) -> Request:
    """A known client would like to come again; what they told after closing goes along. Asked twice, it waits once."""
    check_ask_again(patient, said, by=by)
    waiting = Request.objects.of_patient(patient).is_open().first()
    if waiting is not None:
        return waiting
    request = Request(
        practice=patient.practice,
        client=patient,
        said_in=said.entry,
        name=patient.name,
        born_on=patient.born_on,
        email=patient.email,
        phone=patient.phone,
        language=patient.language,
    )
    with audit.event("appointment.asked", by=by, on=request.audit_subject, action=Action.CREATE):
        form, answers = said.asked, said.answers
        content = {"words": words, "moments": moments, "mode": settings.MODE, "evaluator": EVALUATOR}
        request.pack = keep(form.pathway)
        _judge(request, form, answers)
        request.seal({**content, "form": form.id, "answers": answers_to_json(answers)})
        request.save(force_insert=True)
        _tell_both(request, by=by)
    return request


def check_decline(request: Request, *, by: Actor) -> None:
    """Whoever may see requests may decline one that still waits."""
    check_may(by, Permission.SEE_REQUESTS)
    _check_waits(request)


def decline(request: Request, *, by: Actor) -> None:
    """The practice cannot help with this request; the visitor hears so, without the reason, and may call."""
    check_decline(request, by=by)
    with audit.event("appointment.declined", by=by, on=request.audit_subject):
        _settle(request, State.DECLINED, by=by)
        if request.email:
            _send(request, "request_declined", to=request.email, language=request.language, by=by)


def check_register_from(request: Request, *, by: Actor) -> None:
    """Whoever may register a client may do so from a request that still waits; a known client is never registered
    twice."""
    check_may(by, Permission.REGISTER_PATIENT)
    _check_waits(request)
    if request.client_id is not None:
        raise NotPossible(_("This client is known already. Begin the new episode from the request."))


def register_from(request: Request, patient: Patient, *, by: Actor) -> None:
    """Note that this request led to `patient`, who was registered in the same practice."""
    check_register_from(request, by=by)
    if patient.practice_id != request.practice_id:
        raise NotPossible(_("This client belongs to another practice."))
    subject = replace(request.audit_subject, patient_handle=patient.handle)
    with audit.event("appointment.registered", by=by, on=subject):
        request.patient = patient
        _settle(request, State.REGISTERED, by=by)


def check_take_up(request: Request, *, by: Actor) -> None:
    """Whoever may say who treats a client may take up what a known client asked."""
    check_may(by, Permission.ASSIGN_THERAPIST)
    _check_waits(request)
    if request.client_id is None:
        raise NotPossible(_("This is somebody new. Register them first."))


def take_up(request: Request, *, by: Actor) -> None:
    """Note that the request of a known client led to new care."""
    check_take_up(request, by=by)
    with audit.event("appointment.taken_up", by=by, on=request.audit_subject):
        request.patient = request.client
        _settle(request, State.REGISTERED, by=by)


def _judge(request: Request, form: Form, answers: Answers) -> None:
    """The level of the shared answers. In `inform` mode nothing is computed, for nobody."""
    if not advises():
        return
    request.take_level(form.pathway, evaluate(form, answers).level)


def _check_waits(request: Request) -> None:
    if request.state != State.NEW:
        raise NotPossible(_("This request was settled already."))


def _settle(request: Request, state: State, *, by: Actor) -> None:
    request.state, request.settled_at, request.settled_by_id = state, clock.now(), by.user_id
    request.save(update_fields=["state", "settled_at", "settled_by", "patient"])


def _tell_both(request: Request, *, by: Actor) -> None:
    if request.email:
        _send(request, "request_arrived", to=request.email, language=request.language, by=by)
    _send(request, "request_waits", to=request.practice.email, language="nl", by=by)


def _send(request: Request, template: str, *, to: str, language: str, by: Actor) -> None:
    """One mail about this request, at most once. No name of a complaint and no answer goes into a mail."""
    context = {"name": request.name, "practice": request.practice}
    send(
        request.practice,
        to=to,
        template=template,
        context=context,
        language=language,
        by=by,
        key=f"{template}:{request.id}",
    )
