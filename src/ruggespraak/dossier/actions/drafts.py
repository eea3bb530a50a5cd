"""Drafts: forms in progress. Saved as one types; of two people on one form, neither loses a word."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pathways.model import Answers, Value, answers_from_json, answers_to_json
from ruggespraak import clock, keys
from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.dossier import packs
from ruggespraak.dossier.actions.episodes import check_same_practice
from ruggespraak.dossier.models import Draft, Episode, SetAside
from ruggespraak.dossier.reading import read_latest
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.permissions import Permission, check_may, may


@dataclass(frozen=True)
class DraftView:
    """A form in progress, opened."""

    answers: Answers
    version: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class Aside:
    """A text that came second and was kept beside the draft."""

    id: UUID
    answers: Answers
    saved_at: datetime
    saved_by: str


class DraftConflict(NotPossible):
    """Someone else saved this form meanwhile. Both texts are kept; show them side by side.

    `mine` is what was handed in now (kept as an `Aside` when it says more), `theirs` what stands; `draft` is the
    standing draft, or None when it was signed meanwhile.
    """

    def __init__(self, *, mine: Answers, theirs: Answers, draft: DraftView | None) -> None:
        super().__init__(_("Someone else changed this form meanwhile. Both texts are kept: choose what stays."))
        self.mine, self.theirs, self.draft = mine, theirs, draft


def draft_of(episode: Episode, form_id: str) -> DraftView | None:
    """What was filled in so far."""
    draft = _draft(episode, form_id)
    return _view(draft, episode) if draft else None


def asides_of(episode: Episode, form_id: str) -> tuple[Aside, ...]:
    """Texts that came second and wait for someone to look at them, oldest first."""
    rows = _asides(episode, form_id).select_related("saved_by").order_by("saved_at", "id")
    return tuple(Aside(row.id, _open(row, episode), row.saved_at, row.saved_by.name) for row in rows)


def check_save_draft(episode: Episode, form_id: str, *, by: Actor) -> None:
    """Whoever may write here, in a form that exists."""
    form = packs.form_of(episode.complaint, form_id)
    check_same_practice(episode.practice_id, by=by)
    _check_may_write(by, is_for_therapist=form.for_whom == "therapist")
    _user(by)


def save_draft(episode: Episode, form_id: str, answers: Answers, *, based_on: int, by: Actor) -> DraftView:
    """Keep the answers so far, complete or not. `based_on` is the version they were typed over, 0 for none.

    Raises DraftConflict when another version stands by now; the answers are kept aside then.
    """
    with audit.event("draft.saved", by=by, on=episode.audit_subject) as details:
        check_save_draft(episode, form_id, by=by)
        details.fields = {"form": form_id}
        standing = _draft(episode, form_id)
        # Autosave often says the same twice. That is no new version: a page opened in between would stand in its way.
        if standing is not None and _text(_open(standing, episode)) == _text(answers):
            return _view(standing, episode)
        theirs = _theirs(standing, episode, form_id, based_on)
        if theirs is None:
            standing = _write(standing, episode, form_id, answers, user_id=_user(by))
            details.fields["version"] = standing.version
            return _view(standing, episode)
        if _says_more(answers, theirs):
            _set_aside(episode, form_id, answers, user_id=_user(by))
            details.fields["is_set_aside"] = True
    # Raised after the commit: what was handed in is kept, whatever happens to the page.
    raise DraftConflict(mine=answers, theirs=theirs, draft=_view(standing, episode) if standing else None)


def check_drop_draft(episode: Episode, form_id: str, *, by: Actor) -> None:
    """Whoever may write it may throw it away."""
    check_save_draft(episode, form_id, by=by)


def drop_draft(episode: Episode, form_id: str, *, by: Actor) -> None:
    """Throw the draft away; nothing was signed, so nothing stays."""
    with audit.event("draft.dropped", by=by, on=episode.audit_subject, action=Action.DELETE) as details:
        check_drop_draft(episode, form_id, by=by)
        details.fields = {"form": form_id}
        Draft.objects.filter(episode=episode, form=form_id).delete()


def check_drop_aside(episode: Episode, form_id: str, *, by: Actor) -> None:
    """Whoever may write the form may settle what was set aside."""
    check_save_draft(episode, form_id, by=by)


def drop_aside(episode: Episode, form_id: str, aside_id: UUID, *, by: Actor) -> None:
    """Someone looked at both texts: the one that was set aside may go."""
    with audit.event("aside.dropped", by=by, on=episode.audit_subject, action=Action.DELETE) as details:
        check_drop_aside(episode, form_id, by=by)
        details.fields = {"form": form_id}
        _asides(episode, form_id).filter(id=aside_id).delete()


def leave_draft(episode: Episode, form_id: str, signed: Answers, *, by: Actor) -> None:
    """The form was signed: its draft goes, but words of someone else that are not in what was signed are set aside."""
    draft = _draft(episode, form_id)
    if draft is None:
        return
    if draft.saved_by_id != by.user_id and _text(draft_answers := _open(draft, episode)) != _text(signed):
        _set_aside(episode, form_id, draft_answers, user_id=draft.saved_by_id)
    draft.delete()


def _user(by: Actor) -> UUID:
    if by.user_id is None:
        raise NotAllowed(_("Log in to keep a draft."))
    return by.user_id


def _check_may_write(by: Actor, *, is_for_therapist: bool) -> None:
    if is_for_therapist or not (may(by, Permission.ANSWER_FORM) or may(by, Permission.ANSWER_PLAN)):
        check_may(by, Permission.WRITE_DOSSIER)


def _draft(episode: Episode, form_id: str) -> Draft | None:
    return Draft.objects.filter(episode=episode, form=form_id).select_related("saved_by").first()


def _asides(episode: Episode, form_id: str) -> QuerySet[SetAside]:
    return SetAside.objects.filter(practice_id=episode.practice_id, episode=episode, form=form_id)


def _theirs(draft: Draft | None, episode: Episode, form_id: str, based_on: int) -> Answers | None:
    """What stands in the way: None when nothing was saved since `based_on`."""
    if draft is not None:
        return None if draft.version == based_on else _open(draft, episode)
    if based_on == 0:
        return None
    signed = read_latest(episode, [form_id])
    return signed[0].answers if signed else None


def _says_more(mine: Answers, theirs: Answers) -> bool:
    """Whether there is a word in mine that theirs lacks. A page sent again by accident mostly has none."""
    return any(value is not None and theirs.get(question) != value for question, value in mine.items())


def _goes_on(before: Answers, after: Answers) -> bool:
    """Whether everything said before still stands in what is said after; a text may have become longer."""
    return all(value is None or _grew(value, after.get(question)) for question, value in before.items())


def _grew(value: Value, later: Value) -> bool:
    is_longer_text = isinstance(value, str) and isinstance(later, str) and later.startswith(value)
    return later == value or is_longer_text


def _write(draft: Draft | None, episode: Episode, form_id: str, answers: Answers, *, user_id: UUID) -> Draft:
    draft = draft or Draft(practice_id=episode.practice_id, episode=episode, form=form_id, version=0)
    draft.version += 1
    draft.saved_at, draft.saved_by_id = clock.now(), user_id
    draft.sealed = keys.seal(_text(answers).encode(), key=episode.dossier.key, place=draft.place)
    draft.save()
    return draft


def _set_aside(episode: Episode, form_id: str, answers: Answers, *, user_id: UUID) -> None:
    asides = {row: _open(row, episode) for row in _asides(episode, form_id)}
    if any(_text(said) == _text(answers) for said in asides.values()):
        return
    # Someone who types on after a conflict keeps one text that grows, not one for every autosave.
    for row, said in asides.items():
        if row.saved_by_id == user_id and _goes_on(said, answers):
            row.delete()
    row = SetAside(practice_id=episode.practice_id, episode=episode, form=form_id, saved_by_id=user_id)
    row.sealed = keys.seal(_text(answers).encode(), key=episode.dossier.key, place=row.place)
    row.save(force_insert=True)


def _view(draft: Draft, episode: Episode) -> DraftView:
    return DraftView(_open(draft, episode), draft.version, draft.saved_at, draft.saved_by.name)


def _open(row: Draft | SetAside, episode: Episode) -> Answers:
    return answers_from_json(keys.unseal(row.sealed, key=episode.dossier.key, place=row.place).decode())


def _text(answers: Answers) -> str:
    return answers_to_json(answers)
