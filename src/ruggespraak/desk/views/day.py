"""Today: what asks for attention, who waits, whom I treat. And who works here."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Subject
from ruggespraak.care.steps import PHASES
from ruggespraak.desk import lists, requests
from ruggespraak.people.access import StaffRequest, staff
from ruggespraak.people.permissions import Permission, may

ON_A_PAGE = 20
REQUESTS_SHOWN = 5


@require_safe
@staff(may=Permission.SEE_DESK)
def today(request: StaffRequest) -> HttpResponse:
    """The day: alarms on top, then signals, requests and the caseload."""
    context: dict[str, object] = {
        "today": clock.today(),
        "mode": settings.MODE,
        "may_find": may(request.actor, Permission.SEE_PATIENTS),
        "may_register": may(request.actor, Permission.REGISTER_PATIENT),
    }
    if may(request.actor, Permission.SEE_REQUESTS):
        waiting = requests.waiting(request.practice)
        context |= {"sees_requests": True, "waiting": waiting[:REQUESTS_SHOWN], "waiting_count": len(waiting)}
    if may(request.actor, Permission.READ_DOSSIER):
        context |= _my_caseload(request)
    return render(request, "desk/today.html", context)


def _my_caseload(request: StaffRequest) -> dict[str, object]:
    is_closed = "closed" in request.GET
    user, office = request.membership.user, request.practice
    running = lists.rows_of(office, user)
    pairs = lists.signals_in((*running, *lists.told_after_closing(office, user)))
    rows = lists.rows_of(office, user, closed=True) if is_closed else running
    audit.look("caseload.seen", by=request.actor, on=Subject("caseload", category="health"), screen="desk:today")
    return {
        "treats": True,
        "alarms": [pair for pair in pairs if pair[1].tone == "alarm"],
        "signals": [pair for pair in pairs if pair[1].tone != "alarm"],
        "elsewhere": lists.alarms_elsewhere(office, user),
        "rows": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "is_closed": is_closed,
        "phases": len(PHASES),
    }


@require_safe
@staff(may=Permission.SEE_DESK)
def practice(request: StaffRequest) -> HttpResponse:
    """Who works here, and what each may do."""
    context = {
        "practice": request.practice,
        "members": lists.members(request.practice),
        "mode": settings.MODE,
        "may_manage": may(request.actor, Permission.MANAGE_STAFF),
    }
    return render(request, "desk/practice.html", context)
