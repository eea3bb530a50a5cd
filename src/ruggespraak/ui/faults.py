"""What the error summary on top of a page lists, from questions of a form and from Django forms alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BoundField

from ruggespraak.ui.questions import Asked


@dataclass(frozen=True)
class Fault:
    """A sentence that says what to do, and the id of the field that it moves focus to."""

    message: str
    anchor: str = ""


def faults_of(questions: Iterable[Asked]) -> tuple[Fault, ...]:
    """The faults of questions in the order of the page, cells of tables and lists included."""
    return tuple(_walk(questions))


def _walk(questions: Iterable[Asked]) -> Iterator[Fault]:
    for asked in questions:
        if asked.error:
            yield Fault(_sentence(asked), asked.anchor)
        for row in asked.rows:
            yield from _walk(row.cells)


def _sentence(asked: Asked) -> str:
    """The question and what is wrong: ten times "Choose an answer" would not say where."""
    question = f"{asked.row}, {asked.short}" if asked.row else asked.text
    return f"{question} {asked.error}" if question.endswith("?") else f"{question}: {asked.error}"


def form_faults(form: BaseForm) -> tuple[Fault, ...]:
    """The faults of a Django form in the order of its fields; those of the whole form first."""
    whole = [Fault(str(message)) for message in form.non_field_errors()]
    return (*whole, *(Fault(str(bound.errors[0]), _anchor(bound)) for bound in form if bound.errors))


def _anchor(bound: BoundField) -> str:
    """The control itself; of a group, the first choice."""
    return bound.subwidgets[0].id_for_label if bound.use_fieldset and bound.subwidgets else bound.id_for_label
