"""Settings of one installation. Defaults run on a laptop with SQLite; the environment changes them."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from ruggespraak.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent

# What this installation is
DEBUG = environment.switch("RUGGESPRAAK_DEBUG", default=False)
DEMO = environment.switch("RUGGESPRAAK_DEMO", default=False)
DATA = environment.folder("RUGGESPRAAK_DATA", Path.cwd() / "var")
KEYS = environment.folder("RUGGESPRAAK_KEYS", DATA / "keys")
PACKS = environment.folder(
    "RUGGESPRAAK_PACKS", PACKAGE / "packs" if (PACKAGE / "packs").is_dir() else REPOSITORY / "packs"
)
# inform: everyone sees the same alarm list, nothing is computed. advise: a level of urgency per person (a decision
# of the practice, see README "What it is not").
MODE = environment.choice("RUGGESPRAAK_MODE", ("inform", "advise"), "inform")
SECOND_FACTOR = environment.switch("RUGGESPRAAK_SECOND_FACTOR", default=True)
ADDRESS = environment.text("RUGGESPRAAK_ADDRESS", "http://127.0.0.1:8000")
IS_SECURE = ADDRESS.startswith("https://")
SECRET_KEY = "only-for-a-laptop" if DEBUG else environment.secret("RUGGESPRAAK_SECRET_KEY", KEYS / "secret.key")
ALLOWED_HOSTS = environment.text("RUGGESPRAAK_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [ADDRESS]
if not (DEBUG or DEMO):
    environment.demand(SECOND_FACTOR, "RUGGESPRAAK_SECOND_FACTOR=off is for a demonstration only.")
    environment.demand(
        IS_SECURE or urlsplit(ADDRESS).hostname in ("127.0.0.1", "localhost"),
        f"RUGGESPRAAK_ADDRESS is {ADDRESS}: records travel over https only. Put a web server with TLS in front.",
    )

INSTALLED_APPS = [
    "ruggespraak.public",
    "ruggespraak.portal",
    "ruggespraak.desk",
    "ruggespraak.agenda",
    "ruggespraak.care",
    "ruggespraak.exercises",
    "ruggespraak.letters",
    "ruggespraak.outcomes",
    "ruggespraak.dossier",
    "ruggespraak.post",
    "ruggespraak.people",
    "ruggespraak.audit",
    "ruggespraak.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ruggespraak.ui.headers.PrivateByDefaultMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ruggespraak.people.sessions.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ruggespraak.ui.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "ruggespraak.config.urls"
WSGI_APPLICATION = "ruggespraak.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ruggespraak.config.menus.menus",
            ],
        },
    }
]

DATABASES = {"default": environment.database("DATABASE_URL", DATA / "ruggespraak.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

# Shared by all processes: it counts failed log-ins
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / "cache"}}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ruggespraak.config.storage.HashedFiles"},
}

# Sessions: a working day at most, and the browser's end is the session's end
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
# Not "no-referrer": with it browsers send `Origin: null` with every form, and the CSRF check refuses them all.
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "ruggespraak.ui.refusals.stale_form"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Passwords and log-in
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "ruggespraak.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "ruggespraak.people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address comes from the practice; the invitation proves it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key"}
ACCOUNT_FORMS = {
    "login": "ruggespraak.people.account_forms.LoginForm",
    "reauthenticate": "ruggespraak.people.account_forms.ReauthenticateForm",
    "change_password": "ruggespraak.people.account_forms.ChangePasswordForm",
    "set_password": "ruggespraak.people.account_forms.SetPasswordForm",
    "reset_password": "ruggespraak.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "ruggespraak.people.account_forms.ResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "ruggespraak.people.account_forms.AuthenticateForm",
    "reauthenticate": "ruggespraak.people.account_forms.ReauthenticateCodeForm",
    "activate_totp": "ruggespraak.people.account_forms.ActivateTOTPForm",
    "add_webauthn": "ruggespraak.people.account_forms.AddWebAuthnForm",
    "edit_webauthn": "ruggespraak.people.account_forms.EditWebAuthnForm",
}
MFA_ADAPTER = "ruggespraak.people.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two factors only with a finger, face or PIN
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
LOGIN_URL = "account_login"

# Mail: files by default, so that anyone can see what would be sent; `RUGGESPRAAK_MAIL=smtp` sends
EMAIL_BACKEND = {
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}[environment.choice("RUGGESPRAAK_MAIL", ("file", "smtp"), "file")]
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = environment.text("RUGGESPRAAK_MAIL_FROM", "Ruggespraak <praktijk@example.org>")

LOCALE_PATHS = [PACKAGE / "config/locale"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
