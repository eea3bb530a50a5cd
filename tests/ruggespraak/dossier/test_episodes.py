"""Opening and closing an episode."""

import pytest

from ruggespraak.audit.models import Line
from ruggespraak.dossier.actions import close_episode, open_episode
from ruggespraak.dossier.models import Dossier, Episode
from ruggespraak.errors import NotAllowed, NotPossible


def test_the_first_episode_makes_the_dossier_and_its_key(cast):
    first = open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    assert len(first.dossier.key) == 32
    close_episode(first, by=cast.anna)
    second = open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    assert (first.number, second.number, second.dossier) == (1, 2, first.dossier)
    line = Line.objects.order_by("number").last()
    assert (line.event, line.object_id, line.patient_handle) == ("episode.opened", str(second.id), cast.noor.handle)


def test_every_dossier_has_a_key_of_its_own(cast):
    for patient in (cast.noor, cast.adem):
        open_episode(patient, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    assert len({dossier.key for dossier in Dossier.objects.all()}) == 2


def test_what_cannot_be_opened(cast, elsewhere, episode):
    anna = cast.anna_at_work.user
    for patient, complaint, therapist in (
        (cast.noor, "ankle_pain", anna),
        (cast.noor, "no_such_pain", anna),
        (cast.adem, "ankle_pain", elsewhere.anna_at_work.user),
    ):
        with pytest.raises(NotPossible):
            open_episode(patient, complaint, therapist, by=cast.anna)


def test_who_may_not_open(cast, elsewhere):
    import people

    noor = people.account_of(cast.noor).as_actor()
    for actor in (noor, elsewhere.anna):
        with pytest.raises(NotAllowed):
            open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=actor)
    assert not Episode.objects.exists()


def test_an_episode_is_closed_once(cast, episode):
    close_episode(episode, by=cast.anna)
    assert not Episode.objects.is_open().exists()
    with pytest.raises(NotPossible):
        close_episode(episode, by=cast.anna)
