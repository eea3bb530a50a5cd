"""What no file of the house holds: a path of somebody's machine, words to a console, a style or script in a page."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent.parent
KEPT = ("src", "tests", "tools", "benchmarks", "packs", "docs")
MADE = {".pyc", ".mo"}
SPEAKS = ("src/pathways/check/", "src/ruggespraak/command.py")
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w")
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*(?:\ssrc=|type="application/json"))""")
BY_DIGEST = "src/ruggespraak/public/check-receipt.html"
"""One file that works from a disk: its own policy names what is in it by digest (tests/ruggespraak/public)."""
ELSEWHERE = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""")


def files(folder: str = "", *endings: str) -> list[str]:
    """Our own files below a folder, by their names from the root."""
    found = [path for kept in KEPT for path in (ROOT / kept).rglob("*")] + list(ROOT.glob("*.*"))
    names = (path.relative_to(ROOT).as_posix() for path in found if path.is_file() and path.suffix not in MADE)
    return sorted(name for name in names if name.startswith(folder) and name.endswith(endings or ("",)))


def holding(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    return [name for name in names if pattern.search((ROOT / name).read_text(errors="ignore"))]


def test_no_file_names_a_place_on_a_machine() -> None:
    this = Path(__file__).relative_to(ROOT).as_posix()
    assert [name for name in holding(MACHINE, files()) if name != this] == []


def test_only_commands_speak_to_a_console() -> None:
    prints = holding(re.compile(r"(?<![\w.])print\("), files("src/", ".py"))
    assert prints
    assert [name for name in prints if not name.startswith(SPEAKS)] == []


def test_pages_hold_no_style_or_script_and_ask_nothing_of_other_sites() -> None:
    pages = files("src/ruggespraak/", ".html", ".css", ".js")
    assert len(pages) > 100
    assert holding(INLINE, [name for name in pages if name.endswith(".html") and name != BY_DIGEST]) == []
    assert holding(ELSEWHERE, pages) == []


def test_every_post_carries_the_token_that_proves_its_page() -> None:
    posts = re.compile(r'<form(?=[^>]*method="post")[^>]*>(?:(?!csrf_token|</form).)*</form', re.DOTALL)
    assert holding(posts, files("src/ruggespraak/", ".html")) == []


def test_the_admin_is_not_installed() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


@pytest.mark.parametrize("tool", ["messages", "generate"])
def test_every_message_has_its_dutch_and_what_is_generated_is_fresh(tool: str) -> None:
    done = subprocess.run([sys.executable, f"tools/{tool}"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
