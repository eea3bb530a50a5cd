from pathlib import Path

import pytest

from pathways.check import main
from pathways.check.beginning import FIRST
from pathways.check.schema import FILES
from pathways.model import Pathway, load
from pathways.model.folder import KINDS

PACK = Path(__file__).parents[3] / "packs/low_back_pain"


@pytest.fixture
def begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["new", "neck_pain", "--in", str(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path / "neck_pain"


@pytest.fixture
def first(begun: Path) -> Pathway:
    return load(begun)


def test_it_loads_and_its_story_holds(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(begun)]) == 0
    said = capsys.readouterr().out
    assert "neck_pain 0.1.0 (draft): 4 questions, 1 form, 1 rule, 1 claim, 1 story" in said
    assert "The story holds." in said


def test_it_bears_its_own_name(first: Pathway, begun: Path) -> None:
    assert (first.id, first.title.en) == ("neck_pain", "Neck pain")
    for path in begun.rglob("*.*"):
        assert "new_pathway" not in path.read_text(encoding="utf-8")
        assert "New title" not in path.read_text(encoding="utf-8")


def test_it_has_the_seven_levels_of_low_back_pain(first: Pathway) -> None:
    assert [level.id for level in first.levels] == [level.id for level in load(PACK).levels]
    assert first.phone_from == "gp_same_day"


def test_it_shows_one_of_each(first: Pathway) -> None:
    assert [q.id for q in first.questions.values() if q.alarms] == ["accident_heavy"]
    assert (len(first.rules), len(first.claims), len(first.stories)) == (1, 1, 1)
    assert {page.page for page in first.information} == {"what_it_is"}
    assert first.questions["accident_heavy"].ask_when is not None


def test_every_file_teaches_in_its_first_line(begun: Path) -> None:
    for path in begun.rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name
    assert {path.relative_to(begun).parts[0].split(".")[0] for path in begun.rglob("*.*")} <= {"pathway", *KINDS}
    assert len(FILES) > len(list(begun.iterdir()))


def test_texts_for_people_are_short_and_never_say_u(first: Pathway) -> None:
    for level in first.levels:
        assert " u " not in f" {level.text.nl.lower()} "
        assert all(len(sentence.split()) <= 15 for sentence in level.text.nl.split("."))


def test_it_says_what_it_wrote_and_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "elbow", "--in", str(tmp_path / "packs")]) == 0
    said = capsys.readouterr().out
    for path in (tmp_path / "packs/elbow").rglob("*.*"):
        assert path.as_posix() in said
    assert f"Now: pathways check {(tmp_path / 'packs/elbow').as_posix()}" in said


def test_a_folder_that_exists_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "neck_pain").mkdir()
    assert main(["new", "neck_pain", "--in", str(tmp_path)]) == 2
    assert "exists already — choose another name, or remove it" in capsys.readouterr().err
    assert list((tmp_path / "neck_pain").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (
            "Neck-Pain",
            "'Neck-Pain' is not an id — use lower case letters, digits and _, starting with a letter: neck_pain",
        ),
        ("nek pijn!", ": nek_pijn"),
        ("../neck", ": neck"),
        ("2nd", ": nd"),
        ("?", "starting with a letter\n"),
        ("", "starting with a letter\n"),
    ],
)
def test_a_bad_id_is_refused_with_one_that_would_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, hint: str
) -> None:
    assert main(["new", name, "--in", str(tmp_path)]) == 2
    assert hint in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["new", "neck_pain", "--in", str(tmp_path / "file")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_its_files_are_part_of_the_package() -> None:
    assert (FIRST / "pathway.yaml").is_file()
