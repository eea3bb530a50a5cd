"""Make a record with an older version of the whole house: its pack, its evaluator, its actions.

    python tests/ruggespraak/dossier/older/make.py COMMIT

lays the files of that commit in a folder of their own and runs itself there. Nothing of today's code takes part: what
is kept, in `record.json.xz`, is what an installation of that day would have left behind. `record.json.xz` was made at
12dc1a0. The people are invented, and the keys are theirs alone. `tests/older.py` lays it into a fresh database.
"""

import base64
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
KEPT = HERE / "record.json.xz"
APPS = ("people", "audit", "dossier", "agenda")
CLIENTS = ("Noor", "Adem", "Sven", "Mila", "Luuk", "Fien", "Daan")
ROAD = ("self_check", "intake_home", "screening", "intake", "conclusion", "examination", "session", "evaluation")


def main(commit: str) -> None:
    """Lay out the older house, live in it, and keep what it left."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as name:
        house = Path(name) / "house"
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(house, filter="data")
        inside = {
            **os.environ,
            "PYTHONPATH": f"{house / 'src'}:{house / 'tests'}",
            "DJANGO_SETTINGS_MODULE": "ruggespraak.config.settings",
            "RUGGESPRAAK_SECRET_KEY": "only-for-tests",
            "RUGGESPRAAK_DATA": str(Path(name) / "data"),
            "RUGGESPRAAK_KEYS": str(Path(name) / "keys"),
            "RUGGESPRAAK_MODE": "advise",
        }
        inside.pop("DATABASE_URL", None)
        subprocess.run(
            [sys.executable, str(HERE / "make.py"), "--inside", str(KEPT)], cwd=house, env=inside, check=True
        )


def live_inside(kept: Path) -> None:
    """Runs with the older code: make the practice, record, and write every row down."""
    import django
    from django.core.management import call_command

    Path(os.environ["RUGGESPRAAK_DATA"]).mkdir(parents=True)
    django.setup()
    from django.conf import settings

    from ruggespraak.keys import make_keys

    make_keys(settings.KEYS)
    call_command("migrate", verbosity=0)
    _live()
    data = {"keys": _keys(Path(settings.KEYS)), "tables": [*_tables()]}
    kept.write_bytes(lzma.compress(json.dumps(data, ensure_ascii=False).encode(), preset=9))


def _keys(folder: Path) -> dict[str, str]:
    return {path.name: base64.b64encode(path.read_bytes()).decode() for path in sorted(folder.glob("*.key"))}


def _tables() -> object:
    from django.apps import apps

    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            columns = list(model._meta.concrete_fields)
            order = "number" if any(column.name == "number" for column in columns) else "pk"
            rows = [[column.value_to_string(row) if getattr(row, column.attname) is not None
                     and column.get_internal_type() != "JSONField" else getattr(row, column.attname)
                     for column in columns] for row in model._default_manager.order_by(order)]  # fmt: skip
            yield {"model": model._meta.label, "columns": [column.attname for column in columns], "rows": rows}


# ── a few lives, with every judged form


def _live() -> None:
    import people
    from ruggespraak.care.actions import begin

    cast = people.cast()
    clients = [cast.noor, cast.adem, cast.sven]
    clients += [people.client(cast.anna_at_work, name, "de Vries", date(1980, 5, 4), "F") for name in CLIENTS[3:]]
    lives = [begin(client, "low_back_pain", cast.anna_at_work.user, by=cast.anna) for client in clients]
    for turn, episode in enumerate(lives[:4]):
        _walk(episode, turn, by=cast.anna)
    _correct_late(lives[4], by=cast.anna)
    _inform(lives[5], by=cast.anna)
    _destroy(lives[6], by=cast.anna)
    _ask(cast.practice)


def _walk(episode: object, turn: int, *, by: object) -> None:
    """The whole road, each client with other answers. The first two correct what they said at first, halfway."""
    from ruggespraak.dossier.actions import correct_entry

    first = _record(episode, "self_check", turn, by=by)
    for form in ROAD[1:]:
        if turn < 2 and form == "intake":
            correct_entry(first, _answers("self_check", turn + 6), by=by, reason="Verkeerd begrepen")
        _record(episode, form, turn, by=by)


def _correct_late(episode: object, *, by: object) -> None:
    """An older screening is corrected after a newer one. An examination builds on them; in those days no intake did."""
    from ruggespraak.dossier.actions import correct_entry

    older = _record(episode, "screening", 0, by=by)
    _record(episode, "screening", 1, by=by)
    correct_entry(older, _answers("screening", 5), by=by, reason="Vergissing")
    _record(episode, "examination", 1, by=by)
    _record(episode, "intake", 0, by=by)


def _inform(episode: object, *, by: object) -> None:
    from django.test import override_settings

    with override_settings(MODE="inform"):
        _record(episode, "self_check", 2, by=by)


def _destroy(episode: object, *, by: object) -> None:
    from django.db import connection

    from ruggespraak.audit import actions as audit
    from ruggespraak.audit.actor import Subject
    from ruggespraak.audit.models import Action
    from ruggespraak.dossier.models import Destruction

    entry = _record(episode, "screening", 2, by=by)
    gone = Destruction(dossier=episode.dossier, practice_id=episode.practice_id, reason="Verzoek van de cliënt")
    on = Subject("dossier", str(episode.dossier_id))
    with audit.event("dossier.destroyed", by=by, on=on, action=Action.DELETE) as details:
        gone.save()
        details.fields = {"hash": gone.compute_hash()}
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM dossier_content WHERE entry_id = %s", [entry.id.hex])


def _ask(practice: object) -> None:
    """Requests: without answers, with those of two stories, and with an alarm answered yes whose follow-up is not.

    The evaluator of that day gave the last no weight of its own yet.
    """
    from ruggespraak.agenda.actions import ask_appointment
    from ruggespraak.audit.actor import VISITOR
    from ruggespraak.dossier.packs import pathway

    form = pathway().forms["self_check"]
    waits = {**_answers("self_check", 0), "ces_saddle": True}
    for turn, answers in enumerate((None, _answers("self_check", 4), _answers("self_check", 8), waits)):
        shared = {} if answers is None else {"form": form, "answers": answers}
        ask_appointment(
            practice, by=replace(VISITOR, practice_id=practice.id), name="Iemand", born_on=date(1970, 1, 1),
            email=f"iemand{turn}@voorbeeld.example", phone="", words="Rugpijn", moments="Ochtend", language="nl",
            **shared,
        )  # fmt: skip


def _record(episode: object, form: str, turn: int, *, by: object) -> object:
    from ruggespraak.dossier.actions import record_entry

    return record_entry(episode, form, _answers(form, turn), by=by)


def _answers(form_id: str, turn: int) -> dict[str, object]:
    """What the pack's own stories say in this form, made complete."""
    from pathways.model import missing
    from ruggespraak.dossier.packs import pathway

    form = pathway().forms[form_id]
    told = [story for story in pathway().stories if story.form == form_id]
    own = {question.id for question in form.own}
    said = told[turn * 5 % len(told)].answers if told else {}
    answers = {name: value for name, value in said.items() if name in own}
    while lacking := missing(form, answers):
        answers |= {name: _something(pathway().questions[name]) for name in lacking}
    return answers


def _something(question: object) -> object:
    match question.type:
        case "yes_no":
            return False
        case "number":
            return question.min
        case "duration":
            return 20
        case "one":
            return question.options[0].id
        case "many":
            return (question.options[0].id,)
        case "body":
            return ("back_lumbar_left",)
        case "date":
            return "2026-11-02"
        case "time":
            return "10.15"
        case _:
            return "Verteld."


if __name__ == "__main__":
    live_inside(Path(sys.argv[2])) if sys.argv[1] == "--inside" else main(sys.argv[1])
