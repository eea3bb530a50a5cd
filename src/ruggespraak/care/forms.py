"""The client's own answer to a plan, on the practice's screen or on their own."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruggespraak.care import asked
from ruggespraak.care.actions import Seen

YES_NO_OR_QUESTION: Mapping[str, Promise] = {
    asked.GIVEN: _("Yes, I agree to this plan"),
    asked.QUESTION: _("I want to ask something first"),
    asked.REFUSED: _("No, I do not want this plan"),
}
AGREED_ALREADY: Mapping[str, Promise] = {
    asked.QUESTION: _("I want to ask something"),
    asked.WITHDRAWN: _("I take back my consent"),
}


class AnswerForm(forms.Form):
    """Yes, no, or a question first; never ticked beforehand. Carries the hashes of what was shown."""

    decision = forms.ChoiceField(
        label=_("What do you choose?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer. A question, or no, is an answer too.")},
    )
    words = forms.CharField(
        label=_("Your question or remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    plan_hash = forms.CharField(widget=forms.HiddenInput)
    text_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, is_agreed: bool = False, seen: Seen | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["decision"].choices = (AGREED_ALREADY if is_agreed else YES_NO_OR_QUESTION).items()  # type: ignore[attr-defined]
        if seen:
            self.initial = {"plan_hash": seen.plan_hash, "text_hash": seen.text_hash}

    def clean(self) -> dict[str, object]:
        """A question has words."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == asked.QUESTION and not str(cleaned.get("words", "")).strip():
            self.add_error("words", _("Write down your question."))
        return cleaned

    @property
    def seen(self) -> Seen:
        """What the client had before them."""
        return Seen(self.cleaned_data["plan_hash"], self.cleaned_data["text_hash"])
