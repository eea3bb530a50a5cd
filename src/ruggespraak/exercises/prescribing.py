"""The form in which exercises are prescribed, as it lies on the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pathways.explain import tell
from pathways.model import AnswerProblem, Answers, Pathway, parse_answers
from ruggespraak.audit.actor import Actor
from ruggespraak.dossier.actions import DraftConflict, DraftView, asides_of, save_draft
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import form_of, pathway
from ruggespraak.dossier.reading import Reading, answers_by_form, in_place, read_all
from ruggespraak.errors import why_not
from ruggespraak.exercises import actions
from ruggespraak.exercises.prescription import FORM, LIST, gaps, prescription_in, rows_of
from ruggespraak.exercises.programmes import Starter, other_start_doses, start_doses, starters
from ruggespraak.exercises.progress import progress_of
from ruggespraak.exercises.weighing import against, to_judge
from ruggespraak.language import language
from ruggespraak.ui.faults import Fault, faults_of
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw, pressed

PAIN = "pain_before"
"""What a session asks at its start: where the client's pain is now."""


@dataclass(frozen=True)
class Reply:
    """What the browser sent, as typed and as answers."""

    raw: Raw
    answers: Answers
    problems: tuple[AnswerProblem, ...]
    is_pressed: bool
    """By a button beside the questions: the form is only shown again."""
    version: int
    """Of the draft that it was typed over."""


def reply_of(raw: Raw, episode: Episode) -> Reply:
    """What was sent, read once; what must still be filled in is a problem at its place."""
    form = form_of(episode.complaint, FORM)
    parsed = parse_answers(form, raw, language=language())
    absent = tuple(
        AnswerProblem(LIST, _("Fill this in before you sign."), f"{LIST}-{place}-{name}")
        for place, name in gaps(parsed.answers)
    )
    is_pressed = pressed(raw) is not None or raw.get("act") != ["sign"]
    version = (raw.get("version") or ["0"])[0]
    return Reply(
        raw,
        parsed.answers,
        (*parsed.problems, *absent),
        is_pressed,
        int(version) if version.isdecimal() else 0,
    )


def keep(episode: Episode, reply: Reply, *, by: Actor) -> DraftView | DraftConflict:
    """Keep the reply as the draft; or say who was before us."""
    try:
        return save_draft(episode, FORM, reply.answers, based_on=reply.version, by=by)
    except DraftConflict as conflict:
        return conflict


def opened(episode: Episode, proposal: str = "", draft: DraftView | None = None) -> Answers:
    """What the form opens with: the draft, or what is prescribed now; with a proposal's place, that step in it."""
    if draft and not proposal:
        return draft.answers
    readings = read_all(episode)
    now = prescription_in(readings)
    if now is None:
        return {}
    rows = [one.row for one in now.exercises]
    for one in progress_of(episode, now, usual_pain(readings)):
        if str(one.prescribed.place) == proposal and one.proposal is not None:
            rows[one.prescribed.place - 1] = one.proposal.row
    return {**now.reading.answers, LIST: tuple(rows)}


def usual_pain(readings: Sequence[Reading]) -> int | None:
    """The client's pain at the start of the last session; None when it was never asked."""
    said = [reading.answers.get(PAIN) for reading in in_place(readings)]
    return next((int(pain) for pain in reversed(said) if isinstance(pain, int) and not isinstance(pain, bool)), None)


def prescribing(
    episode: Episode,
    answers: Answers,
    *,
    by: Actor,
    starter: Starter | None = None,
    reply: Reply | None = None,
    draft: DraftView | None = None,
    sentence: str = "",
) -> dict[str, object]:
    """What the page needs: the questions, what speaks against the choice, and why it cannot be signed at all."""
    pack, readings = pathway(episode.complaint), read_all(episode)
    earlier = answers_by_form(readings)
    problems = reply.problems if reply and not reply.is_pressed else ()
    form = form_of(episode.complaint, FORM)
    questions = ask(form, answers, problems=problems, language=language(), raw=reply.raw if reply else None)
    return {
        "episode": episode,
        "patient": episode.patient,
        "now": prescription_in(readings),
        "draft": draft,
        "asides": [(one, _told(pack, one.answers)) for one in asides_of(episode, FORM)],
        "version": draft.version if draft else reply.version if reply else 0,
        "starters": starters(pack),
        "starter": starter,
        "is_empty": not rows_of(answers),
        "start_doses": start_doses(pack, answers),
        "other_start_doses": other_start_doses(pack, answers),
        "questions": questions,
        "errors": (*((Fault(sentence),) if sentence else ()), *faults_of(questions)),
        "cautions": tuple(one.sentence for one in against(pack, answers, earlier) if one.holds is True),
        "to_judge": to_judge(pack, answers, earlier),
        "refusal": why_not(actions.check_begin, episode, by=by),
    }


def aside_in(episode: Episode, aside_id: str) -> Answers | None:
    """The text with this id that came second; None when there is none."""
    return next((one.answers for one in asides_of(episode, FORM) if str(one.id) == aside_id), None)


def _told(pack: Pathway, answers: Answers) -> tuple[str, ...]:
    return tuple(said for _label, said, _question in tell(pack.forms[FORM], answers, language(), "therapist"))


def on_desk(episode: Episode, readings: Sequence[Reading]) -> Mapping[str, object]:
    """The section of the episode page: what is prescribed and how it goes."""
    now = prescription_in(readings)
    return {"prescription": now, "progress": progress_of(episode, now, usual_pain(readings)) if now else ()}
