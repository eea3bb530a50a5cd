"""What a visitor fills in to ask for a first appointment. Never the citizen service number."""

import re
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ruggespraak import clock
from ruggespraak.people.models import Practice

LONGEST_WORDS = 2000
# Nine digits in a row that a visitor may type although nobody asks: a citizen service number is not for this form.
NINE_DIGITS = re.compile(r"(?<![\d+])\d(?:[ .]?\d){8}(?!\d)")
OLDEST = 120


class PracticeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Practices by their slug, so that no internal identifier stands in a page."""

    def label_from_instance(self, practice: Practice) -> str:
        return f"{practice.name}, {practice.city}"


class RequestForm(forms.Form):
    """Who asks, how to reach them, and what for. The practice is only asked when there is a choice."""

    practice = PracticeChoice(
        label=_("Which practice?"),
        queryset=Practice.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose a practice"),
        error_messages={
            "required": _("Choose a practice."),
            "invalid_choice": _("This practice is not in the list. Choose another."),
        },
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Fill in your name."),
            "max_length": _("Your name may have %(limit_value)d characters at most."),
        },
    )
    born_on = forms.DateField(
        label=_("Your date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={
            "required": _("Fill in your date of birth."),
            "invalid": _("Write your date of birth as day-month-year, for example 31-12-1980."),
        },
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("A telephone number or an e-mail address is enough."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("A telephone number has %(limit_value)d characters at most.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not a complete e-mail address. Example: name@example.com.")},
    )
    words = forms.CharField(
        label=_("What would you like help with?"),
        help_text=_("In your own words, as short as you like."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write in a few words what you would like help with."),
            "max_length": _("Make this shorter: %(limit_value)d characters at most. You wrote %(show_value)d."),
        },
    )
    moments = forms.CharField(
        label=_("When would you like to come?"),
        help_text=_("For example: Tuesday after five, or any morning."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": _("Make this shorter: %(limit_value)d characters at most. You wrote %(show_value)d.")
        },
    )
    language = forms.ChoiceField(
        label=_("Which language do you prefer?"),
        choices=[("nl", "Nederlands"), ("en", "English")],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose one of the two languages."),
        },
    )

    def __init__(self, *args: Any, practices: QuerySet[Practice], only: str | None = None, **kwargs: Any) -> None:
        """`only` is the slug of the practice when there is no choice."""
        super().__init__(*args, **kwargs)
        choice = cast(PracticeChoice, self.fields["practice"])
        choice.queryset = practices
        if only:
            choice.initial, choice.widget = only, forms.HiddenInput()

    def clean_born_on(self) -> object:
        """Someone alive today."""
        born_on = self.cleaned_data["born_on"]
        today = clock.today()
        if not today.year - OLDEST <= born_on.year or born_on > today:
            raise forms.ValidationError(_("Check your date of birth: this day cannot be right."))
        return born_on

    def clean_phone(self) -> str:
        """Digits, with a plus in front perhaps: written in one way, so that the same number is found again."""
        number = re.sub(r"[\s().-]", "", str(self.cleaned_data["phone"]))
        if number and not re.fullmatch(r"\+?\d{8,15}", number):
            raise forms.ValidationError(_("Check your telephone number: 10 digits, for example 06 12345678."))
        return number

    def clean_words(self) -> str:
        return self._without_number("words")

    def clean_moments(self) -> str:
        return self._without_number("moments")

    def clean(self) -> dict[str, Any]:
        """Some way to answer."""
        cleaned = super().clean() or self.cleaned_data
        if not {"phone", "email"} & set(self.errors) and not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("phone", _("Fill in a telephone number or an e-mail address, so that we can answer."))
        return cleaned

    def _without_number(self, field: str) -> str:
        text = str(self.cleaned_data[field])
        if NINE_DIGITS.search(text):
            raise forms.ValidationError(_("Leave out long numbers. We never ask for your BSN."))
        return text
