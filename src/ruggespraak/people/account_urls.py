"""The addresses of allauth that we use, and no others: signing up, changing one's own address and the like are closed.

They carry no access mark of ours: each guards itself. The house test knows them by this list.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from ruggespraak.people.sessions import proves_second_factor
from ruggespraak.people.views import secure

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/new/", account.password_set, name="account_set_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("two/", secure, name="mfa_index"),
    path("two/enter/", mfa.authenticate, name="mfa_authenticate"),
    path("two/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("two/code/add/", proves_second_factor(totp.activate_totp), name="mfa_activate_totp"),
    path("two/code/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("two/recovery/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("two/recovery/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("two/recovery/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("two/passkey/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("two/passkey/add/", proves_second_factor(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("two/passkey/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("two/passkey/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("two/passkey/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("two/passkey/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    # allauth asks for this name when it draws its pages. Behind it stands that signing up is closed.
    path("signup/", account.signup, name="account_signup"),
]
