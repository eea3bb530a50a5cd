"""The lines of the log about me, to take along and to have checked elsewhere."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

import people
from login import log_in
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.audit.roots import seal_new_lines
from ruggespraak.dossier.models import Episode


def address() -> str:
    today = timezone.localdate()
    return reverse("portal:looks_proof", args=[today.year, today.month])


def test_a_month_comes_as_a_file_with_a_proof_of_every_sealed_line(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    noor.get(reverse("portal:record"))
    seal_new_lines(clock.now() + timedelta(hours=1))
    answer = noor.get(address())
    assert answer["Content-Disposition"] == f'attachment; filename="logboek-{timezone.localdate():%Y-%m}.json"'
    file = answer.json()
    assert {line["told"]["patient_handle"] for line in file["lines"]} == {str(cast.noor.handle)}
    assert len(file["lines"]) >= 3
    assert [line["proof"] is None for line in file["lines"]] == [False] * (len(file["lines"]) - 1) + [True]


def test_of_nobody_else_and_only_to_be_read(cast: people.Cast, episode: Episode, noor: Client) -> None:
    other = log_in(Client(), people.account_of(cast.adem).user)
    assert str(cast.noor.handle) not in other.get(address()).content.decode()
    assert noor.post(address()).status_code == 405
    assert Client().get(address()).status_code == 302
    assert Line.objects.filter(screen="portal:looks_proof", patient_handle=cast.adem.handle).count() == 1


def test_a_month_without_lines_is_an_empty_file(noor: Client) -> None:
    assert noor.get(reverse("portal:looks_proof", args=[2001, 1])).json()["lines"] == []
