"""A message of mine to the practice."""

from django import forms
from django.utils.translation import gettext_lazy


class MessageForm(forms.Form):
    """Words, and nothing else."""

    words = forms.CharField(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("You get an answer within two working days. Is it urgent? Then call."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write down what you would like to say.")},
    )
