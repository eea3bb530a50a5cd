"""The sealed cookie: what it holds, how large it may be, and when it stops counting."""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pathways.model import Answers
from ruggespraak import clock
from ruggespraak.dossier.packs import pathway
from ruggespraak.public import visit
from ruggespraak.public.visit import COOKIE, LARGEST, Visit

ANSWERS: Answers = {"age": 40, "where": ("back_lumbar_left", "sacrum"), "fever": "dont_know", "malaise": False}


def sent(kept: Visit) -> str:
    response = HttpResponse()
    visit.keep(response, kept)
    return response.cookies[COOKIE].value


def read(value: str) -> Visit | None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = value
    return visit.read(request, pathway())


def test_what_was_kept_comes_back() -> None:
    kept = replace(visit.begin(pathway()), answers=ANSWERS, seen=("you", "place"), heeded="gp_same_day")
    found = read(sent(kept))
    assert found and (found.answers, found.seen, found.heeded) == (ANSWERS, ("you", "place"), "gp_same_day")


def test_nobody_can_read_it_and_no_two_are_alike() -> None:
    kept = replace(visit.begin(pathway()), answers=ANSWERS)
    assert "back_lumbar" not in sent(kept)
    assert sent(kept) != sent(kept)


@pytest.mark.parametrize("value", ["", "nonsense", "é", "A" * 4000, "A" * 5000, "AAAA"])
def test_what_we_did_not_seal_is_no_visit(value: str) -> None:
    assert read(value) is None


def test_answers_to_another_version_of_the_pathway_do_not_count() -> None:
    assert read(sent(replace(visit.begin(pathway()), pack="0" * 64))) is None


def test_it_counts_from_the_last_answer() -> None:
    value = sent(replace(visit.begin(pathway()), answered_at=clock.now() - visit.LIFETIME * 1.01))
    assert read(value) is None


def test_every_self_check_fits_and_a_novel_does_not() -> None:
    form = pathway().forms["self_check"]
    everything = {question.id: "dont_know" for question in form.own}
    everything["where"] = tuple(pathway().regions)
    full = replace(visit.begin(pathway()), answers=everything, seen=tuple(page.id for page in form.pages))
    assert visit.fits(full)
    assert len(sent(full)) < LARGEST
    assert not visit.fits(replace(full, answers={"words": "".join(chr(0x4E00 + n) for n in range(3000))}))
