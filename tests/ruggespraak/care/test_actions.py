"""The verbs of care: the whole road once, and every gate on it."""

import people
import pytest
import said

from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Seen, Situation, answer_plan, answer_question, correct, sign
from ruggespraak.care.course import exceptions_of
from ruggespraak.care.standing import caseload, course_now, rebuild
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read
from ruggespraak.errors import NotAllowed, NotPossible


@pytest.fixture
def episode(cast: people.Cast) -> Episode:
    return said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)


def course(episode: Episode):
    return Situation.of(episode).course


def test_whole_road(cast: people.Cast, episode: Episode) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "evaluation", said.evaluation(), by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)

    end = course(episode)
    assert end.closed_on and end.sessions_done == 1 and end.pain[0][1] == 6 and end.pain[-1][1] == 4
    episode.refresh_from_db()
    assert episode.closed_at
    assert [line.event for line in Line.objects.filter(event__endswith=".signed")][0] == "screening.signed"
