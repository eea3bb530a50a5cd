"""A letter to my GP before it goes, and what I say to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.reading import Reading, read_all
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.letters import actions as letters
from ruggespraak.letters.preview import Shown, shown
from ruggespraak.people.access import PatientRequest, once, patient
from ruggespraak.people.permissions import Permission
from ruggespraak.portal.letter import LetterForm, letter_page
from ruggespraak.ui.faults import Fault, form_faults


@require_safe
@patient(may=Permission.READ_OWN_DOSSIER, load=Entry)
def letter_to_read(request: PatientRequest, entry: Entry) -> HttpResponse:
    """What the letter says, and whether it may go."""
    return _draw(request, *_asked_about(entry), LetterForm())


@require_POST
@patient(may=Permission.ANSWER_FORM, load=Entry)
@once
def letter_answer(request: PatientRequest, entry: Entry) -> HttpResponse:
    """It may go, perhaps with a line of mine, or it stays."""
    reading, state = _asked_about(entry)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _draw(request, reading, state, form, errors=form_faults(form), status=422)
    if refusal := why_not(letters.check_answer, reading, by=request.actor):
        return _draw(request, reading, state, form, sentence=refusal, status=409)
    letters.answer(reading, form.cleaned_data["decision"], form.cleaned_data["line"], by=request.actor)
    messages.success(request, _("Your answer is in your record. Your therapist sees it too."))
    return redirect("portal:letter_to_read", entry_id=entry.pk)


def _asked_about(entry: Entry) -> tuple[Reading, Shown]:
    """The letter, when the client was asked to read it; else there is nothing here (404)."""
    readings = read_all(entry.episode)
    reading = next(reading for reading in readings if reading.entry.pk == entry.pk)
    state = shown(entry, readings)
    if reading.form != letters.FORM or state.asked_at is None:
        raise Http404
    return reading, state


def _draw(
    request: PatientRequest,
    reading: Reading,
    state: Shown,
    form: LetterForm,
    errors: tuple[Fault, ...] = (),
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    page = letter_page(reading, state, language())
    context = {"letter": page, "form": form, "errors": errors, "sentence": sentence}
    return render(request, "portal/letter.html", context, status=status)
