"""A step's form as it lies on the desk: what was said so far, what is asked, and what stands in the way of signing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pathways.evaluate import Evaluation, shown_pages, shown_questions
from pathways.explain import Reason, explain
from pathways.model import AnswerProblem, Answers, Form, Page, Pathway, Question, missing, parse_answers
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation, check_sign, save, waiting_for, what_the_text_says
from ruggespraak.care.asides import Difference, side_by_side
from ruggespraak.care.contra import contra_indications, to_judge
from ruggespraak.care.course import Course, in_place, reading_of, several
from ruggespraak.care.known import known
from ruggespraak.care.options import preference_in
from ruggespraak.care.plan_text import Section, plan_text, sections_of
from ruggespraak.care.signing import NotWithThisAnswer
from ruggespraak.care.standing import as_shown
from ruggespraak.care.steps import PHASES, level_label, phase_now, reason_against, title_for_staff
from ruggespraak.dossier.actions import Aside, DraftConflict, DraftView, asides_of, draft_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading, latest
from ruggespraak.errors import NotPossible
from ruggespraak.ui.faults import Fault, faults_of
from ruggespraak.ui.levels import Rung, rung
from ruggespraak.ui.questions import Asked, Earlier, ask
from ruggespraak.ui.reply import Raw, as_raw, pressed

TAKEN_FROM_BEFORE = {"session": (asked.HANDS_ON, asked.HANDS_OFF, asked.COACHING, "techniques")}
STARTS_FROM_BEFORE = ("plan",)
CITES = frozenset({"screening", "intake", "examination", "conclusion", "decision", "evaluation", "letter_gp"})
"""Forms that ask again what an earlier entry may have said already."""


@dataclass(frozen=True)
class Reply:
    """What the browser sent: as typed, as answers, with what is wrong, and over which version it was typed."""

    raw: Mapping[str, Sequence[str]]
    answers: Answers
    problems: tuple[AnswerProblem, ...]
    version: int


@dataclass(frozen=True)
class Part:
    """A page of the form, as a section of the sheet."""

    id: str
    title: str
    intro: str
    questions: tuple[Asked, ...]
    can_be_none: bool


@dataclass(frozen=True)
class Judged:
    """The computed level beside the therapist's own judgement, and why."""

    rung: Rung
    reasons: tuple[Reason, ...]
    is_definite: bool
    still_asked: int


@dataclass(frozen=True)
class SetAside:
    """A text that came second, beside the one that stands."""

    id: UUID
    by: str
    differences: tuple[Difference, ...]


def reply_of(raw: Raw, form: Form, language: str) -> Reply:
    """What was sent, read once."""
    parsed = parse_answers(form, raw, language=language)
    version = (raw.get("version") or ["0"])[0]
    return Reply(raw, parsed.answers, parsed.problems, int(version) if version.isdecimal() else 0)


def opened(situation: Situation, form_id: str) -> tuple[Answers, DraftView | None]:
    """What the form opens with: the draft; for a new plan the version before it; else what is known already."""
    draft = draft_of(situation.episode, form_id)
    if draft:
        return draft.answers, draft
    before = latest(situation.readings, form_id) if form_id in STARTS_FROM_BEFORE else None
    return (before.answers if before else known(situation, situation.form(form_id))), None


def after_press(situation: Situation, form: Form, reply: Reply, language: str) -> Mapping[str, Sequence[str]] | None:
    """The reply after a button beside the questions was pressed; None when it was none of those."""
    press = pressed(reply.raw)
    if press and press.action == "cite":
        return _cited(situation, form, reply, press.question, language)
    if press:
        return reply.raw
    if "previous" in reply.raw:
        return _from_before(situation, form, reply, language)
    page = next((page for page in form.pages if f"none-{page.id}" in reply.raw), None)
    return _none_of(shown_questions(form, reply.answers, page, situation.earlier), reply) if page else None


def _cited(situation: Situation, form: Form, reply: Reply, question_id: str, language: str) -> dict[str, Sequence[str]]:
    question = next((question for question in form.questions if question.id == question_id), None)
    for earlier in citable(situation, form.id, language):
        if question and earlier.answers.get(question.id) is not None:
            return {**reply.raw, **as_raw((question,), earlier.answers, language)}
    return dict(reply.raw)


def _from_before(situation: Situation, form: Form, reply: Reply, language: str) -> dict[str, Sequence[str]]:
    before = latest(situation.readings, form.id)
    wanted = [question for question in form.questions if question.id in TAKEN_FROM_BEFORE.get(form.id, ())]
    taken = as_raw(wanted, before.answers, language) if before else {}
    typed = {name: texts for name, texts in reply.raw.items() if any(text.strip() for text in texts)}
    return {**taken, **typed}


def _none_of(shown: Iterable[Question], reply: Reply) -> dict[str, Sequence[str]]:
    """ "Asked, none of these": every yes/no of this part that has no answer yet becomes no."""
    unanswered = (q.id for q in shown if q.type == "yes_no" and not reply.raw.get(q.id))
    return {**reply.raw, **{name: ["no"] for name in unanswered}}


def citable(situation: Situation, form_id: str, language: str) -> tuple[Earlier, ...]:
    """Answers that may be taken over: what was set aside in a conflict first, then earlier entries, newest first."""
    aside = (Earlier(text.answers, set_aside_by(text)) for text in reversed(asides_of(situation.episode, form_id)))
    others = (reading for reading in reversed(in_place(situation.readings)) if reading.form != form_id)
    entries = (Earlier(as_asked(reading), said_by(reading, language)) for reading in others)
    return (*aside, *(entries if form_id in CITES else ()))


def as_asked(reading: Reading) -> Answers:
    """The answers of an entry; what a client leans to also as the decision asks it."""
    if reading.form != asked.TOGETHER or not (leaning := several(reading.answers, asked.LEANING)):
        return reading.answers
    return {**reading.answers, asked.PREFERRED_OPTION: preference_in(leaning)}


def set_aside_by(text: Aside) -> str:
    """“Set aside, Bram Kuipers, 10.41”."""
    return _("Set aside, %(who)s, %(time)s") % {"who": text.saved_by, "time": clock_time(text.saved_at)}


def said_by(reading: Reading, language: str) -> str:
    """“Intake at home, cliënt, 3 March”."""
    title = title_for_staff(reading.asked, language)
    return f"{title}, {reading.entry.author_name}, {date_format(timezone.localdate(reading.entry.occurred_at), 'j F')}"


def keep(episode: Episode, form_id: str, reply: Reply, *, by: Actor) -> DraftView | DraftConflict:
    """Keep the reply as the draft; or say who was before us."""
    try:
        return save(episode, form_id, reply.answers, based_on=reply.version, by=by)
    except DraftConflict as conflict:
        return conflict


def problems_at_signing(
    situation: Situation, form: Form, answers: Answers, *, by: Actor, about: Sequence[UUID] = ()
) -> tuple[tuple[AnswerProblem, ...], str]:
    """Why these answers cannot be signed now: at their questions, and in a sentence for the whole."""
    missed = lacking(situation, form, answers)
    refused = _refusal(situation, form.id, answers, by=by, about=about)
    if isinstance(refused, NotWithThisAnswer):
        return (*missed, AnswerProblem(refused.question, str(refused), refused.question)), ""
    return missed, str(refused or "")


def lacking(situation: Situation, form: Form, answers: Answers) -> tuple[AnswerProblem, ...]:
    """What must still be answered before the form can be signed."""
    return tuple(
        AnswerProblem(name, _("Answer this before you sign."), name)
        for name in missing(form, answers, situation.earlier)
    )


def _refusal(
    situation: Situation, form_id: str, answers: Answers, *, by: Actor, about: Sequence[UUID] = ()
) -> NotPossible | None:
    try:
        check_sign(situation, form_id, answers, by=by, about=about)
    except NotPossible as refusal:
        return refusal
    return None


def drawn(
    situation: Situation,
    form: Form,
    answers: Answers,
    language: str,
    *,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
) -> tuple[Part, ...]:
    """The questions of a form, part by part, with earlier answers cited beside them."""
    earlier, found = citable(situation, form.id, language), tuple(problems)

    def part(page: Page) -> Part:
        questions = ask(form, answers, page=page, problems=found, language=language, earlier=earlier, raw=raw)
        return Part(
            id=page.id,
            title=page.title.in_(language),
            intro=page.intro.in_(language) if page.intro else "",
            questions=tuple(_for_staff(drawn, form, language) for drawn in questions),
            can_be_none=sum(question.type == "yes_no" for question in questions) > 2,
        )

    return tuple(part(page) for page in shown_pages(form, answers, situation.earlier))


def _for_staff(question: Asked, form: Form, language: str) -> Asked:
    """In the terms of the field, without the reason why. What clients do on their own device, nobody else records."""
    term = form.pathway.questions[question.id].term
    choices = tuple(c for c in question.choices if (question.id, c.value) != (asked.WAY, asked.OWN_DEVICE))
    return replace(question, text=term.in_(language) if term else question.text, why="", choices=choices)


def intro(situation: Situation, form: Form, language: str) -> str:
    """What stands above the questions; above an answer to the client, the question itself."""
    waiting = {"plan_answer": situation.course.question, asked.MESSAGE_ANSWER: situation.course.message}
    question = waiting.get(form.id)
    if question:
        words = {"day": date_format(question.asked_on, "j F"), "words": question.words}
        return _("Asked on %(day)s: “%(words)s”") % words
    return form.intro.in_(language) if form.intro else ""


def answered_here(situation: Situation, form_id: str) -> tuple[UUID, ...]:
    """What stands above the questions and is answered with them. It goes along with the answer: what comes in
    meanwhile was not read, and stays open."""
    return tuple(waiting.entry_id for waiting in waiting_for(situation.course, form_id))


def shown_in(raw: Raw) -> tuple[UUID, ...]:
    """What stood above the questions, as it came back with the answer. Raises NotPossible for what is no id."""
    try:
        return tuple(UUID(entry_id) for entry_id in raw.get("shown", ()))
    except ValueError:
        raise NotPossible(_("This page is not complete. Open it again.")) from None


def errors_of(parts: Iterable[Part], whole: Iterable[Fault] = ()) -> tuple[Fault, ...]:
    """What the summary on top lists: what is wrong with the whole first."""
    return (*whole, *(fault for part in parts for fault in faults_of(part.questions)))


def rung_for_staff(pack: Pathway, level: str, language: str) -> Rung:
    """A level with its tone and icon, in the words of colleagues."""
    return replace(rung(pack.levels, level, language), label=capfirst(level_label(pack, level)))


def judged(situation: Situation, form: Form, answers: Answers, language: str) -> Judged | None:
    """What the rules make of the answers so far; None where nothing is computed."""
    evaluation = situation.evaluated(form, answers)
    if evaluation is None or evaluation.level is None:
        return None
    return Judged(
        rung_for_staff(form.pathway, evaluation.level, language),
        explain(form, answers, situation.earlier, language)[:3],
        evaluation.is_definite,
        len(evaluation.waiting_for),
    )


def signed_judgement(reading: Reading, earlier: Mapping[str, Answers], language: str) -> Judged | None:
    """What the rules made of an entry when it was signed."""
    evaluation: Evaluation | None = reading.evaluation
    if evaluation is None or evaluation.level is None:
        return None
    level = rung_for_staff(reading.pathway, evaluation.level, language)
    reasons = explain(reading.asked, reading.answers, earlier, language)
    return Judged(level, reasons, evaluation.is_definite, len(evaluation.waiting_for))


def preview(form: Form, answers: Answers, language: str) -> tuple[Section, ...]:
    """The plan as the client will read it."""
    return sections_of(plan_text(answers, form.pathway)[language]) if form.id == "plan" else ()


def cautions(situation: Situation, form: Form, answers: Answers) -> dict[str, tuple[str, ...]]:
    """What speaks against the chosen techniques, and what no answer rules out."""
    if form.id not in ("plan", "session"):
        return {}
    signing = situation.signing(form.id, answers)
    return {
        "cautions": tuple(against.sentence for against in contra_indications(signing)),
        "to_judge": to_judge(signing),
    }


def asides(situation: Situation, form: Form, answers: Answers, language: str) -> tuple[SetAside, ...]:
    """The texts that came second, each with where it differs from what stands in the form."""
    return tuple(
        SetAside(text.id, set_aside_by(text), side_by_side(form.own, answers, text.answers, language, "therapist"))
        for text in asides_of(situation.episode, form.id)
    )


def has_before(situation: Situation, form_id: str) -> bool:
    """Whether there is an earlier entry to take the fixed parts from."""
    return form_id in TAKEN_FROM_BEFORE and latest(situation.readings, form_id) is not None


def refusal(situation: Situation, form_id: str) -> str:
    """Why this step cannot be signed now, whatever is filled in; empty when it can."""
    return reason_against(situation.course, form_id)


def consent_at_desk(situation: Situation) -> Answers:
    """What the record of a consent opens with: what the text tells is filled in, the answer itself never."""
    plan = situation.course.plan
    if plan is None:
        return {}
    told = what_the_text_says(reading_of(situation.readings, plan))
    return {**told, asked.GIVEN_BY: asked.BY_PATIENT, "information_given_on": clock.today().isoformat()}


def head(situation: Situation) -> dict[str, object]:
    """Who this is about and where the episode stands, on top of every page of it."""
    episode, course = situation.episode, as_shown(situation.course)
    return {
        "episode": episode,
        "patient": episode.patient,
        "course": course,
        "complaint": pathway(episode.complaint).title,
        "spine": spine(course),
    }


def spine(course: Course) -> tuple[dict[str, object], ...]:
    """The phases, with the one where the episode is now."""
    now = phase_now(course, clock.today())
    order = list(PHASES)
    place = order.index(now)
    return tuple(
        {
            "label": _with_count(course, phase) if phase == now else PHASES[phase],
            "is_done": number < place or course.closed_on is not None,
            "is_current": number == place and course.closed_on is None,
        }
        for number, phase in enumerate(order)
    )


def _with_count(course: Course, phase: str) -> str:
    label = str(PHASES[phase])
    if phase != "treatment" or not course.agreed or not course.agreed.sessions:
        return label
    return _("%(label)s %(done)d of %(planned)d") % {
        "label": label,
        "done": min(course.sessions_done + 1, course.agreed.sessions),
        "planned": course.agreed.sessions,
    }


def saved_words(draft: DraftView | None) -> str:
    """“Draft, saved at 10.41”; empty without a draft."""
    return _("Draft, saved at %(time)s") % {"time": clock_time(draft.saved_at)} if draft else ""


def clock_time(moment: datetime) -> str:
    """10.41, where the practice is."""
    return date_format(timezone.localtime(moment), "H.i")
