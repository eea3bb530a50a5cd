"""Old outcomes come out as they were kept, to the bit; where one does not, `replay` names exactly that entry."""

import hashlib
import json
from dataclasses import replace as with_other
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

import older
import people
from health_words import health_words
from pathways.evaluate import EVALUATOR
from pathways.model import load
from ruggespraak.agenda.models import Request
from ruggespraak.dossier import packs, replay, sealing
from ruggespraak.dossier.actions import correct_entry, open_episode, record_entry
from ruggespraak.dossier.models import Content, Entry, Episode, PackVersion
from ruggespraak.dossier.reading import read
from ruggespraak.dossier.verify import verify
from ruggespraak.people.models import Membership
from tampering import attack

ROOT = Path(__file__).parents[3]
OLDER_PACK = "c7b3ed8ad11bb857564bf4c8197acdcc9c2f878a5bcc8a97f47bcaf8251ce9f3"
SCREENING = {"swollen": False, "weight": 71, "story": "Van de stoep gestapt"}
LATE = 37  # in the older record: a correction of entry 35 that was recorded after entry 36, of the same form
RESTS_ON_LATE = 38
INTAKE = 39


@pytest.fixture(scope="module")
def today():
    """The pathway of today, loaded once."""
    return load(ROOT / "packs" / "low_back_pain")


@pytest.fixture
def low_back_pain(ankle, today, settings, monkeypatch):
    """The pathway of today, as the only one of this installation."""
    settings.PACKS = ROOT / "packs"
    monkeypatch.setattr(packs, "pathway", lambda complaint: today)
    return today


@pytest.fixture
def older_practice(db, low_back_pain, settings, tmp_path):
    """A practice as an older version of the house left it."""
    settings.KEYS = tmp_path / "keys"
    return older.lay(settings.KEYS)


@pytest.fixture
def record(cast, episode):
    """Noor's ankle: a check at home, and two screenings that rest on it. Sven's: one screening, in another episode."""
    noor = people.account_of(cast.noor).as_actor()
    record_entry(episode, "self_check", {"cannot_stand": True, "pain": 3}, by=noor)
    record_entry(episode, "screening", SCREENING, by=cast.anna)
    record_entry(episode, "screening", {**SCREENING, "swollen": True}, by=cast.anna)
    other = open_episode(cast.sven, "ankle_pain", cast.bram_at_work.user, by=cast.bram)
    record_entry(other, "screening", SCREENING, by=cast.bram)
    return episode


def replayed(practice=None):
    report = replay.Report()
    replay.replay(report, practice)
    return report


def sentences(practice=None):
    return [finding.sentence for finding in replayed(practice).findings]


def named(entry, what):
    return f"Entry {entry.number} ({entry.id}) {what}."


def reseal(attacker, entry, **changes):
    """What someone with database and keys can do: another content, with a commitment that fits."""
    content = {**json.loads(sealing.open_salted(entry, entry.dossier)[1]), **changes}
    salted = sealing.with_salt(json.dumps(content).encode())
    where = Entry._meta.pk.get_db_prep_save(entry.pk, connection)
    sealed = sealing.seal_content(salted, entry, entry.dossier)
    attacker.run("UPDATE dossier_content SET sealed = %s WHERE entry_id = %s", sealed, where)
    attacker.run("UPDATE dossier_entry SET commitment = %s WHERE id = %s", sealing.commitment_to(salted), where)


def entry_at(number):
    return Entry.objects.select_related("content", "dossier").get(number=number)


# ── a record made by an older version


def test_all_outcomes_of_an_older_version_come_out_to_the_bit(older_practice, low_back_pain):
    assert low_back_pain.content_hash != OLDER_PACK
    assert verify().is_whole, "the record itself is as the older version signed it"
    report = replayed()
    assert report.findings == []
    assert report.tallies == {OLDER_PACK: replay.Tally(same=35, without_level=4, not_computed=1, destroyed=1)}
    judged = {form.id for form in packs.pathway_with(OLDER_PACK).forms.values() if form.is_judged}
    assert judged == {read(entry).form for entry in with_outcome()}, "every judged form has its entries"


def with_outcome():
    readable = Entry.objects.filter(content__isnull=False).in_order()
    return [entry for entry in readable if read(entry).weighed is not None]


def test_todays_pathway_would_come_to_other_levels(older_practice, low_back_pain, monkeypatch):
    """So that the test above would see a replay that takes the pathway of today for all."""
    monkeypatch.setattr(replay, "pathway_in", lambda row: low_back_pain)
    findings = {finding.number: finding.sentence for finding in replayed().findings}
    assert len(findings) > 10
    assert "level" in findings[INTAKE], "the screening before it counts now, and did not then"


def test_todays_evaluator_says_more_than_the_older_one_kept(older_practice, monkeypatch):
    monkeypatch.setattr(replay, "evaluator_of", lambda reading: EVALUATOR)
    report = replayed()
    assert len(report.findings) == 35
    assert {finding.sentence.split("differently: ")[1] for finding in report.findings} == {"unsettled."}


def test_the_evaluator_of_today_weighs_as_when_it_got_its_number(older_practice, monkeypatch):
    """A change of what comes out needs a new number (docs/decisions/0017), and a new line here beside the old ones."""
    assert digest_of(2, monkeypatch) == "6d8d456837465638"


def digest_of(evaluator, monkeypatch):
    """A digest of what this version makes of the answers of the older record, those of an unsettled alarm included."""
    outcomes = []
    really = replay.weigh

    def weigh(form, answers, earlier, _):
        outcomes.append(really(form, answers, earlier, evaluator))
        return outcomes[-1]

    monkeypatch.setattr(replay, "weigh", weigh)
    replayed()
    waits = Request.objects.get(email="iemand3@voorbeeld.example")
    weigh(packs.pathway_with(OLDER_PACK).forms["self_check"], waits.shared_answers, {}, evaluator)
    assert len(outcomes) == 36
    assert '"question":"ces_saddle"' in outcomes[-1], "the alarm that waits"
    return hashlib.sha256("".join(outcomes).encode()).hexdigest()[:16]


def test_an_older_entry_rests_on_the_entry_that_counted_then(older_practice, monkeypatch):
    """A correction of an older entry counted as the newest then. It does not any more, but what rests on it stands."""
    assert Entry.objects.get(number=LATE).corrects.number == LATE - 2
    monkeypatch.setattr(replay, "_newest", lambda before, forms: [p for p in before if p.entry.number != LATE])
    assert named(entry_at(RESTS_ON_LATE), "comes out differently: ")[:-1] in "".join(sentences())


def test_a_record_of_two_versions_is_weighed_each_with_its_own(older_practice, low_back_pain):
    episode = Episode.objects.filter(entries__form="intake").order_by("id").first()
    anna = Membership.objects.get(user__name="Anna Smit").as_actor()
    examined = Entry.objects.filter(episode=episode, form="examination").in_order().get()
    correct_entry(examined, read(examined).answers, by=anna, reason="Opnieuw ondertekend")
    report = replayed()
    assert report.findings == []
    assert report.tallies[OLDER_PACK].same == 35
    assert report.tallies[low_back_pain.content_hash] == replay.Tally(same=1)


def test_the_command_says_how_many_of_each_version_and_nothing_else(older_practice, capsys):
    call_command("replay")
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "low_back_pain 0.1.0 (c7b3ed8a): "
        "38 weighed again, 4 without a level, 1 where nothing was computed, 1 destroyed",
        "38 outcomes weighed again: all as they were kept, to the bit.",
    ]


# ── what is kept from now on


def test_an_outcome_names_its_evaluator_and_what_it_rests_on(record):
    reading = read(Entry.objects.get(number=3))
    assert (reading.evaluator, reading.rests_on) == (EVALUATOR, {"self_check": 1})
    assert read(Entry.objects.get(number=1)).rests_on == {}


def test_where_nothing_is_computed_nothing_is_compared(cast, episode, settings):
    settings.MODE = "inform"
    entry = record_entry(episode, "self_check", {"cannot_stand": True}, by=cast.anna)
    record_entry(episode, "note", {"story": "Gebeld."}, by=cast.anna)
    assert (read(entry).evaluator, read(entry).rests_on) == (None, None)
    settings.MODE = "advise"
    assert [*replayed().tallies.values()] == [replay.Tally(not_computed=1, without_level=1)]


def test_a_correction_and_what_was_recorded_before_it_both_come_out(cast, record):
    """What was signed rests on the answers of that day, also when those were corrected since."""
    check = Entry.objects.get(number=1)
    correct_entry(check, {"cannot_stand": False, "pain": 3}, by=cast.anna, reason="Toch wel")
    calm = record_entry(record, "screening", SCREENING, by=cast.anna)
    assert read(Entry.objects.get(number=2)).evaluation.level == "call"
    assert read(calm).evaluation.level == "none"
    assert read(calm).rests_on == {"self_check": 5}
    assert sentences() == []


def test_an_entry_is_weighed_with_what_it_names_and_not_by_a_rule(cast, episode, monkeypatch):
    """A late correction stands in the place of the older one now; the rule of before would take it for the newest."""
    noor = people.account_of(cast.noor).as_actor()
    older = record_entry(episode, "self_check", {"cannot_stand": False, "pain": 1}, by=noor)
    record_entry(episode, "self_check", {"cannot_stand": True, "pain": 3}, by=noor)
    correct_entry(older, {"cannot_stand": False, "pain": 2}, by=cast.anna, reason="Verkeerd getal")
    screening = record_entry(episode, "screening", SCREENING, by=cast.anna)
    assert sentences() == []
    monkeypatch.setattr(replay, "_those", lambda before, numbers: replay._newest(before, ["self_check"]))
    assert [finding.number for finding in replayed().findings] == [screening.number]


# ── what does not come out is named


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (lambda text: text.replace('"level":"call","not', '"level":"none","not'), "level"),
        (lambda text: text.replace('"missing":', '"missing": '), None),
        (lambda text: text.replace(":", ": ", 1), "the way it is written"),
        (lambda text: text.replace('"is_definite":true', '"is_definite":1'), "is_definite"),
        (lambda text: text.replace('"advice":[],', ""), "advice"),
        (lambda text: None, "no outcome was kept"),
    ],
)
def test_a_changed_outcome_is_named_with_its_fields(record, change, fields):
    entry = entry_at(2)
    kept = read(entry).weighed
    with attack() as attacker:
        reseal(attacker, entry, evaluation=change(kept))
        is_changed = change(kept) != kept
        assert is_changed == (fields is not None)
        assert sentences() == ([named(entry, f"comes out differently: {fields}")] if fields else [])


def test_every_field_of_an_outcome_is_compared(record):
    entry = entry_at(2)
    kept = json.loads(read(entry).weighed)
    for name in kept:
        with attack() as attacker:
            reseal(attacker, entry, evaluation=json.dumps({**kept, name: "x"}, sort_keys=True, separators=(",", ":")))
            assert sentences() == [named(entry, f"comes out differently: {name}")]


def test_changed_answers_are_named_at_every_entry_that_rests_on_them(record):
    with attack() as attacker:
        reseal(attacker, entry_at(1), answers='{"cannot_stand":false,"pain":3}')
        assert [finding.number for finding in replayed().findings] == [1, 2, 3]


def test_an_outcome_where_none_was_to_be_computed_is_named(record, cast):
    note = record_entry(record, "note", {"story": "Gebeld."}, by=cast.anna)
    with attack() as attacker:
        reseal(attacker, entry_at(note.number), evaluation=read(entry_at(1)).weighed)
        assert sentences() == [named(note, "comes out differently: an outcome was kept where none is computed")]


def test_an_evaluator_that_changed_without_a_new_number_is_named(record, monkeypatch):
    """The case that `replay` after an upgrade is for."""
    really = replay.evaluate

    def changed(form, answers, *rest, **options):
        outcome = really(form, answers, *rest, **options)
        return with_other(outcome, level="none") if answers.get("swollen") is True else outcome

    monkeypatch.setattr(replay, "evaluate", changed)
    assert sentences() == [named(entry_at(3), "comes out differently: level")]


def test_the_command_names_practice_and_entry_and_fails(cast, record, elsewhere, capsys):
    entry = entry_at(2)
    with attack() as attacker:
        reseal(attacker, entry, evaluation=read(entry_at(4)).weighed)
        call_command("replay", practice=elsewhere.practice.slug)
        assert "0 outcomes weighed again" in capsys.readouterr().out
        with pytest.raises(CommandError) as raised:
            call_command("replay")
    assert raised.value.returncode == 1
    said = capsys.readouterr().out
    assert f"practice {cast.practice.id}: Entry 2 ({entry.id}) comes out differently: certain, " in said
    assert "4 weighed again, 1 came out differently" in said
    assert health_words(said.replace("ankle_pain", "")) == []
    assert all(secret not in said for secret in ("cannot_stand", "call", "stoep", "Noor", "Sven"))


# ── what cannot be weighed is a finding, not a crash


def test_a_content_that_was_changed_is_named_and_so_is_what_rests_on_it(record):
    check = entry_at(1)
    with attack() as attacker:
        where = Entry._meta.pk.get_db_prep_save(check.pk, connection)
        attacker.run("UPDATE dossier_content SET sealed = %s WHERE entry_id = %s", b"x" * 60, where)
        assert sentences() == [
            named(check, "cannot be opened: `ruggespraak verify` says what happened"),
            named(entry_at(2), "rests on entry 1, which cannot be read"),
            named(entry_at(3), "rests on entry 1, which cannot be read"),
        ]


def test_a_lost_content_of_a_dossier_that_was_not_destroyed_is_named(record):
    with attack() as attacker:
        attacker.run("DELETE FROM dossier_content")
        assert Content.objects.count() == 0
        assert len(sentences()) == 4


def test_resting_on_an_entry_of_another_episode_is_named(record):
    with attack() as attacker:
        reseal(attacker, entry_at(2), rests_on={"self_check": 4})
        assert sentences() == [named(entry_at(2), "rests on entry 4, which does not stand before it in its episode")]


def test_an_evaluator_of_a_newer_release_is_named(record):
    with attack() as attacker:
        reseal(attacker, entry_at(2), evaluator=EVALUATOR + 1)
        words = f"was weighed by evaluator {EVALUATOR + 1}, which is not known here: a newer release is needed"
        assert sentences() == [named(entry_at(2), words)]


def test_answers_that_do_not_fit_their_pathway_are_named(record):
    with attack() as attacker:
        reseal(attacker, entry_at(1), answers='{"cannot_stand":true,"pain":[[]]}')
        assert sentences()[0] == named(entry_at(1), "cannot be weighed by its own pathway version (TypeError)")


def test_a_pathway_kept_in_another_version_of_the_language_is_one_finding(record, monkeypatch):
    kept = PackVersion.objects.get()
    monkeypatch.setattr("pathways.model.pathway.LANGUAGE_VERSION", 2)
    report = replayed()
    assert [finding.sentence for finding in report.findings] == [
        f"Nothing made with the pathway version {kept.pk} was weighed again: "
        "this pathway was kept in language version 1, not known here."
    ]
    assert report.tallies == {kept.pk: replay.Tally(unread=4)}


def test_a_kept_pathway_that_was_changed_weighs_nothing(record):
    kept = PackVersion.objects.get()
    with attack() as attacker:
        attacker.run("UPDATE dossier_packversion SET content = %s", kept.content.replace("cannot_stand", "can_stand"))
        assert sentences() == [f"Nothing made with the pathway version {kept.pk} was weighed again: it was changed."]


def test_a_kept_pathway_that_reads_back_as_another_weighs_nothing(record, monkeypatch, low_back_pain):
    monkeypatch.setattr("ruggespraak.dossier.replay.Pathway.from_json", lambda text: low_back_pain)
    assert "the language of today reads it as another one" in sentences()[0]


# ── however large the practice


def test_queries_grow_with_the_chunks_and_not_with_the_entries(cast, record, monkeypatch):
    few = queries()
    for _ in range(5):
        record_entry(record, "screening", SCREENING, by=cast.anna)
    assert queries() == few == 5, "the practices, which episodes, their entries, the pathway, and no more episodes"
    monkeypatch.setattr(replay, "CHUNK", 1)
    assert queries() == few + 2


def queries():
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert replayed().findings == []
    return len(captured)


@pytest.mark.night
def test_a_whole_year_of_a_practice_comes_out(db, low_back_pain):
    from ruggespraak.demo import invent

    invent()
    report = replayed()
    assert report.findings == []
    assert report.weighed > 100
