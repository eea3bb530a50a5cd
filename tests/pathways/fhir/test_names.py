"""Names without underscores, and never one for two things."""

from pathlib import Path

import pytest

import invented
from pathways.fhir import names_are_injective, questionnaire
from pathways.model import Pathway, load


def with_question(name: str, folder: Path) -> Pathway:
    more = f'{name}: {{ask: {{nl: "Nog iets?", en: "Anything else?"}}}}\n'
    files = {**invented.FILES, "questions.yaml": invented.FILES["questions.yaml"] + more}
    return load(invented.lay_out(folder, files))


def test_names_of_the_pack_stay_apart(pack: Pathway) -> None:
    assert names_are_injective(pack) == []


@pytest.mark.parametrize(
    ("name", "shadowed"),
    [
        ("fall_heavy_", "question fall_heavy"),
        ("hinder_numerator", "the numerator of score hinder"),
        ("fever_dont_know", "'don't know' on question fever"),
        ("rule_cord", "rule cord"),
        ("level_rank", "the outcome of the form"),
        ("resource", "a name of FHIRPath itself"),
    ],
)
def test_a_name_that_would_stand_for_two_things_is_told_and_never_exported(
    name: str, shadowed: str, tmp_path: Path
) -> None:
    pathway = with_question(name, tmp_path)
    (clash,) = [clash for clash in names_are_injective(pathway) if f"question {name}" in clash.meanings]
    assert shadowed in clash.meanings
    assert f"question {name}" in str(clash)
    with pytest.raises(ValueError, match=clash.name):
        questionnaire(pathway.forms["self_check"])
