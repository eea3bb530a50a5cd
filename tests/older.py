"""A record as an older version of the house left it (ruggespraak/dossier/older/make.py), laid into today's database."""

import base64
import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

from ruggespraak.people.models import Practice

FILE = Path(__file__).parent / "ruggespraak" / "dossier" / "older" / "record.json.xz"


def lay(keys: Path) -> Practice:
    """Write its keys into the folder `keys` (let the settings point there first) and its rows, exactly as they were."""
    kept = _kept()
    keys.mkdir(mode=0o700)
    for name, content in kept["keys"].items():
        (keys / name).write_bytes(base64.b64decode(content))
        (keys / name).chmod(0o600)
    for table in kept["tables"]:
        for row in table["rows"]:
            _write(apps.get_model(table["model"]), dict(zip(table["columns"], row, strict=True)))
    return Practice.objects.get(slug="de-beemster")


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(lzma.decompress(FILE.read_bytes()))
    return kept


def _write(model: type[Model], texts: dict[str, Any]) -> None:
    columns = {column.attname: column for column in model._meta.concrete_fields}
    row = model(**{name: columns[name].to_python(text) for name, text in texts.items()})
    row.save_base(raw=True, force_insert=True)
