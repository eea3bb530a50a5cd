"""The course of a check: which page comes next, how far along this is, and when there is nothing left to ask."""

from dataclasses import dataclass, replace

from django.urls import reverse

from pathways.evaluate import Evaluation, shown_pages, shown_questions
from pathways.model import Answers, Form, Page
from ruggespraak import clock
from ruggespraak.public.visit import Visit


@dataclass(frozen=True)
class Step:
    """Where a page stands among those that this person is shown."""

    page: Page
    number: int
    of: int
    previous: Page | None


def step(form: Form, visit: Visit, page: Page) -> Step | None:
    """The place of `page`; None when these answers leave it out."""
    pages = shown_pages(form, visit.answers)
    if page not in pages:
        return None
    place = pages.index(page)
    return Step(page, place + 1, len(pages), pages[place - 1] if place else None)


def next_page(form: Form, visit: Visit) -> Page | None:
    """The first page that was not answered yet; None when every shown page was."""
    return next((page for page in shown_pages(form, visit.answers) if page.id not in visit.seen), None)


def address(page: Page | None) -> str:
    """Where a page is asked; an empty text without a page."""
    return reverse("public:question", args=[page.id.replace("_", "-")]) if page else ""


def shown_count(form: Form) -> int:
    """How many pages someone sees who has nothing to report."""
    return len(shown_pages(form, {}))


def first_page(form: Form) -> Page:
    """Where a check begins."""
    return shown_pages(form, {})[0]


def find_page(form: Form, page_id: str) -> Page | None:
    """The page with this id, shown or not."""
    return next((page for page in form.pages if page.id == page_id), None)


def page_of(form: Form, question_id: str) -> Page | None:
    """The page on which a question is asked."""
    return next((page for page in form.pages if question_id in question_ids(page)), None)


def question_ids(page: Page) -> frozenset[str]:
    """The questions of a page, shown or not."""
    return frozenset(question.id for whole in page.questions for question in (whole, *whole.cells))


def take(form: Form, visit: Visit, page: Page, answers: Answers) -> Visit:
    """The visit with the answers of this page in place of its earlier ones.

    A page on which these answers uncover a question that was not shown before counts as not answered yet.
    """
    kept = {key: value for key, value in visit.answers.items() if key not in question_ids(page)}
    merged = kept | {key: value for key, value in answers.items() if value is not None}
    fresh = _shown_ids(form, merged) - _shown_ids(form, visit.answers) - set(merged)
    uncovered = {other.id for other in form.pages if fresh & question_ids(other)}
    seen = tuple(dict.fromkeys((*visit.seen, page.id)))
    return replace(
        visit,
        answers=merged,
        seen=tuple(page_id for page_id in seen if page_id not in uncovered),
        answered_at=clock.now(),
    )


def stops(form: Form, visit: Visit, evaluation: Evaluation) -> bool:
    """Whether these answers end the questions at once: an emergency not heeded before, or someone it is not for."""
    is_new_emergency = evaluation.certain in form.stop_at and evaluation.certain != visit.heeded
    return is_new_emergency or evaluation.in_scope is False


def _shown_ids(form: Form, answers: Answers) -> set[str]:
    return {question.id for question in shown_questions(form, answers)}
