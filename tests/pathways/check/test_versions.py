"""`pathways compare` at the command line."""

import json
import shutil
from pathlib import Path

import pytest

from pathways.check import main
from pathways.model import load


@pytest.fixture
def later(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(folder, tmp_path_factory.mktemp("later") / "neck"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"'{old}' must stand once in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def lighter(later: Path) -> None:
    edit(later, "rules.yaml", "when: fall_heavy\n    urgency: emergency", "when: fall_heavy\n    urgency: gp_today")


def test_the_same_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(folder), str(folder)]) == 0
    said = capsys.readouterr().out
    assert "0 changes of level, 0 to a lighter one, 0 of which the release notes do not name; 0 changed texts" in said


def test_a_lowering_that_nobody_named_fails(folder: Path, later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lighter(later)
    edit(later, "questions.yaml", "Heb je koorts?", "Gloei je?")
    assert main(["compare", str(folder), str(later), "--form", "self_check"]) == 1
    said = capsys.readouterr().out
    assert "LOWER! self_check: emergency -> gp_today\n     no line of the release notes names this\n" in said
    assert "     Was it a heavy accident? Yes\n" in said
    assert "     before -> phone 112 now: fracture (something may be broken)\n" in said
    assert "     now -> phone your GP today: fracture (something may be broken)\n" in said
    assert "STALE    text questions.fever.ask: the Dutch changed, the English did not" in said
    assert "changed  rule fracture (urgency)" in said
    assert (
        "1 change of level, 1 to a lighter one, 1 of which the release notes do not name; 1 changed text, 1 with"
        in said
    )
    assert "screening" not in said


def test_it_is_told_in_dutch(folder: Path, later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lighter(later)
    main(["compare", str(folder), str(later), "--form", "self_check", "--language", "nl"])
    said = capsys.readouterr().out
    assert "     Was het een zwaar ongeluk? Ja\n" in said
    assert "     nu -> bel vandaag je huisarts: fracture (er kan iets gebroken zijn)\n" in said


def test_a_named_lowering_passes_and_says_why(folder: Path, later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lighter(later)
    because = 'because: {nl: "Zo", en: "So"}, source: src_own'
    (later / "releases.yaml").write_text(
        'releases:\n  - version: "0.2.0"\n    date: 2026-11-24\n    text: {nl: "x", en: "x"}\n    lowers:\n'
        f"      - {{form: self_check, from: emergency, to: gp_today, {because}}}\n"
        f"      - {{form: screening, from: emergency, to: gp_today, {because}}}\n"
        f"      - {{form: screening, from: gp_today, to: selfcare, {because}}}\n"
    )
    assert main(["compare", str(folder), str(later)]) == 0
    said = capsys.readouterr().out
    assert said.count("meant: So [src_own]") == 2
    assert "note: the release notes name screening: gp_today -> selfcare, which does not happen" in said


def test_a_kept_version_is_compared_as_well(folder: Path, later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = folder.parent / "kept.json"
    kept.write_text(load(folder).to_json(), encoding="utf-8")
    lighter(later)
    assert main(["compare", str(kept), str(folder)]) == 0
    assert main(["compare", str(kept), str(later), "--form", "self_check", "--json"]) == 1
    data = json.loads(capsys.readouterr().out.split("\n{", 1)[1].join(["{", ""]))
    [one] = data["transitions"]
    assert (one["form"], one["from"], one["to"], one["lowers"], one["because"]) == (
        "self_check", "emergency", "gp_today", True, None,
    )  # fmt: skip
    assert one["before"]["answers"]["fall_heavy"] is one["after"]["answers"]["fall_heavy"] is True
    assert one["before"]["fired"] == one["after"]["fired"] == ["fracture"]
    assert data["old"]["logic_hash"] != data["new"]["logic_hash"]
    assert data["is_fine"] is False


def test_reasons_are_told_when_asked(folder: Path, later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(later, "rules.yaml", "    when: fever and shivers\n", "    when: fever and shivers and not fall_heavy\n")
    assert main(["compare", str(folder), str(later), "--form", "self_check", "--reasons"]) in (0, 1)
    assert "self_check: emergency stays, not by ill in both versions" in capsys.readouterr().out


def test_what_cannot_be_compared(folder: Path, later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(later, "pathway.yaml", "id: neck\n", "id: shoulder\n")
    assert main(["compare", str(folder), str(later)]) == 2
    assert "'neck' and 'shoulder' are two pathways" in capsys.readouterr().err
    assert main(["compare", str(folder), str(folder), "--form", "selfcheck"]) == 2
    assert "no form 'selfcheck' gives a level — did you mean 'self_check'?" in capsys.readouterr().err
    assert main(["compare", str(folder), str(folder), "--form", "intake"]) == 2
    capsys.readouterr()
    for text in ("{", "[]", "{}", '{"language": 99}'):
        (folder / "kept.json").write_text(text)
        assert main(["compare", str(folder / "kept.json"), str(folder)]) == 2
        assert "is not a kept version of a pathway" in capsys.readouterr().err
    assert main(["compare", str(folder / "nowhere"), str(folder)]) == 1
    assert "there is no pathway here" in capsys.readouterr().err
