"""The database itself refuses to change, remove or replace what a client said of a day."""

from django.db import migrations

from ruggespraak.audit.triggers import write_once

IS_DESTROYED = (
    "EXISTS (SELECT 1 FROM dossier_destruction gone JOIN dossier_episode episode "
    "ON episode.dossier_id = gone.dossier_id WHERE episode.id = OLD.episode_id)"
)


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_initial"), ("dossier", "0002_written_once")]

    operations = [
        write_once("outcomes_diaryday", ("id",), ("episode_id", "client_id"), removable_when=IS_DESTROYED),
    ]
