"""What is asked about a letter that is not in a pack: how it was sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ruggespraak.letters.models import Way


class SendForm(forms.Form):
    """How the letter goes out."""

    way = forms.ChoiceField(
        label=_("How does the letter go?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how the letter goes.")),
    )
