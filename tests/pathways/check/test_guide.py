"""What the guides for authors tell people to do is done, and comes out as they say."""

import difflib
import re
from pathlib import Path

import pytest

import guide
from pathways.check import main

ROOT = Path(__file__).parents[3]
GUIDES = [ROOT / "docs/for-authors" / name for name in ("a-pathway-in-an-afternoon.md", "writing-a-pathway.md")]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_a_guide_is_so(path: Path, tmp_path: Path) -> None:
    told = path.read_text(encoding="utf-8")
    so = guide.run(told, tmp_path)
    difference = "\n".join(difflib.unified_diff(told.split("\n"), so.split("\n"), "told", "so", lineterm=""))
    assert not difference, f"python tests/guide.py {path.name} writes down what is so:\n{difference}"


def test_every_command_has_its_line_in_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([a-z]+)\b", capsys.readouterr().out, re.MULTILINE)
    reference = (ROOT / "docs/for-authors/writing-a-pathway.md").read_text(encoding="utf-8")
    assert {"check", "prove", "new"} <= set(commands)
    assert [name for name in commands if f"| `pathways {name} " not in reference] == []


NEW = "```console\n$ pathways new elbow\n```\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("```yaml\na: b\n```\n", "no sentence says where this belongs"),
        (
            "In `elbow/rules.yaml`, replace\n\n```yaml\nnothing of the kind\n```\n\nby\n\n```yaml\na\n```\n",
            "does not stand once",
        ),
        ("```console\n$ rm -r elbow\n```\n", "only `pathways` runs here"),
        ("```console\nhello\n```\n", "a console block starts with a command"),
        ("```console\n$ pathways try elbow intake\n```\n", "was refused"),
    ],
)
def test_a_guide_that_cannot_be_followed_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(guide.Astray, match=told):
        guide.run(NEW + text, tmp_path)


def test_output_that_is_not_so_is_replaced_by_what_is(tmp_path: Path) -> None:
    so = guide.run(NEW + "```console\n$ pathways check elbow\nAll is well.\n```\n", tmp_path)
    assert "The story holds." in so
    assert "All is well." not in so
