"""Information pages: Markdown in, facts with their sources out."""

from dataclasses import replace

import pytest

from pathways.model import Information
from ruggespraak.dossier.packs import pathway
from ruggespraak.public import figures, information
from ruggespraak.public.information import InformationPage


def drawn(body: str, language: str = "nl") -> InformationPage:
    written: Information = replace(pathway().information_in(language)[0], language=language, body=body, sources=())
    return information._draw(pathway(), written)


def test_a_fact_shows_its_source_as_a_number_that_leads_to_the_list() -> None:
    page = drawn("Twee feiten. [[src_seed]] En nog een. [[src_kngf21]] Weer het eerste. [[src_seed]]")
    html = page.blocks[0].html
    assert html.count('href="#src_seed"') == 2
    assert '<span class="unseen">bron </span>1</a>' in html
    assert [source.id for source in page.sources] == ["src_seed", "src_kngf21"]


def test_a_figure_stands_between_the_words() -> None:
    blocks = drawn("Voor.\n\n![[figure:course]]\n\nNa.").blocks
    assert [block.figure for block in blocks] == ["", "course", ""]


def test_a_page_links_to_another_by_its_name() -> None:
    assert 'href="/low-back-pain/how-it-works/"' in drawn("[zo](how_it_works)").blocks[0].html
    assert 'href="/en/low-back-pain/contact/"' in drawn("[so](contact)", "en").blocks[0].html


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", "<b onclick=x>", "[x](javascript:alert(1))"])
def test_nothing_but_words_comes_through(body: str) -> None:
    html = drawn(body).blocks[0].html
    assert "<script" not in html and "<b " not in html and 'href="javascript' not in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_of_the_pack_are_all_there_and_whole(language: str) -> None:
    pages = information.pages(pathway(), language)
    assert {"facts", "what_it_is", "scan", "self_care", "contact", "how_it_works", "alarm"} <= {p.id for p in pages}
    for page in pages:
        assert "[[" not in "".join(block.html for block in page.blocks), page.id
        assert page.sources, page.id
        for block in page.blocks:
            assert not block.figure or figures.figure(block.figure, pathway(), language), block.figure


@pytest.mark.parametrize("name", ["top_three", "half", "one_or_two_in_hundred", "course", "where_it_sits"])
def test_a_figure_is_an_image_with_a_sentence_and_a_source(name: str) -> None:
    figure = figures.figure(name, pathway(), "nl")
    assert figure and figure.source
    assert 'role="img" aria-label="' in figure.drawing
    assert "&lt;" not in figure.drawing


def test_an_unknown_figure_is_none() -> None:
    assert figures.figure("mona_lisa", pathway(), "nl") is None
