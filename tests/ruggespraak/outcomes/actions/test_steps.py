"""One small step, and beginning to do a bit more: signed by the client, the newest counts."""

import pytest

import people
import said
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.outcomes.actions import begin_step_up, take_step
from ruggespraak.outcomes.small_step import pillar_at, pillars, step_now

CHOSEN = {"step_pillar": "pillar_move", "step_moving": "step_stand_up", "step_when": "na de koffie"}
OWN = {"step_pillar": "pillar_trust", "step_own": "Elke avond even zingen."}


def noor_of(cast: people.Cast):
    return people.account_of(cast.noor).as_actor()


def test_a_new_step_takes_the_place_of_the_old_one_which_stays(cast: people.Cast, episode: Episode) -> None:
    take_step(episode, CHOSEN, by=noor_of(cast))
    step = step_now(episode)
    assert (step.pillar_says, step.says, step.when) == (
        "blijven bewegen",
        "Ik sta elk half uur even op.",
        "na de koffie",
    )
    take_step(episode, OWN, by=noor_of(cast))
    assert step_now(episode).says == "Elke avond even zingen." and step_now(episode).icon == "sun"
    assert Entry.objects.filter(form="small_step").count() == 2
    assert Line.objects.filter(event="small_step.signed").count() == 2


def test_a_step_is_chosen_or_written(cast: people.Cast, episode: Episode) -> None:
    with pytest.raises(NotPossible, match="Kies één stap"):
        take_step(episode, {"step_pillar": "pillar_move"}, by=noor_of(cast))
    with pytest.raises(NotPossible, match="beantwoord"):
        take_step(episode, {"step_own": "Zingen"}, by=noor_of(cast))


def test_only_the_client_and_only_while_care_goes_on(cast: people.Cast, episode: Episode) -> None:
    for actor in (cast.anna, cast.front_desk):
        with pytest.raises(NotAllowed):
            take_step(episode, CHOSEN, by=actor)
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    with pytest.raises(NotPossible, match="klaar"):
        begin_step_up(Episode.objects.get(pk=episode.pk), {"step_up_minutes": 10}, by=noor_of(cast))


def test_where_one_begins_takes_minutes(cast: people.Cast, episode: Episode) -> None:
    with pytest.raises(NotPossible):
        begin_step_up(episode, {"step_up_pain": 3}, by=noor_of(cast))
    begin_step_up(episode, {"step_up_minutes": 10}, by=noor_of(cast))
    assert Line.objects.filter(event="step_up.signed").count() == 1


def test_three_pillars_each_with_its_steps(cast: people.Cast, episode: Episode) -> None:
    take_step(episode, OWN, by=noor_of(cast))
    found = pillars(pathway(), step_now(episode))
    assert [(one.place, one.is_chosen, len(one.steps)) for one in found] == [(1, False, 4), (2, False, 4), (3, True, 4)]
    assert pillar_at(2, pathway()) == "pillar_move" and pillar_at(0, pathway()) is pillar_at(4, pathway()) is None
