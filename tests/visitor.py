"""A visitor who does the self-check: reads the page, answers every question on it, and goes on.

visitor = Visitor(Client())
visitor.walks(fever="yes")      everything else calm: 40 years, low back, and no to every sign
visitor.page                    the last page, followed through its redirects
"""

from collections.abc import Mapping

from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from pathways.evaluate import shown_questions
from pathways.model import Form, Question
from ruggespraak.dossier.packs import pathway
from ruggespraak.public import course, visit
from ruggespraak.public.visit import Visit

CALM = {"age": "40", "where": "back_lumbar_left", "duration": "1", "pain_nrs_now": "3", "activities_ok": "yes"}
LEAVE_OPEN = ""


class Visitor:
    """Someone without an account, in a browser of their own."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.addresses: list[str] = []
        self.page: HttpResponse = HttpResponse()

    @property
    def form(self) -> Form:
        return pathway().forms["self_check"]

    @property
    def visit(self) -> Visit | None:
        """What this browser keeps, as the server reads it."""
        request = self.client.request().wsgi_request
        request.COOKIES = {name: morsel.value for name, morsel in self.client.cookies.items()}
        return visit.read(request, self.form.pathway)

    def opens(self, address: str) -> HttpResponse:
        self.addresses.append(address)
        self.page = self.client.get(address, follow=True)
        self.addresses += [address for address, _status in getattr(self.page, "redirect_chain", [])]
        return self.page

    def sends(self, page_id: str, **reply: object) -> HttpResponse:
        """Post one page exactly as given."""
        with translation.override("nl"):
            address = course.address(course.find_page(self.form, page_id))
        self.addresses.append(address)
        self.page = self.client.post(address, reply, follow=True)
        self.addresses += [address for address, _status in self.page.redirect_chain]
        return self.page

    def walks(self, *, until: str = "", **said: str) -> int:
        """Answer page after page until the result (or the page `until`); returns how many pages that took."""
        answers = CALM | said
        for count in range(1, 40):
            current = self.visit or visit.begin(self.form.pathway)
            page = course.next_page(self.form, current)
            if page is None or page.id == until:
                return count - 1
            questions = shown_questions(self.form, current.answers, page)
            self.sends(page.id, **self._reply(questions, answers))
            if self.page.wsgi_request.path.endswith("/result/"):
                return count
            assert self.page.status_code == 200, self.page.content.decode()
        raise AssertionError("The check did not end.")

    @staticmethod
    def _reply(questions: tuple[Question, ...], answers: Mapping[str, str]) -> dict[str, str]:
        reply = {}
        for question in questions:
            reply[question.id] = answers.get(question.id, _calm(question))
            if question.type == "duration":
                number, _space, unit = reply[question.id].partition(" ")
                reply |= {question.id: number, f"{question.id}-unit": unit or "weeks"}
        return reply

    @property
    def text(self) -> str:
        return self.page.content.decode()


def _calm(question: Question) -> str:
    if question.type == "yes_no":
        return "no"
    return question.options[0].id if question.options else "0"
