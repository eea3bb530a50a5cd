"""The pathways of this installation."""

import pytest

from pathways.source import PathwayError
from ruggespraak.dossier import packs
from ruggespraak.dossier.models import PackVersion
from ruggespraak.errors import NotPossible


def test_a_pathway_is_loaded_once():
    assert packs.pathway("ankle_pain") is packs.pathway("ankle_pain")


def test_all_are_loaded_at_the_start(monkeypatch):
    loaded = []
    monkeypatch.setattr(packs, "pathway", loaded.append)
    packs.load_all()
    assert loaded == ["ankle_pain"]


def test_a_broken_one_stops_the_start_with_all_its_faults(settings, tmp_path):
    (tmp_path / "broken_pain").mkdir()
    (tmp_path / "broken_pain" / "pathway.yaml").write_text('id: broken_pain\nversion: 1\nstatus: "nowhere"\n')
    settings.PACKS = tmp_path
    with pytest.raises(PathwayError) as raised:
        packs.load_all()
    assert len(raised.value.problems) > 1


def test_a_version_is_kept_once(db):
    current = packs.pathway("ankle_pain")
    assert packs.keep(current) == packs.keep(current)
    kept = PackVersion.objects.get()
    assert (kept.pack, kept.version, kept.content_hash) == ("ankle_pain", "1.0.0", current.content_hash)


def test_a_kept_version_reads_back_as_the_same(db):
    from pathways.model import Pathway

    packs.keep(packs.pathway("ankle_pain"))
    again = Pathway.from_json(PackVersion.objects.get().content)
    assert again.content_hash == packs.pathway("ankle_pain").content_hash


def test_a_form_that_does_not_exist_is_refused():
    with pytest.raises(NotPossible):
        packs.form_of("ankle_pain", "no_such_form")
