"""Someone with the whole database, but without the keys, changes the record: `verify` says what."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from ruggespraak.audit import actions as audit
from ruggespraak.audit import witness
from ruggespraak.audit.actor import Subject
from ruggespraak.audit.models import Action, Line
from ruggespraak.audit.models import Head as LogHead
from ruggespraak.dossier.actions import correct_entry, record_entry
from ruggespraak.dossier.models import Content, Destruction, Entry, Head, PackVersion
from ruggespraak.dossier.verify import verify
from tampering import attack

SCREENING = {"swollen": False, "weight": 71, "story": "Van de stoep gestapt"}


@pytest.fixture
def record(cast, episode):
    """Five entries of Noor, the second of which corrects the first."""
    first = record_entry(episode, "screening", SCREENING, by=cast.anna)
    correct_entry(first, {**SCREENING, "swollen": True}, by=cast.anna, reason="Verkeken")
    for story in ("een", "twee", "drie"):
        record_entry(episode, "note", {"story": story}, by=cast.anna)
    return episode


def sentences(practice=None):
    return [finding.sentence for finding in verify(practice).findings]


def test_an_untouched_record_is_whole(cast, record):
    report = verify()
    assert report.findings == []
    assert (report.entries, report.lines) == (5, Line.objects.filter(practice_id=cast.practice.id).count())


def test_a_changed_header_is_named(record):
    with attack() as attacker:
        attacker.run("UPDATE dossier_entry SET author_name = 'Bram Kuipers' WHERE number = 3")
        assert sentences() == ["Entry 3 was changed."]


def test_a_changed_header_with_its_hash_made_to_fit_is_named(record):
    with attack() as attacker:
        attacker.run("UPDATE dossier_entry SET author_name = 'Bram Kuipers' WHERE number = 3")
        attacker.run("UPDATE dossier_entry SET hash = %s WHERE number = 3", Entry.objects.get(number=3).compute_hash())
        assert sentences() == ["Entry 3 was changed."]


def test_a_rewritten_chain_names_every_row_that_was_rewritten(record):
    with attack() as attacker:
        attacker.run("UPDATE dossier_entry SET author_name = 'Bram Kuipers' WHERE number = 3")
        rewrite_chain(attacker, "dossier_entry", Entry, since=3)
        assert sentences()[:3] == ["Entry 3 was changed.", "Entry 4 was changed.", "Entry 5 was changed."]


def test_a_rewritten_log_names_every_line_that_was_rewritten(cast, record):
    last = Line.objects.filter(practice_id=cast.practice.id).count()
    with attack() as attacker:
        attacker.run("UPDATE audit_line SET user_name = 'Niemand' WHERE number = %s", last - 1)
        rewrite_chain(attacker, "audit_line", Line, since=last - 1, practice_id=cast.practice.id)
        assert {f"Log line {last - 1} was changed.", f"Log line {last} was changed."} <= set(sentences())


def test_a_changed_content_is_named(record):
    with attack() as attacker:
        sealed = bytes(Content.objects.get(entry__number=4).sealed)
        attacker.run(
            "UPDATE dossier_content SET sealed = %s WHERE entry_id = %s",
            sealed[:-1] + bytes([sealed[-1] ^ 1]),
            db_id(Entry.objects.get(number=4)),
        )
        assert sentences() == ["Entry 4 has a content that was changed."]


def test_swapped_contents_are_named(record):
    three, four = (Entry.objects.select_related("content").get(number=number) for number in (3, 4))
    with attack() as attacker:
        for entry, other in ((three, four), (four, three)):
            change = "UPDATE dossier_content SET sealed = %s WHERE entry_id = %s"
            attacker.run(change, bytes(other.content.sealed), db_id(entry))
        assert sentences() == ["Entry 3 has a content that was changed.", "Entry 4 has a content that was changed."]


def test_a_removed_content_is_named(record):
    with attack() as attacker:
        attacker.run("DELETE FROM dossier_content WHERE entry_id = %s", db_id(Entry.objects.get(number=4)))
        assert sentences() == ["Entry 4 has lost its content, and the log knows of no destruction."]


def test_a_removed_content_with_a_made_up_destruction_is_named(cast, record):
    with attack() as attacker:
        Destruction(dossier=record.dossier, practice=cast.practice, reason="Verzoek").save()
        attacker.run("DELETE FROM dossier_content WHERE entry_id = %s", db_id(Entry.objects.get(number=4)))
        found = sentences()
        assert f"The destruction of dossier {record.dossier_id} is not as the log recorded it." in found
        assert "Entry 4 has lost its content, and the log knows of no destruction." in found


def test_a_removed_entry_is_named(record):
    with attack() as attacker:
        attacker.run("DELETE FROM dossier_entry WHERE number = 3")
        assert sentences() == ["Entry 3 is missing.", "Entry 3 stands in the log, but is not in the record."]


def test_removed_log_lines_are_named(cast, record):
    with attack() as attacker:
        attacker.run("DELETE FROM audit_line WHERE practice_id = %s AND number IN (3, 4)", db_id(cast.practice))
        assert sentences()[0] == "Log lines 3 to 4 are missing."


def test_swapped_entries_are_named(record):
    with attack() as attacker:
        for old, new in ((3, 99), (4, 3), (99, 4)):
            attacker.run("UPDATE dossier_entry SET number = %s WHERE number = %s", new, old)
        assert {"Entry 3 was changed.", "Entry 4 was changed."} <= set(sentences())


def test_a_cut_tail_is_named(record):
    with attack() as attacker:
        attacker.run("DELETE FROM dossier_entry WHERE number >= 4")
        assert sentences() == [
            "Entries 4 to 5 are missing: the tail was cut off.",
            "Entry 4 stands in the log, but is not in the record.",
            "Entry 5 stands in the log, but is not in the record.",
        ]


def test_a_cut_tail_with_an_older_signed_end_is_named(cast, record):
    older = Head.objects.get(practice=cast.practice)
    record_entry(record, "note", {"story": "vier"}, by=cast.anna)
    with attack() as attacker:
        attacker.run("DELETE FROM dossier_entry WHERE number = 6")
        put_back(attacker, "dossier_head", older)
        assert sentences() == ["Entry 6 stands in the log, but is not in the record."]


def test_an_end_signed_by_someone_else_is_named(cast, record):
    with attack() as attacker:
        attacker.run("UPDATE audit_head SET signature = %s", bytes(64))
        ends = LogHead.objects.count()
        assert ["does not carry our signature" in sentence for sentence in sentences()] == [True] * ends
        attacker.run("DELETE FROM audit_head")
        assert any("signed end" in sentence and "missing" in sentence for sentence in sentences())


def test_an_added_entry_is_named(cast, record):
    forged = Entry.objects.get(number=5)
    with attack():
        forged.pk, forged.number, forged.previous = uuid4(), 6, forged.hash
        forged.hash = forged.compute_hash()
        forged._state.adding = True
        forged.save()
        assert "Entry 6 was changed." in sentences()


@pytest.mark.parametrize("table", ["dossier", "episode"])
def test_a_record_given_to_another_patient_is_named(cast, record, table):
    with attack() as attacker:
        change = f"UPDATE dossier_{table} SET patient_id = %s WHERE id = %s"
        attacker.run(change, db_id(cast.sven), db_id(getattr(record, table, record)))
        assert "was given to another" in " ".join(sentences())


def test_a_changed_pathway_version_is_named(record):
    kept = PackVersion.objects.get()
    with attack() as attacker:
        attacker.run("UPDATE dossier_packversion SET content = %s", kept.content.replace("Bel je huisarts", "Rust uit"))
        found = sentences()
        assert found[0] == f"The kept pathway version {kept.pk} was changed."
        assert "Entry 1 was made with a pathway version that is missing or was changed." in found


def test_a_destroyed_dossier_verifies_as_destroyed(cast, record):
    with audit.event("dossier.destroyed", by=cast.owner, on=Subject("dossier"), action=Action.DELETE) as details:
        gone = Destruction(dossier=record.dossier, practice=cast.practice, reason="Verzoek van de cliënt")
        gone.save()
        details.subject = Subject("dossier", str(record.dossier_id))
        details.fields = {"hash": gone.compute_hash()}
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM dossier_content")
    report = verify()
    assert report.findings == []
    assert f"Dossier {record.dossier_id} was destroyed on" in report.notes[0]


def test_an_older_copy_of_the_whole_database_is_named_by_the_witness(cast, record):
    older_ends = [LogHead.objects.get(practice_id=cast.practice.id), Head.objects.get(practice=cast.practice)]
    lines = older_ends[0].count
    record_entry(record, "note", {"story": "vier"}, by=cast.anna)
    for end in (LogHead.objects.get(practice_id=cast.practice.id), Head.objects.get(practice=cast.practice)):
        witness.saw(
            witness.Seen(end.chain, str(cast.practice.id), end.count, end.hash, bytes(end.signature).hex()), str
        )
    with attack() as attacker:
        attacker.run("DELETE FROM dossier_content WHERE entry_id = %s", db_id(Entry.objects.get(number=6)))
        attacker.run("DELETE FROM dossier_entry WHERE number = 6")
        attacker.run("DELETE FROM audit_line WHERE practice_id = %s AND number > %s", db_id(cast.practice), lines)
        put_back(attacker, "audit_head", older_ends[0])
        put_back(attacker, "dossier_head", older_ends[1])
        found = sentences()
    assert len(found) == 2
    assert f"The witness saw log line {lines + 1}, but the database ends at {lines}" in found[0]
    assert "The witness saw entry 6, but the database ends at 5" in found[1]
    assert sentences() == []


def test_a_practice_that_was_wiped_out_is_named_by_the_witness(cast, record):
    end = LogHead.objects.get(practice_id=cast.practice.id)
    witness.saw(witness.Seen("log", str(cast.practice.id), end.count, end.hash, bytes(end.signature).hex()), str)
    with attack() as attacker:
        for table in ("audit_line", "audit_head", "dossier_content", "dossier_entry", "dossier_head"):
            attacker.run(f"DELETE FROM {table}")
        assert "the database ends at 0" in sentences()[0]


def test_a_forged_or_damaged_witness_is_named(cast, record, settings):
    practice_id = str(cast.practice.id)
    witness.saw(witness.Seen("log", practice_id, 3, "0" * 64, "00" * 64), str)
    found = sentences()
    assert "Log line 3 is another one than the witness saw: it was replaced." in found
    assert "The witness of log line 3 does not carry our signature." in found
    path = settings.KEYS / "witness" / f"log-{practice_id}.json"
    path.write_text("{")
    assert sentences() == [f"The witness file {path.name} cannot be read."]


def test_another_practice_is_not_accused(cast, record, elsewhere):
    with attack() as attacker:
        attacker.run("UPDATE audit_line SET event = 'x' WHERE practice_id = %s", db_id(elsewhere.practice))
        assert sentences(cast.practice) == []
        assert sentences(elsewhere.practice) != []


def test_the_command_says_so_and_fails(cast, record, capsys):
    call_command("verify")
    assert "5 entries" in capsys.readouterr().out
    with attack() as attacker:
        attacker.run("UPDATE dossier_entry SET form = 'x' WHERE number = 2")
        with pytest.raises(CommandError) as raised:
            call_command("verify", practice=cast.practice.slug)
        assert raised.value.returncode == 1
    assert "Entry 2 was changed." in capsys.readouterr().out


def test_any_change_of_any_value_is_found(cast, record):
    """Every column of a row of every kind, changed a little."""
    unnoticed = []
    with attack() as attacker:
        for row, column in columns_to_change(cast):
            for other in others(getattr(row, column.attname)):
                with one_try():
                    change(attacker, row, column, "%s", column.get_db_prep_save(other, connection))
                    if verify().is_whole:
                        unnoticed.append((row._meta.db_table, column.column, getattr(row, column.attname), other))
    assert unnoticed == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL stores no nonsense in a typed column")
def test_any_byte_that_is_changed_is_found(cast, record):
    """As an editor of raw bytes would: also into values that are no date, no id and no text any more."""
    unnoticed, tried = [], 0
    with attack() as attacker:
        for row, column in columns_to_change(cast):
            raw, kind = stored(attacker, row, column)
            for at in {0, len(raw) // 2, len(raw) - 1} if raw else ():
                changed = raw[:at] + bytes([raw[at] ^ 0x15]) + raw[at + 1 :]
                with one_try():
                    change(attacker, row, column, f"CAST(%s AS {kind})", changed)
                    tried += 1
                    if verify().is_whole and not reads_the_same(row):
                        unnoticed.append((row._meta.db_table, column.column, raw, changed))
    assert unnoticed == []
    assert tried > 300


def columns_to_change(cast):
    for row in rows_to_change(cast):
        for column in row._meta.concrete_fields:
            yield row, column


def change(attacker, row, column, placeholder, value):
    key = row._meta.pk
    attacker.run(
        f"UPDATE {row._meta.db_table} SET {column.column} = {placeholder} WHERE {key.column} = %s", value, db_id(row)
    )


def stored(attacker, row, column):
    """The bytes of a value as SQLite keeps them, and their kind."""
    what = f"CAST({column.column} AS BLOB), typeof({column.column})"
    key = row._meta.pk.column
    [found] = attacker.rows(f"SELECT {what} FROM {row._meta.db_table} WHERE {key} = %s", db_id(row))
    return found


def rows_to_change(cast):
    lines = Line.objects.filter(practice_id=cast.practice.id)
    return [
        lines.filter(event="entry.corrected").get(),
        lines.order_by("number").last(),
        lines.get(number=1),
        LogHead.objects.get(practice_id=cast.practice.id),
        Entry.objects.get(number=2),
        Entry.objects.get(number=5),
        Content.objects.get(entry__number=2),
        Head.objects.get(practice=cast.practice),
        PackVersion.objects.get(),
    ]


def others(value):
    """Values that lie close to this one."""
    match value:
        case None:
            return [uuid4()]
        case bool():
            return [not value]
        case int():
            return [value + 1, max(value - 1, 0)] if value else [1]
        case UUID():
            return [UUID(int=value.int ^ 1)]
        case datetime():
            return [value + timedelta(microseconds=1)]
        case dict():
            return [{**value, "x": 1}]
        case str():
            return [value[:-1] + ("0" if value[-1:] != "0" else "1"), "_" + value[1:]] if value else ["x"]
        case _:
            raw = bytes(value)
            return [raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for at in (0, len(raw) // 2, len(raw) - 1)]


@contextmanager
def one_try():
    """Undone afterwards. A change that the database itself refuses needs no finding."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    except DatabaseError:
        pass


def reads_the_same(row):
    again = type(row).objects.filter(pk=row.pk).first()
    return again is not None and all(
        getattr(again, column.attname) == getattr(row, column.attname) for column in row._meta.concrete_fields
    )


def rewrite_chain(attacker, table, model, *, since, **where):
    """Make hash and previous fit again from row `since` to the end, as far as one can without the key."""
    previous = None
    for row in model.objects.filter(number__gte=since, **where).order_by("number"):
        row.previous = previous or row.previous
        previous = row.compute_hash()
        attacker.run(f"UPDATE {table} SET previous = %s, hash = %s WHERE id = %s", row.previous, previous, db_id(row))


def put_back(attacker, table, end):
    attacker.run(
        f"UPDATE {table} SET count = %s, hash = %s, signature = %s WHERE practice_id = %s",
        end.count,
        end.hash,
        bytes(end.signature),
        db_id(end),
    )


def db_id(row):
    """The primary key as this database stores it."""
    return row._meta.pk.get_db_prep_save(row.pk, connection)
