"""What I tell from home: the day after a visit, and how it goes after closing. Also without being asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.utils.translation import gettext as _

from pathways.evaluate import Evaluation, evaluate
from pathways.explain import explain
from pathways.model import DONT_KNOW, AnswerProblem, Answers, Form, Text, missing, parse_answers
from ruggespraak import clock
from ruggespraak.agenda.models import Request
from ruggespraak.care import asked
from ruggespraak.care.course import day_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Reading, latest, read_all
from ruggespraak.mode import advises
from ruggespraak.portal.asked import Part
from ruggespraak.portal.intake import urgent
from ruggespraak.portal.stay_well import FORM as CLOSING
from ruggespraak.portal.stay_well import StayWell, stay_well
from ruggespraak.portal.visits import to_tell_about
from ruggespraak.ui.levels import Rung, Verdict, rung
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw

GREEN, AMBER, RED = "green", "amber", "red"
FORMS = (asked.DAY_AFTER, asked.CHECK_IN)
FRESH_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Alarm:
    """A level and the signs that belong to it: the list that is the same for everyone."""

    rung: Rung
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """One of these forms as it is asked of me now."""

    episode: Episode
    form: Form
    readings: tuple[Reading, ...]
    about: Reading | None
    """The visit that it is about."""

    @classmethod
    def of(cls, episode: Episode, form_id: str) -> Self:
        """With the last visit, when it is about one."""
        readings = read_all(episode)
        about = to_tell_about(readings) if form_id == asked.DAY_AFTER else None
        return cls(episode, pathway(episode.complaint).forms[form_id], readings, about)

    @property
    def own_signs(self) -> str:
        """My own warning signs, as agreed at the closing."""
        closing = latest(self.readings, CLOSING)
        signs = closing.answers.get("own_warning_signs") if closing and self.form.id == asked.CHECK_IN else None
        return signs if isinstance(signs, str) else ""

    def read(self, raw: Raw, language: str) -> tuple[Answers, tuple[AnswerProblem, ...]]:
        """The reply of a browser, and what is wrong or still missing in it."""
        parsed = parse_answers(self.form, raw, language=language)
        wrong = {problem.question for problem in parsed.problems}
        lacking = (name for name in missing(self.form, parsed.answers) if name not in wrong)
        return parsed.answers, (
            *parsed.problems,
            *(AnswerProblem(name, _("Choose an answer."), name) for name in lacking),
        )

    def parts(
        self,
        language: str,
        raw: Raw | None = None,
        problems: Iterable[AnswerProblem] = (),
        answers: Answers | None = None,
    ) -> tuple[Part, ...]:
        """The pages of the form, as sections of one page."""
        problems = tuple(problems)
        return tuple(
            Part(
                page.id,
                page.title.in_(language),
                page.intro.in_(language) if page.intro else "",
                ask(self.form, answers or {}, page=page, problems=problems, language=language, raw=raw),
            )
            for page in self.form.pages
        )

    def advice(self, answers: Answers, language: str) -> Verdict | None:
        """What cannot wait until all is filled in; None below that, and in mode `inform`."""
        if not advises():
            return None
        return urgent(self.episode, evaluate(self.form, answers).certain, language)


@dataclass(frozen=True)
class Outcome:
    """What my answers come to, at once: a colour, the advice, and my own plan beside it.

    In mode `inform` nothing is computed: the colour is what I said myself, and the list of alarms stands there for
    everyone.
    """

    reading: Reading
    colour: str
    verdict: Verdict
    todo: tuple[str, ...]
    because: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    plan: StayWell | None
    is_urgent: bool
    is_emergency: bool
    not_known: tuple[str, ...]
    """The signs that I did not know about."""
    request: Request | None
    may_ask_again: bool
    is_stale: bool
    """Told too long ago to ask for an appointment with: first tell again how it is now."""
    safety_net: str


def outcome(reading: Reading, language: str) -> Outcome:
    """The result of one of these entries."""
    episode, form = reading.entry.episode, reading.asked
    evaluation = reading.evaluation if advises() else None
    colour = colour_of(reading, evaluation)
    is_check_in = form.id == asked.CHECK_IN
    readings = read_all(episode)
    closing = latest(readings, CLOSING) if is_check_in else None
    request = Request.objects.of_patient(episode.patient).is_open().first() if is_check_in else None
    in_care = episode.patient.episodes.is_open().filter(complaint=episode.complaint).exists()
    return Outcome(
        reading=reading,
        colour=colour,
        verdict=_verdict(reading, evaluation, colour, language),
        todo=_todo(evaluation, form, language),
        because=tuple(_because(reading, evaluation, language)),
        alarms=() if advises() else tuple(alarms_of(form, language)),
        plan=stay_well(closing, language) if closing else None,
        is_urgent=form.pathway.asks_for_call(evaluation.level if evaluation else None),
        is_emergency=evaluation is not None and evaluation.level == form.pathway.levels[-1].id,
        not_known=tuple(_not_known(reading, language)),
        request=request,
        may_ask_again=is_check_in and request is None and not in_care,
        is_stale=is_stale(reading, readings),
        safety_net=form.pathway.safety_net.in_(language),
    )


def is_stale(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether this says no more how it is now: something newer was told, or it is more than a week old."""
    newest = latest(readings, reading.form)
    is_newest = newest is not None and newest.entry.pk == reading.entry.pk
    return not is_newest or clock.today() - day_of(reading) > FRESH_FOR


def colour_of(reading: Reading, evaluation: Evaluation | None) -> str:
    """Red: a doctor comes first. Amber: it plays up, or somebody should think along. Green: go on."""
    known, answers = reading.pathway, reading.answers
    level = (evaluation.level if evaluation else None) or known.otherwise
    if known.rank[level] > known.rank[known.incomplete]:
        return RED
    return AMBER if _plays_up(answers) or level == known.incomplete else GREEN


def _plays_up(answers: Answers) -> bool:
    is_going = answers.get(asked.CHECK_IN_GOING) in (asked.GOING_SOME, asked.GOING_BADLY)
    is_seen = any(answers.get(name) is True for name in (asked.OWN_SIGNS, asked.FLARE_UP, asked.HELP_AGAIN))
    return is_going or is_seen or answers.get(asked.AFTER_GOING) == asked.AFTER_WORSE


def alarms_of(form: Form, language: str) -> Iterator[Alarm]:
    """What the form calls an alarm, by what to do about it, heaviest first."""
    found: dict[str, list[Text]] = {}
    for question in form.questions:
        for alarm in question.alarms[:1]:
            found.setdefault(alarm.at_least, []).append(question.plain or question.ask)
    for level in sorted(found, key=lambda one: -form.pathway.rank[one]):
        yield Alarm(rung(form.pathway.levels, level, language), tuple(sign.in_(language) for sign in found[level]))


def _verdict(reading: Reading, evaluation: Evaluation | None, colour: str, language: str) -> Verdict:
    if evaluation is None:
        # Nothing was computed, so nothing may soothe either: first the list.
        return Verdict("delft", "ask", _("Thank you"), _("Compare your answers with this list."))
    if evaluation.level and colour == RED:
        step = rung(reading.pathway.levels, evaluation.level, language)
        text = reading.pathway.level[evaluation.level].text.in_(language)
        return Verdict(step.tone, step.icon, _("Your advice"), step.label, text)
    if reading.form == asked.CHECK_IN:
        return _of_check_in(colour, is_only_unsure=colour == AMBER and not _plays_up(reading.answers))
    return _of_day_after(colour)


def _of_check_in(colour: str, *, is_only_unsure: bool) -> Verdict:
    if colour == GREEN:
        words = _("We found no alarm signs in your answers. You do it yourself.")
        return Verdict("moss", "walk", _("Green"), _("Keep going, by your own plan."), words)
    if is_only_unsure:
        doubt = _("Are you in doubt? Call your practice or your GP.")
        return Verdict("soon", "ask", _("Amber"), _("Look once more at what you did not know."), doubt)
    words = _("A flare-up is common. It usually does not mean that something is broken.")
    return Verdict("soon", "warn", _("Amber"), _("It plays up. Take your own steps."), words)


def _of_day_after(colour: str) -> Verdict:
    if colour == GREEN:
        calm = _("We found no alarm signs in your answers.")
        words = _("Being sore, stiff or tired is mostly gone after 1 to 3 days. Keep moving gently.")
        heading = _("Your therapist sees this before your next visit.")
        return Verdict("moss", "care", _("Thank you"), heading, f"{calm} {words}")
    words = _("Your therapist sees what you told. Would you rather not wait? Call the practice.")
    return Verdict("soon", "ask", _("Thank you"), _("Talk about this with your therapist."), words)


def _not_known(reading: Reading, language: str) -> Iterator[str]:
    for question in reading.asked.own:
        if question.alarms and reading.answers.get(question.id) == DONT_KNOW:
            yield (question.plain or question.ask).in_(language)


def _todo(evaluation: Evaluation | None, form: Form, language: str) -> tuple[str, ...]:
    return tuple(form.pathway.advice[name].label.in_(language) for name in (evaluation.advice if evaluation else ()))


def _because(reading: Reading, evaluation: Evaluation | None, language: str) -> Iterator[str]:
    """Why, for a level that cannot be left at the own plan."""
    if evaluation is None or evaluation.level is None:
        return
    rank = reading.pathway.rank
    for reason in explain(reading.asked, reading.answers, {}, language):
        if rank[reason.level] > rank[reading.pathway.incomplete]:
            yield reason.because
