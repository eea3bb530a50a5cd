"""How allauth behaves here: nobody signs up, mail goes through the outbox, secrets are sealed, log-ins are logged."""

import base64
import time
from typing import Any

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ruggespraak import clock, keys
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.people.actions import log_in, log_out, tell_owner
from ruggespraak.people.models import Membership, User

TOLD = {
    "account/email/password_changed": "account_changed",
    "account/email/password_set": "account_changed",
    "account/email/password_reset": "account_changed",
    "mfa/email/totp_activated": "account_changed",
    "mfa/email/totp_deactivated": "account_changed",
    "mfa/email/webauthn_added": "account_changed",
    "mfa/email/webauthn_removed": "account_changed",
    "mfa/email/recovery_codes_generated": "account_changed",
}
"""What the owner of an account hears about, and in which mail of ours."""


class AccountAdapter(DefaultAccountAdapter):
    """Log-in and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from an employer (`hire`) or an invitation, never from a stranger."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever came in within the last minutes need not prove it again to set up a second factor."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        is_long_ago: bool = time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT
        return is_long_ago

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Everyone goes where they belong."""
        return reverse("people:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the second factor, or back to the account."""
        return reverse("people:secure")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A log-in is a line in the log."""
        log_in(user, by=_actor(user, request))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """So is one that failed, for an address that exists; a stranger's guesses must not fill the log."""
        super().authentication_failed(request, **credentials)
        known = User.objects.known_as(str(credentials.get("email", "")))
        if known is not None:
            audit.refusal("account.refused", by=_actor(known, request), on=known.audit_subject)

    def logout(self, request: HttpRequest) -> None:
        """And a log-out."""
        if isinstance(request.user, User):
            log_out(request.user, by=_actor(request.user, request))
        super().logout(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Only to an account with a second factor: else the mailbox alone would open a record."""
        is_open_without = not settings.SECOND_FACTOR and Membership.objects.of_user(user.pk) is not None
        if is_mfa_enabled(user) or is_open_without:
            tell_owner(user, "password_reset", by=_actor(user, self.request), link=context["password_reset_url"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth's mails become ours; those that are not in `TOLD` are not sent (an address without account)."""
        if template_prefix in TOLD:
            tell_owner(context["user"], TOLD[template_prefix], by=_actor(context["user"], self.request))

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Every change of an account is told to its owner."""
        self.send_mail(template_prefix, user.email, {"user": user})

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong; that it went well shows on the page."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor."""

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows above the code."""
        return "Ruggespraak"

    def _get_site_name(self) -> str:
        return "Ruggespraak"

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth's own word
        """What a passkey is called until its owner says otherwise."""
        return _("Passkey of %(day)s") % {"day": date_format(clock.today(), "j F Y")}

    def build_totp_svg(self, url: str) -> SafeString:
        """The square code as a drawing in the page itself, dark on light also in the dark: an app must read it."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
        return format_html(
            '<svg viewBox="0 0 {0} {0}" width="240" height="240" role="img" aria-label="{1}">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
            len(rows),
            _("Square code to scan with your authenticator app"),
            dark,
        )

    def encrypt(self, text: str) -> str:
        """Authenticator secrets and recovery codes are useless to whoever holds only the database."""
        return base64.b64encode(keys.seal(text.encode(), key=_key(), place="second factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return keys.unseal(base64.b64decode(encrypted_text), key=_key(), place="second factor").decode()


def _actor(user: User, request: HttpRequest) -> Actor:
    return user.as_actor(ip=request.META.get("REMOTE_ADDR"))


def _key() -> bytes:
    return keys.practice_key("second factor")
