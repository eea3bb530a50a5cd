"""What asks for attention in an episode, and the one thing to do about it. Most urgent first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.model import Pathway, Text
from ruggespraak.care import asked
from ruggespraak.care.beside import due_on
from ruggespraak.care.course import Course, FromHome
from ruggespraak.care.steps import STEPS, level_label, why_no_consent
from ruggespraak.language import language

GOOD_NEWS_DAYS = 7  # how long a check-in without anything to do stands on the desk
SOON_DAYS = 8  # from a week before the month is over, a request to correct stands among today's work
RANK = {"alarm": 0, "today": 1, "soon": 2, "": 3}
FROM_HOME_OPTIONS = (asked.AFTER_GOING, asked.AFTER_EFFECTS, asked.CHECK_IN_GOING, asked.OWN_SIGNS, asked.FLARE_UP)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that asks for attention: how it looks, what is the matter, and what to do."""

    kind: str
    tone: str
    icon: str
    label: str
    what: str
    do: str
    url: str

    @property
    def rank(self) -> int:
        """0 is the most urgent."""
        return RANK[self.tone]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A draft that waits for a signature."""

    form: str
    saved_on: date


def signals_of(
    episode_id: UUID, course: Course, pathway: Pathway, today: date, drafts: Iterable[Unsigned] = ()
) -> tuple[Signal, ...]:
    """Everything in this episode that asks for attention, most urgent first."""
    teller = _Teller(episode_id, course, pathway, today)
    told = () if course.closed_on else (*teller.safety(), *teller.agreement(), *teller.progress())
    from_home = (*teller.from_check_in(), *teller.from_day_after(), *teller.from_requests())
    return tuple(sorted((*told, *from_home, *teller.unsigned(drafts)), key=lambda signal: signal.rank))


@dataclass(frozen=True)
class _Teller:
    episode_id: UUID
    course: Course
    pathway: Pathway
    today: date

    def from_requests(self) -> Iterator[Signal]:
        """What the client wants corrected: answered within a month, also after closing."""
        for request in self.course.requests:
            until = due_on(request.asked_on)
            is_late = until < self.today
            term = _("The month is over since %(day)s.") if is_late else _("Answer by %(day)s.")
            what = f"“{request.words}” " + term % {"day": self.on(until)}
            tone = "today" if (until - self.today).days < SOON_DAYS else "soon"
            url = reverse("care:answer_correction", args=[self.episode_id, request.entry_id])
            yield Signal("correction", tone, "pen", _("Request to correct"), what, _("Answer"), url)

    def safety(self) -> Iterator[Signal]:
        if self.course.alarm:
            form = STEPS[self.course.alarm_form].label if self.course.alarm_form in STEPS else _("answers")
            words = {"form": form, "who": self.course.alarm_by}
            what = capfirst(level_label(self.pathway, self.course.alarm)) + ". " + _("From: %(form)s, %(who)s.") % words
            do, url = (_("Record the call"), self.to("gp_call")) if self.course.is_call_due else self._screen_again()
            yield Signal("red_flag", "alarm", "flag", _("Red flag"), what, do, url)
        elif self.course.is_call_due:
            level = self.course.judged_level or self.course.level
            what = capfirst(level_label(self.pathway, level)) + ". " + _("The phone call is not recorded yet.")
            yield Signal("call_due", "alarm", "phone", _("Call the GP"), what, _("Record the call"), self.to("gp_call"))
        if self.course.conclusion == asked.NIET_PLUIS:
            yield self._niet_pluis()

    def _niet_pluis(self) -> Signal:
        since = {"day": self.on(self.course.screened_on)}
        if self.course.is_letter_due:
            what = _("Since %(day)s. The letter to the GP is not written yet.") % since
            return Signal(
                "niet_pluis", "today", "warn", _("Niet-pluis"), what, _("Write the letter"), self.to("letter_gp")
            )
        what = _("Since %(day)s. Treatment waits for a new screening.") % since
        return Signal("niet_pluis", "today", "warn", _("Niet-pluis"), what, *self._screen_again())

    def agreement(self) -> Iterator[Signal]:
        course, plan = self.course, self.course.plan
        if course.question:
            what = f"“{course.question.words}”"
            yield Signal("question", "soon", "ask", _("Question"), what, _("Answer"), self.to("plan_answer"))
        if course.message and not course.closed_on:
            what, url = f"“{course.message.words}”", self.to(asked.MESSAGE_ANSWER)
            yield Signal("message", "soon", "mail", _("Message"), what, _("Answer"), url)
        yield from self._in_own_words()
        if plan and plan.is_waiting:
            what, do = self._waiting(), _("Fill in together")
            yield Signal("consent_waits", "soon", "consent", _("No consent yet"), what, do, self.to("consent"))
        elif plan and plan.answer in (asked.REFUSED, asked.WITHDRAWN):
            what, do = why_no_consent(course), _("Decide again")
            yield Signal("consent_ended", "soon", "consent", _("Consent ended"), what, do, self.to("decision"))

    def _in_own_words(self) -> Iterator[Signal]:
        """What the client wrote while you decide together, and how they tell the plan themselves."""
        wish, told = self.course.preference, self.course.told_back
        if wish:
            what = f"“{wish.words}”" if wish.words else _("What the client leans to came in.")
            yield Signal("preference", "soon", "pen", _("Preference"), what, _("Decide together"), self.to("decision"))
        if told and self.course.unclear_on:
            what = _("The plan was not quite clear to the client on %(day)s.") % {
                "day": self.on(self.course.unclear_on)
            }
            yield Signal("unclear", "soon", "ask", _("To discuss"), what, _("Ask again"), self.to(asked.TOLD_BACK_READ))
        elif told:
            what, url = f"“{told.words}”", self.to(asked.TOLD_BACK_READ)
            yield Signal("told_back", "soon", "consent", _("The plan in own words"), what, _("Read"), url)

    def _waiting(self) -> str:
        plan = self.course.plan
        assert plan is not None
        days = (self.today - plan.signed_on).days
        words = {"number": plan.number, "days": days}
        waits = (
            ngettext(
                "Plan version %(number)d waits %(days)d day.", "Plan version %(number)d waits %(days)d days.", days
            )
            if days
            else _("Plan version %(number)d has been waiting since today.")
        ) % words
        if not self.course.agreed:
            return waits
        return waits + " " + _("Until then version %(old)d counts.") % {"old": self.course.agreed_number}

    def progress(self) -> Iterator[Signal]:
        if self.course.is_pain_rising:
            (_first, before), (_last, now) = self.course.pain[-2:]
            what = _("From %(before)d to %(now)d since the time before.") % {"before": before, "now": now}
            url = reverse("desk:episode", args=[self.episode_id])
            yield Signal("pain_rises", "today", "up", _("Pain rises"), what, _("Open the episode"), url)
        if self.course.is_evaluation_due(self.today):
            yield Signal(
                "evaluation_due",
                "",
                "gauge",
                _("Evaluation"),
                self._due(),
                _("Start the evaluation"),
                self.to("evaluation"),
            )

    def _due(self) -> str:
        due = self.course.evaluation_due_on
        if due and due <= self.today:
            return _("Agreed for %(day)s.") % {"day": self.on(due)}
        return _("The agreed number of sessions is reached.")

    def from_check_in(self) -> Iterator[Signal]:
        """What a client told after closing: it stays until somebody called, answered or screened."""
        told = self.course.check_in
        if told is None or (told.is_good_news and (self.today - told.on).days > GOOD_NEWS_DAYS):
            return
        if self.pathway.asks_for_call(told.level):
            yield self._call_after(told, _("Red flag"), _("Check-in"))
            return
        tone = "today" if told.signs else "" if told.is_good_news else "soon"
        parts = (_("Wants help again.") if told.wants_help else "", self._told(told))
        what = " ".join(part for part in (_("On %(day)s.") % {"day": self.on(told.on)}, *parts) if part)
        yield Signal("check_in", tone, "checkup", _("Check-in answered"), what, *self._after_closing(told))

    def from_day_after(self) -> Iterator[Signal]:
        """What a client noticed after a visit. An alarm of a running episode stands among the alarms already."""
        told = self.course.day_after
        if told is None:
            return
        if self.pathway.asks_for_call(told.level):
            if self.course.closed_on:
                yield self._call_after(told, _("Red flag"), _("The day after"))
            return
        tone = "today" if told.signs or asked.AFTER_WORSE in told.noticed else "soon" if told.unsure else ""
        what = " ".join((_("On %(day)s.") % {"day": self.on(told.on)}, self._told(told)))
        do, url = (_("Read"), self.entry(told)) if not self.course.closed_on else self._after_closing(told)
        yield Signal("day_after", tone, "hands", _("After-effects reported"), what, do, url)

    def _call_after(self, told: FromHome, label: str, form: str) -> Signal:
        level = capfirst(level_label(self.pathway, told.level))
        what = " ".join((f"{level}.", f"{form}, {self.on(told.on)}.", self._told(told)))
        return Signal("red_flag", "alarm", "flag", label, what, _("Record the call"), self.to("gp_call"))

    def _after_closing(self, told: FromHome) -> tuple[str, str]:
        """Read it, when it is good news; else answer it."""
        return (_("Read"), self.entry(told)) if told.is_good_news else (_("Answer"), self.to(asked.MESSAGE_ANSWER))

    def _told(self, told: FromHome) -> str:
        """What was told, in the words of the pathway: signs first."""
        said = [self.pathway.questions[name].term or self.pathway.questions[name].ask for name in told.signs]
        unsure = [self.pathway.questions[name].term or self.pathway.questions[name].ask for name in told.unsure]
        options = [self._options[name] for name in told.noticed if name in self._options]
        parts = [text.in_(language()) for text in (*said, *options)]
        parts += [_("Not known: %(what)s") % {"what": text.in_(language())} for text in unsure]
        sentence = "; ".join(part.rstrip(".") for part in parts)
        words = f" “{told.words}”" if told.words else ""
        return f"{capfirst(sentence)}.{words}" if sentence else words.strip()

    @cached_property
    def _options(self) -> dict[str, Text]:
        asks = [self.pathway.questions[name] for name in FROM_HOME_OPTIONS if name in self.pathway.questions]
        options = {option.id: option.plain or option.label for ask in asks for option in ask.options}
        return options | {ask.id: ask.term or ask.ask for ask in asks if not ask.options}

    def entry(self, told: FromHome) -> str:
        return reverse("care:entry", args=[self.episode_id, told.entry_id])

    def unsigned(self, drafts: Iterable[Unsigned]) -> Iterator[Signal]:
        for draft in drafts:
            step = STEPS.get(draft.form)
            if step and not step.by_patient:
                what = _("%(form)s, saved on %(day)s.") % {"form": step.label, "day": self.on(draft.saved_on)}
                yield Signal("draft", "", "pen", _("Draft"), what, _("Finish and sign"), self.to(draft.form))

    def _screen_again(self) -> tuple[str, str]:
        return _("Screen again"), self.to("screening")

    def to(self, form: str) -> str:
        return reverse("care:form", args=[self.episode_id, form])

    def on(self, day: date | None) -> str:
        return date_format(day, "j F") if day else "–"
