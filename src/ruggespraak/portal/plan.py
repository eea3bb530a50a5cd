"""My plan: the exact text of one version, what changed since the one before, and my answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from ruggespraak.care import asked
from ruggespraak.care.course import Course, Version
from ruggespraak.care.plan_text import Section, differences, mark, sections_of, text_hash
from ruggespraak.dossier.reading import Reading


@dataclass(frozen=True)
class PlanPage:
    """One version of the plan as it is shown to the client."""

    version: Version
    reading: Reading
    text: str
    changes: tuple[str, ...]
    others: tuple[Version, ...]
    is_newest: bool
    is_agreed: bool

    @property
    def sections(self) -> tuple[Section, ...]:
        """The text, ready to be drawn."""
        return sections_of(self.text)

    @property
    def mark(self) -> str:
        """The short mark of this version, on screen and on paper."""
        return mark(self.version.hash)

    @property
    def text_hash(self) -> str:
        """What the answer will be bound to, beside the hash of the entry."""
        return text_hash(self.text)


def plan_page(course: Course, readings: Sequence[Reading], number: int, language: str) -> PlanPage:
    """Version `number` (from 1) of the plan of this episode."""
    texts = {reading.entry.id: reading for reading in readings if reading.form == "plan"}
    version = course.versions[number - 1]
    reading = texts[version.entry_id]
    before = texts[course.versions[number - 2].entry_id] if number > 1 else None
    return PlanPage(
        version=version,
        reading=reading,
        text=(reading.text or {}).get(language, ""),
        changes=differences(before.answers, reading.answers, reading.pathway, language) if before else (),
        others=tuple(other for other in course.versions if other.number != number),
        is_newest=number == len(course.versions),
        is_agreed=course.agreed_number == number,
    )


class AnswerForm(forms.Form):
    """Yes, no, a question, or (after a yes) taking it back. Nothing is ticked beforehand."""

    decision = forms.ChoiceField(
        label=_("What do you choose?"),
        choices=[
            (asked.GIVEN, _("Yes, I agree with this plan")),
            (asked.QUESTION, _("I would like to ask something first")),
            (asked.REFUSED, _("No, I do not want this plan")),
            (asked.WITHDRAWN, _("I take my yes back")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    words = forms.CharField(
        label=_("Your question or remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_hash = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """A question needs its words."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("decision") == asked.QUESTION and not cleaned.get("words"):
            self.add_error("words", _("Write down what you would like to ask."))
        return cleaned
