"""A daughter who is reminded of her mother's exercises, by mail and in her own calendar; and the mails that came."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from pathways.model import Answers, Value
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.dossier.models import Episode
from ruggespraak.exercises.actions import prescribe
from ruggespraak.exercises.reminders.actions import choose_reminders, give_calendar
from ruggespraak.exercises.timer import tick
from ruggespraak.people.models import Membership, PatientAccount, Practice

AT_HOME: tuple[Mapping[str, Value], ...] = (
    {"exercise": "ex_squat", "sets": 2, "reps": 5, "days_a_week": 7, "note": "Met de handen op de leuning."},
    {
        "exercise": "ex_walking",
        "minutes": 5,
        "times_a_day": 2,
        "days_a_week": 7,
        "note": "Samen, een rondje om het huis.",
    },
)
HOURS = (9, 16)
SINCE = timedelta(days=2)


def remind_a_daughter(practice: Practice, whom: Sequence[str], email: str) -> None:
    """Through the actions of the therapist, the daughter and the clock."""
    daughter = PatientAccount.objects.get(
        practice=practice, user__email=email, patient__family_name=whom[0].split()[-1]
    )
    episode = Episode.objects.of_patient(daughter.patient).get(closed_at=None)
    begun = datetime.now(UTC) - SINCE
    with clock.standing_at(begun):
        answers: Answers = {"prescribed": AT_HOME, "prescribed_why": "Weer zelf boodschappen kunnen doen."}
        prescribe(episode, answers, by=_therapist(practice, episode))
        choose_reminders(episode, HOURS, repeats=False, by=daughter.as_actor())
        give_calendar(episode, HOURS[0], by=daughter.as_actor())
    for hours in range(int(SINCE / timedelta(hours=1))):
        list(tick(begun + timedelta(hours=hours + 1) - timedelta(minutes=begun.minute)))


def _therapist(practice: Practice, episode: Episode) -> Actor:
    at_work = Membership.objects.of_practice(practice).get(user=episode.therapist)
    return at_work.as_actor().with_ground("treatment_relation")
