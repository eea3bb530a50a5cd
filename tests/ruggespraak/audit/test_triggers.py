"""The database itself refuses to change, remove or replace what is kept."""

import pytest
from django.db import IntegrityError, connection, transaction

import people
from ruggespraak.audit.kept import Kept
from ruggespraak.audit.models import Line

WRITTEN_ONCE = {
    "audit_line",
    "audit_root",
    "audit_span",
    "dossier_content",
    "dossier_destruction",
    "dossier_entry",
    "dossier_packversion",
    "exercises_log",
    "letters_letter",
    "letters_preview",
    "letters_sending",
    "outcomes_diaryday",
    "outcomes_right",
}


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement, *values):
    with pytest.raises(IntegrityError, match="never"):
        run(statement, *values)


def test_no_line_is_changed(cast):
    refused("UPDATE audit_line SET event = 'x'")
    refused("UPDATE audit_line SET event = event WHERE number = 1")


def test_no_line_is_removed(cast):
    refused("DELETE FROM audit_line")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has REPLACE")
@pytest.mark.parametrize("column", ["id", "number", "rowid"])
def test_no_line_is_replaced(cast, column):
    """Each key in turn collides with a line that is there; the others are new."""
    columns = [field.column for field in Line._meta.concrete_fields]
    fresh = {"id": "lower(hex(randomblob(16)))", "number": "number + 1000"}
    values = [name if name == column else fresh.get(name, name) for name in columns]
    into, chosen = ", ".join(columns), ", ".join(values)
    if column == "rowid":
        into, chosen = f"rowid, {into}", f"rowid, {chosen}"
    refused(f"INSERT OR REPLACE INTO audit_line ({into}) SELECT {chosen} FROM audit_line WHERE number = 2")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has REPLACE")
def test_a_new_line_may_still_be_written_by_hand(cast):
    """The guard against REPLACE is no guard against everything: the test above would else prove nothing."""
    columns = [field.column for field in Line._meta.concrete_fields]
    fresh = {"id": "lower(hex(randomblob(16)))", "number": "number + 1000"}
    chosen = ", ".join(fresh.get(name, name) for name in columns)
    run(f"INSERT OR REPLACE INTO audit_line ({', '.join(columns)}) SELECT {chosen} FROM audit_line WHERE number = 2")


def test_no_line_is_updated_by_an_upsert(cast):
    columns = ", ".join(field.column for field in Line._meta.concrete_fields)
    with pytest.raises(IntegrityError):
        run(
            f"INSERT INTO audit_line ({columns}) SELECT {columns} FROM audit_line WHERE true "
            "ON CONFLICT (id) DO UPDATE SET event = 'x'"
        )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has TRUNCATE")
@pytest.mark.parametrize("table", sorted(WRITTEN_ONCE))
def test_no_table_is_emptied(db, table):
    refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has replicas")
def test_a_replica_refuses_too(cast):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        refused("DELETE FROM audit_line")
        transaction.set_rollback(True)


def test_every_table_that_is_written_once_has_its_triggers(db):
    """SQLite forgets them when a migration rebuilds a table: then that migration must lay them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
        )
        found = {name for (name,) in cursor.fetchall()}
    third = "no_replace" if connection.vendor == "sqlite" else "no_truncate"
    assert {f"{table}_{rule}" for table in WRITTEN_ONCE for rule in ("no_update", "no_delete", third)} <= found


def test_the_tables_named_here_are_all_that_are_written_once():
    from django.apps import apps

    from ruggespraak.audit.kept import WrittenOnce

    assert {model._meta.db_table for model in apps.get_models() if issubclass(model, WrittenOnce)} == WRITTEN_ONCE


def test_python_refuses_before_the_database_does(cast):
    line = Line.objects.first()
    attempts = [
        line.save,
        line.delete,
        lambda: Line.objects.update(event="x"),
        lambda: Line.objects.all().delete(),
        lambda: Line.objects.bulk_update([line], ["event"]),
        lambda: Line.objects.update_or_create(id=line.id, defaults={"event": "x"}),
        lambda: Line.objects.bulk_create([line], update_conflicts=True, update_fields=["event"], unique_fields=["id"]),
    ]
    for attempt in attempts:
        with pytest.raises(Kept):
            attempt()


def test_a_test_with_real_transactions_is_reset(transactional_db):
    people.cast()
    assert Line.objects.exists()


def test_after_which_nothing_is_left_and_the_triggers_stand(transactional_db):
    assert not Line.objects.exists()
    people.cast()
    refused("DELETE FROM audit_line")
