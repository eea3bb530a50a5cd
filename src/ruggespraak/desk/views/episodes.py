"""Opening an episode, and the page of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruggespraak import clock
from ruggespraak.care import sheet
from ruggespraak.care.actions import Situation, begin
from ruggespraak.care.course import in_place
from ruggespraak.care.signals import signals_of
from ruggespraak.care.standing import as_shown
from ruggespraak.care.steps import STEPS, next_step
from ruggespraak.desk import diary, forms, measured, registering, requests
from ruggespraak.desk import episode as told
from ruggespraak.desk.beside import form_beside, side_steps
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.exercises.prescribing import on_desk
from ruggespraak.language import language
from ruggespraak.people.access import StaffRequest, once, staff
from ruggespraak.people.models import Patient
from ruggespraak.people.permissions import Permission


@require_POST
@staff(may=Permission.ASSIGN_THERAPIST, load=Patient)
@once
def open_episode(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Begin with a complaint of a client who is known already."""
    form = forms.EpisodeForm(request.POST, therapists=forms.therapists_of(request.practice))
    if not form.is_valid():
        messages.error(request, _("Choose a complaint and a therapist."))
        return redirect("desk:client", patient_id=patient.pk)
    therapist = registering.therapist_of(request.practice, form.cleaned_data["therapist"])
    opened = begin(patient, form.cleaned_data["complaint"], therapist, by=request.actor)
    messages.success(request, _("The episode is open."))
    return registering.onward(patient, opened, by=request.actor)


@require_safe
@staff(may=Permission.READ_DOSSIER, load=Episode)
def episode(request: StaffRequest, episode: Episode) -> HttpResponse:
    """All of one episode: the next step, in short, plan and consent, measures, the timeline, and the form beside it."""
    situation = Situation.of(episode)
    course, pack = as_shown(situation.course), pathway(episode.complaint)
    readings, today = in_place(situation.readings), clock.today()
    step, show = next_step(course, today), request.GET.get("show", "")
    line = told.timeline(readings, language(), show, most=None if "all" in request.GET else told.SHOWN_AT_ONCE)
    context = {
        **sheet.head(situation),
        "signals": signals_of(episode.id, course, pack, today),
        "step": step,
        "step_label": STEPS[step.form].label if step else "",
        "in_short": told.in_short(readings, episode.patient, pack, language()),
        "goals": told.goals(readings, course),
        "multiples": told.multiples(readings),
        **measured.on_desk(episode, situation.readings),
        "minutes": told.minutes(readings),
        "timeline": line.items,
        "older": line.older,
        "show": show,
        "filters": told.FILTERS,
        "side_steps": side_steps(course),
        **on_desk(episode, situation.readings),
        **diary.on_desk(episode, situation.readings),
        "shared": requests.not_taken_in(episode, readings),
        "before": episode.patient.episodes.filter(number__lt=episode.number).order_by("-number").first(),
        **form_beside(situation, step),
    }
    return render(request, "desk/episode.html", context)
