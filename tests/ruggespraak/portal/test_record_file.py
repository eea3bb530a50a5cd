"""My record as one file: all of it, as it was signed, to be checked by a program that knows nothing of the house."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import translation

import people
import said
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import correct, sign
from ruggespraak.dossier.models import Entry, Episode, PackVersion
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import Damaged, read
from ruggespraak.exercises.models import Log
from ruggespraak.letters import actions as letters
from ruggespraak.letters.models import Letter, Way
from ruggespraak.outcomes.actions import keep_day, plan_asks
from ruggespraak.portal.record_file import CONSENTS, message, record_file, seal
from tampering import attack

DOCS = Path(__file__).parents[3] / "docs/for-practices"
VERIFIER = DOCS / "verify_record.py"
WITHOUT_SIGNATURES = "import sys; sys.modules['cryptography'] = None; import runpy; sys.argv = sys.argv[1:]; "
Record = dict[str, Any]


@pytest.fixture
def lived(cast: people.Cast, episode: Episode) -> people.Cast:
    """Noor was screened, treated and agreed; a page was corrected, a letter sent; Adem's record grew in between."""
    said.up_to("session", episode, by=cast.anna)
    first = sign(episode, "session", said.session(), by=cast.anna)
    other = said.begun(cast.adem, cast.anna_at_work.user, by=cast.anna)
    sign(other, "screening", said.screening(help_question="Alleen van Adem"), by=cast.anna)
    correct(episode, read(first), said.session(), by=cast.anna, reason="Verkeerde dag")
    letter = letters.make(read(sign(episode, "letter_gp", said.letter_gp(), by=cast.anna)), by=cast.anna)
    letters.send(letter, Way.SECURE_MAIL, by=cast.anna)
    for felt in ("too_hard", "not_done"):
        tapped(cast, episode, felt)
    plan_asks(episode, by=cast.anna)
    people.representative_of(cast.noor)
    for pain in (6, 4):
        keep_day(
            episode,
            clock.today(),
            {"diary_pain": pain, "diary_sleep": "slept_well"},
            client_id=uuid4(),
            said_at=clock.now(),
            by=people.account_of(cast.noor).as_actor(),
        )
    return cast


def tapped(cast: people.Cast, episode: Episode, felt: str) -> Log:
    """What Noor says of an exercise."""
    tap = Log(practice=cast.practice, episode=episode, client_id=uuid4(), done_on=clock.today())
    tap.logged_by = people.account_of(cast.noor).user
    tap.seal({"exercise": "ex_bridge", "felt": felt, "pain": 2}, episode.dossier.key)
    tap.save()
    return tap


@pytest.fixture
def record(lived: people.Cast) -> Record:
    return taken(lived)


def taken(cast: people.Cast) -> Record:
    record: Record = json.loads(record_file(cast.noor, people.account_of(cast.noor).user_id))
    return record


class Verified:
    """What the stand-alone program says of a file, run where nothing of the house can be imported."""

    def __init__(self, folder: Path, record: object, *more: str, signatures: bool = True) -> None:
        (folder / "copy.json").write_text(record if isinstance(record, str) else json.dumps(record))
        runner = ["-c", WITHOUT_SIGNATURES + "runpy.run_path(sys.argv[0], run_name='__main__')"]
        command = [sys.executable, *([] if signatures else runner), str(VERIFIER), "copy.json", *more]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={})
        self.code, self.words, self.fault = done.returncode, done.stdout, done.stderr

    @property
    def found(self) -> list[str]:
        return [line.removeprefix("CHANGED: ") for line in self.words.splitlines() if line.startswith("CHANGED: ")]


def test_holds_everything_as_it_was_signed(lived: people.Cast, episode: Episode, record: Record) -> None:
    entries = list(Entry.objects.filter(episode=episode).in_order())
    assert [entry["hash"] for entry in record["entries"]] == [entry.hash for entry in entries]
    for entry, kept in zip(record["entries"], entries, strict=True):
        content = json.loads(entry["content"])
        assert content["form"] == kept.form and json.loads(content["answers"])
        assert entry["header"]["author_name"] == kept.author_name
        assert all(entry["in_words"][language]["lines"] for language in ("nl", "en"))
    plan = next(entry for entry in record["entries"] if entry["header"]["form"] == "plan")
    assert "# " in json.loads(plan["content"])["text"]["nl"]
    corrected, correction = (entry["header"] for entry in record["entries"][-3:-1])
    assert correction["corrects_id"] == corrected["id"]
    assert {pack["hash"] for pack in record["pathways"]} == {entry.pack_id for entry in entries}
    assert record["pathways"][0]["content"] == PackVersion.objects.get(pk=entries[0].pack_id).content
    letter = Letter.objects.get()
    assert base64.b64decode(record["letters"][0]["pdf"]) == letter.pdf
    assert record["letters"][0] | {"way": "secure_mail", "sent_by": "Anna Smit"} == record["letters"][0]
    assert [(tap["exercise"], tap["felt"], tap["pain"]) for tap in record["exercise_log"]] == [
        ("ex_bridge", "too_hard", 2),
        ("ex_bridge", "not_done", 2),
    ]
    assert [day["answers"]["diary_pain"] for day in record["diary"]] == [6, 4]
    assert {day["pack_id"] for day in record["diary"]} <= {pack["hash"] for pack in record["pathways"]}
    assert record["person"]["family_name"] == "Hendriks" and record["person"]["born_on"] == "1984-03-09"
    assert record["practice"]["name"] == lived.practice.name and record["episodes"][0]["therapist"] == "Anna Smit"


def test_says_what_was_agreed_to_and_for_which_version(episode: Episode, record: Record) -> None:
    agreed = next(consent for consent in record["consents"] if consent["id"].endswith("consent_decision"))
    assert agreed["version"] == Entry.objects.get(episode=episode, form="plan").hash and agreed["text"]
    assert {consent["id"].partition(":")[2] for consent in record["consents"]} >= {"consent_share_gp"}
    assert set(CONSENTS) <= pathway().questions.keys()


def test_who_looked_in_words_and_nobodys_network_or_log_in_name(lived: people.Cast) -> None:
    with translation.override("nl"):
        record = taken(lived)
    lines = Line.objects.filter(patient_handle=lived.noor.handle).order_by("number")
    assert [look["hash"] for look in record["looks"]] == [line.hash for line in lines]
    assert {look["who"] for look in record["looks"]} >= {"Anna Smit"}
    assert all(look["what"] and look["what"] != "gebruikte je dossier" for look in record["looks"])
    assert "anna@de-beemster.example" not in json.dumps(record)


def test_nothing_of_anybody_else_is_in_it(lived: people.Cast, record: Record) -> None:
    text = json.dumps(record, ensure_ascii=False)
    assert not re.search("Yıldız|Alleen van", text)
    assert str(lived.adem.handle) not in text and str(Entry.objects.get(episode__patient=lived.adem).pk) not in text


def test_is_canonical_and_the_same_but_for_its_moment(lived: people.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    reader = people.account_of(lived.noor).user_id
    first = record_file(lived.noor, reader)
    assert first == record_file(lived.noor, reader)
    assert first.decode() == json.dumps(json.loads(first), sort_keys=True, separators=(",", ":"))


def test_the_number_of_queries_does_not_grow_with_the_record(
    lived: people.Cast, episode: Episode, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    taken(lived)
    with django_assert_max_num_queries(20) as few:
        taken(lived)
    for _ in range(5):
        sign(episode, "session", said.session(), by=lived.anna)
        tapped(lived, episode, "just_right")
    with django_assert_num_queries(len(few)):
        taken(lived)


def test_half_a_record_is_not_handed_out(lived: people.Cast, episode: Episode) -> None:
    entry = Entry.objects.filter(episode=episode).in_order()[1]
    with attack() as attacker:
        stored = Entry._meta.pk.get_db_prep_value(entry.pk, connection)
        assert attacker.run("UPDATE dossier_content SET sealed = %s WHERE entry_id = %s", b"x" * 40, stored) == 1
        with pytest.raises(Damaged, match=str(entry.number)):
            taken(lived)


def test_someone_without_a_complaint_has_a_record_too(cast: people.Cast, tmp_path: Path) -> None:
    record = taken(cast)
    assert record["entries"] == [] and record["looks"]
    assert Verified(tmp_path, record).code == 0


def test_every_key_of_the_file_is_explained(record: Record) -> None:
    explained = (DOCS / "the-record-file.md").read_text()
    samples = {section: value[0] if isinstance(value, list) else value for section, value in record.items()}
    keys = {*record, *(key for sample in samples.values() if isinstance(sample, dict) for key in sample)}
    assert [key for key in keys - {"dossier", "log"} if f"`{key}`" not in explained] == []


# The stand-alone program


def test_a_file_as_it_was_made_is_whole(record: Record, tmp_path: Path) -> None:
    verified = Verified(tmp_path, record, record["seal"]["public_key"])
    assert verified.code == 0 and verified.found == [] and verified.fault == ""
    assert "Nothing was changed" in verified.words and "key that you gave" in verified.words
    assert f"{len(record['entries'])} entries, 1 letters" in verified.words and "cannot be seen" in verified.words


def test_says_plainly_when_signatures_cannot_be_checked(record: Record, tmp_path: Path) -> None:
    verified = Verified(tmp_path, record, signatures=False)
    assert verified.code == 0 and "NOT checked: the signatures" in verified.words
    record["entries"][0]["content"] = record["entries"][0]["content"].replace("Weer een uur", "Weer een half uur")
    assert Verified(tmp_path, record, signatures=False).code == 1


def said_otherwise(record: Record) -> str:
    entry = record["entries"][0]
    entry["content"] = entry["content"].replace("Weer een uur", "Weer een half uur")
    return number(entry) + ": what it says"


def no_json_any_more(record: Record) -> str:
    plan = next(entry for entry in record["entries"] if entry["header"]["form"] == "plan")
    plan["content"] = "{"
    return number(plan) + ": what it says"


def salt(record: Record) -> str:
    record["entries"][1]["salt"] = "zz"
    return number(record["entries"][1]) + ": what it says"


def header(record: Record) -> str:
    record["entries"][2]["header"]["author_name"] = "Iemand Anders"
    return number(record["entries"][2]) + ": who, when or about what"


def signed_anew(record: Record) -> str:
    """Content, commitment and hash all made to fit; the entry behind it still names the old hash."""
    entry = record["entries"][0]
    entry["content"] = entry["content"].replace("Weer een uur", "Weer een half uur")
    hash_again(entry)
    return number(record["entries"][1]) + ": does not follow on entry"


def order(record: Record) -> str:
    entries = record["entries"]
    entries[1], entries[2] = entries[2], entries[1]
    return number(entries[2]) + ": not in the order in which it was signed"


def dropped(record: Record) -> str:
    """The first session of two: nothing points to it, and a gap in the numbers could be somebody else's entry."""
    session = next(entry for entry in record["entries"] if entry["header"]["form"] == "session")
    record["entries"].remove(session)
    return number(session) + " is missing"


def dropped_with_its_seal(record: Record) -> str:
    """As above, and taken off the list in the seal."""
    name = dropped(record).removesuffix(" is missing")
    record["seal"]["parts"] = [part for part in record["seal"]["parts"] if part[0] != name]
    return "seal: not signed with this key"


def dropped_correction(record: Record) -> str:
    corrected = next(entry for entry in record["entries"] if entry["header"]["corrects_id"])["header"]["corrects_id"]
    record["entries"] = [entry for entry in record["entries"] if entry["header"]["id"] != corrected]
    return "the entry or pathway version that it points to is missing"


def dropped_plan(record: Record) -> str:
    record["entries"] = [entry for entry in record["entries"] if entry["header"]["form"] != "plan"]
    return "the version that was answered is missing"


def agreed_to_another_text(record: Record) -> str:
    plan = next(entry for entry in record["entries"] if entry["header"]["form"] == "plan")
    plan["content"] = plan["content"].replace("# ", "# Niet: ")
    return "the text that was answered is not the text of that version"


def doubled(record: Record) -> str:
    record["entries"].insert(1, record["entries"][0])
    return "something is there twice"


def letter_bytes(record: Record) -> str:
    letter = record["letters"][0]
    letter["pdf"] = base64.b64encode(base64.b64decode(letter["pdf"]) + b" ").decode()
    return f"letters {letter['id']}: not the letter"


def letter_garbled(record: Record) -> str:
    record["letters"][0]["pdf"] = "a"
    return f"letters {record['letters'][0]['id']}: not the letter"


def letter_and_digest(record: Record) -> str:
    letter = record["letters"][0]
    letter["pdf"], letter["digest"] = base64.b64encode(b"x").decode(), hashlib.sha256(b"x").hexdigest()
    return f"letters {letter['id']} was changed"


def letter_dropped(record: Record) -> str:
    return f"letters {record['letters'].pop()['id']} is missing"


def pathway_version(record: Record) -> str:
    pack = record["pathways"][0]
    pack["content"] = pack["content"].replace("call_112_now", "none")
    return f"pathways {pack['hash']}: not the version"


def pathway_dropped(record: Record) -> str:
    record["pathways"] = []
    return "the entry or pathway version that it points to is missing"


def plain_words(record: Record) -> str:
    record["entries"][0]["in_words"]["nl"]["title"] = "Iets anders"
    return number(record["entries"][0]) + " was changed"


def person(record: Record) -> str:
    record["person"]["born_on"] = "1984-03-10"
    return "person was changed"


def consent(record: Record) -> str:
    record["consents"][0]["answer"] = "refused"
    return f"consents {record['consents'][0]['id']} was changed"


def tap(record: Record) -> str:
    record["exercise_log"][0]["pain"] = 9
    return f"exercise_log {record['exercise_log'][0]['id']} was changed"


def look(record: Record) -> str:
    record["looks"][3]["who"] = "Niemand"
    return f"looks {record['looks'][3]['number']} was changed"


def look_dropped(record: Record) -> str:
    return f"looks {record['looks'].pop(2)['number']} is missing"


def added(record: Record) -> str:
    record["looks"].append({**record["looks"][0], "number": 99_999})
    return "looks 99999 was added"


def looks_swapped(record: Record) -> str:
    looks = record["looks"]
    looks[0], looks[1] = looks[1], looks[0]
    return f"looks {looks[1]['number']} stands in another place"


def shorter_chain(record: Record) -> str:
    record["ends"]["dossier"]["count"] -= 1
    return "ends dossier: not signed with this key"


def sealed_anew(record: Record) -> str:
    """By somebody who has another key: it fits itself, but not the practice's."""
    said_otherwise(record)
    hash_again(record["entries"][0])
    del record["seal"]["parts"]
    parts = seal({name: value for name, value in record.items() if name != "seal"})["parts"]
    record["seal"]["parts"] = parts
    return "seal: not signed with this key"


CHANGES: list[Callable[[Record], str]] = [
    said_otherwise, no_json_any_more, salt, header, signed_anew, order, dropped, dropped_with_its_seal,
    dropped_correction, dropped_plan, agreed_to_another_text, doubled, letter_bytes, letter_garbled, letter_and_digest,
    letter_dropped, pathway_version, pathway_dropped, plain_words, person, consent, tap, look, look_dropped, added,
    looks_swapped, shorter_chain, sealed_anew,
]  # fmt: skip


def test_each_thing_that_was_changed_is_named(record: Record, tmp_path: Path) -> None:
    whole, unnamed = json.dumps(record), {}
    for change in CHANGES:
        tampered = json.loads(whole)
        expected = change(tampered)
        verified = Verified(tmp_path, tampered)
        if verified.code != 1 or not any(expected in one for one in verified.found):
            unnamed[change.__name__] = expected, verified.found, verified.fault
    assert unnamed == {}


def test_a_file_sealed_by_another_fits_itself_but_not_the_key_on_paper(record: Record, tmp_path: Path) -> None:
    key, other = record["seal"]["public_key"], Ed25519PrivateKey.generate()
    sealed_anew(record)
    record["seal"]["public_key"] = other.public_key().public_bytes_raw().hex()
    record["seal"]["signature"] = other.sign(message(record["seal"]["parts"])).hex()
    for end, words in ((end, f"{chain}:{record['practice']['id']}") for chain, end in record["ends"].items()):
        end["signature"] = other.sign(f"ruggespraak:{words}:{end['count']}:{end['hash']}".encode()).hex()
    assert "Is it that of the paper copy?" in Verified(tmp_path, record).words
    assert "seal: not signed with this key." in Verified(tmp_path, record, key).found


def test_a_key_that_stands_twice_is_refused(record: Record, tmp_path: Path) -> None:
    text = json.dumps(record).replace('"content": ', '"content": "", "content": ', 1)
    assert "stands twice" in Verified(tmp_path, text).fault


def test_without_a_change_nothing_else_is_named(record: Record, tmp_path: Path) -> None:
    person(record)
    assert Verified(tmp_path, record).found == ["person was changed."]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"entries": [], "pathways": [], "letters": [], "seal": {}}'])
def test_what_is_no_record_is_refused_in_a_sentence(text: str, tmp_path: Path) -> None:
    verified = Verified(tmp_path, text)
    assert verified.code == 1 and verified.fault.startswith("This is not a whole record file")


def number(entry: Record) -> str:
    return f"entries {entry['header']['number']}"


def hash_again(entry: Record) -> None:
    salted = bytes.fromhex(entry["salt"]) + entry["content"].encode()
    entry["header"]["commitment"] = hashlib.sha256(salted).hexdigest()
    canonical = json.dumps(entry["header"], sort_keys=True, separators=(",", ":"))
    entry["hash"] = hashlib.sha256(canonical.encode()).hexdigest()
