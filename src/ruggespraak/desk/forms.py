"""Forms of the desk that are not in a pack: who a client is, and what they are treated for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ruggespraak.audit.actor import Actor
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import why_not
from ruggespraak.language import language
from ruggespraak.people.actions import CHANGEABLE, check_register_patient, check_set_bsn
from ruggespraak.people.bsn import is_bsn, normalised
from ruggespraak.people.models import Membership, Patient, Practice, Sex

LANGUAGES = (("nl", _("Dutch")), ("en", _("English")))


class DetailsForm(forms.Form):
    """Name, birth, how to reach, and the GP."""

    given_name = forms.CharField(label=_("Given name"), max_length=60)
    initials = forms.CharField(label=_("Initials"), max_length=20, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    born_on = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Needed for an invitation to their own record.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=100, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    city = forms.CharField(label=_("City"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language of the client"), choices=LANGUAGES)
    gp_name = forms.CharField(label=_("GP"), max_length=100, required=False)
    gp_practice = forms.CharField(label=_("Practice of the GP"), max_length=100, required=False)
    gp_phone = forms.CharField(label=_("Telephone of the GP"), max_length=20, required=False)
    bsn = forms.CharField(
        label=_("Citizen service number (BSN)"),
        max_length=15,
        required=False,
        help_text=_("After you have seen a valid identity document. Kept sealed."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_bsn(self) -> str:
        """Nine digits that pass the eleven-proof, or nothing."""
        written = str(self.cleaned_data["bsn"])
        if not written.strip():
            return ""
        digits = normalised(written)
        if not is_bsn(digits):
            raise forms.ValidationError(_("This is not a valid citizen service number. Check the digits."))
        return digits

    @property
    def details(self) -> dict[str, Any]:
        """What registering and changing take."""
        return {name: value for name, value in self.cleaned_data.items() if name in CHANGEABLE}


class RegisterForm(DetailsForm):
    """A new client, with the complaint to begin with and who treats."""

    complaint = forms.ChoiceField(label=_("Complaint"), required=False)
    therapist = forms.ChoiceField(label=_("Therapist"))
    is_someone_else = forms.BooleanField(
        label=_("This is someone else with the same name and date of birth"), required=False
    )

    def __init__(self, *args: Any, therapists: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "complaint", {**complaints(), "": _("No episode yet")})
        _offer(self, "therapist", therapists)

    def is_possible(self, practice: Practice, *, by: Actor) -> bool:
        """Whether this person can be registered; the reason why not is put at the form."""
        if not self.is_valid():
            return False
        known = {name: self.cleaned_data[name] for name in ("given_name", "family_name", "born_on", "is_someone_else")}
        refusal = why_not(check_register_patient, practice, by=by, **known)
        if not refusal and self.cleaned_data["bsn"]:
            refusal = why_not(check_set_bsn, Patient(practice=practice), self.cleaned_data["bsn"], by=by)
        if refusal:
            self.add_error(None, refusal)
        return not refusal


class EpisodeForm(forms.Form):
    """What to treat, and who."""

    complaint = forms.ChoiceField(label=_("Complaint"))
    therapist = forms.ChoiceField(label=_("Therapist"))

    def __init__(self, *args: Any, therapists: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "complaint", complaints())
        _offer(self, "therapist", therapists)


def _offer(form: forms.Form, field: str, choices: Mapping[str, Any]) -> None:
    form.fields[field].choices = list(choices.items())  # type: ignore[attr-defined]


def complaints() -> dict[str, str]:
    """The complaints that there is a pathway for: id to name."""
    ids = sorted(folder.parent.name for folder in settings.PACKS.glob("*/pathway.yaml"))
    return {name: pathway(name).title.in_(language()) for name in ids}


def therapists_of(practice: Practice) -> dict[str, str]:
    """Who treats here: user id to name."""
    members = Membership.objects.of_practice(practice).who_treat().select_related("user")
    return {str(member.user_id): member.user.name for member in members}


def from_request(name: str, born_on: date, email: str, phone: str, language: str) -> dict[str, Any]:
    """What a request already tells; the first word of a name is taken for the given name."""
    given, _space, family = name.strip().partition(" ")
    return {
        "given_name": given,
        "family_name": family,
        "born_on": born_on,
        "email": email,
        "phone": phone,
        "language": language,
    }
