"""The page of one episode, put together from its entries: in short, goals, measures, minutes and the timeline.

All functions take the entries that count, each correction in its place (`care.course.in_place`), oldest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pathways.explain import say
from pathways.model import Pathway, Value
from ruggespraak.care import asked
from ruggespraak.care.course import Course, Row, exceptions_of, reading_of, rows, text, whole
from ruggespraak.care.steps import title_for_staff
from ruggespraak.care.told import AGAINST
from ruggespraak.dossier.reading import Reading
from ruggespraak.exercises import prescription
from ruggespraak.outcomes.instruments import FORMS as MEASURES
from ruggespraak.people.models import OWN_ROLES, Patient
from ruggespraak.ui.charts import Minutes

IN_SHORT = ("help_question", "work_status", "work_kind", "profile", "clinical_class", "medication", "comorbidity")
SHOWN_AT_ONCE = 15
FILTERS = {
    "notes": ("session",),
    "measures": ("intake", "evaluation", *MEASURES),
    "client": ("intake_home", "self_check", "consent"),
}


@dataclass(frozen=True)
class Goal:
    """A goal of the plan: where it started, where it is now, where it should go."""

    name: str
    start: str
    now: str
    target: str


@dataclass(frozen=True)
class Multiple:
    """One measure over time, small."""

    label: str
    now: str
    was: str
    values: tuple[float, ...]
    goal: float | None
    top: float
    says: str


@dataclass(frozen=True)
class Item:
    """One entry on the timeline."""

    title: str
    by: str
    text: str
    tone: str
    icon: str
    url_id: str
    flags: tuple[str, ...]


def in_short(readings: Sequence[Reading], patient: Patient, pathway: Pathway, language: str) -> list[tuple[str, str]]:
    """The few facts that a therapist wants beside them, newest answer first."""
    facts = []
    for name in IN_SHORT:
        value = newest(readings, name)
        if value is not None and name in pathway.questions:
            question = pathway.questions[name]
            facts.append(((question.term or question.ask).in_(language), say(question, value, language)))
    gp = ", ".join(part for part in (patient.gp_name, patient.gp_practice, patient.gp_phone) if part)
    return [*facts, (_("GP"), gp or _("not known"))]


def newest(readings: Sequence[Reading], question: str) -> Value:
    """The newest answer to a question, in whatever form it was given."""
    for reading in reversed(readings):
        if reading.answers.get(question) is not None:
            return reading.answers[question]
    return None


def goals(readings: Sequence[Reading], course: Course) -> list[Goal]:
    """The goals of the plan that counts, with what the last evaluation found."""
    version = course.agreed or course.plan
    if version is None:
        return []
    plan = reading_of(readings, version)
    found = _found_at_evaluation(readings)
    return [
        Goal(
            name=_with_unit(goal),
            start=number(goal.get("start")),
            now=found.get(str(goal.get("goal")), "") or "–",
            target=number(goal.get("target")),
        )
        for goal in rows(plan.answers, asked.GOALS)
    ]


def _found_at_evaluation(readings: Sequence[Reading]) -> dict[str, str]:
    found: dict[str, str] = {}
    for reading in readings:
        if reading.form == "evaluation":
            found |= {
                str(row.get("goal")): number(row.get("value_now")) for row in rows(reading.answers, asked.GOAL_RESULTS)
            }
    return found


def _with_unit(goal: Row) -> str:
    unit = str(goal.get("unit") or "")
    return f"{goal.get('goal')} ({unit})" if unit else str(goal.get("goal"))


def number(value: object) -> str:
    """A value for a table; a dash when there is none."""
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return "–"
    plain = f"{Decimal(value):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def multiples(readings: Sequence[Reading]) -> list[Multiple]:
    """What was noted at every visit, in a small picture of its own. The measures themselves are in `measured`."""
    at_visits = _pain_at_visits(readings)
    return [at_visits] if at_visits else []


def _pain_at_visits(readings: Sequence[Reading]) -> Multiple | None:
    before = [reading.answers.get(asked.PAIN_BEFORE) for reading in readings if reading.form == "session"]
    values = tuple(float(value) for value in before if isinstance(value, int | Decimal))
    return _drawn(_("Pain at the start of a session"), values, 10) if values else None


def _drawn(label: str, values: tuple[float, ...], top: float) -> Multiple:
    first, last = _short(values[0]), _short(values[-1])
    says = _("%(label)s: from %(first)s to %(last)s") % {"label": label, "first": first, "last": last}
    return Multiple(label, last, first if len(values) > 1 else "", values, None, top, says)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def minutes(readings: Sequence[Reading], last: int = 8) -> list[Minutes]:
    """Minutes hands-on, hands-off and coaching of the last sessions."""
    sessions = [reading.answers for reading in readings if reading.form == "session"]
    bars = [
        Minutes(str(place), whole(said, asked.HANDS_ON), whole(said, asked.HANDS_OFF), whole(said, asked.COACHING))
        for place, said in enumerate(sessions, start=1)
    ]
    return bars[-last:]


@dataclass(frozen=True)
class Timeline:
    """The newest entries, and how many older ones there are besides."""

    items: list[Item]
    older: int


def timeline(readings: Sequence[Reading], language: str, show: str = "", *, most: int | None = None) -> Timeline:
    """The entries that are wanted, newest first, at most `most` of them."""
    numbered = [one for one in _numbered(readings) if _is_wanted(one[0], show)][::-1]
    items = [_item(reading, number, language) for reading, number in numbered[:most]]
    return Timeline(items, older=len(numbered) - len(items))


def _numbered(readings: Sequence[Reading]) -> Iterator[tuple[Reading, int]]:
    """Each entry with its number among those of its form, from 1."""
    counts: dict[str, int] = {}
    for reading in readings:
        counts[reading.form] = counts.get(reading.form, 0) + 1
        yield reading, counts[reading.form]


def _is_wanted(reading: Reading, show: str) -> bool:
    is_from_client = show == "client" and _is_from_client(reading)
    return not show or is_from_client or reading.form in FILTERS.get(show, ())


def _item(reading: Reading, number: int, language: str) -> Item:
    moment = timezone.localtime(reading.entry.occurred_at)
    return Item(
        title=_title(reading, number, language),
        by=f"{reading.entry.author_name}, {date_format(moment, 'j F Y H.i')}",
        text=" ".join(_words(reading, language)),
        tone=_tone(reading),
        icon="person" if _is_from_client(reading) else "lock",
        url_id=str(reading.entry.id),
        flags=tuple(str(AGAINST.get(gate, gate)) for gate in exceptions_of(reading)),
    )


def _title(reading: Reading, number: int, language: str) -> str:
    name = title_for_staff(reading.asked, language)
    if reading.form == "session":
        return f"{name} {number}"
    if reading.form == "plan":
        return _("Plan version %(number)d") % {"number": number}
    if reading.form == "consent":
        said = say(reading.pathway.questions[asked.DECISION], reading.answers.get(asked.DECISION), language)
        return _("Plan version %(number)s: %(answer)s") % {
            "number": reading.also.get("plan_number", "?"),
            "answer": said,
        }
    return name


def _tone(reading: Reading) -> str:
    if exceptions_of(reading) or text(reading.answers, asked.CONCLUSION) == asked.NIET_PLUIS:
        return "alarm"
    if text(reading.answers, asked.DECISION) == asked.GIVEN:
        return "moss"
    return "today" if _is_from_client(reading) else ""


def _is_from_client(reading: Reading) -> bool:
    return reading.entry.author_role in OWN_ROLES or reading.form == "self_check"


def _words(reading: Reading, language: str) -> Iterator[str]:
    """A few words about an entry: for a session its note and numbers, else the first lines."""
    said = reading.answers
    if reading.form == "session":
        for letter, question in zip("SOEP", asked.SOEP, strict=True):
            if text(said, question):
                yield f"{letter}: {text(said, question)}"
        yield _("Pain %(before)s before, %(after)s after.") % {
            "before": number(said.get(asked.PAIN_BEFORE)),
            "after": number(said.get(asked.PAIN_AFTER)),
        }
        return
    if reading.form == prescription.FORM:
        yield ", ".join(prescription.names_in(reading, language))
        return
    yield "; ".join(_summed_up(reading, language))


def _summed_up(reading: Reading, language: str) -> Iterator[str]:
    """The answers that stand for this form, or else the first that were given."""
    wanted = SUMMED_UP.get(reading.form) or [name for name, given in reading.answers.items() if given is not None][:3]
    for name in wanted:
        question, value = reading.pathway.questions.get(name), reading.answers.get(name)
        if question is not None and value is not None:
            yield f"{(question.term or question.ask).in_(language).rstrip('?:')}: {say(question, value, language)}"


SUMMED_UP = {
    "screening": (asked.CONCLUSION, asked.CONCERN, "screening_red_flags"),
    "intake": ("help_question", asked.PAIN_AVERAGE, "course"),
    "examination": ("exam_summary", "comparable_sign"),
    "conclusion": ("clinical_class", "profile", "prognosis"),
    "decision": (asked.OUTCOME, "preferred_option"),
    "plan": (asked.SESSIONS, asked.FREQUENCY, asked.EVALUATION_ON),
    "consent": (asked.WAY, asked.WORDS),
    "evaluation": (asked.VERDICT, "evaluation_findings"),
    "gp_call": ("call_with", "call_outcome"),
    "letter_gp": ("letter_kind", "letter_request"),
    "closing": ("end_reason", "closing_result"),
    **dict.fromkeys(MEASURES, (asked.PAIN_AVERAGE, "gpe_change", "gpe_satisfaction")),
}
"""What of each form stands on the timeline."""
