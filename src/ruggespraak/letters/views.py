"""Pages of letters: lay down a draft, make the PDF of a signed one, look at it, send it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.errors import why_not
from ruggespraak.letters import actions
from ruggespraak.letters.forms import SendForm
from ruggespraak.letters.models import Letter, Way
from ruggespraak.letters.preview import shown
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.permissions import Permission
from ruggespraak.ui.faults import form_faults


@require_POST
@staff(may=Permission.WRITE_DOSSIER, load=Episode)
@once
def start(request: StaffRequest, episode: Episode) -> HttpResponse:
    """Draft a letter from the dossier and open it for editing."""
    actions.start(episode, read_all(episode), by=request.actor)
    return redirect("care:form", episode_id=episode.pk, form_id=actions.FORM)


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Entry)
def signed(request: StaffRequest, entry: Entry) -> HttpResponse:
    """A signed letter: let the client read it first, or make it at once."""
    if entry.form != actions.FORM:
        raise Http404
    reading, state = read(entry), shown(entry)
    if state.letter is not None:
        return redirect("letters:letter", letter_id=state.letter.pk)
    context = {
        "entry": entry,
        "episode": entry.episode,
        "shown": state,
        "why_not_ask": why_not(actions.check_ask, reading, by=request.actor),
        "why_not_make": why_not(actions.check_make, reading, by=request.actor),
    }
    return render(request, "letters/signed.html", context)


@require_POST
@staff(may=Permission.SEND_LETTER, load=Entry)
@once
def ask(request: StaffRequest, entry: Entry) -> HttpResponse:
    """Ask the client to read the letter before it goes."""
    actions.ask(read(entry), by=request.actor)
    messages.success(request, _("The client gets a message that there is something to read."))
    return redirect("letters:signed", entry_id=entry.pk)


@require_POST
@staff(may=Permission.SEND_LETTER, load=Entry)
@once
def make(request: StaffRequest, entry: Entry) -> HttpResponse:
    """Make the PDF of a signed letter."""
    made = actions.make(read(entry), by=request.actor)
    return redirect("letters:letter", letter_id=made.pk)


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Letter)
def letter(request: StaffRequest, letter: Letter) -> HttpResponse:
    """One letter: to whom, its state, and the one thing to do."""
    return _page(request, letter, SendForm())


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Letter)
def pdf(request: StaffRequest, letter: Letter) -> HttpResponse:
    """The letter as it was made, byte for byte."""
    response = HttpResponse(letter.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{letter.file_name}"'
    return response


@require_POST
@staff(may=Permission.SEND_LETTER, load=Letter)
@once
def send(request: StaffRequest, letter: Letter) -> HttpResponse:
    """Record how the letter went out."""
    form = SendForm(request.POST)
    if not form.is_valid():
        return _page(request, letter, form, status=422)
    actions.send(letter, Way(form.cleaned_data["way"]), by=request.actor)
    return redirect("letters:letter", letter_id=letter.pk)


def _page(request: StaffRequest, letter: Letter, form: SendForm, status: int = 200) -> HttpResponse:
    context = {
        "letter": letter,
        "form": form,
        "errors": form_faults(form),
        "why_not": why_not(actions.check_send, letter, by=request.actor),
    }
    return render(request, "letters/letter_page.html", context, status=status)
