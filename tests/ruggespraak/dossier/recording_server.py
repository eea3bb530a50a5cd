"""A web application that does one thing: each POST records an entry through the real action, and says which."""

import json
import os
from collections.abc import Callable, Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruggespraak.config.settings")
django.setup()

from ruggespraak.dossier.actions import record_entry  # noqa: E402
from ruggespraak.dossier.models import Episode  # noqa: E402
from ruggespraak.dossier.packs import pathway  # noqa: E402

pathway("ankle_pain")


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """`POST /` records a note in the newest episode; the answer is its number and hash, after the commit."""
    episode = Episode.objects.select_related("therapist", "patient", "dossier").latest("opened_at")
    by = episode.therapist.memberships.get().as_actor()
    entry = record_entry(episode, "note", {"story": "Onder vuur"}, by=by)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([entry.number, entry.hash]).encode()]
