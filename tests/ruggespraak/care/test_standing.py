"""The kept course: what the entries say, sealed, and made again when the record went on without it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

import people
import said
from ruggespraak.care.actions import Situation, sign
from ruggespraak.care.course import course_of
from ruggespraak.care.models import Standing
from ruggespraak.care.standing import SHAPE, as_shown, caseload, course_now, from_json, rebuild, to_json
from ruggespraak.dossier.actions import record_entry
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_all


def kept(cast: people.Cast) -> list:
    return [course_now(episode) for episode in caseload(cast.practice)]


def test_what_is_kept_is_what_the_entries_say(cast: people.Cast, episode: Episode) -> None:
    said.up_to("session", episode, by=cast.anna)
    said.consent(episode, "question", by=cast.anna, words="Mag ik fietsen?")
    sign(episode, "evaluation", said.evaluation(), by=cast.anna)
    stored = from_json(Standing.objects.get(episode=episode).unseal())
    assert stored == Situation.of(episode).course
    assert rebuild(episode) == stored
    assert kept(cast) == [stored]


def test_a_course_survives_as_text(cast: people.Cast, episode: Episode) -> None:
    said.up_to("session", episode, by=cast.anna)
    course = Situation.of(episode).course
    assert from_json(to_json(course)) == course


def test_an_entry_recorded_elsewhere_is_noticed(cast: people.Cast, episode: Episode) -> None:
    record_entry(episode, "screening", said.niet_pluis(), by=cast.anna)
    assert Standing.objects.get(episode=episode).upto == 0
    assert [course.conclusion for course in kept(cast)] == ["niet_pluis"]
    assert Standing.objects.get(episode=episode).upto == episode.entries.get().number


def test_what_another_version_of_the_software_kept_is_made_again(cast: people.Cast, episode: Episode) -> None:
    Standing.objects.filter(episode=episode).update(shape="of-yesterday")
    assert course_now(caseload(cast.practice).get(pk=episode.pk)) == course_of(read_all(episode))
    assert Standing.objects.get(episode=episode).shape == SHAPE


def test_nothing_readable_lies_in_the_database(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.niet_pluis(), by=cast.anna)
    assert b"niet_pluis" not in bytes(Standing.objects.get(episode=episode).sealed)


def test_a_caseload_is_one_query(cast: people.Cast, episode: Episode) -> None:
    for number in range(3):
        client = people.client(cast.anna_at_work, f"Client{number}", "Test", cast.noor.born_on, "F")
        said.up_to("screening", said.begun(client, cast.anna_at_work.user, by=cast.anna), by=cast.anna)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(kept(cast)) == 4
    assert len(queries) == 1


def test_inform_hides_what_was_computed(cast: people.Cast, episode: Episode, settings) -> None:
    feverish = said.niet_pluis(fever=True, infection_risk=True, own_urgency="gp_same_day")
    sign(episode, "screening", feverish, by=cast.anna)
    course = Situation.of(episode).course
    assert course.level
    settings.MODE = "inform"
    shown = as_shown(course)
    assert (shown.level, shown.alarm) == ("", "")
    assert shown.is_call_due, "the therapist's own judgement stands in every mode"
