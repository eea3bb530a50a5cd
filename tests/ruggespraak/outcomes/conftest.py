"""What the tests of measures stand on: a pathway with an instrument of others, brought in as an author would."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

PACK = Path(__file__).parents[3] / "packs/low_back_pain"


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our pack with the invented questionnaire “Trouble”: the sum of three items of 0 to 4, one may be left out."""
    from pathways.check import main
    from questionnaires import choice, questionnaire

    folder = tmp_path_factory.mktemp("packs")
    shutil.copytree(PACK, folder / "low_back_pain", ignore=shutil.ignore_patterns("published"))
    items = [choice(str(number), {"none": 0, "some": 2, "much": 4}) for number in (1, 2, 3)]
    (folder / "trouble.json").write_text(questionnaire(*items))
    place = str(folder / "low_back_pain")
    words = ["import", str(folder / "trouble.json"), "--score", "sum", "--better", "lower"]
    assert main([*words, "--missing-allowed", "1", "--out", place]) == 0
    pathway = folder / "low_back_pain/pathway.yaml"
    source = '  src_trouble: {title: "A publisher, Trouble", reviewed_on: 2026-11-01}\n'
    pathway.write_text(pathway.read_text().replace("\nsources:\n", f"\nsources:\n{source}", 1))
    return folder


@pytest.fixture
def brought_in(imported: Path, settings: object) -> Iterator[None]:
    """An installation that works with that pathway."""
    from ruggespraak.dossier import packs

    settings.PACKS = imported  # type: ignore[attr-defined]
    packs.pathway.cache_clear()
    yield
    packs.pathway.cache_clear()
