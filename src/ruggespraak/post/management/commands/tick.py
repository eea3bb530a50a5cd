"""`ruggespraak tick`: what time itself asks for. The system's timer runs it every minute or so."""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import module_has_submodule

from ruggespraak import clock


class Command(BaseCommand):
    """Runs `tick(now)` of every app that has a module `timer`, lowest floor last, so that mail written now goes now."""

    help = "Deliver mail and do what is due. Safe to run as often as you like, also twice at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--quiet` prints nothing."""
        parser.add_argument("--quiet", action="store_true", help="Print nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was done; silence means nothing was due."""
        for line in _all_due(clock.now()):
            if not options["quiet"]:
                self.stdout.write(line)


def _all_due(now: datetime) -> Iterator[str]:
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "timer"):
            yield from import_module(f"{app.name}.timer").tick(now)
