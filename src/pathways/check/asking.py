"""What was asked of a command, and cannot be answered."""

from pathways.model import Form, Pathway
from pathways.source import did_you_mean


class BadQuestion(Exception):
    """What was asked of the command cannot be answered."""


def form_named(name: str | None, pathway: Pathway) -> Form:
    """The form of this name, or the only form. Raises BadQuestion, with the likely ones, when there is none."""
    if name is None and len(pathway.forms) == 1:
        return next(iter(pathway.forms.values()))
    if name is None:
        raise BadQuestion(f"which form? There are: {', '.join(pathway.forms)}")
    form = pathway.forms.get(name)
    if form is None:
        hint = did_you_mean(name, pathway.forms) or f"forms: {', '.join(pathway.forms)}"
        raise BadQuestion(f"there is no form '{name}' — {hint}")
    return form
