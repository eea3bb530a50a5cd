"""The database itself refuses to change, remove or replace what permitted a practice to use an instrument."""

from django.db import migrations

from ruggespraak.audit.triggers import write_once


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0004_rights")]

    operations = [write_once("outcomes_right", ("id",))]
