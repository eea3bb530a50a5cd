"""The way in for a client, told as it happens."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value
from django.db import connection
from django.test import Client

import people
from login import log_in
from people import Cast
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.actions import Invited, change_patient, hire, invite
from ruggespraak.people.models import Invitation, PatientAccount, Role, User
from ruggespraak.post.models import Mail

BORN = "1984-03-09"


@pytest.fixture
def invited(cast: Cast) -> Invited:
    """Noor, invited by Anna."""
    return invite(cast.noor, by=cast.anna)


def path_of(invited: Invited) -> str:
    """The link, without the host."""
    return "/" + invited.link.split("/", 3)[3]


def answer(client: Client, invited: Invited, *, born_on: str = BORN, code: str | None = None):
    return client.post(path_of(invited), {"born_on": born_on, "code": code or invited.code})


class TestInviting:
    """What the practice does."""

    def test_mails_the_link_and_keeps_only_hashes(self, invited: Invited, cast: Cast) -> None:
        mail = Mail.objects.get(template="invitation")
        token = path_of(invited).rstrip("/").rsplit("/", 1)[1]
        assert (mail.to, invited.link in mail.text, invited.code in mail.text) == (
            "noor@de-beemster.example",
            True,
            False,
        )
        kept = str(vars(Invitation.objects.get())) + str([vars(line) for line in Line.objects.all()])
        assert token not in kept
        assert invited.code not in kept
        assert re.fullmatch(r"[A-HJKMNP-Z2-9]{6}", invited.code)
        assert len(token) >= 43  # 256 bits

    def test_is_for_those_who_may_and_needs_an_address(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            invite(cast.noor, by=people.account_of(cast.noor).as_actor())
        change_patient(cast.noor, by=cast.anna, email="")
        with pytest.raises(NotPossible):
            invite(cast.noor, by=cast.anna)

    def test_a_new_one_ends_the_old_one(self, client: Client, invited: Invited, cast: Cast) -> None:
        invite(cast.noor, by=cast.anna)
        assert answer(client, invited).status_code == 422


class TestOpening:
    """What happens at the link."""

    def test_looking_changes_nothing_and_tells_nothing(self, client: Client, invited: Invited) -> None:
        before = list(Invitation.objects.values()), Line.objects.count(), User.objects.count()
        for _scan in range(10):
            page = client.get(path_of(invited))
        unknown = client.get(path_of(invited)[:-5] + "aaaa/")
        assert page.status_code == unknown.status_code == 200
        assert "Noor" not in page.content.decode()
        assert strip(page) == strip(unknown)
        assert before == (list(Invitation.objects.values()), Line.objects.count(), User.objects.count())

    def test_every_kind_of_wrong_gets_the_same_answer(self, client: Client, invited: Invited, cast: Cast) -> None:
        answers = [
            answer(client, invited, born_on="1984-03-10"),
            answer(client, invited, code="AAAAAA"),
            answer(client, invited, born_on="1984-03-10", code="AAAAAA"),
            client.post(path_of(invited)[:-5] + "aaaa/", {"born_on": BORN, "code": invited.code}),
        ]
        assert {page.status_code for page in answers} == {422}
        assert len({re.sub(r'value="[^"]*"', "", strip(page)) for page in answers}) == 1
        assert not PatientAccount.objects.exists()
        assert Line.objects.filter(event="invitation.refused", patient_handle=cast.noor.handle).count() == 3

    def test_five_tries_in_all(self, client: Client, invited: Invited) -> None:
        for _try in range(5):
            assert answer(client, invited, code="AAAAAA").status_code == 422
        assert answer(client, invited).status_code == 422
        assert not PatientAccount.objects.exists()

    def test_the_fifth_try_may_be_the_right_one(self, client: Client, invited: Invited) -> None:
        for _try in range(4):
            answer(client, invited, code="AAAAAA")
        assert answer(client, invited).status_code == 302

    def test_seven_days_and_no_longer(self, client: Client, invited: Invited) -> None:
        with clock.standing_at(clock.now() + timedelta(days=7, seconds=1)):
            assert answer(client, invited).status_code == 422
        with clock.standing_at(clock.now() + timedelta(days=6, hours=23)):
            assert answer(client, invited).status_code == 302

    def test_counts_once(self, client: Client, invited: Invited) -> None:
        assert answer(client, invited).status_code == 302
        assert answer(Client(), invited).status_code == 422

    def test_the_code_may_be_written_in_small_letters_with_a_space(self, client: Client, invited: Invited) -> None:
        assert answer(client, invited, code=f"{invited.code[:3]} {invited.code[3:]}".lower()).status_code == 302

    def test_an_unreadable_date_costs_no_try(self, client: Client, invited: Invited) -> None:
        assert answer(client, invited, born_on="gisteren").status_code == 422
        assert Invitation.objects.get().tries_left == 5

    def test_a_wrong_method_is_405(self, client: Client, invited: Invited) -> None:
        assert client.put(path_of(invited)).status_code == 405


class TestSettingUp:
    """From the two secrets to an account with two keys."""

    def test_password_and_authenticator_and_then_in(self, client: Client, invited: Invited, cast: Cast) -> None:
        entered = answer(client, invited)
        assert entered.headers["Location"] == "/account/"
        account = PatientAccount.objects.get()
        assert (account.patient, account.user.email) == (cast.noor, "noor@de-beemster.example")
        assert client.get("/account/").headers["Location"] == "/account/secure/"
        assert "Kies hoe je inlogt" in client.get("/account/secure/").content.decode()

        password = {"password1": people.PASSWORD, "password2": people.PASSWORD}
        assert client.post("/account/password/new/", password).headers["Location"] == "/account/secure/"
        page = client.get("/account/two/code/add/").content.decode()
        assert "<svg viewBox" in page
        assert "data:" not in page
        secret = re.search(r"<strong>([A-Z2-7]{32})</strong>", page).group(1)
        added = client.post("/account/two/code/add/", {"code": code_now(secret)})
        assert added.headers["Location"] == "/account/two/recovery/"
        assert len(re.findall(r"<li>\d{8}</li>", client.get("/account/two/recovery/").content.decode())) == 10
        assert client.get("/account/").headers["Location"] == "/my/"
        stored = Authenticator.objects.get(type="totp").data["secret"]
        assert secret not in stored

        told = {(mail.template, mail.to) for mail in Mail.objects.all()}
        assert ("account_bound", "noor@de-beemster.example") in told
        assert ("invitation_used", "anna@de-beemster.example") in told
        assert ("account_changed", "noor@de-beemster.example") in told
        assert Line.objects.filter(event="invitation.accepted", patient_handle=cast.noor.handle).count() == 1

    def test_a_wrong_code_of_the_app_adds_nothing(self, client: Client, invited: Invited) -> None:
        answer(client, invited)
        client.get("/account/two/code/add/")
        assert client.post("/account/two/code/add/", {"code": "000000"}).status_code == 422
        assert client.get("/account/").headers["Location"] == "/account/secure/"


class TestComingBack:
    """Log-in: the mailbox alone never opens a record."""

    @pytest.fixture
    def noor(self, cast: Cast) -> User:
        """Noor's account, with a password and an authenticator app."""
        user = people.account_of(cast.noor).user
        user.set_password(people.PASSWORD)
        user.save()
        return user

    def log_in(self, client: Client):
        return client.post("/account/login/", {"login": "noor@de-beemster.example", "password": people.PASSWORD})

    def test_takes_both_keys(self, client: Client, noor: User, rf) -> None:
        secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        TOTP.activate(noor, secret)
        assert self.log_in(client).headers["Location"].startswith("/account/two/enter/")
        assert client.get("/my/").headers["Location"].startswith("/account/login/")
        assert client.post("/account/two/enter/", {"code": "000000"}).status_code == 422
        assert client.post("/account/two/enter/", {"code": code_now(secret)}).headers["Location"] == "/account/"
        assert client.get("/account/").headers["Location"] == "/my/"
        assert Line.objects.filter(event="account.entered", user_id=noor.id, role="patient").count() == 1

    def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(self, client: Client, noor: User) -> None:
        wrong = client.post("/account/login/", {"login": noor.email, "password": "x"})
        unknown = client.post("/account/login/", {"login": "nobody@de-beemster.example", "password": "x"})
        assert wrong.status_code == unknown.status_code == 422
        assert strip(wrong).replace(noor.email, "") == strip(unknown).replace("nobody@de-beemster.example", "")
        assert Line.objects.filter(event="account.refused").count() == 1

    def test_a_stolen_mailbox_gets_no_link_to_an_account_without_a_second_key(self, client: Client, noor: User) -> None:
        forgotten = client.post("/account/password/forgotten/", {"email": noor.email})
        unknown = client.post("/account/password/forgotten/", {"email": "nobody@de-beemster.example"})
        assert forgotten.status_code == unknown.status_code == 302
        assert not Mail.objects.filter(template="password_reset").exists()
        TOTP.activate(noor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        client.post("/account/password/forgotten/", {"email": noor.email})
        mail = Mail.objects.get(template="password_reset")
        link = re.search(r"https?://[^/]+(/\S+)", mail.text).group(1)
        page = client.get(link, follow=True)
        new = {"password1": "heel-anders-dan-eerst", "password2": "heel-anders-dan-eerst"}
        assert client.post(page.request["PATH_INFO"], new).headers["Location"] == "/account/password/done/"
        assert client.get("/my/").status_code == 302

    def test_a_password_alone_does_not_lead_to_a_second_key(self, client: Client, noor: User) -> None:
        assert self.log_in(client).headers["Location"] == "/account/"
        assert client.get("/account/").headers["Location"] == "/account/secure/"
        assert "Vraag de praktijk om een nieuwe uitnodiging" in client.get("/account/secure/").content.decode()
        for way in ("/account/two/code/add/", "/account/two/passkey/add/"):
            assert client.get(way).headers["Location"] == "/account/secure/"
            assert client.post(way, {"code": "000000"}).headers["Location"] == "/account/secure/"

    def test_after_five_wrong_passwords_the_right_one_has_to_wait(self, client: Client, noor: User) -> None:
        for _try in range(5):
            client.post("/account/login/", {"login": noor.email, "password": "x"})
        assert self.log_in(client).status_code == 422

    def test_signing_up_is_closed(self, client: Client, db: None) -> None:
        assert "uitnodiging" in client.get("/account/signup/").content.decode()
        client.post("/account/signup/", {"email": "me@example.org", "password1": people.PASSWORD})
        assert not User.objects.filter(email="me@example.org").exists()

    def test_a_second_key_set_up_elsewhere_does_not_lift_a_session_begun_with_a_stolen_password(
        self, client: Client, noor: User
    ) -> None:
        client.force_login(noor)
        TOTP.activate(noor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        assert client.get("/account/").headers["Location"] == "/account/secure/"
        assert "Opnieuw inloggen" in client.get("/account/secure/").content.decode()


class TestTheirAccountIsKnownAlready:
    """An address that already has an account."""

    def test_whoever_lost_the_way_in_starts_anew(self, client: Client, cast: Cast) -> None:
        user = people.account_of(cast.noor).user
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        thief = log_in(Client(), user)
        assert answer(client, invite(cast.noor, by=cast.anna)).status_code == 302
        assert not Authenticator.objects.filter(user=user).exists()
        assert not User.objects.get(pk=user.pk).has_usable_password()
        assert thief.get("/account/secure/").status_code == 302
        assert PatientAccount.objects.count() == 1

    def test_someone_elses_is_not_opened_but_asks_to_log_in(self, client: Client, cast: Cast, elsewhere: Cast) -> None:
        change_patient(elsewhere.noor, by=elsewhere.anna, email=cast.noor.email)
        user = people.account_of(cast.noor).user
        invited = invite(elsewhere.noor, by=elsewhere.anna)
        refused = answer(client, invited)
        assert refused.status_code == 409
        assert "Log eerst in" in refused.content.decode()
        assert answer(log_in(client, user), invited).status_code == 302
        assert set(PatientAccount.objects.of_user(user.id).values_list("practice__slug", flat=True)) == {
            "de-beemster",
            "elders",
        }

    def test_staff_do_not_open_the_link_into_their_own_account(self, client: Client, cast: Cast) -> None:
        invited = invite(cast.noor, by=cast.anna)
        assert answer(log_in(client, cast.anna_at_work.user), invited).status_code == 409
        hire(cast.practice, by=cast.owner, email="kim@de-beemster.example", name="Kim", role=Role.THERAPIST)
        change_patient(cast.adem, by=cast.anna, email="kim@de-beemster.example")
        assert answer(Client(), invite(cast.adem, by=cast.anna), born_on="1991-11-30").status_code == 409

    def test_an_earlier_account_at_an_old_address_ends(self, client: Client, cast: Cast) -> None:
        old = people.account_of(cast.noor)
        change_patient(cast.noor, by=cast.anna, email="new@example.org")
        assert Mail.objects.get(template="address_changed").to == "noor@de-beemster.example"
        answer(client, invite(cast.noor, by=cast.anna))
        old.refresh_from_db()
        assert old.ended_at is not None
        assert PatientAccount.objects.get(ended_at=None).user.email == "new@example.org"


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_the_same_moment_are_still_five(transactional_cast: Cast) -> None:
    invited = invite(transactional_cast.noor, by=transactional_cast.anna)

    def guess(_number: int) -> int:
        try:
            return answer(Client(), invited, code="AAAAAA").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(20))) == {422}
    assert Line.objects.filter(event="invitation.refused").count() == 5
    assert answer(Client(), invited).status_code == 422


@pytest.fixture
def transactional_cast(transactional_db: None) -> Cast:
    """The cast, for a test in which several things happen at once."""
    return people.cast()


def strip(response) -> str:
    """The page without what differs by itself: the key against forged posts, and its own address."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'href="/en/[^"]*"', "", page)


def code_now(secret: str) -> str:
    """What the authenticator app shows now."""
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"
