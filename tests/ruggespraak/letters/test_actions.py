"""Drafting, making and sending a letter: with consent, once, and unchanged ever after."""

import hashlib
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

import people
import said
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.audit.kept import Kept
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import correct, sign
from ruggespraak.dossier.actions import draft_of
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.letters.actions import FORM, make, send, start
from ruggespraak.letters.models import Letter, Sending, Way


@pytest.fixture
def letter(cast: people.Cast, signed: Entry) -> Letter:
    return make(read(signed), by=cast.anna)


def test_start_lays_down_a_draft_and_leaves_one_that_is_there(cast: people.Cast, episode: Episode) -> None:
    start(episode, read_all(episode), by=cast.anna)
    first = draft_of(episode, FORM)
    assert first and first.answers["letter_reason"] and first.answers["consent_share_gp"] == "granted"
    start(episode, read_all(episode), by=cast.anna)
    assert draft_of(episode, FORM).version == first.version
    assert Line.objects.filter(event="letter.drafted").count() == 1


def test_a_letter_without_consent_is_not_even_signed(cast: people.Cast, episode: Episode) -> None:
    for answer in ("refused", "not_asked"):
        with pytest.raises(NotPossible, match="huisarts"):
            sign(episode, FORM, said.letter_gp(consent_share_gp=answer), by=cast.anna)
    assert not episode.entries.filter(form=FORM).exists()


def test_make_refuses_without_consent_and_from_another_entry(
    cast: people.Cast, signed: Entry, episode: Episode
) -> None:
    reading = read(signed)
    with pytest.raises(NotPossible):
        make(replace(reading, answers={**reading.answers, "consent_share_gp": "refused"}), by=cast.anna)
    with pytest.raises(NotPossible):
        make(read(episode.entries.get(form="screening")), by=cast.anna)
    assert not Letter.objects.exists()


def test_made_once_and_kept_byte_for_byte(cast: people.Cast, signed: Entry, letter: Letter) -> None:
    kept = Letter.objects.of_practice(cast.practice).get()
    assert make(read(signed), by=cast.anna) == kept
    assert hashlib.sha256(kept.pdf).hexdigest() == kept.digest and kept.pdf.startswith(b"%PDF-")
    assert b"%PDF" not in bytes(kept.sealed)
    line = Line.objects.get(event="letter.made")
    assert line.fields == {"digest": kept.digest} and line.patient_handle == cast.noor.handle


def test_the_database_refuses_to_change_or_remove_it(cast: people.Cast, letter: Letter) -> None:
    from django.db import connection

    send(letter, Way.POST, by=cast.anna)
    for statement in (
        "UPDATE letters_letter SET digest = 'x'",
        "DELETE FROM letters_sending",
        "UPDATE letters_sending SET way = 'post'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(Kept):
        letter.save()
    with pytest.raises(Kept):
        Letter.objects.all().delete()


def test_bytes_of_another_letter_do_not_open(cast: people.Cast, letter: Letter) -> None:
    from cryptography.exceptions import InvalidTag

    letter.digest = "0" * 64
    with pytest.raises(InvalidTag):
        _ = letter.pdf


def test_sent_once_with_the_way(cast: people.Cast, letter: Letter) -> None:
    send(letter, Way.SECURE_MAIL, by=cast.anna)
    again = Letter.objects.of_practice(cast.practice).get()
    assert (again.sending.way, again.sending.sent_by.name) == ("secure_mail", "Anna Smit")
    with pytest.raises(NotPossible):
        send(again, Way.POST, by=cast.anna)
    line = Line.objects.get(event="letter.sent")
    assert line.fields == {"way": "secure_mail", "digest": letter.digest} and Sending.objects.count() == 1


def test_not_sent_when_the_client_said_no_meanwhile(cast: people.Cast, episode: Episode, letter: Letter) -> None:
    sign(
        episode,
        "screening",
        said.screening(consent_share_gp="refused", gp_refusal_explained="Uitgelegd."),
        by=cast.anna,
    )
    with pytest.raises(NotPossible):
        send(letter, Way.POST, by=cast.anna)
    assert not Line.objects.filter(event="letter.sent").exists()


@pytest.mark.parametrize(("older", "newer"), [("granted", "refused"), ("refused", "granted")])
def test_not_sent_when_a_late_correction_says_otherwise_than_the_newest_word(
    cast: people.Cast, episode: Episode, signed: Entry, letter: Letter, older: str, newer: str
) -> None:
    """A correction of an older word does not lift a later refusal, and nothing goes out on a refusal recorded last."""
    told = {"gp_refusal_explained": "Uitgelegd."}
    screened = episode.entries.get(form="screening")
    sign(episode, "screening", said.screening(consent_share_gp=newer, **told), by=cast.anna)
    words = said.screening(consent_share_gp=older, help_question="Weer fietsen", **told)
    correct(episode, read(screened), words, by=cast.anna, reason="Stond er verkeerd in.")
    with pytest.raises(NotPossible, match=r"huisarts|GP"):
        send(letter, Way.POST, by=cast.anna)


def test_a_corrected_text_is_neither_made_nor_sent(
    cast: people.Cast, episode: Episode, signed: Entry, letter: Letter
) -> None:
    newer = correct(
        episode, read(signed), said.letter_gp(letter_reason="Anders."), by=cast.anna, reason="Verkeerde reden"
    )
    with pytest.raises(NotPossible):
        make(read(signed), by=cast.anna)
    with pytest.raises(NotPossible):
        send(letter, Way.POST, by=cast.anna)
    send(make(read(newer), by=cast.anna), Way.POST, by=cast.anna)


def test_a_letter_goes_also_after_closing(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "closing", said.closing(), by=cast.anna)
    entry = sign(episode, FORM, said.letter_gp(letter_kind="final"), by=cast.anna)
    send(make(read(entry), by=cast.anna), Way.POST, by=cast.anna)


def test_only_people_who_may_send_do(cast: people.Cast, signed: Entry, letter: Letter) -> None:
    for nobody in (cast.front_desk, people.account_of(cast.noor).as_actor(), SYSTEM):
        with pytest.raises(NotAllowed):
            make(read(signed), by=nobody)
        with pytest.raises(NotAllowed):
            send(letter, Way.POST, by=nobody)
        with pytest.raises(NotAllowed):
            start(signed.episode, (), by=nobody)


def test_nothing_is_kept_when_the_line_cannot_be_written(
    cast: people.Cast, signed: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ruggespraak.audit.chain.append", broken)
    with pytest.raises(RuntimeError):
        make(read(signed), by=cast.anna)
    assert not Letter.objects.exists()
