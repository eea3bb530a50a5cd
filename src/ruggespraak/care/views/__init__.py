"""The pages of the steps: a form that is drafted and signed, a signed entry, and the client's answer to a plan."""

from ruggespraak.care.views.consent import consent, paper, screen, thanks
from ruggespraak.care.views.entries import answer_correction, correct, entry, entry_plain
from ruggespraak.care.views.forms import form

__all__ = [
    "answer_correction",
    "consent",
    "correct",
    "entry",
    "entry_plain",
    "form",
    "paper",
    "screen",
    "thanks",
]
