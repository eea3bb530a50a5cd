"""What can be wrong with the reply to one page of the check, beside a wrong value (`parse_answers` finds those)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pathways.evaluate import shown_questions
from pathways.model import AnswerProblem, Page, missing
from ruggespraak.public import visit
from ruggespraak.public.course import question_ids
from ruggespraak.public.visit import Visit
from ruggespraak.ui.faults import Fault
from ruggespraak.ui.reply import Raw


def unanswered(page: Page, after: Visit) -> tuple[AnswerProblem, ...]:
    """Questions of this page that must be answered before one can go on."""
    needed = question_ids(page) & set(missing(page.form, after.answers))
    return tuple(
        AnswerProblem(question.id, _("Answer this question to go on."), question.id)
        for question in page.questions
        if question.id in needed
    )


def page_faults(page: Page, raw: Raw, before: Visit, after: Visit) -> tuple[Fault, ...]:
    """What is wrong with the reply as a whole."""
    return tuple(_page_faults(page, raw, before, after))


def _page_faults(page: Page, raw: Raw, before: Visit, after: Visit) -> Iterator[Fault]:
    asked = {question.id for visit_ in (before, after) for question in shown_questions(page.form, visit_.answers, page)}
    answered = {name for name in raw if name in page.form.pathway.questions and any(raw[name])}
    if answered - asked:
        yield Fault(_("This page was out of date. It is up to date now: check your answers and send them again."))
    if not visit.fits(after):
        yield Fault(_("Your answers together are too long to keep. Make a text shorter and try again."))
