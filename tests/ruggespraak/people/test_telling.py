"""Who hears that something waits: everybody who can open the record today, and nobody else."""

from datetime import datetime, time, timedelta

from django.utils import timezone

import people
import said
from people import Cast
from ruggespraak import clock
from ruggespraak.people.actions import end_mandate
from ruggespraak.people.mandates import Scope
from ruggespraak.people.permissions import Permission
from ruggespraak.people.telling import readers_of
from ruggespraak.post.models import Mail


def to(cast: Cast) -> set[str]:
    return {reader.email for reader in readers_of(cast.noor)}


def test_the_client_and_whoever_acts_each_at_their_own_address(cast: Cast) -> None:
    assert to(cast) == set()
    people.representative_of(cast.noor, scope=Scope.READS)
    assert to(cast) == {"jo@de-beemster.example"}
    people.account_of(cast.noor)
    assert to(cast) == {"noor@de-beemster.example", "jo@de-beemster.example"}


def test_not_who_was_ended_nor_who_is_past(cast: Cast) -> None:
    ended = people.representative_of(cast.noor, name="Bo").mandate
    people.representative_of(cast.noor, ends_on=clock.today() + timedelta(days=1))
    assert ended is not None
    end_mandate(ended, by=cast.anna)
    assert to(cast) == {"jo@de-beemster.example"}
    later = timezone.make_aware(datetime.combine(clock.today() + timedelta(days=2), time(9)))
    with clock.standing_at(later):
        assert to(cast) == set()


def test_what_is_to_be_answered_is_told_to_who_may_answer(cast: Cast) -> None:
    for scope in Scope:
        people.representative_of(cast.noor, scope=scope, name=scope.value)
    found = readers_of(cast.noor, who_may=Permission.ANSWER_FORM)
    assert {reader.name for reader in found} == {"fills_in", "decides"}


def test_a_plan_is_told_to_each_once_and_says_nothing(cast: Cast) -> None:
    people.account_of(cast.noor)
    people.representative_of(cast.noor)
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    said.up_to("plan", episode, by=cast.anna)
    mails = Mail.objects.filter(template="something_to_read")
    assert sorted(mail.to for mail in mails) == ["jo@de-beemster.example", "noor@de-beemster.example"]
    (to_jo,) = (mail for mail in mails if mail.to.startswith("jo"))
    assert "Jo Hendriks" in to_jo.text and "Noor" not in to_jo.text
