"""Roots over the log: sealed every hour, provable line by line, and impossible to bend afterwards."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from people import Cast
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.models import Line, Root, Span
from ruggespraak.audit.roots import seal_new_lines, with_proofs
from ruggespraak.dossier.verify import verify
from tampering import attack

VERIFIER = Path(__file__).parents[3] / "docs/for-practices/verify_log_lines.py"


@pytest.fixture
def sealed(cast: Cast, elsewhere: Cast) -> list[Root]:
    """Two practices at work for three hours, with a root over each hour."""
    roots = [seal_new_lines(clock.now())]
    for hour in (1, 2):
        for at in (cast, elsewhere):
            for _look in range(hour + 1):
                audit.look("patient.seen", by=at.anna, on=at.noor.audit_subject, screen="desk:client")
        roots.append(seal_new_lines(clock.now() + timedelta(hours=hour)))
    return [root for root in roots if root is not None]


def lines_about(cast: Cast) -> list[Line]:
    return list(Line.objects.filter(patient_handle=cast.noor.handle).order_by("number"))


def findings() -> list[str]:
    return [finding.sentence for finding in verify().findings]


class TestSealing:
    def test_happens_every_hour_and_only_for_what_is_new(self, cast: Cast) -> None:
        now = clock.now()
        first = seal_new_lines(now)
        assert first is not None and first.size == Line.objects.count()
        assert seal_new_lines(now + timedelta(hours=2)) is None, "nothing new"
        audit.look("patient.seen", by=cast.anna, on=cast.noor.audit_subject)
        assert seal_new_lines(now + timedelta(minutes=59)) is None, "within the hour"
        second = seal_new_lines(now + timedelta(hours=1))
        assert second is not None
        assert (second.number, second.size, second.previous) == (2, 1, first.hash)

    def test_covers_every_line_of_every_practice_once(self, sealed: list[Root]) -> None:
        covered = {(s.practice_id, n) for s in Span.objects.all() for n in range(s.first, s.last + 1)}
        assert covered == set(Line.objects.values_list("practice_id", "number"))
        assert sum(root.size for root in sealed) == len(covered)

    def test_publishes_a_file_that_only_grows(self, sealed: list[Root]) -> None:
        lines = (Path(settings.DATA) / "log-roots.jsonl").read_text().splitlines()
        assert [json.loads(line)["number"] for line in lines] == [root.number for root in sealed]

    def test_is_what_the_clock_does(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("tick")
        assert "Sealed" in capsys.readouterr().out
        call_command("tick")
        assert "Sealed" not in capsys.readouterr().out


class TestVerify:
    def test_finds_nothing_in_what_is_whole(self, sealed: list[Root]) -> None:
        assert findings() == []

    @pytest.mark.parametrize(
        ("statement", "says"),
        [
            ("UPDATE audit_line SET user_name = 'niemand' WHERE number = 3", "no longer fits"),
            ("DELETE FROM audit_line WHERE number = 3", "no longer fits"),
            ("UPDATE audit_root SET size = size + 1 WHERE number = 2", "was changed"),
            ("UPDATE audit_root SET root = hash WHERE number = 2", "was changed"),
            ("UPDATE audit_root SET previous = '' WHERE number = 3", "does not follow"),
            ("UPDATE audit_span SET first = first + 1 WHERE root_id = 2", "does not begin where"),
            ("DELETE FROM audit_span WHERE root_id = 2", "does not begin where"),
            ("DELETE FROM audit_span WHERE root_id = 3; DELETE FROM audit_root WHERE number = 3", "were published"),
        ],
    )
    def test_names_what_was_bent(self, sealed: list[Root], statement: str, says: str) -> None:
        with attack() as attacker:
            for one in statement.split("; "):
                assert attacker.run(one)
            assert any(says in sentence for sentence in findings()), findings()

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stores no nonsense in a typed column")
    def test_names_a_root_that_can_no_longer_be_read(self, sealed: list[Root]) -> None:
        with attack() as attacker:
            one = "SELECT id FROM audit_span WHERE root_id = 2 LIMIT 1"
            assert attacker.run(f"UPDATE audit_span SET practice_id = 'niemand' WHERE id = ({one})")
            assert "A root over the log cannot be read: it was changed." in findings()

    def test_names_a_root_that_is_not_the_published_one(self, sealed: list[Root]) -> None:
        path = Path(settings.DATA) / "log-roots.jsonl"
        path.write_text(path.read_text().replace(sealed[1].root, "0" * 64))
        assert findings() == ["The root 2 over the log is another one than was published."]


class TestAProof:
    """What a client takes along about single lines, checked by a programme that knows nothing of us."""

    def checked(self, tmp_path: Path, file: dict, *more: Path) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "lines.json"
        path.write_text(json.dumps(file))
        command = [sys.executable, str(VERIFIER), str(path), *map(str, more)]
        return subprocess.run(command, capture_output=True, text=True)

    def test_holds_for_every_line(self, cast: Cast, sealed: list[Root], tmp_path: Path) -> None:
        lines = lines_about(cast)
        file = with_proofs(lines)
        assert len(file["lines"]) == len(lines) >= 6 and all(line["proof"] for line in file["lines"])
        ran = self.checked(tmp_path, file, Path(settings.DATA) / "log-roots.jsonl")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert f"{len(lines)} of {len(lines)} lines are proved" in ran.stdout

    @pytest.mark.parametrize("column", ["at", "event", "user_name", "role", "basis", "hash", "number"])
    def test_fails_for_a_line_that_says_something_else(
        self, cast: Cast, sealed: list[Root], tmp_path: Path, column: str
    ) -> None:
        file = with_proofs(lines_about(cast))
        file["lines"][2]["told"][column] = "anders"
        ran = self.checked(tmp_path, file)
        assert ran.returncode == 1 and "CHANGED: line 3" in ran.stdout

    @pytest.mark.parametrize("column", ["number", "made_at", "size", "root", "previous", "signature"])
    def test_fails_for_a_root_that_was_not_signed(
        self, cast: Cast, sealed: list[Root], tmp_path: Path, column: str
    ) -> None:
        file = with_proofs(lines_about(cast))
        root = file["roots"][-1]
        root[column] = root[column] + 1 if isinstance(root[column], int) else "00" * 32
        ran = self.checked(tmp_path, file)
        assert ran.returncode == 1 and "CHANGED" in ran.stdout

    def test_fails_against_roots_that_were_published_otherwise(
        self, cast: Cast, sealed: list[Root], tmp_path: Path
    ) -> None:
        other = tmp_path / "roots.jsonl"
        text = (Path(settings.DATA) / "log-roots.jsonl").read_text()
        other.write_text(text.replace(sealed[0].root, "0" * 64))
        ran = self.checked(tmp_path, with_proofs(lines_about(cast)), other)
        assert ran.returncode == 1 and "another root 1 was published" in ran.stdout

    def test_of_the_last_hour_is_still_to_come(self, cast: Cast, sealed: list[Root], tmp_path: Path) -> None:
        audit.look("patient.seen", by=cast.anna, on=cast.noor.audit_subject)
        file = with_proofs(lines_about(cast))
        assert file["lines"][-1]["proof"] is None
        ran = self.checked(tmp_path, file)
        assert ran.returncode == 0 and "1 has no root yet" in ran.stdout

    def test_tells_no_account_and_no_address(self, cast: Cast, sealed: list[Root]) -> None:
        text = json.dumps(with_proofs(lines_about(cast)))
        assert cast.anna.account not in text and '"ip"' not in text
