"""Forms about people that are not in a pack."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a dossier is opened without treating its patient."""

    REASONS = (
        ("substitute", _("I stand in for the therapist")),
        ("asked_by_client", _("The client asks me for something")),
        ("second_look", _("A colleague asks me to take a look too")),
        ("duty", _("A complaint, a check or a legal duty")),
        ("other", _("Something else")),
    )
    why = forms.ChoiceField(label=_("Why do you open this dossier?"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("The client can read this. Write nothing about their health."),
        max_length=140,
        min_length=5,
    )

    @property
    def purpose(self) -> str:
        """The reason as it stands in the log."""
        return f"{dict(self.REASONS)[self.cleaned_data['why']]}: {self.cleaned_data['words']}"


class CodeForm(forms.Form):
    """What opens the invitation of a representative: the code, beside the link."""

    code = forms.CharField(
        label=_("The code of six characters"),
        help_text=_("You received it at the practice or by telephone."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class InvitationForm(CodeForm):
    """The two secrets that open an invitation."""

    born_on = forms.DateField(
        label=_("Your date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
    )
    field_order = ("born_on", "code")
