"""My plan: the exact text of one version, what changed since the one before, my answer to it, and its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.explain import say
from pathways.model import Answers
from ruggespraak.care import asked
from ruggespraak.care.actions import Seen, Situation
from ruggespraak.care.course import Version, reading_of, text
from ruggespraak.care.exchange import Exchange, exchanges_in
from ruggespraak.care.plan_text import Section, differences, mark, sections_of, text_hash
from ruggespraak.care.steps import reason_against
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import Reading, read_latest
from ruggespraak.people.models import PatientAccount

CHOICES: Mapping[str, tuple[Promise, Promise | str]] = {
    asked.GIVEN: (gettext_lazy("Yes, I agree with this plan"), ""),
    asked.QUESTION: (
        gettext_lazy("I would like to ask something first"),
        gettext_lazy("Your therapist answers in your record, within two working days"),
    ),
    asked.REFUSED: (
        gettext_lazy("No, I do not want this plan"),
        gettext_lazy("That is fine. Together you look for something else"),
    ),
    asked.WITHDRAWN: (
        gettext_lazy("I withdraw my consent"),
        gettext_lazy("That is fine. Together you look for something else"),
    ),
}
"""Answer → what it says, and what follows."""

REPRESENTATIVE_NAME, REPRESENTATIVE_ROLE = "representative_name", "representative_role"
FIRST = (asked.GIVEN, asked.QUESTION, asked.REFUSED)
AGREED = (asked.QUESTION, asked.WITHDRAWN)
AGREED_BEFORE = (asked.WITHDRAWN,)


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    label: Promise
    hint: Promise | str


@dataclass(frozen=True)
class PlanPage:
    """One version of the plan as it is shown to the client. `seen` goes back with the answer: it binds the two."""

    version: Version
    reading: Reading
    seen: Seen
    sections: tuple[Section, ...]
    changes: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    others: tuple[Version, ...]
    choices: tuple[Choice, ...]
    is_newest: bool
    is_agreed: bool
    counts_until_then: int
    """The number of the older version that counts until this one is answered; 0 without one."""

    @property
    def mark(self) -> str:
        """The short mark of this version, on screen and on paper."""
        return mark(self.version.hash)


def newest_entry_id(episode: Episode) -> UUID | None:
    """The entry of the newest version of the plan."""
    newest = read_latest(episode, ("plan",))
    return newest[0].entry.id if newest else None


def plan_page(situation: Situation, entry: Entry | UUID, language: str) -> PlanPage | None:
    """This version of the plan; None when the entry is no plan."""
    course, version = situation.course, _version(situation, entry)
    if version is None:
        return None
    reading = reading_of(situation.readings, version)
    words = reading.text[language]
    agreed = course.agreed
    return PlanPage(
        version=version,
        reading=reading,
        seen=Seen(version.hash, text_hash(words)),
        sections=sections_of(words),
        changes=_changes(situation, version, language),
        exchanges=tuple(exchanges_in(situation.readings, situation.episode.patient.given_name)),
        others=tuple(other for other in reversed(course.versions) if other != version),
        choices=_choices(situation, version),
        is_newest=version == course.plan,
        is_agreed=version == agreed,
        counts_until_then=agreed.number if agreed and version == course.plan and version != agreed else 0,
    )


def _version(situation: Situation, entry: Entry | UUID) -> Version | None:
    entry_id = entry.pk if isinstance(entry, Entry) else entry
    return next((version for version in situation.course.versions if version.entry_id == entry_id), None)


def _changes(situation: Situation, version: Version, language: str) -> tuple[str, ...]:
    if version.number == 1:
        return ()
    before = reading_of(situation.readings, situation.course.versions[version.number - 2])
    now = reading_of(situation.readings, version)
    return differences(before.answers, now.answers, now.pathway, language)


def _choices(situation: Situation, version: Version) -> tuple[Choice, ...]:
    """What may be answered: to the newest version anything; to an older one that still counts, to take it back."""
    course = situation.course
    if reason_against(course, "consent"):
        return ()
    offered: tuple[str, ...]
    if version == course.plan:
        offered = AGREED if version.answer == asked.GIVEN else FIRST
    else:
        offered = AGREED_BEFORE if version == course.agreed else ()
    return tuple(Choice(value, *CHOICES[value]) for value in offered if value != version.answer)


class AnswerForm(forms.Form):
    """Yes, no, a question, or (after a yes) taking it back; never ticked beforehand. Carries what was shown."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you choose?"),
        choices=[(value, label) for value, (label, _hint) in CHOICES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the answers."),
            "invalid_choice": gettext_lazy("Choose one of the answers."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("Your question or remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plan_hash = forms.CharField(widget=forms.HiddenInput)
    text_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, seen: Seen | None = None, words: str = "") -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.initial["words"] = words
        if seen:
            self.initial.update(plan_hash=seen.plan_hash, text_hash=seen.text_hash)

    def clean(self) -> dict[str, object]:
        """A question needs its words."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("decision") == asked.QUESTION and not cleaned.get("words"):
            self.add_error("words", _("Write down what you would like to ask."))
        return cleaned

    @property
    def seen(self) -> Seen:
        """What the client had before them."""
        return Seen(self.cleaned_data["plan_hash"], self.cleaned_data["text_hash"])


class GivenBy(TypedDict):
    """Who answered, as `care.answer_plan` takes it."""

    given_by: str
    more: Answers


def given_by(account: PatientAccount) -> GivenBy:
    """The client; or a representative by name, and as what they were let in (BW 7:465)."""
    if account.mandate is None:
        return {"given_by": asked.BY_PATIENT, "more": {}}
    named = {REPRESENTATIVE_NAME: account.user.name, REPRESENTATIVE_ROLE: account.mandate.capacity}
    return {"given_by": asked.BY_REPRESENTATIVE, "more": named}


@dataclass(frozen=True)
class Answered:
    """One answer to a plan: what, when, how, by whom, and the mark of its own entry."""

    decision: str
    words: str
    way: str
    given_by: str
    recorded_by: str
    at: datetime
    mark: str
    entry: Entry


@dataclass(frozen=True)
class Receipt:
    """What was answered to which words, in the language of those words."""

    page: PlanPage
    answers: tuple[Answered, ...]
    language: str


def receipt_of(situation: Situation, entry: Entry, language: str) -> Receipt | None:
    """The answers to this version of the plan, oldest first; None when it was not answered (or is no plan)."""
    about = [r for r in situation.readings if r.form == "consent" and r.entry.about_id == entry.pk]
    about = [reading for reading in about if not reading.is_corrected]
    answered_in = _language_answered(situation, entry, about) or language
    page = plan_page(situation, entry, answered_in)
    answers = tuple(_answered(reading, language) for reading in about)
    return Receipt(page, answers, answered_in) if page and answers else None


def _language_answered(situation: Situation, plan: Entry, answers: Sequence[Reading]) -> str:
    """The language of the text that the last answer was bound to, whatever language the page is read in now."""
    bound = answers[-1].also.get("text_hash") if answers else None
    text_of_plan = next((r.text for r in situation.readings if r.entry.pk == plan.pk), {})
    return next((name for name, words in text_of_plan.items() if text_hash(words) == bound), "")


def _answered(reading: Reading, language: str) -> Answered:
    def said(question: str) -> str:
        return say(reading.asked.supplied[question], reading.answers.get(question), language)

    return Answered(
        decision=said(asked.DECISION),
        words=text(reading.answers, asked.WORDS),
        way=said(asked.WAY),
        given_by=said(asked.GIVEN_BY),
        recorded_by=reading.entry.author_name,
        at=reading.entry.occurred_at,
        mark=mark(reading.entry.hash),
        entry=reading.entry,
    )
