"""Which looks at my record I want to see."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PeriodForm(forms.Form):
    """Which looks to see: of which days, and whether mine too."""

    since = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Fill in a day, for example 2026-03-01.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Fill in a day, for example 2026-03-31.")},
    )
    others = forms.BooleanField(label=gettext_lazy("Only others, not myself"), required=False)

    def clean(self) -> dict[str, object]:
        """The last day does not come before the first."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        return self.cleaned_data
