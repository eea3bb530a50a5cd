"""Switching the measures of a practice on and off, and recording what permits it."""

from datetime import date

from django.utils.translation import gettext as _

from pathways.model import Pathway
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.models import Action
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.outcomes.instruments import EITHER, Instrument, Instruments, check_may_be_used
from ruggespraak.outcomes.models import Right, Switch
from ruggespraak.people.models import Practice
from ruggespraak.people.permissions import Permission, check_may


def check_switch_on(practice: Practice, pathway: Pathway, measure_id: str, *, by: Actor) -> Instrument:
    """The owner, and only what may be used today."""
    instrument = _of_own_practice(practice, pathway, measure_id, by=by)
    check_may_be_used(instrument)
    return instrument


def switch_on(practice: Practice, pathway: Pathway, measure_id: str, *, by: Actor) -> None:
    """From now on this measure is asked. Of two that run in opposite directions the other one stops."""
    instrument = check_switch_on(practice, pathway, measure_id, by=by)
    with audit.event("measure.begun", by=by, on=_subject(instrument)):
        _set(practice, pathway, measure_id, is_on=True)
        for other in EITHER - {measure_id} if measure_id in EITHER else ():
            _set(practice, pathway, other, is_on=False)


def check_switch_off(practice: Practice, pathway: Pathway, measure_id: str, *, by: Actor) -> Instrument:
    """The owner; not the core that every practice asks."""
    instrument = _of_own_practice(practice, pathway, measure_id, by=by)
    if instrument.is_always:
        raise NotPossible(_("Pain and perceived effect are always asked: without them there is nothing to compare."))
    return instrument


def switch_off(practice: Practice, pathway: Pathway, measure_id: str, *, by: Actor) -> None:
    """From now on this measure is not asked. What was answered stays."""
    instrument = check_switch_off(practice, pathway, measure_id, by=by)
    with audit.event("measure.ended", by=by, on=_subject(instrument)):
        _set(practice, pathway, measure_id, is_on=False)


def check_record_right(
    practice: Practice, pathway: Pathway, measure_id: str, *, starts_on: date, ends_on: date | None, by: Actor
) -> Instrument:
    """The owner, for a measure of others; a right does not end before it begins."""
    instrument = _of_own_practice(practice, pathway, measure_id, by=by)
    if instrument.is_own:
        raise NotPossible(_("This measure is in our own words. Nobody’s leave is needed."))
    if ends_on is not None and ends_on < starts_on:
        raise NotPossible(_("The last day lies before the first one."))
    return instrument


def record_right(
    practice: Practice,
    pathway: Pathway,
    measure_id: str,
    *,
    holder: str,
    permits: str,
    reference: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
) -> Right:
    """Write down who permits the use of a measure. It takes the place of what was recorded before, which stays."""
    check_record_right(practice, pathway, measure_id, starts_on=starts_on, ends_on=ends_on, by=by)
    if by.user_id is None:
        raise NotAllowed(_("A right is recorded by a person."))
    right = Right(practice=practice, complaint=pathway.id, measure=measure_id, recorded_by_id=by.user_id)
    right.holder, right.permits, right.reference = holder.strip(), permits.strip(), reference.strip()
    right.starts_on, right.ends_on, right.recorded_at = starts_on, ends_on, clock.now()
    with audit.event("right.recorded", by=by, on=right.audit_subject, action=Action.CREATE) as details:
        details.fields = {"measure": measure_id}
        right.save(force_insert=True)
    return right


def _of_own_practice(practice: Practice, pathway: Pathway, measure_id: str, *, by: Actor) -> Instrument:
    check_may(by, Permission.MANAGE_STAFF)
    if by.practice_id != practice.id:
        raise NotAllowed(_("This belongs to another practice."))
    instrument = Instruments.of(practice, pathway, clock.today()).find(measure_id)
    if instrument is None:
        raise NotPossible(_("This measure does not exist (any more)."))
    return instrument


def _set(practice: Practice, pathway: Pathway, measure_id: str, *, is_on: bool) -> None:
    defaults = {"is_on": is_on, "changed_at": clock.now()}
    Switch.objects.update_or_create(practice=practice, complaint=pathway.id, measure=measure_id, defaults=defaults)


def _subject(instrument: Instrument) -> Subject:
    return Subject("measure", instrument.measure.id)
