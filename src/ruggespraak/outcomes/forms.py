"""What is written down about a right to use an instrument."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}


class RightForm(forms.Form):
    """Who owns it, what they permit, and where that stands."""

    holder = forms.CharField(
        label=_("Who owns it"), max_length=120, help_text=_("The author, university or publisher.")
    )
    permits = forms.CharField(
        label=_("What they permit"),
        max_length=300,
        help_text=_("In a sentence: who may use it, for what, and in which translation."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference = forms.CharField(
        label=_("Where that stands"),
        max_length=200,
        help_text=_("The contract, the letter with its date, or the address."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("After this day it is switched off by itself."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any] | None:
        """It does not end before it begins."""
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first one."))
        return self.cleaned_data
