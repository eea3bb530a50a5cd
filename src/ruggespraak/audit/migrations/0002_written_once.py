"""The database itself refuses to change, remove or replace a line of the log."""

from django.db import migrations

from ruggespraak.audit.triggers import write_once


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [write_once("audit_line", ("id",), ("practice_id", "number"))]
