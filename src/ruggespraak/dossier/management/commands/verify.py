"""`ruggespraak verify`: is the record what was signed?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruggespraak.audit.actor import SYSTEM
from ruggespraak.audit.witness import Unreadable
from ruggespraak.dossier.actions import accept_older_copy
from ruggespraak.dossier.receipts import Unreadable as UnreadableReceipt
from ruggespraak.dossier.receipts import hold, hold_file
from ruggespraak.dossier.verify import verify
from ruggespraak.errors import NotPossible
from ruggespraak.people.models import Practice


class Command(BaseCommand):
    """Walks every chain and prints what is not as it was written. Exit code 1 when there is any."""

    help = "Check the record and the log: names every change, removal, reordering, cut tail and older state."

    def add_arguments(self, parser: CommandParser) -> None:
        """One practice, or all."""
        parser.add_argument("--practice", metavar="SLUG", help="only this practice")
        parser.add_argument("--receipt", metavar="FILE|CODE", help="only this receipt of an answer, against the record")
        parser.add_argument(
            "--accept-older-copy",
            metavar="REASON",
            help="an older copy of the database was put back on purpose: log that, and go on from there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report."""
        if options["receipt"] is not None:
            self._hold(options["receipt"])
            return
        if options["accept_older_copy"] is not None:
            self._accept(options["accept_older_copy"])
        report = verify(practice_called(options["practice"]))
        for note in report.notes:
            self.stdout.write(note)
        for finding in report.findings:
            practice = f"practice {finding.practice_id}: " if finding.practice_id else ""
            self.stdout.write(self.style.ERROR(f"{practice}{finding.sentence}"))
        walked = f"{report.entries} entries and {report.lines} log lines"
        if not report.is_whole:
            raise CommandError(f"{len(report.findings)} findings in {walked}.", returncode=1)
        self.stdout.write(f"{walked}: all as they were written.")
        self.stdout.write("Whether their outcomes still come out is not looked at here: `ruggespraak replay` does.")

    def _hold(self, given: str) -> None:
        try:
            held = hold_file(Path(given).read_bytes()) if Path(given[:200]).is_file() else hold(given)
        except UnreadableReceipt as refusal:
            raise CommandError(f"Not a receipt of Ruggespraak: {refusal}.", returncode=2) from refusal
        stated = held.statement
        self.stdout.write(
            f"It states: {stated.answer}, to plan version {stated.number}, {stated.at:%Y-%m-%d %H:%M} UTC."
        )
        for note in held.notes:
            self.stdout.write(note)
        for fault in held.faults:
            self.stdout.write(self.style.ERROR(fault))
        if not held.fits:
            raise CommandError("The record does not say what this receipt says.", returncode=1)
        self.stdout.write("The record says the same.")

    def _accept(self, reason: str) -> None:
        try:
            lost = accept_older_copy(reason, by=SYSTEM)
        except (NotPossible, Unreadable) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        for one in lost:
            what = f"practice {one.seen.practice_id}, chain {one.seen.chain}"
            self.stdout.write(f"Accepted for {what}: the witness saw {one.seen.count} rows, {one.stands} stand.")


def practice_called(slug: str | None) -> Practice | None:
    """The practice that was named on the command line; None for all."""
    if slug is None:
        return None
    practice = Practice.objects.filter(slug=slug).first()
    if practice is None:
        raise CommandError(f"There is no practice '{slug}'.", returncode=2)
    return practice
