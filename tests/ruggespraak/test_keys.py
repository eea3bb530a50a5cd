"""The keys outside the database."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured

from ruggespraak import keys


@pytest.fixture
def folder(tmp_path, settings):
    settings.KEYS = tmp_path / "keys"
    keys.make_keys(settings.KEYS)
    return settings.KEYS


def test_keys_are_made_once_for_the_owner_only(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(before) == ["root.key", "secret.key", "signing.key"]
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert keys.make_keys(folder) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_is_sealed_opens_in_its_own_place_with_its_own_key_only(folder):
    key = keys.new_key()
    sealed = keys.seal(b"geheim", key=key, place="entry:1")
    assert keys.unseal(memoryview(sealed), key=key, place="entry:1") == b"geheim"
    assert keys.seal(b"geheim", key=key, place="entry:1") != sealed
    for wrong in ({"key": keys.new_key(), "place": "entry:1"}, {"key": key, "place": "entry:2"}):
        with pytest.raises(InvalidTag):
            keys.unseal(sealed, **wrong)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 27])
def test_a_sealed_value_cut_short_is_a_change_like_any_other(folder, length):
    key = keys.new_key()
    with pytest.raises(InvalidTag):
        keys.unseal(keys.seal(b"geheim", key=key, place="p")[:length], key=key, place="p")


def test_every_changed_byte_shows(folder):
    key = keys.new_key()
    sealed = keys.seal(b"geheim", key=key, place="p")
    for at in range(len(sealed)):
        with pytest.raises(InvalidTag):
            keys.unseal(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], key=key, place="p")


def test_a_wrapped_key_opens_with_the_root_key(folder):
    key = keys.new_key()
    assert keys.unwrap(keys.wrap(key, place="dossier:1"), place="dossier:1") == key


def test_practices_and_uses_have_different_keys(folder):
    assert keys.practice_key(1) != keys.practice_key(2)
    assert keys.fingerprint("123456782", practice_id=1) != keys.fingerprint("123456782", practice_id=2)
    assert keys.fingerprint("123456782", practice_id=1) == keys.fingerprint("123456782", practice_id=1)


def test_signatures_and_tags(folder):
    signature = keys.sign(b"einde")
    assert keys.is_signed(b"einde", signature)
    for message, other in ((b"eind", signature), (b"einde", b""), (b"einde", bytes(64)), (b"einde", signature + b"0")):
        assert not keys.is_signed(message, other)
    assert keys.is_tagged("a", keys.tag("a"))
    assert not keys.is_tagged("b", keys.tag("a"))
    assert not keys.is_tagged("a", "é")


def test_a_missing_key_says_what_to_do(tmp_path, settings):
    settings.KEYS = tmp_path
    with pytest.raises(ImproperlyConfigured, match="ruggespraak keys"):
        keys.root_key()


def test_a_key_that_others_can_read_is_refused(folder):
    (folder / "root.key").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        keys.root_key()


def test_a_damaged_key_is_refused(folder):
    (folder / "root.key").write_bytes(b"short")
    with pytest.raises(ImproperlyConfigured, match="damaged"):
        keys.root_key()
