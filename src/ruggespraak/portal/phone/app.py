"""What makes these pages an app: the manifest, the files that work offline, and the worker that serves them."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

MODULES = ("vault", "queue", "sync", "due", "today", "words")
FILES = (
    "ui/ruggespraak.css",
    "ui/tile.svg",
    "ui/sprite.svg",
    "ui/icon.svg",
    "exercises/exercises.css",
    "exercises/figure.css",
    "portal/phone.css",
    "portal/icon-192.png",
    *(f"portal/{name}.js" for name in MODULES),
)
"""Everything that the offline page is made of. None of it is about anybody."""

SHELL = "portal/phone/today.html"
GROUND, PAPER = "#f3f1ec", "#fffefb"


def manifest() -> dict[str, object]:
    """What a phone needs to know to put these pages among its apps (W3C Web App Manifest), in the page's language."""
    return {
        "id": "/my/phone/today/",
        "name": "Ruggespraak",
        "short_name": "Ruggespraak",
        "description": _("Your exercises and your diary, also without internet."),
        "lang": translation.get_language(),
        "start_url": reverse("portal:phone_today"),
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": PAPER,
        "icons": [
            {"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": static("portal/icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("portal/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": static("portal/icon-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }


def worker(request: HttpRequest) -> str:
    """The worker's script: what it keeps, under a name that changes whenever any of it does, and then how."""
    shells, posts, text = {}, [], ""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            shells[reverse("portal:home")] = reverse("portal:phone_today")
            posts += [reverse("portal:exercise_log"), reverse("portal:diary_keep")]
            text += render_to_string(SHELL, {}, request)
    kept = {"files": [static(name) for name in FILES], "shells": shells, "posts": posts}
    version = hashlib.sha256((json.dumps(kept) + text).encode()).hexdigest()[:16]
    script = json.dumps(kept | {"version": version})
    return f"self.KEPT = {script};\nimportScripts({json.dumps(static('portal/worker.js'))});\n"
