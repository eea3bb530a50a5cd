"""The form by which somebody is let in to act for a client: for the client, and for the practice."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ruggespraak.audit.actor import Actor
from ruggespraak.errors import why_not
from ruggespraak.people.actions import BY_CLIENT, check_name_representative
from ruggespraak.people.mandates import Capacity, Ground, Scope
from ruggespraak.people.models import Patient

SCOPES: dict[str, Promise] = {
    Scope.READS: _("Read along"),
    Scope.FILLS_IN: _("Read, fill in forms and write messages"),
    Scope.DECIDES: _("All this, and agree to a plan or decline it"),
}
GROUNDS: dict[str, Promise] = {
    Ground.CONSENT: _("The client agrees, and said so"),
    Ground.LAW: _("The law or a court: for a child, a guardian, a curator or a mentor"),
}


class MandateForm(forms.Form):
    """Who, as what, how far, and until when: as a client asks for it."""

    capacities: Iterable[Capacity] = BY_CLIENT
    name = forms.CharField(label=_("Their name"), max_length=100)
    email = forms.EmailField(
        label=_("Their own e-mail address"), help_text=_("The invitation goes there. They get an account of their own.")
    )
    capacity = forms.ChoiceField(label=_("Who is this to you?"), widget=forms.RadioSelect)
    scope = forms.ChoiceField(label=_("What may they do?"), choices=list(SCOPES.items()), widget=forms.RadioSelect)
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("After this day it ends by itself. You can end it earlier, at any moment."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why_no_end = forms.CharField(
        label=_("No last day yet? Say why"),
        required=False,
        max_length=200,
        help_text=_("Write nothing about anybody's health."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "capacity", [(capacity.value, capfirst(str(capacity.label))) for capacity in self.capacities])

    def is_possible(self, patient: Patient, *, by: Actor) -> bool:
        """Whether this person can be let in; the reason why not is put at the form."""
        if self.is_valid() and (refusal := why_not(check_name_representative, patient, by=by, **self.terms)):
            self.add_error(None, refusal)
        return self.is_valid()

    @property
    def terms(self) -> dict[str, Any]:
        """What the action takes, but for the name."""
        given = {"ground": Ground.OWN_PAGES.value} | self.cleaned_data
        return {name: value for name, value in given.items() if name != "name"}


class DeskMandateForm(MandateForm):
    """The same for the practice, which says on what ground."""

    capacities = Capacity
    capacity = forms.ChoiceField(label=_("Who is this to the client?"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("On what ground?"), choices=list(GROUNDS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("Who said it and when, or which paper you saw. Write nothing about anybody's health."),
        max_length=200,
    )
    field_order = ("name", "email", "capacity", "scope", "ground", "words", "ends_on", "why_no_end")


def _offer(form: forms.Form, field: str, choices: list[tuple[str, Any]]) -> None:
    form.fields[field].choices = choices  # type: ignore[attr-defined]
