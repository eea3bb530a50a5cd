"""Pages about who someone is: the way in, the second factor, whose record, a reason to look."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruggespraak.people import actions, reasons, sessions
from ruggespraak.people.access import AccountRequest, StaffRequest, VisitorRequest, own_account, staff, visitor
from ruggespraak.people.forms import CodeForm, InvitationForm, ReasonForm
from ruggespraak.people.permissions import Permission
from ruggespraak.post.reading import mails_of
from ruggespraak.ui.faults import form_faults


@require_safe
@own_account
def home(request: AccountRequest) -> HttpResponse:
    """After log-in everyone goes where they belong."""
    return redirect(sessions.place_of(request))


@require_safe
@own_account
def secure(request: AccountRequest) -> HttpResponse:
    """The account: its passkeys, password and codes; or, without a second factor, the choice of one."""
    context = {"account": sessions.account_of(request, request.user), "records": sessions.records_of(request)}
    return render(request, "people/secure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor
def invitation(request: VisitorRequest, token: str) -> HttpResponseBase:
    """Opening the link changes nothing, as mail scanners open links; only both secrets together do."""
    is_for_another = actions.is_for_representative(token)
    form = (CodeForm if is_for_another else InvitationForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = actions.accept_invitation(
            token, by=request.actor, user=sessions.proved_user(request), **form.cleaned_data
        )
        if account is not None:
            return sessions.enter(request, account.user)
        form.add_error(None, actions.wrong_combination())
    faults = form_faults(form)
    reader = sessions.proved_user(request)
    context = {"form": form, "errors": faults, "reader": reader, "is_for_another": is_for_another}
    return render(request, "people/invitation.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def records(request: AccountRequest) -> HttpResponse:
    """Whose record to open, for who may see more than one."""
    if request.method == "POST":
        sessions.choose_record(request, request.POST.get("record", ""))
        return redirect("people:home")
    return render(request, "people/records.html", {"records": sessions.records_of(request)})


@require_POST
@staff(may=Permission.READ_DOSSIER)
def reason(request: StaffRequest) -> HttpResponse:
    """The reason for opening a dossier without treating its patient; then on to the page that was asked for."""
    patient_handle = reasons.whose(request)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return reasons.ask(request, patient_handle, form)
    actions.state_reason(patient_handle, form.purpose, by=request.actor)
    reasons.keep(request, patient_handle, form.purpose)
    return redirect(reasons.way_back(request))


@require_safe
@staff(may=Permission.SEE_POST)
def outbox(request: StaffRequest) -> HttpResponse:
    """What was written and what became of it. The text, with a link that is a secret, only in the demonstration."""
    mails = mails_of(request.practice, by=request.actor, page=request.GET.get("page", "1"))
    return render(request, "people/outbox.html", {"mails": mails, "is_demo": settings.DEMO})
