"""How long someone stays logged in, and whether they proved who they are in two ways."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ruggespraak import clock
from ruggespraak.people.models import Membership, PatientAccount, User

# ASVS 7.3, interop-security C4: a practice PC stands among people, a phone is in a pocket.
STAFF_IDLE, STAFF_WHOLE = timedelta(minutes=15), timedelta(hours=12)
PATIENT_IDLE, PATIENT_WHOLE = timedelta(minutes=20), timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)

PROVED = "second_factor"
"""Session key: this very session showed a second factor (not merely: its user has one)."""

INVITED = "invitation"
"""How someone came in who showed both secrets of an invitation."""
RECORD = "record"
"""Session key: which record a client with more than one has before them."""


class SessionLimitsMiddleware:
    """Ends a session that stood idle or lasted too long. What was typed is safe in drafts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _hold_to_limits(request, request.user)
        return self.get_response(request)


def _hold_to_limits(request: HttpRequest, user: User) -> None:
    now, session = clock.now(), request.session
    if session.get("limits_of") != str(user.id):
        is_staff = Membership.objects.of_user(user.id) is not None
        session.update({"limits_of": str(user.id), "is_staff": is_staff, "began_at": now.isoformat()})
    idle, whole = (STAFF_IDLE, STAFF_WHOLE) if session["is_staff"] else (PATIENT_IDLE, PATIENT_WHOLE)
    seen_at = datetime.fromisoformat(session.get("seen_at") or now.isoformat())
    if now - seen_at >= idle or now - datetime.fromisoformat(session["began_at"]) >= whole:
        logout(request)
    elif "seen_at" not in session or now - seen_at >= TOUCH_EVERY:
        session["seen_at"] = now.isoformat()


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session showed a passkey, an authenticator code or a recovery code, at log-in or by setting one up.

    That the *account* has one is not enough: a session begun with a stolen password must not grow rights when the
    rightful owner sets up a second factor elsewhere.
    """
    if request.session.get(PROVED) == str(request.user.pk):
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def needs_second_factor(request: HttpRequest, *, is_patient: bool) -> bool:
    """Clients always need one; staff unless the installation switched it off (the demo)."""
    return (is_patient or settings.SECOND_FACTOR) and not has_second_factor(request)


def may_add_second_factor(request: HttpRequest) -> bool:
    """Whoever showed one, or came in by invitation; staff also with the password that was handed to them in person.

    A client's password alone must not lead to a second factor, or else it would open the record after all.
    """
    if not request.user.is_authenticated or has_second_factor(request):
        return request.user.is_authenticated
    records = get_authentication_records(request, request.user)
    is_invited = any(record.get("method") == INVITED for record in records)
    return is_invited or Membership.objects.of_user(request.user.pk) is not None


def proves_second_factor(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Around allauth's pages that add a second factor: adding one here is also showing it here."""

    @wraps(view)
    def adding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not may_add_second_factor(request):
            return redirect("people:secure")
        before = Authenticator.objects.filter(user=request.user.pk).count()
        response = view(request, *args, **kwargs)
        if Authenticator.objects.filter(user=request.user.pk).count() > before:
            request.session[PROVED] = str(request.user.pk)
        return response

    return adding


def user_of(request: HttpRequest) -> User:
    """Who is logged in, where an access mark has seen to it that someone is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def proved_user(request: HttpRequest) -> User | None:
    """Who is logged in with two factors, if anyone."""
    user = request.user
    return user if user.is_authenticated and has_second_factor(request) else None


def enter(request: HttpRequest, user: User) -> HttpResponseBase:
    """Let someone in who just showed both secrets of an invitation, on to setting up a second factor."""
    if request.user == user:
        return redirect("people:home")
    logout(request)  # whoever else sat at this browser
    record_authentication(request, user, method=INVITED)
    response: HttpResponseBase = perform_login(request, Login(user=user))
    return response


def place_of(request: HttpRequest) -> str:
    """The address where this person belongs: desk, own record, or first the second factor."""
    is_staff = Membership.objects.of_user(user_of(request).id) is not None
    if needs_second_factor(request, is_patient=not is_staff):
        return reverse("people:secure")
    return reverse("desk:today" if is_staff else "portal:home")


@dataclass(frozen=True)
class Account:
    """How an account is locked, for the page that shows it."""

    has_password: bool
    has_code: bool
    passkeys: int
    codes_left: int
    is_proved: bool
    is_optional: bool
    may_add: bool

    @property
    def has_second_factor(self) -> bool:
        return self.has_code or self.passkeys > 0


def account_of(request: HttpRequest, user: User) -> Account:
    """How the account of this session is locked."""
    found: dict[str, list[Authenticator]] = {}
    for authenticator in Authenticator.objects.filter(user=user):
        found.setdefault(authenticator.type, []).append(authenticator)
    codes = found.get(Authenticator.Type.RECOVERY_CODES, [])
    is_patient = Membership.objects.of_user(user.pk) is None
    return Account(
        has_password=user.has_usable_password(),
        has_code=Authenticator.Type.TOTP in found,
        passkeys=len(found.get(Authenticator.Type.WEBAUTHN, [])),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else 0,
        is_proved=has_second_factor(request),
        is_optional=not (is_patient or settings.SECOND_FACTOR),
        may_add=may_add_second_factor(request),
    )


def records_of(request: HttpRequest) -> list[PatientAccount]:
    """The records this person may see."""
    return list(PatientAccount.objects.of_user(user_of(request).id))


def choose_record(request: HttpRequest, record_id: str) -> None:
    """Go on with this record, if it is one of theirs."""
    if record_id in {str(record.id) for record in records_of(request)}:
        request.session[RECORD] = record_id
