"""Recording: answers become an entry that never changes. The record computes; it does not believe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from pathways.evaluate import EVALUATOR, evaluate
from pathways.model import Answers, Form, answers_to_json, missing, read_answers
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit import chain
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.audit.models import Action
from ruggespraak.dossier import packs, sealing
from ruggespraak.dossier.actions.drafts import leave_draft
from ruggespraak.dossier.actions.episodes import check_same_practice
from ruggespraak.dossier.models import Content, Entry, Episode, Head
from ruggespraak.dossier.reading import answers_by_form, read, read_latest
from ruggespraak.errors import NotPossible
from ruggespraak.language import language
from ruggespraak.mode import advises
from ruggespraak.people.permissions import Permission, check_may, may


@dataclass(frozen=True)
class Saying:
    """What is recorded beside the answers: the entry it is about, the one it corrects, when it happened, its words."""

    about: Entry | None = None
    corrects: Entry | None = None
    occurred_at: datetime | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)


def check_record_entry(
    episode: Episode,
    form_id: str,
    answers: Mapping[str, object],
    *,
    by: Actor,
    about: Entry | None = None,
    corrects: Entry | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Who: therapists sign; clients sign their own forms. When: valid, complete, not in the future, in this record."""
    form = packs.form_of(episode.complaint, form_id)
    _check_may_sign(form, by=by)
    check_same_practice(episode.practice_id, by=by)
    valid = _valid(form, answers)
    if form.for_whom != "visitor":  # a visitor may stop anywhere, and an emergency stops the questions
        _check_answers(form, valid)
    if occurred_at is not None and occurred_at > clock.now():
        raise NotPossible(_("This moment is in the future."))
    if about is not None and about.dossier_id != episode.dossier_id:
        raise NotPossible(_("That entry belongs to another dossier."))
    if corrects is not None:
        _check_replaces(corrects, episode, form_id)


def record_entry(
    episode: Episode,
    form_id: str,
    answers: Mapping[str, object],
    *,
    by: Actor,
    about: Entry | None = None,
    corrects: Entry | None = None,
    occurred_at: datetime | None = None,
    text: Mapping[str, str] | None = None,
    also: Mapping[str, Any] | None = None,
) -> Entry:
    """Sign answers: evaluate, seal, chain, log, and put the draft away, all or nothing.

    `answers` are typed or JSON values by question id. `occurred_at` is when it happened, if not now. `text` is what was
    shown, by language; `also` is what else belongs to it, as JSON. Raises NotAllowed or NotPossible.
    """
    saying = Saying(about, corrects, occurred_at, text or {}, also or {})
    name = "entry.corrected" if corrects else "entry.recorded"
    subject = Subject("entry", patient_handle=episode.patient.handle, category="health")
    with audit.event(name, by=by, on=subject, action=Action.CREATE) as details:
        check_record_entry(episode, form_id, answers, by=by, about=about, corrects=corrects, occurred_at=occurred_at)
        form = packs.form_of(episode.complaint, form_id)
        valid = _valid(form, answers)
        entry = _append(episode, form, _content(episode, form, valid, saying), saying, by=by)
        leave_draft(episode, form_id, valid, by=by)
        details.subject = Subject("entry", str(entry.id), episode.patient.handle, "health")
        details.fields = {"form": form_id, "number": entry.number, "hash": entry.hash}
    return entry


def check_correct_entry(entry: Entry, answers: Mapping[str, object], *, by: Actor, reason: str) -> None:
    """A correction says why, and an entry is corrected once: correct the correction after that."""
    if not reason.strip():
        raise NotPossible(_("Say why this is corrected."))
    check_record_entry(entry.episode, entry.form, answers, by=by, corrects=entry)


def correct_entry(entry: Entry, answers: Mapping[str, object], *, by: Actor, reason: str) -> Entry:
    """A new entry in the place of `entry`, which stays as it was. What it was about and when it happened are kept."""
    check_correct_entry(entry, answers, by=by, reason=reason)
    corrected = read(entry)
    return record_entry(
        entry.episode,
        entry.form,
        answers,
        by=by,
        about=entry.about,
        corrects=entry,
        occurred_at=entry.occurred_at,
        text=corrected.text,
        also={**corrected.also, "reason": reason.strip()},
    )


def _check_may_sign(form: Form, *, by: Actor) -> None:
    if form.for_whom == "therapist" or not (may(by, Permission.ANSWER_FORM) or may(by, Permission.ANSWER_PLAN)):
        check_may(by, Permission.SIGN_ENTRY)


def _check_answers(form: Form, answers: Answers) -> None:
    lacking = missing(form, answers)
    if lacking:
        labels = ", ".join(_label(form, question) for question in lacking)
        raise NotPossible(_("Still to be answered: %(questions)s") % {"questions": labels})


def _check_replaces(corrects: Entry, episode: Episode, form_id: str) -> None:
    if corrects.episode_id != episode.id or corrects.form != form_id:
        raise NotPossible(_("A correction belongs to the same episode and the same form."))
    if Entry.objects.filter(corrects=corrects).exists():
        raise NotPossible(_("This entry was corrected already. Correct the newest one."))


def _valid(form: Form, answers: Mapping[str, object]) -> Answers:
    parsed = read_answers(form, answers, language=language())
    if parsed.problems:
        sentences = (f"{_label(form, problem.question)}: {problem.message}" for problem in parsed.problems)
        raise NotPossible(" ".join(sentences))
    return parsed.answers


def _label(form: Form, question_id: str) -> str:
    question = form.supplied.get(question_id)
    return question.ask.in_(language()) if question else question_id


def _content(episode: Episode, form: Form, answers: Answers, saying: Saying) -> bytes:
    content = {
        "form": form.id,
        "answers": answers_to_json(answers),
        "evaluation": None,
        "mode": settings.MODE,
        "text": dict(saying.text),
        "also": dict(saying.also),
    }
    if advises() and form.is_judged:
        content |= _weighed(episode, form, answers)
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _weighed(episode: Episode, form: Form, answers: Answers) -> dict[str, Any]:
    """The outcome, and what is needed to see it again: who weighed, and which entries it rests on, form → number."""
    earlier = read_latest(episode, form.builds_on)
    return {
        "evaluation": evaluate(form, answers, answers_by_form(earlier)).to_json(),
        "evaluator": EVALUATOR,
        "rests_on": {reading.form: reading.entry.number for reading in earlier},
    }


def _append(episode: Episode, form: Form, content: bytes, saying: Saying, *, by: Actor) -> Entry:
    salted, now = sealing.with_salt(content), clock.now()
    entry = Entry(
        practice_id=episode.practice_id,
        dossier_id=episode.dossier_id,
        episode=episode,
        form=form.id,
        pack=packs.keep(form.pathway),
        about=saying.about,
        corrects=saying.corrects,
        author_id=by.user_id,
        author_name=by.name,
        author_role=by.role,
        occurred_at=saying.occurred_at or now,
        recorded_at=now,
        commitment=sealing.commitment_to(salted),
    )
    head, _made = Head.objects.select_for_update().get_or_create(practice_id=episode.practice_id)
    chain.append(entry, head)
    sealed = sealing.seal_content(salted, entry, episode.dossier)
    Content(entry=entry, practice_id=entry.practice_id, sealed=sealed).save()
    episode.dossier.last_clinical_change_at = now
    episode.dossier.save(update_fields=["last_clinical_change_at"])
    return entry
