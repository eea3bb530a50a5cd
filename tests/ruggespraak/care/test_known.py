"""What need not be asked again when a form is opened."""

import people
import said
from ruggespraak.care.actions import Situation, sign
from ruggespraak.care.known import known
from ruggespraak.dossier.models import Episode


def opens_with(episode: Episode, form: str) -> dict[str, object]:
    situation = Situation.of(episode)
    return dict(known(situation, situation.form(form)))


def test_own_activities_come_along_by_name(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "intake", said.intake(psfs_1_activity="Fietsen", psfs_1_now=3), by=cast.anna)
    found = opens_with(episode, "evaluation")
    assert found["psfs_again_1_activity"] == "Fietsen"
    assert "psfs_again_2_activity" not in found
    assert "psfs_1_activity" not in opens_with(episode, "intake")
    start = {"pain_nrs_avg24h": 6, "psfs_2_activity": "Tillen", "psfs_2_now": 1}
    sign(episode, "measures_start", start, by=cast.anna)
    assert opens_with(episode, "evaluation")["psfs_again_2_activity"] == "Tillen"
    assert "psfs_again_1_activity" not in opens_with(episode, "evaluation")
