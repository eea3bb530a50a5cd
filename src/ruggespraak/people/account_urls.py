"""The addresses of allauth that we use, and no others: signing up, changing one's own address and the like are closed.

Each of these pages guards itself; our mark only says so, and answers bad input with 422 like every page of the house.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path

from ruggespraak.people.sessions import proves_second_factor
from ruggespraak.people.views import secure

View = Callable[..., HttpResponseBase]


def theirs(view: View) -> View:
    """A page of allauth in this house."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.errors:
            response.status_code = 422
        return response

    marked.access_mark = "allauth"  # type: ignore[attr-defined]
    return marked


def leaves_nothing(view: View) -> View:
    """After logging out the browser forgets what it kept of this site; nobody finds it on a computer among people."""

    @wraps(view)
    def cleared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        was_in = request.user.is_authenticated
        response = view(request, *args, **kwargs)
        if was_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return cleared


urlpatterns = [
    path("login/", theirs(account.login), name="account_login"),
    path("logout/", theirs(leaves_nothing(account.logout)), name="account_logout"),
    path("inactive/", theirs(account.account_inactive), name="account_inactive"),
    path("again/", theirs(account.reauthenticate), name="account_reauthenticate"),
    path("password/", theirs(account.password_change), name="account_change_password"),
    path("password/new/", theirs(account.password_set), name="account_set_password"),
    path("password/forgotten/", theirs(account.password_reset), name="account_reset_password"),
    path("password/forgotten/sent/", theirs(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        theirs(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/done/", theirs(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    path("two/", secure, name="mfa_index"),
    path("two/enter/", theirs(mfa.authenticate), name="mfa_authenticate"),
    path("two/again/", theirs(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("two/code/add/", theirs(proves_second_factor(totp.activate_totp)), name="mfa_activate_totp"),
    path("two/code/remove/", theirs(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("two/recovery/", theirs(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("two/recovery/new/", theirs(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("two/recovery/download/", theirs(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("two/passkey/", theirs(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("two/passkey/add/", theirs(proves_second_factor(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path("two/passkey/login/", theirs(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("two/passkey/again/", theirs(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("two/passkey/<int:pk>/remove/", theirs(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("two/passkey/<int:pk>/edit/", theirs(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    # allauth asks for this name when it draws its pages. Behind it stands that signing up is closed.
    path("signup/", theirs(account.signup), name="account_signup"),
]
