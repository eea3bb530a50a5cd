"""The page of outgoing mail."""

import pytest
from django.test import Client

from login import log_in
from people import Cast
from ruggespraak.audit.models import Line
from ruggespraak.people.actions import invite

PAGE = "/desk/post/"


def test_lists_what_was_written_by_this_practice_only(client: Client, cast: Cast, elsewhere: Cast) -> None:
    invite(cast.noor, by=cast.anna)
    invite(elsewhere.noor, by=elsewhere.anna)
    log_in(client, cast.desk_at_work.user)
    page = client.get(PAGE).content.decode()
    assert "noor@de-beemster.example" in page
    assert "noor@elders.example" not in page
    assert Line.objects.filter(event="mail.listed", user_id=cast.desk_at_work.user_id).count() == 1


def test_a_text_that_waits_is_not_shown(client: Client, cast: Cast, settings) -> None:
    link = invite(cast.noor, by=cast.anna).link
    log_in(client, cast.desk_at_work.user)
    assert link not in client.get(PAGE).content.decode()
    settings.DEMO = True
    assert link in client.get(PAGE).content.decode()


def test_is_not_for_everyone(client: Client, cast: Cast) -> None:
    cast.desk_at_work.role = "author"
    cast.desk_at_work.save()
    log_in(client, cast.desk_at_work.user)
    refused = client.get(PAGE)
    assert refused.status_code == 403
    assert "uitgaande post" in refused.content.decode()


def test_a_wrong_method_is_405(client: Client, cast: Cast) -> None:
    assert log_in(client, cast.desk_at_work.user).post(PAGE).status_code == 405


@pytest.mark.parametrize("page", ["0", "999", "x", ""])
def test_a_page_that_is_not_there_shows_the_nearest(client: Client, cast: Cast, page: str) -> None:
    assert log_in(client, cast.desk_at_work.user).get(PAGE, {"page": page}).status_code == 200
