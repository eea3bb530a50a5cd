"""The client's diary, as the therapist sees it beside the exercises."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from ruggespraak.care.signals import Signal
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import Reading
from ruggespraak.exercises.prescribing import usual_pain
from ruggespraak.exercises.prescription import agreed_minutes, prescription_in
from ruggespraak.outcomes.diary import Day
from ruggespraak.outcomes.overview import overview_of
from ruggespraak.outcomes.weekly import Agreed


def signal_of(episode: Episode, day: Day) -> Signal:
    """That a reason to stop was ticked: the client was told to call, and nobody was called yet as far as is written."""
    what = f"{day.signs_say.capitalize()}. {_('Ticked in the diary. Ask about the red flags again.')}"
    url = f"{reverse('desk:episode', args=[episode.pk])}#diary"
    return Signal("diary_sign", "alarm", "diary", _("Reason to stop"), what, _("Look at the diary"), url)


def on_desk(episode: Episode, readings: Sequence[Reading]) -> Mapping[str, object]:
    """The section of the episode page: days, course, this week's minutes and the small step."""
    now = prescription_in(readings)
    minutes = agreed_minutes(now)
    agreed = Agreed(minutes, now.signed_on, now.by, usual_pain(readings)) if now and minutes else None
    return {"diary": overview_of(episode, readings, agreed)}
