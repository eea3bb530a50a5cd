"""`pathways fhir`: resources in files, or one Bundle on the screen."""

import json
from pathlib import Path

import pytest

import invented
from pathways.check import main


def test_each_resource_becomes_a_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out/deep"
    assert main(["fhir", str(folder), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"7 resources in {out}\n"
    found = {path.name: json.loads(path.read_text()) for path in out.iterdir()}
    assert found["Questionnaire-neck.self-check.json"]["resourceType"] == "Questionnaire"
    assert {resource["resourceType"] for resource in found.values()} == {
        "Questionnaire", "PlanDefinition", "ActivityDefinition",
    }  # fmt: skip


def test_without_a_folder_a_bundle_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fhir", str(folder), "self_check", "--base", "https://practice.example/fhir/"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["resourceType"] == "Bundle"
    (entry,) = printed["entry"]
    assert entry["fullUrl"] == "https://practice.example/fhir/Questionnaire/neck.self-check"


def test_an_unknown_form_is_refused_with_the_likely_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fhir", str(folder), "self_chek"]) == 2
    assert "self_check" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fhir", str(folder), "self_check", "--out", str(folder / "rules.yaml")]) == 2
    assert "rules.yaml" in capsys.readouterr().err


def test_names_that_would_become_one_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = 'rule_cord: {ask: {nl: "Nog iets?", en: "Anything else?"}}\n'
    files = {**invented.FILES, "questions.yaml": invented.FILES["questions.yaml"] + more}
    assert main(["fhir", str(invented.lay_out(tmp_path, files))]) == 2
    assert "'ruleCord' would stand for" in capsys.readouterr().err
