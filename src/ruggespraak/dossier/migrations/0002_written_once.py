"""The database itself refuses to change, remove or replace entries, contents, pack versions and destructions."""

from django.db import migrations

from ruggespraak.audit.triggers import write_once

IS_DESTROYED = (
    "EXISTS (SELECT 1 FROM dossier_destruction gone JOIN dossier_entry entry ON entry.dossier_id = gone.dossier_id "
    "WHERE entry.id = OLD.entry_id)"
)


class Migration(migrations.Migration):
    dependencies = [("dossier", "0001_initial"), ("audit", "0002_written_once")]

    operations = [
        write_once("dossier_packversion", ("content_hash",)),
        write_once("dossier_entry", ("id",), ("practice_id", "number"), ("corrects_id",)),
        write_once("dossier_destruction", ("dossier_id",)),
        write_once("dossier_content", ("entry_id",), removable_when=IS_DESTROYED),
    ]
