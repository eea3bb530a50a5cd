"""The command line of an installation: `ruggespraak serve`, `migrate`, `verify`, `tick`, `demo` and Django's own."""

import os
import sys


def main() -> None:
    """Hand the words over to Django's management commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruggespraak.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
