"""Being logged in, with a second factor shown in this very session."""

from django.test import Client

from ruggespraak.people.models import User
from ruggespraak.people.sessions import PROVED


def log_in(client: Client, user: User) -> Client:
    """The browser of this person. `client.force_login` alone is someone without a second factor."""
    client.force_login(user)
    session = client.session
    session[PROVED] = str(user.pk)
    session.save()
    return client
