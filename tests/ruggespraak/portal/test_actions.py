"""A copy of the record: who may have one, and what the log remembers of it."""

import hashlib

import pytest

import people
from ruggespraak.audit.models import Line
from ruggespraak.dossier.models import Episode
from ruggespraak.errors import NotAllowed
from ruggespraak.portal.actions import Kind, check_take_along, take_along


@pytest.mark.parametrize("kind", Kind)
def test_a_copy_is_remembered_by_its_digest(cast: people.Cast, episode: Episode, kind: Kind) -> None:
    copy = take_along(cast.noor, kind, by=people.account_of(cast.noor).as_actor())
    assert copy.digest == hashlib.sha256(copy.content).hexdigest() and copy.name.endswith(f"{copy.digest[:6]}.{kind}")
    line = Line.objects.get(event="record.downloaded")
    assert line.fields == {"kind": kind.value, "digest": copy.digest} and line.object_id == str(cast.noor.pk)


def test_only_who_may_read_the_record_and_in_their_own_practice(
    cast: people.Cast, elsewhere: people.Cast, episode: Episode
) -> None:
    for stranger in (cast.anna, cast.front_desk, people.account_of(elsewhere.noor).as_actor()):
        with pytest.raises(NotAllowed):
            check_take_along(cast.noor, by=stranger)
        with pytest.raises(NotAllowed):
            take_along(cast.noor, Kind.FILE, by=stranger)
    assert not Line.objects.filter(event="record.downloaded").exists()
