"""`pathways publish`: a version is kept once, when all of it holds, and the folder is held to it."""

import hashlib
from pathlib import Path

import pytest

from pathways.check import main
from pathways.model import Pathway, load

FIRST = """\
releases:
  - version: "1.0.0"
    date: 2026-11-24
    text: {nl: "Eerste", en: "First"}
"""
SECOND = """\
releases:
  - version: "1.1.0"
    date: 2026-12-24
    text: {nl: "Tweede", en: "Second"}
    lowers:
      - {form: self_check, from: emergency, to: gp_today, because: {nl: "Zo", en: "So"}, source: src_own}
      - {form: screening, from: emergency, to: gp_today, because: {nl: "Zo", en: "So"}, source: src_own}
"""
Said = pytest.CaptureFixture[str]


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"'{old}' must stand once in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def ready(folder: Path) -> Path:
    """The invented pathway, ready to be published as 1.0.0."""
    edit(folder, "pathway.yaml", 'version: "0.1.0"\nstatus: draft', 'version: "1.0.0"\nstatus: published')
    (folder / "releases.yaml").write_text(FIRST)
    return folder


@pytest.fixture
def published(ready: Path, capsys: Said) -> Path:
    assert main(["publish", str(ready)]) == 0
    capsys.readouterr()
    return ready


def lighter(folder: Path) -> None:
    edit(folder, "rules.yaml", "when: fall_heavy\n    urgency: emergency", "when: fall_heavy\n    urgency: gp_today")
    edit(folder, "safety.yaml", "if: fall_heavy, at_least: emergency", "if: fall_heavy, at_least: gp_today")
    alarm = "  ask_when: onset == accident\n  alarm:\n    - {at_least: "
    edit(folder, "questions.yaml", f"{alarm}emergency", f"{alarm}gp_today")


def test_a_version_is_kept_under_its_number(ready: Path, capsys: Said) -> None:
    assert main(["publish", str(ready)]) == 0
    file = ready / "published/1.0.0.json"
    pathway = load(ready)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == pathway.content_hash
    assert Pathway.from_json(file.read_text()).logic_hash == pathway.logic_hash
    assert pathway.content_hash in capsys.readouterr().out
    before = file.stat().st_mtime_ns
    assert main(["publish", str(ready)]) == 0, "asked again, it says so and writes nothing"
    assert file.stat().st_mtime_ns == before
    assert main(["publish", "--check", str(ready)]) == 0


def test_a_draft_may_change(folder: Path, capsys: Said) -> None:
    assert main(["publish", "--check", str(folder)]) == 0
    assert "was not published yet: it may change" in capsys.readouterr().out


def test_whatever_does_not_hold_is_told_at_once(folder: Path, capsys: Said) -> None:
    edit(folder, "stories.yaml", "rules: [cord]", "rules: [ill]")
    edit(folder, "rules.yaml", "when: unsteady or both_hands in where", "when: unsteady")
    edit(folder, "pathway.yaml", 'version: "0.1.0"', 'version: "first"')
    assert main(["publish", str(folder)]) == 1
    said = capsys.readouterr().out
    for told in (
        "status is draft",
        "'first' is not a number of a version such as 1.2.0",
        "the release notes say nothing of first",
        "1 story fails: unsteady",
        "claim at least hands_alone (self_check)",
        "neck first is not published: 5 things to mend.",
    ):
        assert told in said
    assert not (folder / "published").exists()


def test_it_is_not_published_because_it_says_so(ready: Path, capsys: Said) -> None:
    assert main(["publish", "--check", str(ready)]) == 1
    assert "says that it is published, and never was" in capsys.readouterr().out


def test_a_rule_below_a_published_number_cannot_change(published: Path, capsys: Said) -> None:
    edit(published, "rules.yaml", "temperature >= 38.5", "temperature >= 38")
    assert main(["publish", "--check", str(published)]) == 1
    assert "neck 1.0.0 was published with other rules: rule warm" in capsys.readouterr().out
    edit(published, "pathway.yaml", "status: published", "status: draft")
    assert main(["publish", "--check", str(published)]) == 1, "calling it a draft again does not help"
    edit(published, "pathway.yaml", '"1.0.0"', '"1.0.1"')
    assert main(["publish", "--check", str(published)]) == 0


def test_a_text_below_a_published_number_asks_for_a_new_one(published: Path, capsys: Said) -> None:
    edit(published, "rules.yaml", '{nl: "je bent warm", en: "you are warm"}', '{nl: "je gloeit", en: "you glow"}')
    assert main(["publish", "--check", str(published)]) == 0
    said = capsys.readouterr().out
    assert "note: neck 1.0.0 was published with other texts or sources: rules.warm.because" in said
    assert "give it a new last number" in said
    assert main(["publish", str(published)]) == 1
    assert "1.0.0 was published with another content: give this one a new number" in capsys.readouterr().out


def test_what_the_next_version_lowers_must_be_named(published: Path, capsys: Said) -> None:
    lighter(published)
    edit(published, "pathway.yaml", '"1.0.0"', '"1.1.0"')
    (published / "releases.yaml").write_text(SECOND.split("    lowers")[0])
    edit(published, "rules.yaml", "je bent warm", "je gloeit")
    assert main(["publish", str(published)]) == 1
    said = capsys.readouterr().out
    assert "the release notes do not name what is lowered since 1.0.0: " in said
    assert "self_check emergency -> gp_today" in said
    assert "the English stayed behind of 1 text: rules.warm.because" in said
    edit(published, "rules.yaml", "you are warm", "you glow")
    (published / "releases.yaml").write_text(SECOND)
    assert main(["publish", str(published)]) == 0
    assert {path.name for path in (published / "published").iterdir()} == {"1.0.0.json", "1.1.0.json"}


def test_numbers_rise(published: Path, capsys: Said) -> None:
    for number, told in (("0.9.0", "1.0.0 was published before: 0.9.0 must be higher"), ("1.0", "is not a number")):
        text = (published / "pathway.yaml").read_text()
        (published / "pathway.yaml").write_text(text.replace(text.split('version: "')[1].split('"')[0], number, 1))
        assert main(["publish", str(published)]) == 1
        assert told in capsys.readouterr().out


def test_a_file_under_another_number_is_told(published: Path, capsys: Said) -> None:
    (published / "published/1.0.0.json").rename(published / "published/2.0.0.json")
    edit(published, "pathway.yaml", '"1.0.0"', '"2.0.0"')
    assert main(["publish", "--check", str(published)]) == 1
    assert "holds neck 1.0.0, not neck 2.0.0" in capsys.readouterr().out
