"""The roots over the log stand where everybody can see and copy them."""

import json

from django.test import Client
from django.urls import reverse

from people import Cast
from ruggespraak import clock
from ruggespraak.audit.roots import seal_new_lines

PAGE, FILE = reverse("public:log_roots"), reverse("public:log_roots_file")


def test_before_the_first_one_the_page_says_so(db: None, client: Client) -> None:
    assert "Er is nog geen zegel" in client.get(PAGE).content.decode()
    assert b"".join(client.get(FILE)) == b""


def test_anyone_sees_and_copies_them_and_learns_nothing_about_anybody(cast: Cast, client: Client) -> None:
    root = seal_new_lines(clock.now())
    assert root is not None and root.mark in client.get(PAGE).content.decode()
    assert "The seal on the log" in client.get(f"/en{PAGE}").content.decode()
    (line,) = b"".join(client.get(FILE)).decode().splitlines()
    assert json.loads(line)["root"] == root.root
    assert not [secret for secret in (str(cast.practice.id), cast.practice.name) if secret in line]
    assert client.post(PAGE).status_code == client.post(FILE).status_code == 405
