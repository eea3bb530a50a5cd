"""Keep a day of the diary."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from pathways.model import Answers, Form, read_answers
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import form_of, keep
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.language import language
from ruggespraak.outcomes.diary import DAYS_BACK, FORM
from ruggespraak.outcomes.models import DiaryDay, day_of
from ruggespraak.people.permissions import Permission, check_may


def check_keep_day(episode: Episode, on: date, answers: Mapping[str, object], *, by: Actor) -> None:
    """While the complaint goes on; today or at most two weeks back, by our own clock; at least one thing said."""
    check_may(by, Permission.ANSWER_FORM)
    if episode.closed_at is not None:
        raise NotPossible(_("Your treatment has ended, so the diary has ended too. All days stay in your record."))
    today = clock.today()
    if on > today:
        raise NotPossible(_("This day has not come yet. Is the clock of your phone right?"))
    if on < today - timedelta(days=DAYS_BACK):
        raise NotPossible(_("You can fill in a day until two weeks later."))
    said = _valid(form_of(episode.complaint, FORM), answers)
    if all(value is None for value in said.values()):
        raise NotPossible(_("Fill in at least one thing. The rest you may skip."))


def keep_day(
    episode: Episode,
    on: date,
    answers: Mapping[str, object],
    *,
    client_id: UUID,
    said_at: datetime,
    by: Actor,
) -> DiaryDay:
    """Keep what the client says of one day: typed or JSON values by question id of the form `diary`.

    The same page or phone sending it twice (`client_id`) makes one row. `said_at` is the moment by the device's clock,
    which is kept beside ours. The newest of a day counts; all stay. Raises NotAllowed or NotPossible.
    """
    check_keep_day(episode, on, answers, by=by)
    if by.user_id is None:
        raise NotAllowed(_("A diary is kept by a person."))
    form = form_of(episode.complaint, FORM)
    row = DiaryDay(practice_id=episode.practice_id, episode=episode, client_id=client_id, on=on, said_at=said_at)
    row.recorded_by_id = by.user_id
    row.seal(_valid(form, answers), episode.dossier.key)
    return day_of(episode, client_id) or _written(row, form, by=by)


def _valid(form: Form, answers: Mapping[str, object]) -> Answers:
    parsed = read_answers(form, answers, language=language())
    if parsed.problems:
        raise NotPossible(" ".join(problem.message for problem in parsed.problems))
    return parsed.answers


def _written(row: DiaryDay, form: Form, *, by: Actor) -> DiaryDay:
    """The row with its line in the audit log; when the same page came first after all, the row that it made."""
    try:
        with audit.event("diary.kept", by=by, on=row.audit_subject, action=Action.CREATE):
            row.pack = keep(form.pathway)
            row.save()
    except IntegrityError:
        first = day_of(row.episode, row.client_id)
        if first is None:
            raise
        return first
    return row
