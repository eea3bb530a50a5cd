"""What was asked of a command, and cannot be answered."""

from pathways.model import Form, Pathway
from pathways.source import did_you_mean


class BadQuestion(Exception):
    """What was asked of the command cannot be answered."""


def form_named(name: str, pathway: Pathway) -> Form:
    """The form of this name. Raises BadQuestion, with the likely one, when there is none."""
    form = pathway.forms.get(name)
    if form is None:
        hint = did_you_mean(name, pathway.forms) or f"forms: {', '.join(pathway.forms)}"
        raise BadQuestion(f"there is no form '{name}' — {hint}")
    return form
