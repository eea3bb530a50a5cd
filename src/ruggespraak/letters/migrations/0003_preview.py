import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ruggespraak.clock
from ruggespraak.audit.triggers import write_once

GONE = "SELECT 1 FROM dossier_destruction gone JOIN dossier_entry entry ON entry.dossier_id = gone.dossier_id "
PREVIEW_IS_DESTROYED = f"EXISTS ({GONE} WHERE entry.id = OLD.entry_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("dossier", "0002_written_once"),
        ("letters", "0002_written_once"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preview",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="preview",
                        serialize=False,
                        to="dossier.entry",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=ruggespraak.clock.now)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.practice"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        write_once("letters_preview", ("entry_id",), removable_when=PREVIEW_IS_DESTROYED),
    ]
