"""A migration operation: triggers that make the database itself refuse to change, remove or replace rows.

They stop mistakes and injected SQL. Whoever owns the database can drop them: that is what `verify` is for.
SQLite forgets the triggers of a table that a later migration rebuilds: such a migration ends with `write_once` again
(tests/ruggespraak/audit/test_triggers.py notices when it does not).
"""

from typing import Any

from django.db import migrations

Key = tuple[str, ...]


def write_once(table: str, *keys: Key, removable_when: str = "FALSE") -> migrations.RunPython:
    """Refuse UPDATE, DELETE, TRUNCATE and REPLACE on `table`.

    `keys` are the column groups that a REPLACE could collide on. Where the SQL condition `removable_when` holds for
    the row OLD, that row may be deleted.
    """

    def lay(apps: object, editor: Any) -> None:
        on_sqlite = editor.connection.vendor == "sqlite"
        for statement in _sqlite(table, keys, removable_when) if on_sqlite else _postgresql(table, removable_when):
            editor.execute(statement, params=None)

    def lift(apps: object, editor: Any) -> None:
        on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
        for name in ("no_update", "no_delete", "no_replace", "no_truncate"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}", params=None)

    return migrations.RunPython(lay, lift)


def _sqlite(table: str, keys: tuple[Key, ...], removable_when: str) -> list[str]:
    # REPLACE removes the old row without asking the delete trigger, so the insert is refused; rowid is a key too.
    collisions = [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in (("rowid",), *keys)]
    collides = " OR ".join(f"({collision})" for collision in collisions)
    rules = {
        "no_update": ("UPDATE", "TRUE", "changed"),
        "no_delete": ("DELETE", f"NOT ({removable_when})", "removed"),
        "no_replace": ("INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {collides})", "replaced"),  # noqa: S608
    }
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never {done}'); END"
        for name, (verb, condition, done) in rules.items()
    ]


def _postgresql(table: str, removable_when: str) -> list[str]:
    # INSERT … ON CONFLICT DO UPDATE meets the update trigger. ALWAYS: also where a replica applies changes.
    refuse = f"{table}_refuse()"
    rules = {"no_update": ("UPDATE", "ROW"), "no_delete": ("DELETE", "ROW"), "no_truncate": ("TRUNCATE", "STATEMENT")}
    return [
        f"""CREATE OR REPLACE FUNCTION {refuse} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' THEN IF {removable_when} THEN RETURN OLD; END IF; END IF;
            RAISE EXCEPTION 'rows of {table} are never changed or removed' USING ERRCODE = '23000';
        END $$""",
        *(
            f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {refuse}"
            for name, (verb, each) in rules.items()
        ),
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{name}" for name in rules),
    ]
