"""Finding a client by name or date of birth. The words never get into an address or a log."""

import re
from datetime import date

from django.db.models import QuerySet

from ruggespraak.people.models import Patient, Practice

DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


def found(practice: Practice, words: str) -> QuerySet[Patient]:
    """Clients of a practice whose name holds every word, born on the day if one is given, by name."""
    born_on, rest = born_in(words)
    patients = Patient.objects.of_practice(practice).named(rest)
    return patients.filter(born_on=born_on) if born_on else patients


def born_in(words: str) -> tuple[date | None, str]:
    """A date of birth in what was typed (9-3-1984 or 1984-03-09), and the words without it."""
    match = DAY.search(words)
    if match is None:
        return None, words
    day, month, year, *iso = match.groups()
    try:
        born_on = date(int(year), int(month), int(day)) if year else date(*(int(part) for part in iso))
    except ValueError:
        return None, words
    return born_on, words[: match.start()] + " " + words[match.end() :]


def kind_of(words: str) -> str:
    """What was searched by, for the log: never the words themselves."""
    born_on, rest = born_in(words)
    kinds = (("date_of_birth", born_on is not None), ("name", bool(rest.strip())))
    return "+".join(kind for kind, is_used in kinds if is_used) or "all"
