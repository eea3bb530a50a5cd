"""The guide to exchanging forms and answers does what it says."""

import re
from pathlib import Path

import pytest

from fhir_reading import every_item
from pathways.fhir import questionnaire
from pathways.model import Pathway

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/for-developers/exchange.md").read_text(encoding="utf-8")


def test_its_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        exec(compile(block, "exchange.md", "exec"), known)
    assert "received" in known


def test_every_link_that_it_names_exists(pack: Pathway) -> None:
    links = {item["linkId"] for form in pack.forms.values() for item in every_item(questionnaire(form)["item"])}
    named = re.findall(r"`([a-z_]+(?:[:.][a-z0-9_]+)?)`", "".join(re.findall(r"^\| `.*? \|", GUIDE, re.MULTILINE)))
    assert len(named) >= 12
    assert set(named) - links <= {"form:closed"}  # only where a score of the pack forgives missing items
