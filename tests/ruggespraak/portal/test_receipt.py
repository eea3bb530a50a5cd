"""A receipt against the record: what is changed in it, or in the record, is named."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import people
import said
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.dossier import receipts
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.dossier.receipts import Unreadable, code_of, hold, hold_file, read_code, statement_of
from ruggespraak.portal.plan import receipt_of
from ruggespraak.portal.receipt import receipt_file


@pytest.fixture
def answer(cast: people.Cast) -> Entry:
    """Noor's yes to her plan."""
    episode = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    return said.up_to("consent", episode, by=cast.anna)


@pytest.fixture
def code(answer: Entry) -> str:
    return code_of(statement_of(read(answer)))


@pytest.fixture
def file(cast: people.Cast, answer: Entry) -> bytes:
    episode: Episode = answer.episode
    found = receipt_of(Situation.of(episode), episode.entries.get(form="plan"), "nl")
    assert found
    return receipt_file(found, cast.noor, "nl")


def test_it_speaks_of_consent_as_care_does() -> None:
    assert receipts.QUESTION == asked.DECISION
    assert set(receipts.ANSWERS) == {asked.GIVEN, asked.REFUSED, asked.WITHDRAWN, asked.QUESTION}


def test_a_code_comes_back_as_it_went_in_also_from_an_address_and_in_lines(answer: Entry, code: str) -> None:
    stated = statement_of(read(answer))
    assert read_code(code) == stated
    assert read_code(f"https://praktijk.example/receipt/#{code}") == stated
    assert read_code("\n".join(code[place : place + 60] for place in range(0, len(code), 60))) == stated
    assert hold(code).fits and not hold(code).notes


def test_every_changed_sign_of_a_code_is_seen(code: str) -> None:
    for place in range(len(code)):
        other = "A" if code[place] != "A" else "B"
        with pytest.raises(Unreadable):
            read_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("broken", ["", "RR1.", "RR2.AAAA", "RR1.é", "zomaar iets"])
def test_what_is_no_code_is_called_so(broken: str) -> None:
    with pytest.raises(Unreadable):
        read_code(broken)


def test_a_cut_code_is_not_whole(code: str) -> None:
    with pytest.raises(Unreadable, match="not whole"):
        read_code(code[:-4])


def test_a_statement_of_another_record_is_not_ours(code: str, answer: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    stated = statement_of(read(answer))
    other = replace(stated, entry="0" * 64)
    assert hold(code_of(other)).faults == ("there is no such answer in the record",)
    assert hold(code_of(replace(stated, plan=stated.entry))).faults
    for name, value in {"number": 2, "answer": "refused", "text": "1" * 64}.items():
        (fault,) = hold(code_of(replace(stated, **{name: value}))).faults
        assert fault.startswith("the record has another")


def test_a_file_fits_and_a_changed_part_of_it_is_named(file: bytes) -> None:
    assert hold_file(file).fits
    record = json.loads(file)
    record["plan"]["content"] = record["plan"]["content"].replace("oefenen", "liggen")
    assert hold_file(json.dumps(record).encode()).faults == ("plan: content is not that of the record",)
    record = json.loads(file)
    record["answers"][0]["header"]["author_name"] = "Iemand anders"
    assert hold_file(json.dumps(record).encode()).faults == ("answer 1: header is not that of the record",)
    record = json.loads(file)
    record["text"] += "Met korting."
    assert hold_file(json.dumps(record).encode()).faults == ("the text is not the one that was answered",)


@pytest.mark.parametrize("broken", [b"", b"{}", b"[]", b"%PDF-1.7 niets", b"\xff\xfe"])
def test_what_is_no_file_of_a_receipt_is_called_so(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        hold_file(broken)


def test_the_command_holds_code_and_file_against_the_record(code: str, file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bewijs.json"
    path.write_bytes(file)
    for given in (code, str(path)):
        out = io.StringIO()
        call_command("verify", receipt=given, stdout=out)
        assert "It states: given, to plan version 1" in out.getvalue()
        assert "The record says the same." in out.getvalue()
    with pytest.raises(CommandError, match="Not a receipt"):
        call_command("verify", receipt="RR1.nee", stdout=io.StringIO())
    record = json.loads(file)
    record["text"] = "Iets anders."
    path.write_text(json.dumps(record))
    out = io.StringIO()
    with pytest.raises(CommandError, match="does not say"):
        call_command("verify", receipt=str(path), stdout=out)
    assert "the text is not the one that was answered" in out.getvalue()
