"""allauth's forms in the words of this house. What they check is theirs."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _("At least twelve characters. A whole sentence is fine.")
NEW_PASSWORD = {"password1": _("Your new password"), "password2": _("The same once more")}


class Worded:
    """Labels above the fields instead of grey words inside them."""

    labels: ClassVar[Mapping[str, Promise]]
    hints: ClassVar[Mapping[str, Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = label, self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):
    """The first key."""

    labels = {"login": _("Your e-mail address"), "password": _("Your password")}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The first key once more."""

    labels = {"password": _("Your password")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """Another password."""

    labels = {"oldpassword": _("Your present password"), **NEW_PASSWORD}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Worded, account.SetPasswordForm):
    """A first password."""

    labels = NEW_PASSWORD
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Where the link goes."""

    labels = {"email": _("Your e-mail address")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """Another password, after the link."""

    labels = NEW_PASSWORD
    hints = {"password1": PASSWORD_HINT}


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    """The second key."""

    labels = {"code": _("Six digits of the app, or a recovery code")}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    """The second key once more."""

    labels = {"code": _("Six digits of the app, or a recovery code")}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """Whether the app was set up well."""

    labels = {"code": _("The six digits")}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    """A new passkey."""

    labels = {"name": _("Name of the passkey")}


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    """Another name."""

    labels = {"name": _("Name of the passkey")}
