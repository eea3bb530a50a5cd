"""The eleven-proof, on numbers that belong to nobody."""

import pytest

import people
from people import Cast
from ruggespraak.audit.models import Line
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.actions import set_bsn
from ruggespraak.people.bsn import is_bsn, normalised
from ruggespraak.people.models import Patient

GOOD = "999990019"


@pytest.mark.parametrize("digits", [GOOD, "111222333", "123456782", "000000012"])
def test_passes(digits: str) -> None:
    assert is_bsn(digits)


@pytest.mark.parametrize(
    "digits", ["000000000", "123456789", "99999001", "9999900190", "99999001a", "", "٩٩٩٩٩٠٠١٩", "-99990019"]
)
def test_does_not_pass(digits: str) -> None:
    assert not is_bsn(digits)


def test_every_single_wrong_digit_is_found() -> None:
    for place in range(9):
        for digit in "0123456789":
            wrong = GOOD[:place] + digit + GOOD[place + 1 :]
            assert is_bsn(wrong) is (wrong == GOOD)


@pytest.mark.parametrize(
    ("written", "digits"), [("1234.56.782", "123456782"), ("12", "000000012"), (" 999 990 019", GOOD)]
)
def test_is_read_however_it_is_written(written: str, digits: str) -> None:
    assert normalised(written) == digits


def test_is_kept_sealed_and_found_again(cast: Cast) -> None:
    set_bsn(cast.noor, "9999.90.019", by=cast.front_desk)
    noor = Patient.objects.get(pk=cast.noor.pk)
    assert noor.bsn == GOOD
    assert GOOD.encode() not in bytes(noor.bsn_sealed)
    line = Line.objects.latest("number")
    assert (line.event, line.fields, line.patient_handle) == ("patient.identified", {"changed": ["bsn"]}, noor.handle)
    assert GOOD not in str(vars(line))


def test_is_refused_with_a_sentence_when_wrong_or_of_another(cast: Cast, elsewhere: Cast) -> None:
    with pytest.raises(NotPossible, match="burgerservicenummer"):
        set_bsn(cast.noor, "123456789", by=cast.anna)
    set_bsn(cast.noor, GOOD, by=cast.anna)
    set_bsn(cast.noor, GOOD, by=cast.anna)
    with pytest.raises(NotPossible):
        set_bsn(cast.adem, GOOD, by=cast.anna)
    set_bsn(elsewhere.adem, GOOD, by=elsewhere.anna)
    assert elsewhere.adem.bsn_fingerprint != cast.noor.bsn_fingerprint


def test_is_not_for_the_client(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_bsn(cast.noor, GOOD, by=people.account_of(cast.noor).as_actor())
