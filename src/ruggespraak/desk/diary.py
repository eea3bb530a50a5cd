"""The client's diary, as the therapist sees it beside the exercises."""

from collections.abc import Mapping, Sequence

from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.exercises.prescribing import usual_pain
from ruggespraak.exercises.prescription import agreed_minutes, prescription_in
from ruggespraak.outcomes.overview import overview_of
from ruggespraak.outcomes.weekly import Agreed


def on_desk(episode: Episode, readings: Sequence[Reading]) -> Mapping[str, object]:
    """The section of the episode page: days, course, this week's minutes and the small step."""
    now = prescription_in(readings)
    minutes = agreed_minutes(now)
    agreed = Agreed(minutes, now.signed_on, now.by, usual_pain(readings)) if now and minutes else None
    return {"diary": overview_of(episode, readings, agreed)}
