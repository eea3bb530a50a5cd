"""Boundary patients to sign: each pair tells what differs, what comes of it, and has a place to agree or not."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from pathways.check import main
from pathways.describe.pairs import boundary_page
from pathways.explain import question_text, say, sentence
from pathways.model import Pathway
from pathways.prove.boundaries import Boundary, boundary_pairs


@pytest.fixture(scope="module")
def pairs(neck: Pathway) -> list[Boundary]:
    return list(boundary_pairs(neck))


def articles(page: str) -> list[str]:
    """The pairs of a page as plain text."""
    return [text_of(article) for article in re.findall(r"<article.*?</article>", page, re.DOTALL)]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_pair_tells_both_answers_and_both_advices(neck: Pathway, pairs: list[Boundary], language: str) -> None:
    told = articles(boundary_page(neck, pairs, language))
    assert len(told) == len(pairs)
    for pair in pairs:
        sides = [
            sentence(
                question_text(pair.form, pair.question, language),
                say(neck.questions[pair.question], patient.answers[pair.question], language),
            )
            for patient in (pair.calm, pair.flipped)
        ]
        outcomes = [patient.outcome(language) for patient in (pair.calm, pair.flipped)]
        assert any(all(part in text for part in (*sides, *outcomes)) for text in told), sides


def test_the_heaviest_rules_come_first(neck: Pathway, pairs: list[Boundary]) -> None:
    rules = re.findall(r'<section id="rule-(\w+)"', boundary_page(neck, pairs))
    ranks = [neck.rank[neck.rule[name].urgency] for name in rules]
    assert ranks == sorted(ranks, reverse=True)
    assert set(rules) == {pair.rule for pair in pairs}


def test_every_pair_can_be_agreed_with_or_not_by_name_and_date(neck: Pathway, pairs: list[Boundary]) -> None:
    for number, text in enumerate(articles(boundary_page(neck, pairs)), 1):
        assert text.startswith(f"Paar {number} , ")
        assert text.endswith("eens niet eens Opmerking Naam en datum")


def test_the_sign_off_names_exactly_what_was_signed(neck: Pathway, pairs: list[Boundary]) -> None:
    sheet = text_of(boundary_page(neck, pairs, "en").split('id="sign-off"')[-1])
    for fact in (neck.id, neck.version, neck.content_hash, neck.logic_hash, str(len(pairs))):
        assert fact in sheet


def test_where_the_advice_stays_the_same_the_page_says_so(neck: Pathway, pairs: list[Boundary]) -> None:
    same = sum(not pair.changes_level for pair in pairs)
    assert boundary_page(neck, pairs, "en").count("The advice stays the same.") == same


def test_the_command_makes_the_page(folder: Path, neck: Pathway, pairs: list[Boundary]) -> None:
    assert main(["describe", str(folder), "--boundaries", "--out", str(folder / "pairs.html")]) == 0
    assert len(articles((folder / "pairs.html").read_text(encoding="utf-8"))) == len(pairs)


def test_describing_needs_no_solver(folder: Path) -> None:
    code = (
        "import sys; from pathways.check import main; "
        f"code = main(['describe', {str(folder)!r}, '--out', {str(folder / 'page.html')!r}]); "
        "import pathways.describe.pairs; assert 'z3' not in sys.modules; sys.exit(code)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
