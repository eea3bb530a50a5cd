"""The database itself refuses to change, remove or replace a letter, and that it was sent."""

from django.db import migrations

from ruggespraak.audit.triggers import write_once

GONE = "SELECT 1 FROM dossier_destruction gone JOIN dossier_entry entry ON entry.dossier_id = gone.dossier_id "
LETTER_IS_DESTROYED = f"EXISTS ({GONE} WHERE entry.id = OLD.entry_id)"
SENDING_IS_DESTROYED = (
    f"EXISTS ({GONE} JOIN letters_letter letter ON letter.entry_id = entry.id WHERE letter.id = OLD.letter_id)"
)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("dossier", "0002_written_once")]

    operations = [
        write_once("letters_letter", ("id",), ("entry_id",), removable_when=LETTER_IS_DESTROYED),
        write_once("letters_sending", ("letter_id",), removable_when=SENDING_IS_DESTROYED),
    ]
