"""Where an episode stands, as far as its entries say: a pure fold over the record, in order.

Nothing here is stored by hand: `standing` keeps a sealed copy for lists, which can be thrown away and made again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from pathways.model import DONT_KNOW, Answers, Value
from ruggespraak.care import asked
from ruggespraak.dossier.reading import Reading

Row = Mapping[str, Value]

WAITING = "waiting"
DECISIONS = (asked.GIVEN, asked.REFUSED, asked.WITHDRAWN)
WORSE_BY = 2  # NPRS points: eval_worse, clinical file 5.6
TAKES_UP: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("session", "evaluation", "closing"), ("day_after",)),
    **dict.fromkeys(("screening", "gp_call", asked.MESSAGE_ANSWER), ("day_after", "check_in")),
}
"""With which of the therapist's steps what a client told from home has been taken up."""
PAIN_OF = {
    **dict.fromkeys(("intake", "measures_interim", "evaluation", "measures_end"), asked.PAIN_AVERAGE),
    "session": asked.PAIN_BEFORE,
}


@dataclass(frozen=True, slots=True)
class Version:
    """One signed version of the plan, and the client's answer to it."""

    number: int
    entry_id: UUID
    hash: str
    signed_on: date
    sessions: int = 0
    evaluation_on: date | None = None
    answer: str = WAITING
    answered_on: date | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the client has not yet said yes or no."""
        return self.answer not in DECISIONS


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the client asks and nobody has answered yet: about a plan, in a message, or to correct an entry."""

    entry_id: UUID
    asked_on: date
    words: str
    about_id: UUID | None = None
    """The entry that it is about, when it asks to correct one."""
    met_by: UUID | None = None
    """The entry that was signed since in the place of that one."""


CALM = frozenset({asked.GOING_WELL, asked.AFTER_BETTER, asked.AFTER_SAME, asked.AFTER_NONE})
"""What a client may notice without anybody having to do something."""


@dataclass(frozen=True, slots=True)
class FromHome:
    """What a client told from home and nobody took up yet: all of it since `on`, the heaviest level counting."""

    entry_id: UUID
    on: date
    level: str = ""
    signs: tuple[str, ...] = ()
    """The alarm questions answered with yes, and in `unsure` those answered with don't know."""
    unsure: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()
    """After-effects, or how it goes: the options chosen, and the questions about it answered with yes."""
    wants_help: bool = False
    words: str = ""

    @property
    def is_good_news(self) -> bool:
        """Nothing that asks for an answer."""
        return set(self.noticed) <= CALM and not (self.signs or self.unsure or self.wants_help or self.words)


@dataclass(frozen=True, slots=True)
class Course:
    """The story of an episode so far, in the few facts that decide what may and what should happen next.

    `level` is the heaviest computed level since (and with) the last screening; empty when nothing was computed.
    `alarm` is the same for what came in after that screening, from the level that asks for a phone call upward: nobody
    has judged it yet.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    conclusion: str = ""
    concern: str = ""
    screened_on: date | None = None
    level: str = ""
    alarm: str = ""
    alarm_form: str = ""
    alarm_by: str = ""
    is_call_due: bool = False
    judged_level: str = ""
    """How urgent the therapist judged it at the last screening; not computed, so it stands in every mode."""
    is_letter_due: bool = False
    is_examination_due: bool = False
    outcome: str = ""
    verdict: str = ""
    """The decision of an evaluation that no newer plan has answered: continue, change, stop or refer."""
    versions: tuple[Version, ...] = ()
    agreed_number: int = 0
    question: OpenQuestion | None = None
    messages: tuple[OpenQuestion, ...] = ()
    """The messages of the client that nobody answered yet, oldest first."""
    requests: tuple[OpenQuestion, ...] = ()
    """The requests to correct an entry that nobody answered yet, oldest first."""
    day_after: FromHome | None = None
    check_in: FromHome | None = None
    preference: OpenQuestion | None = None
    """What the client wrote about the options, as long as nothing was decided since."""
    told_back: OpenQuestion | None = None
    """The plan in the client's own words, until a therapist judged it clear."""
    unclear_on: date | None = None
    """The day on which a therapist read that and found it not clear yet."""
    sessions_done: int = 0
    sessions_since_evaluation: int = 0
    sessions_without_consent: int = 0
    evaluation_due_on: date | None = None
    pain: tuple[tuple[date, int], ...] = ()
    closed_on: date | None = None
    changed_at: datetime | None = None

    def has(self, form: str) -> bool:
        """Whether at least one entry of this form was signed."""
        return self.counts.get(form, 0) > 0

    @property
    def plan(self) -> Version | None:
        """The newest version of the plan."""
        return self.versions[-1] if self.versions else None

    @property
    def agreed(self) -> Version | None:
        """The version that may be treated by (cor_09): the newest one with consent that was not withdrawn."""
        return next((version for version in self.versions if version.number == self.agreed_number), None)

    @property
    def consent(self) -> str:
        """The answer to the newest version: waiting, given, refused, withdrawn; empty without a plan."""
        return self.plan.answer if self.plan else ""

    @property
    def message(self) -> OpenQuestion | None:
        """The unanswered messages as one: since the day of the first, all their words together."""
        if not self.messages:
            return None
        words = "\n".join(message.words for message in self.messages)
        return replace(self.messages[-1], asked_on=self.messages[0].asked_on, words=words)

    @property
    def is_pain_rising(self) -> bool:
        """At least two points more than the time before."""
        return len(self.pain) > 1 and self.pain[-1][1] - self.pain[-2][1] >= WORSE_BY

    def is_evaluation_due(self, today: date) -> bool:
        """The agreed day has come, or the agreed number of sessions is reached."""
        if self.closed_on or not self.agreed:
            return False
        has_day_come = self.evaluation_due_on is not None and self.evaluation_due_on <= today
        are_sessions_done = bool(self.agreed.sessions) and self.sessions_since_evaluation >= self.agreed.sessions
        return has_day_come or are_sessions_done


def course_of(readings: Iterable[Reading]) -> Course:
    """The course that these entries tell. Give all entries of one episode, in the order of recording."""
    course, recorded = Course(), tuple(readings)
    for reading in in_place(recorded):
        course = _after(course, reading)
    return replace(course, requests=tuple(replace(one, met_by=_met_by(one, recorded)) for one in course.requests))


def _met_by(request: OpenQuestion, readings: Sequence[Reading]) -> UUID | None:
    """The newest entry since a request that stands in the place of what it is about: a correction, or a new version."""
    since, found = False, None
    about = next((reading for reading in readings if reading.entry.id == request.about_id), None)
    place = {request.about_id}
    for reading in readings:
        since = since or reading.entry.id == request.entry_id
        is_newer = reading.entry.corrects_id in place
        place |= {reading.entry.id} if is_newer else set()
        if since and (is_newer or (about and about.form in asked.REPLACED and reading.form == about.form)):
            found = reading.entry.id
    return found


def in_place(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The entries that count, where a correction stands in the place of what it corrects.

    A corrected plan stays: its correction is a new version, and the consent that was given to the old one remains what
    it was.
    """
    corrections = {reading.entry.corrects_id: reading for reading in readings if reading.entry.corrects_id}
    kept = []
    for reading in readings:
        if reading.form == "plan":
            kept.append(reading)
        elif not reading.entry.corrects_id:
            while reading.entry.id in corrections:
                reading = corrections[reading.entry.id]
            kept.append(reading)
    return tuple(kept)


def reading_of(readings: Iterable[Reading], version: Version) -> Reading:
    """The entry of a plan version."""
    return next(reading for reading in readings if reading.entry.id == version.entry_id)


def _after(course: Course, reading: Reading) -> Course:
    """The course after one more entry."""
    form, answers = reading.form, reading.answers
    counts = {**course.counts, form: course.counts.get(form, 0) + 1}
    course = replace(course, counts=counts, changed_at=reading.entry.recorded_at)
    course = _weigh(course, reading)
    if "day_after" in TAKES_UP.get(form, ()):
        course = replace(course, day_after=None)
    if "check_in" in TAKES_UP.get(form, ()):
        course = replace(course, check_in=None)
    if form in PAIN_OF:
        course = _hurt(course, reading, answers.get(PAIN_OF[form]))
    change = _CHANGES.get(form)
    return change(course, reading) if change else course


def _weigh(course: Course, reading: Reading) -> Course:
    """What the rules made of the answers. A screening starts afresh: in it a person has judged."""
    level = (reading.evaluation.level if reading.evaluation else None) or ""
    if reading.form == "screening":
        return replace(course, level=level, alarm="", alarm_form="", alarm_by="")
    if not level:
        return course
    rank = reading.pathway.rank
    if rank[level] > rank.get(course.level, -1):
        course = replace(course, level=level)
    if not reading.pathway.asks_for_call(level):
        return course
    author = reading.entry.author_name
    return replace(course, alarm=level, alarm_form=reading.form, alarm_by=author, is_call_due=True)


def _hurt(course: Course, reading: Reading, value: object) -> Course:
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return course
    return replace(course, pain=(*course.pain, (day_of(reading), int(value))))


def _screening(course: Course, reading: Reading) -> Course:
    answers = reading.answers
    conclusion = text(answers, asked.CONCLUSION)
    is_niet_pluis = conclusion == asked.NIET_PLUIS
    own = text(answers, asked.OWN_URGENCY)
    return replace(
        course,
        conclusion=conclusion,
        concern=text(answers, asked.CONCERN),
        screened_on=day_of(reading),
        is_call_due=reading.pathway.asks_for_call(own or (course.level if is_niet_pluis else "")),
        judged_level=own,
        is_letter_due=is_niet_pluis and text(answers, asked.SHARE_WITH_GP) != asked.SHARE_REFUSED,
        is_examination_due=answers.get(asked.FURTHER_EXAM) is True,
    )


def _examination(course: Course, reading: Reading) -> Course:
    return replace(course, is_examination_due=False)


def _decision(course: Course, reading: Reading) -> Course:
    return replace(course, outcome=text(reading.answers, asked.OUTCOME), preference=None)


def _together(course: Course, reading: Reading) -> Course:
    parts = (asked.WHAT_MATTERS, asked.PREFERENCE, asked.CLIENT_QUESTIONS)
    return replace(course, preference=_written(reading, parts))


def _told_back(course: Course, reading: Reading) -> Course:
    return replace(course, told_back=_written(reading, asked.TOLD_IN_OWN_WORDS), unclear_on=None)


def _told_back_read(course: Course, reading: Reading) -> Course:
    if text(reading.answers, asked.TEACH_BACK) == asked.IS_CLEAR:
        return replace(course, told_back=None, unclear_on=None)
    return replace(course, unclear_on=day_of(reading))


def _written(reading: Reading, parts: Iterable[str]) -> OpenQuestion:
    words = " / ".join(said for part in parts if (said := text(reading.answers, part)))
    return OpenQuestion(reading.entry.id, day_of(reading), words)


def _gp_call(course: Course, reading: Reading) -> Course:
    return replace(course, is_call_due=False)


def _letter_gp(course: Course, reading: Reading) -> Course:
    return replace(course, is_letter_due=False)


def _plan(course: Course, reading: Reading) -> Course:
    version = Version(
        number=len(course.versions) + 1,
        entry_id=reading.entry.id,
        hash=reading.entry.hash,
        signed_on=day_of(reading),
        sessions=whole(reading.answers, asked.SESSIONS),
        evaluation_on=day(reading.answers, asked.EVALUATION_ON),
    )
    due = version.evaluation_on or course.evaluation_due_on
    return replace(course, versions=(*course.versions, version), evaluation_due_on=due, verdict="")


def _consent(course: Course, reading: Reading) -> Course:
    answer, about = text(reading.answers, asked.DECISION), reading.entry.about_id
    if answer == asked.QUESTION:
        words = text(reading.answers, asked.WORDS)
        return replace(course, question=OpenQuestion(reading.entry.id, day_of(reading), words))
    if answer not in DECISIONS:
        return course
    versions = tuple(
        replace(version, answer=answer, answered_on=day_of(reading)) if version.entry_id == about else version
        for version in course.versions
    )
    return replace(course, versions=versions, agreed_number=_agreed(versions, answer, course.agreed_number))


def _agreed(versions: Sequence[Version], answer: str, before: int) -> int:
    """Which version may be treated by now.

    A refusal of a newer version leaves the older agreement as it was. A withdrawal ends every agreement made before it:
    who takes back the yes does not fall back on an older plan.
    """
    if answer == asked.WITHDRAWN:
        return 0
    if answer == asked.GIVEN:
        return max(version.number for version in versions if version.answer == asked.GIVEN)
    return before if any(v.number == before and v.answer == asked.GIVEN for v in versions) else 0


def _plan_answer(course: Course, reading: Reading) -> Course:
    is_answered = course.question and course.question.entry_id == reading.entry.about_id
    return replace(course, question=None) if is_answered else course


def _message(course: Course, reading: Reading) -> Course:
    message = OpenQuestion(reading.entry.id, day_of(reading), text(reading.answers, asked.MESSAGE_WORDS))
    return replace(course, messages=(*course.messages, message))


def _message_answer(course: Course, reading: Reading) -> Course:
    """Answers what was before its writer; one that came in meanwhile stays open. Older answers did not say which."""
    seen = reading.also.get("answers")
    answered = {str(entry_id) for entry_id in seen} if isinstance(seen, list) else None
    left = tuple(one for one in course.messages if answered is not None and str(one.entry_id) not in answered)
    return replace(course, messages=left)


def _correction_request(course: Course, reading: Reading) -> Course:
    words = text(reading.answers, asked.CORRECTION_WRONG)
    request = OpenQuestion(reading.entry.id, day_of(reading), words, reading.entry.about_id)
    return replace(course, requests=(*course.requests, request))


def _correction_answer(course: Course, reading: Reading) -> Course:
    left = tuple(request for request in course.requests if request.entry_id != reading.entry.about_id)
    return replace(course, requests=left)


def _day_after(course: Course, reading: Reading) -> Course:
    effects = several(reading.answers, asked.AFTER_EFFECTS)
    told = _from_home(course.day_after, reading, (text(reading.answers, asked.AFTER_GOING), *effects))
    return course if course.day_after is None and told.is_good_news else replace(course, day_after=told)


def _check_in(course: Course, reading: Reading) -> Course:
    seen = (name for name in (asked.OWN_SIGNS, asked.FLARE_UP) if reading.answers.get(name) is True)
    noticed = (text(reading.answers, asked.CHECK_IN_GOING), *seen)
    return replace(course, check_in=_from_home(course.check_in, reading, noticed))


def _from_home(before: FromHome | None, reading: Reading, noticed: tuple[str, ...]) -> FromHome:
    """What this entry tells, on top of what was told `before`: a later word must not push out the one that matters."""
    answers, asks = reading.answers, [question.id for question in reading.asked.own if question.alarms]
    now = FromHome(
        entry_id=reading.entry.id,
        on=day_of(reading),
        level=(reading.evaluation.level if reading.evaluation else None) or "",
        signs=tuple(name for name in asks if answers.get(name) is True),
        unsure=tuple(name for name in asks if answers.get(name) == DONT_KNOW),
        noticed=tuple(option for option in noticed if option),
        wants_help=answers.get(asked.HELP_AGAIN) is True,
        words=text(answers, asked.AFTER_WORDS) or text(answers, asked.CHECK_IN_WORDS),
    )
    if before is None or before.is_good_news:
        return now
    both = tuple(dict.fromkeys((*before.noticed, *now.noticed)))
    return replace(
        now,
        on=before.on,
        level=max(before.level, now.level, key=lambda level: reading.pathway.rank.get(level, -1)),
        signs=tuple(dict.fromkeys((*before.signs, *now.signs))),
        unsure=tuple(dict.fromkeys((*before.unsure, *now.unsure))),
        noticed=tuple(name for name in both if name not in CALM) or both,
        wants_help=before.wants_help or now.wants_help,
        words="\n".join(words for words in (before.words, now.words) if words),
    )


def _session(course: Course, reading: Reading) -> Course:
    return replace(
        course,
        sessions_done=course.sessions_done + 1,
        sessions_since_evaluation=course.sessions_since_evaluation + 1,
        sessions_without_consent=course.sessions_without_consent + ("consent" in exceptions_of(reading)),
    )


def _evaluation(course: Course, reading: Reading) -> Course:
    return replace(
        course,
        verdict=text(reading.answers, asked.VERDICT),
        evaluation_due_on=day(reading.answers, asked.NEXT_EVALUATION_ON),
        sessions_since_evaluation=0,
    )


def _closing(course: Course, reading: Reading) -> Course:
    return replace(course, closed_on=day_of(reading), evaluation_due_on=None)


_CHANGES = {
    "screening": _screening,
    "examination": _examination,
    "decision": _decision,
    asked.TOGETHER: _together,
    asked.TOLD_BACK: _told_back,
    asked.TOLD_BACK_READ: _told_back_read,
    "plan": _plan,
    "consent": _consent,
    "plan_answer": _plan_answer,
    asked.MESSAGE: _message,
    asked.MESSAGE_ANSWER: _message_answer,
    asked.DAY_AFTER: _day_after,
    asked.CHECK_IN: _check_in,
    asked.CORRECTION_REQUEST: _correction_request,
    asked.CORRECTION_ANSWER: _correction_answer,
    "session": _session,
    "evaluation": _evaluation,
    "gp_call": _gp_call,
    "letter_gp": _letter_gp,
    "closing": _closing,
}


def exceptions_of(reading: Reading) -> Mapping[str, str]:
    """The gates that this entry was signed against, each with the stated reason: it stands out wherever it is shown."""
    kept = reading.also.get("exceptions", {})
    return {str(gate): str(words) for gate, words in kept.items()} if isinstance(kept, Mapping) else {}


def day_of(reading: Reading) -> date:
    """The day on which it happened, where the practice is."""
    return timezone.localdate(reading.entry.occurred_at)


def text(answers: Answers, question: str) -> str:
    """The answer as text; empty when there is none."""
    value = answers.get(question)
    return value if isinstance(value, str) else ""


def whole(answers: Answers, question: str) -> int:
    """The answer as a whole number; 0 when there is none."""
    value = answers.get(question)
    return int(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else 0


def day(answers: Answers, question: str) -> date | None:
    """The answer as a day; None when there is none."""
    try:
        return date.fromisoformat(text(answers, question))
    except ValueError:
        return None


def several(answers: Answers, question: str) -> tuple[str, ...]:
    """The chosen options of a question that allows more than one."""
    value = answers.get(question)
    return tuple(option for option in value if isinstance(option, str)) if isinstance(value, tuple) else ()


def rows(answers: Answers, question: str) -> tuple[Row, ...]:
    """The rows of a list question; none when it was not answered."""
    value = answers.get(question)
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()
