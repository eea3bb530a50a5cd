"""Messages between me and the practice. Mail only says that there is one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.exchange import messages_in
from ruggespraak.errors import why_not
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.messages import MessageForm
from ruggespraak.portal.mine import look, my_episode
from ruggespraak.ui.faults import Fault, form_faults


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER)
def conversation(request: PatientRequest) -> HttpResponse:
    """What was written, and a place to write."""
    situation = Situation.of(my_episode(request))
    look(request, situation.episode)
    return _draw(request, situation, MessageForm())


@require_POST
@patient(may=Permission.ANSWER_FORM)
@once
def write(request: PatientRequest) -> HttpResponse:
    """Send a message to the practice; it becomes a page of my record."""
    situation = Situation.of(my_episode(request))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _draw(request, situation, form, errors=form_faults(form), status=422)
    answers = {asked.MESSAGE_WORDS: form.cleaned_data["words"]}
    if refusal := why_not(care.check_sign, situation, asked.MESSAGE, answers, by=request.actor):
        return _draw(request, situation, form, sentence=refusal, status=409)
    care.sign(situation.episode, asked.MESSAGE, answers, by=request.actor)
    messages.success(request, _("Your message is with the practice. It stands in your record too."))
    return redirect("portal:messages")


def _draw(
    request: PatientRequest,
    situation: Situation,
    form: MessageForm,
    errors: tuple[Fault, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "said": messages_in(situation.readings),
        "form": form,
        "is_open": not situation.course.closed_on,
        "errors": errors,
        "sentence": sentence,
    }
    return render(request, "portal/messages.html", context, status=status)
