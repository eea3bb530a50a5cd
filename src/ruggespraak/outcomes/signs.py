"""Reasons to stop that clients ticked in their diary, for the lists of the desk."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Max

from ruggespraak import clock
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.outcomes.diary import Day, days_in
from ruggespraak.outcomes.models import DiaryDay
from ruggespraak.outcomes.step_up import WEEK
from ruggespraak.people.models import OWN_ROLES


def fresh_signs(episodes: Sequence[Episode]) -> Mapping[UUID, Day]:
    """Episode → the newest day of this week on which a reason to stop was ticked, until staff wrote something after it.

    One query for all days, and one more where anything was ticked, whatever the number of episodes.
    """
    by_id = {episode.id: episode for episode in episodes}
    rows: dict[UUID, list[DiaryDay]] = {}
    since = clock.today() - timedelta(days=WEEK - 1)
    for row in DiaryDay.objects.filter(episode__in=by_id, on__gte=since).order_by("recorded_at", "id"):
        rows.setdefault(row.episode_id, []).append(row)
    days = {key: days_in(found, by_id[key].dossier.key) for key, found in rows.items()}
    signs = {key: sign for key, found in days.items() if (sign := next((d for d in found[::-1] if d.has_sign), None))}
    return _not_taken_up(signs)


def _not_taken_up(signs: Mapping[UUID, Day]) -> Mapping[UUID, Day]:
    if not signs:
        return signs
    by_staff = Entry.objects.filter(episode__in=signs).exclude(author_role__in=OWN_ROLES).order_by()
    last = dict(by_staff.values_list("episode").annotate(Max("recorded_at")))
    return {key: day for key, day in signs.items() if key not in last or last[key] < day.said_at}
