"""The pages of the steps: a form that is drafted and signed, a signed entry, and the client's answer to a plan."""

from ruggespraak.care.views.consent import consent, paper, screen, thanks
from ruggespraak.care.views.entries import correct, entry
from ruggespraak.care.views.forms import form

__all__ = ["consent", "correct", "entry", "form", "paper", "screen", "thanks"]
