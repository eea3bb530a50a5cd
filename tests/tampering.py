"""What someone can do who has the whole database, but not the keys. Also how a test database is emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


class Attack:
    """Raw SQL, with the triggers out of the way."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def run(self, statement: str, *values: object) -> int:
        """Run a statement; returns how many rows it touched."""
        self.cursor.execute(statement, values)
        return int(self.cursor.rowcount)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query gives."""
        self.cursor.execute(statement, values)
        return list(self.cursor.fetchall())


@contextmanager
def attack() -> Iterator[Attack]:
    """Tamper inside; afterwards everything is as it was."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys look away too
            _lift(cursor)
            yield Attack(cursor)
        transaction.set_rollback(True)


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Without the triggers inside, with them again afterwards."""
    with connection.cursor() as cursor:
        lay_again = _lift(cursor)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in lay_again:
                cursor.execute(statement)


def _lift(cursor: Any) -> list[str]:
    """Take all triggers of ours away; returns the statements that lay them again."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP TRIGGER {name}")
        return [sql for _, sql in found]
    cursor.execute(
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
    )
    found = cursor.fetchall()
    for name, table in found:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    return [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name, table in found]
