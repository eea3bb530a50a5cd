"""A letter to my GP before it goes: what it is in short, every line of it, and my last word about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from pathways.explain import tell
from ruggespraak.dossier.reading import Reading
from ruggespraak.letters.preview import GOES, STAYS, Answer, Shown
from ruggespraak.letters.sheet import recipient_of

IN_SHORT: Mapping[str, Promise] = {
    "first_report": gettext_lazy("Your therapist tells your GP that you came here, and what was found."),
    "question": gettext_lazy("Your therapist asks your GP to have a look at you too."),
    "interim": gettext_lazy("Your therapist tells your GP how it goes so far."),
    "final": gettext_lazy("Your therapist tells your GP how the treatment went."),
}
"""Kind of letter → what it is for, to the client."""

HOW_SOON: Mapping[str, Promise] = {
    "now": gettext_lazy("Your therapist has phoned your GP about it already."),
    "today": gettext_lazy("Your GP should read it today."),
    "days": gettext_lazy("Your GP should read it within a few days."),
    "routine": gettext_lazy("There is no hurry."),
    "information": gettext_lazy("Your GP need not do anything."),
}
"""How soon the GP must know → the same to the client."""

IN_THE_SUMMARY = ("consent_share_gp", "letter_kind", "letter_urgency")


@dataclass(frozen=True)
class LetterPage:
    """One letter as the client reads it before it goes."""

    reading: Reading
    to: str
    in_short: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    answer: Answer | None
    is_waiting: bool


def letter_page(reading: Reading, state: Shown, language: str) -> LetterPage:
    """The page of a signed letter."""
    told = tell(reading.asked, reading.answers, language, reader="patient")
    kind, urgency = reading.answers.get("letter_kind"), reading.answers.get("letter_urgency")
    short = (IN_SHORT.get(str(kind)), HOW_SOON.get(str(urgency)))
    return LetterPage(
        reading=reading,
        to=recipient_of(reading.entry.episode.patient),
        in_short=tuple(str(sentence) for sentence in short if sentence is not None),
        lines=tuple((label, said) for label, said, name in told if name not in IN_THE_SUMMARY),
        answer=state.answer,
        is_waiting=state.is_waiting and not reading.is_corrected,
    )


class LetterForm(forms.Form):
    """May it go, and is there something to add; nothing is ticked beforehand."""

    decision = forms.ChoiceField(
        label=gettext_lazy("May this letter go to your GP?"),
        choices=[
            (GOES, gettext_lazy("Yes, the letter may go like this")),
            (STAYS, gettext_lazy("No, do not send this letter")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the answers."),
            "invalid_choice": gettext_lazy("Choose one of the answers."),
        },
    )
    line = forms.CharField(
        label=gettext_lazy("Would you like to add something yourself?"),
        help_text=gettext_lazy("Your GP reads this in the letter, in your own words. You may leave it empty."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
