"""Finding a client by name or date of birth."""

from datetime import date

import pytest

import people
from ruggespraak.desk.search import born_in, found, kind_of


@pytest.mark.parametrize(
    ("words", "born_on", "rest"),
    [
        ("9-3-1984", date(1984, 3, 9), ""),
        ("09/03/1984 Hendriks", date(1984, 3, 9), "Hendriks"),
        ("Noor 1984-03-09", date(1984, 3, 9), "Noor"),
        ("31-2-1984", None, "31-2-1984"),
        ("Noor", None, "Noor"),
    ],
)
def test_a_date_among_the_words(words: str, born_on: date | None, rest: str) -> None:
    assert (born_in(words)[0], born_in(words)[1].strip()) == (born_on, rest)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("hendriks", ["Noor Hendriks"]),
        ("noor hend", ["Noor Hendriks"]),
        ("9-3-1984", ["Noor Hendriks"]),
        ("noor sven", []),
        ("", ["Noor Hendriks", "Sven Jansen", "Adem Yıldız"]),
        ("%", []),
    ],
)
def test_found(cast: people.Cast, elsewhere: people.Cast, words: str, names: list[str]) -> None:
    assert [patient.name for patient in found(cast.practice, words)] == names


def test_the_log_hears_the_kind_only() -> None:
    assert [kind_of(words) for words in ("", "Noor", "9-3-1984", "Noor 9-3-1984")] == [
        "all", "name", "date_of_birth", "date_of_birth+name",
    ]  # fmt: skip
