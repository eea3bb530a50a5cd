"""The pictures of the measures: only what they can say."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import invented
from pathways.model import Pathway, load
from ruggespraak.desk.episode import multiples


@pytest.fixture
def neck(tmp_path: Path) -> Pathway:
    return load(invented.lay_out(tmp_path))


def drawn(pathway: Pathway, score: str | None) -> list[str]:
    """What is drawn when a measure over two answered numbers has this formula."""
    first = next(iter(pathway.measures.values()))
    measure = replace(first, questions=("hinder_work", "hinder_sleep"), score=score)
    readings: list[Any] = [SimpleNamespace(form="evaluation", answers={"hinder_work": 4, "hinder_sleep": 1})]
    return [each.now for each in multiples(readings, replace(pathway, measures={"both": measure}), "en")]


@pytest.mark.parametrize("score", ["single", "mean", None])
def test_a_mean_of_numbers_is_drawn(neck: Pathway, score: str | None) -> None:
    assert drawn(neck, score) == ["2,5"]


@pytest.mark.parametrize("score", ["sum", "percent", "sum, then the table of its owner"])
def test_a_score_of_another_formula_is_not_drawn_as_if_it_were_a_mean(neck: Pathway, score: str) -> None:
    assert drawn(neck, score) == []
