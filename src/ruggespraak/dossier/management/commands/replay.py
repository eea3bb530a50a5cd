"""`ruggespraak replay`: does every old outcome still come out?"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import module_has_submodule

from ruggespraak.dossier.management.commands.verify import practice_called
from ruggespraak.dossier.replay import Report, Tally


class Command(BaseCommand):
    """Weighs everything again with its own pathway version, in every app that has a module `replay`."""

    help = (
        "Weigh every signed entry and every request again, with the pathway version it was made with, and name what "
        "does not come out as it was kept. Shows no answer and no outcome. Run it after every upgrade."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One practice, or all."""
        parser.add_argument("--practice", metavar="SLUG", help="only this practice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report. Exit code 1 when something came out differently, or could not be weighed."""
        report, practice = Report(), practice_called(options["practice"])
        for app in apps.get_app_configs():
            if app.module is not None and module_has_submodule(app.module, "replay"):
                import_module(f"{app.name}.replay").replay(report, practice)
        for content_hash, tally in report.tallies.items():
            self.stdout.write(f"{report.names.get(content_hash, content_hash)}: {', '.join(_counted(tally))}")
        for finding in report.findings:
            at = f"practice {finding.practice_id}: " if finding.practice_id else ""
            self.stdout.write(self.style.ERROR(f"{at}{finding.sentence}"))
        weighed = f"{report.weighed} outcomes weighed again"
        if report.findings:
            raise CommandError(f"{weighed}: {len(report.findings)} findings.", returncode=1)
        self.stdout.write(f"{weighed}: all as they were kept, to the bit.")


def _counted(tally: Tally) -> Iterator[str]:
    yield f"{tally.weighed} weighed again"
    for count, what in (
        (tally.different, "came out differently"),
        (tally.without_level, "without a level"),
        (tally.not_computed, "where nothing was computed"),
        (tally.destroyed, "destroyed"),
        (tally.unread, "not weighed"),
    ):
        if count:
            yield f"{count} {what}"
