"""The first thread through the pages: register, screen, plan, consent, one session signed."""

import people
import pytest
import said
from django.test import Client

from ruggespraak.care.actions import Situation
from ruggespraak.dossier.models import Episode


@pytest.fixture
def anna(cast: people.Cast, client: Client, settings) -> Client:
    settings.SECOND_FACTOR = False
    client.force_login(cast.anna_at_work.user)
    return client


def test_thread(cast: people.Cast, anna: Client) -> None:
    anna.post("/desk/clients/new/", {"given_name": "Fenna", "family_name": "de Groot", "born_on": "1954-02-01", "sex": "F",
        "language": "nl", "complaint": "low_back_pain", "therapist": str(cast.anna_at_work.user_id)})
    episode = Episode.objects.get()
    for step in ("screening", "intake", "conclusion", "decision", "plan"):
        page = anna.get(f"/desk/episodes/{episode.pk}/{step}/")
        assert page.status_code == 200
        response = anna.post(f"/desk/episodes/{episode.pk}/{step}/", said.as_posted(step, getattr(said, step)()) | {"act": "sign"})
        assert response.status_code == 302, (step, response.context["errors"])
    assert Situation.of(episode).course.plan
