"""Who may act for a client: let in, as far and as long as was agreed, and out again at once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

import people
from health_words import health_words
from login import log_in
from people import Cast
from ruggespraak import clock
from ruggespraak.audit.actor import VISITOR
from ruggespraak.audit.models import Line
from ruggespraak.dossier.packs import pathway
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.actions import (
    Invited,
    accept_invitation,
    check_name_representative,
    end_mandate,
    hire,
    invite,
    invite_representative,
    issue_ticket,
    name_representative,
    valid_ticket,
)
from ruggespraak.people.mandates import Capacity, Ground, Mandate, Scope, State, birthday, born_by, capacity_of
from ruggespraak.people.models import Invitation, Patient, PatientAccount, Relation, Role, User
from ruggespraak.people.permissions import Permission, check_may
from ruggespraak.post.models import Mail

JO = {"name": "Jo Hendriks", "email": "Jo@elders.example", "capacity": Capacity.PARTNER, "scope": Scope.FILLS_IN}
SEEN = {"ground": Ground.CONSENT, "words": "Gezegd aan de balie op 3 maart"}
BY_LAW = {"capacity": Capacity.PARENT, "ground": Ground.LAW, "words": "Gezagsregister gezien"}


def last_day(days: int = 90) -> date:
    return clock.today() + timedelta(days=days)


def let_in(cast: Cast, patient: Patient | None = None, **more: object) -> Invited:
    terms = {**JO, **SEEN, "ends_on": last_day(), **more}
    return name_representative(patient or cast.noor, by=cast.front_desk, **terms)


def token_of(invited: Invited) -> str:
    return invited.link.rstrip("/").rsplit("/", 1)[1]


def opened(invited: Invited, user: User | None = None) -> PatientAccount:
    account = accept_invitation(token_of(invited), by=VISITOR, code=invited.code, user=user)
    assert account is not None
    return account


def child(cast: Cast, years: int, days: int = 0) -> Patient:
    """Somebody who became so old, so many days ago."""
    born = birthday(clock.today() - timedelta(days=days), 0)
    return people.client(cast.anna_at_work, "Sam", "Kok", born.replace(year=born.year - years), "M")


def at(day: date) -> object:
    return clock.standing_at(timezone.make_aware(datetime.combine(day, time(12))))


class TestLettingIn:
    """The client, or the practice on the client's word or by law."""

    def test_the_client_lets_somebody_in_on_their_own_word(self, cast: Cast) -> None:
        noor = people.account_of(cast.noor).as_actor()
        invited = name_representative(cast.noor, by=noor, ends_on=last_day(), **JO)
        mandate = invited.invitation.mandate
        assert (mandate.ground, mandate.state, mandate.given_by_id) == (Ground.OWN_PAGES, State.INVITED, noor.user_id)
        named = Line.objects.get(event="representative.named")
        assert (named.role, named.object_type, named.patient_handle) == ("patient", "mandate", cast.noor.handle)
        assert named.fields == {
            "capacity": "role_partner",
            "scope": "fills_in",
            "ground": "own_pages",
            "ends_on": last_day().isoformat(),
        }
        assert Mail.objects.get(template="representative_invited").to == "Jo@elders.example"

    def test_the_log_holds_no_name_no_address_and_no_words(self, cast: Cast) -> None:
        opened(let_in(cast))
        log = str([vars(line) for line in Line.objects.filter(patient_handle=cast.noor.handle)])
        assert not [secret for secret in ("Jo", "elders.example", "balie") if secret in log]
        accepted = Line.objects.get(event="invitation.accepted")
        assert (accepted.user_name, accepted.basis) == ("vertegenwoordiger (partner)", "invitation")

    @pytest.mark.parametrize(
        "more",
        [
            {"ends_on": None},
            {"ends_on": date(2020, 1, 1)},
            {"words": " "},
            {"ground": Ground.OWN_PAGES},
            {"ground": "because"},
            {"scope": "everything"},
            {"capacity": "patient"},
            {"email": "NOOR@de-beemster.example"},
            {"capacity": Capacity.PARENT},
        ],
    )
    def test_the_practice_says_until_when_on_what_ground_and_for_whom(
        self, cast: Cast, more: dict[str, object]
    ) -> None:
        with pytest.raises(NotPossible):
            let_in(cast, **more)
        assert not Mandate.objects.exists() and not Mail.objects.exists()

    def test_without_a_last_day_there_is_a_reason(self, cast: Cast) -> None:
        mandate = let_in(cast, ends_on=None, why_no_end="Blijvend bewind").invitation.mandate
        assert (mandate.last_day, mandate.why_no_end, mandate.holds) == (None, "Blijvend bewind", True)

    def test_a_client_says_not_that_somebody_is_a_parent_or_curator(self, cast: Cast) -> None:
        noor = people.account_of(cast.noor).as_actor()
        for capacity in (Capacity.PARENT, Capacity.CURATOR):
            with pytest.raises(NotPossible):
                name_representative(cast.noor, by=noor, ends_on=last_day(), **JO | {"capacity": capacity})

    def test_others_let_nobody_in(self, cast: Cast, elsewhere: Cast) -> None:
        privacy = hire(cast.practice, by=cast.owner, email="p@x.example", name="P", role=Role.PRIVACY_OFFICER)
        jo = people.representative_of(cast.noor).as_actor()
        for by in (privacy.as_actor(), jo, elsewhere.front_desk, people.account_of(elsewhere.noor).as_actor()):
            ground = SEEN if by.role not in Relation.values else {}
            with pytest.raises(NotAllowed):
                name_representative(cast.noor, by=by, ends_on=last_day(), **JO | {"email": "new@x.example"}, **ground)

    def test_the_same_person_is_let_in_once_and_may_be_invited_again(self, cast: Cast) -> None:
        first = let_in(cast)
        with pytest.raises(NotPossible):
            let_in(cast, email="jo@ELDERS.example")
        again = invite_representative(first.invitation.mandate, by=cast.front_desk)
        assert accept_invitation(token_of(first), by=VISITOR, code=first.code) is None
        mandate = Mandate.objects.get()
        assert opened(again).mandate == mandate
        with pytest.raises(NotPossible):
            invite_representative(Mandate.objects.get(), by=cast.front_desk)

    def test_inviting_the_client_leaves_the_representative_s_link_alone(self, cast: Cast) -> None:
        invited = let_in(cast)
        own = invite(cast.noor, by=cast.anna)
        assert opened(invited).relation == Relation.REPRESENTATIVE
        assert accept_invitation(token_of(own), by=VISITOR, code=own.code, born_on=cast.noor.born_on) is not None

    def test_no_mail_says_anything_about_health_or_about_whom(self, cast: Cast) -> None:
        invited = let_in(cast)
        opened(invited)
        end_mandate(Mandate.objects.get(), by=cast.anna)
        mails = {mail.template: mail for mail in Mail.objects.all()}
        assert {name: mail.to for name, mail in mails.items() if name.startswith("representative")} == {
            "representative_named": cast.noor.email,
            "representative_invited": "Jo@elders.example",
            "representative_in": cast.noor.email,
            "representative_ended": "Jo@elders.example",
            "representative_ended_client": cast.noor.email,
        }
        for mail in mails.values():
            assert health_words(f"{mail.subject} {mail.text}".replace(invited.link, "")) == []
            assert "Hendriks" not in mail.text or mail.to == "Jo@elders.example"
        assert "Noor" not in mails["representative_invited"].text


class TestComingIn:
    """A link by mail and a code by hand; an account of their own."""

    def test_makes_an_account_of_their_own(self, cast: Cast) -> None:
        account = opened(let_in(cast))
        assert (account.user.email, account.user.name) == ("jo@elders.example", "Jo Hendriks")
        assert (account.relation, account.patient, account.mandate.state) == ("representative", cast.noor, State.ACTS)
        actor = account.as_actor()
        assert (actor.name, actor.basis, actor.scope) == ("vertegenwoordiger (partner)", "representative", "fills_in")

    def test_asks_a_code_and_nobody_s_date_of_birth(self, cast: Cast, client: Client) -> None:
        invited = let_in(cast)
        path = reverse("people:invitation", args=[token_of(invited)])
        page = client.get(path).content.decode()
        assert 'name="code"' in page and "born_on" not in page and "Noor" not in page and "Jo" not in page
        assert client.post(path, {"code": invited.code}).status_code == 302
        assert client.session["_auth_user_id"] == str(User.objects.get(email="jo@elders.example").pk)

    def test_five_tries_and_no_more(self, cast: Cast) -> None:
        invited = let_in(cast)
        for _try in range(5):
            assert accept_invitation(token_of(invited), by=VISITOR, code="AAAAAA") is None
        assert accept_invitation(token_of(invited), by=VISITOR, code=invited.code) is None
        assert Line.objects.filter(event="invitation.refused").count() == 5
        assert Mandate.objects.get().state == State.LAPSED

    def test_the_link_of_a_client_still_asks_their_date_of_birth(self, cast: Cast) -> None:
        own = invite(cast.noor, by=cast.anna)
        assert accept_invitation(token_of(own), by=VISITOR, code=own.code) is None

    def test_an_ended_mandate_opens_nothing(self, cast: Cast) -> None:
        invited = let_in(cast)
        end_mandate(invited.invitation.mandate, by=cast.anna)
        assert accept_invitation(token_of(invited), by=VISITOR, code=invited.code) is None

    def test_a_mandate_that_is_past_opens_nothing(self, cast: Cast) -> None:
        invited = let_in(cast, ends_on=last_day(1))
        with at(last_day(2)):
            assert accept_invitation(token_of(invited), by=VISITOR, code=invited.code) is None

    def test_who_has_an_account_logs_in_first_and_keeps_it(self, cast: Cast) -> None:
        sven = people.account_of(cast.sven).user
        invited = let_in(cast, email=sven.email)
        with pytest.raises(NotPossible):
            opened(invited)
        assert opened(invited, user=sven).user == sven
        records = PatientAccount.objects.of_user(sven.id)
        assert [record.patient for record in records] == [cast.sven, cast.noor]

    def test_not_by_somebody_else_who_is_logged_in_nor_by_staff(self, cast: Cast) -> None:
        invited = let_in(cast)
        for user in (people.account_of(cast.sven).user, people.account_of(cast.noor).user, cast.anna_at_work.user):
            with pytest.raises(NotPossible):
                accept_invitation(token_of(invited), by=VISITOR, code=invited.code, user=user)
        assert not PatientAccount.objects.filter(relation=Relation.REPRESENTATIVE).exists()

    def test_whoever_was_ended_may_come_back_on_a_new_mandate(self, cast: Cast) -> None:
        first = opened(let_in(cast, ends_on=last_day(1)))
        with at(last_day(3)):
            again = opened(let_in(cast, ends_on=last_day(9)))
            assert again.user == first.user and again.mandate != first.mandate
            assert PatientAccount.objects.of_user(first.user_id).get() == again


class TestHowFarAndHowLong:
    """Enforced in every request, also in an open session."""

    def test_an_end_closes_an_open_session_at_once(self, cast: Cast, client: Client) -> None:
        account = people.representative_of(cast.noor)
        browser = log_in(client, account.user)
        assert browser.get(reverse("portal:home")).status_code == 200
        end_mandate(account.mandate, by=cast.anna)
        for page in ("portal:home", "portal:record", "portal:download_file", "portal:looks", "portal:representatives"):
            assert browser.get(reverse(page)).status_code == 403

    def test_so_does_the_day_after_the_last(self, cast: Cast) -> None:
        account = people.representative_of(cast.noor, ends_on=last_day(2))
        for days, opens in ((0, True), (2, True), (3, False), (400, False)):
            with at(last_day(days)):
                assert PatientAccount.objects.of_user(account.user_id).exists() is opens
                assert Mandate.objects.get().holds is opens

    def test_a_link_of_theirs_ends_with_it(self, cast: Cast) -> None:
        account = people.representative_of(cast.noor)
        token = issue_ticket(cast.noor, "calendar", holder=account.user, by=account.as_actor())
        assert valid_ticket(token, "calendar")
        end_mandate(account.mandate, by=cast.anna)
        assert valid_ticket(token, "calendar") is None

    @pytest.mark.parametrize(
        ("page", "reads", "fills_in"),
        [("portal:home", 200, 200), ("portal:intake", 403, 404), ("portal:write", 403, 404)],
    )
    def test_a_page_beyond_the_scope_is_refused_with_the_reason(
        self, cast: Cast, client: Client, page: str, reads: int, fills_in: int
    ) -> None:
        for scope, status in ((Scope.READS, reads), (Scope.FILLS_IN, fills_in)):
            account = people.representative_of(cast.noor, scope=scope, email=f"{scope}@x.example")
            browser = log_in(client, account.user)
            answer = browser.post(reverse(page)) if page == "portal:write" else browser.get(reverse(page))
            assert answer.status_code == status
            if status == 403:
                assert "Dat is niet afgesproken" in answer.content.decode()
                assert Line.objects.filter(outcome="refused", role="representative").exists()

    def test_the_client_the_practice_and_they_themselves_may_end_it_and_nobody_else(
        self, cast: Cast, elsewhere: Cast
    ) -> None:
        noor = people.account_of(cast.noor).as_actor()
        accounts = [people.representative_of(cast.noor, name=name) for name in ("Jo A", "Bo B", "Mo C")]
        jo, bo, mo = (account.mandate for account in accounts)
        strangers = (accounts[1].as_actor(), elsewhere.anna, people.account_of(elsewhere.noor).as_actor())
        for by in strangers:
            with pytest.raises(NotAllowed):
                end_mandate(jo, by=by)
        end_mandate(jo, by=noor)
        end_mandate(bo, by=cast.front_desk)
        end_mandate(mo, by=accounts[2].as_actor())
        assert [mandate.state for mandate in Mandate.objects.all()] == [State.ENDED] * 3
        assert Line.objects.filter(event="representative.ended").count() == 3
        with pytest.raises(NotPossible):
            end_mandate(Mandate.objects.first(), by=noor)

    def test_the_table_itself_refuses_a_representative_without_a_mandate(self, cast: Cast) -> None:
        user = people.account_of(cast.sven).user
        for relation, mandate in (
            (Relation.REPRESENTATIVE, None),
            (Relation.SELF, people.representative_of(cast.adem)),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                PatientAccount.objects.create(
                    practice=cast.practice,
                    patient=cast.noor,
                    user=user,
                    relation=relation,
                    mandate=mandate and mandate.mandate,
                )

    def test_and_a_mandate_without_an_end_or_a_reason(self, cast: Cast) -> None:
        mandate = people.representative_of(cast.noor).mandate
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(pk=mandate.pk).update(why_no_end="")


class TestAges:
    """BW 7:450 and 7:465: below twelve the parent, then both, from sixteen the client alone."""

    def test_a_parent_s_mandate_ends_before_the_sixteenth_birthday(self, cast: Cast) -> None:
        sam = child(cast, 15)
        mandate = let_in(cast, sam, ends_on=None, **BY_LAW).invitation.mandate
        account = opened(invite_representative(mandate, by=cast.front_desk))
        sixteen = birthday(sam.born_on, 16)
        assert account.mandate.ends_on == sixteen - timedelta(days=1)
        for day, opens in ((sixteen - timedelta(days=1), True), (sixteen, False)):
            with at(day):
                assert PatientAccount.objects.of_user(account.user_id).exists() is opens

    def test_also_when_the_birth_date_turns_out_to_be_another(self, cast: Cast) -> None:
        sam = child(cast, 13)
        account = opened(let_in(cast, sam, ends_on=None, **BY_LAW))
        Patient.objects.filter(pk=sam.pk).update(
            born_on=birthday(clock.today(), 0).replace(year=clock.today().year - 16)
        )
        assert not PatientAccount.objects.of_user(account.user_id).exists()
        assert not Mandate.objects.of_patient(sam).get().holds

    def test_a_last_day_after_that_is_cut_short_and_one_before_it_stays(self, cast: Cast) -> None:
        sam = child(cast, 15, days=300)
        late = let_in(cast, sam, ends_on=last_day(3000), **BY_LAW).invitation.mandate
        early = let_in(cast, sam, ends_on=last_day(3), email="a@x.example", **BY_LAW).invitation.mandate
        assert (late.ends_on, early.ends_on) == (birthday(sam.born_on, 16) - timedelta(days=1), last_day(3))

    @pytest.mark.parametrize(("years", "ground", "is_possible"), [(16, "law", False), (15, "law", True), (15, "consent", True), (12, "consent", True), (11, "consent", False), (11, "law", True)])  # fmt: skip  # noqa: E501
    def test_who_says_that_a_parent_acts(self, cast: Cast, years: int, ground: str, is_possible: bool) -> None:
        terms = {"email": "a@x.example", "scope": "decides", "ends_on": None} | BY_LAW | {"ground": ground}
        if is_possible:
            check_name_representative(child(cast, years), by=cast.front_desk, **terms)
        else:
            with pytest.raises(NotPossible):
                check_name_representative(child(cast, years), by=cast.front_desk, **terms)

    def test_below_twelve_there_is_no_account_of_their_own(self, cast: Cast) -> None:
        with pytest.raises(NotPossible):
            invite(child(cast, 11), by=cast.anna)
        invite(child(cast, 12), by=cast.anna)

    def test_leap_days(self) -> None:
        assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
        assert birthday(date(2084, 2, 29), 16) == date(2100, 3, 1)
        assert born_by(date(2116, 2, 29), 16) == date(2100, 2, 28)
        for born in (date(2084, 2, 28), date(2084, 2, 29), date(2084, 3, 1)):
            for day in (date(2100, 2, 27), date(2100, 2, 28), date(2100, 3, 1), date(2100, 3, 2)):
                assert (born <= born_by(day, 16)) is (birthday(born, 16) <= day)


def test_the_capacities_are_those_of_the_pack() -> None:
    options = pathway("low_back_pain").questions["representative_role"].options
    with override("en"):
        labels = {capacity.value: str(capacity.label) for capacity in Capacity}
    assert {o.id: o.label.en for o in options if o.id != "role_not_applicable"} == labels
    assert {o.id: o.label.nl for o in options if o.id != "role_not_applicable"} == {
        capacity.value: capacity.as_name.removeprefix("vertegenwoordiger (").removesuffix(")") for capacity in Capacity
    }


def test_a_name_in_the_log_is_read_back() -> None:
    assert [capacity_of(capacity.as_name) for capacity in Capacity] == list(Capacity)
    assert capacity_of("vertegenwoordiger") is capacity_of("Anna Smit") is None


def test_an_actor_without_scope_may_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        check_may(replace(people.representative_of(cast.noor).as_actor(), scope=""), Permission.READ_OWN_DOSSIER)


def test_an_open_invitation_is_of_one_person_only(cast: Cast) -> None:
    let_in(cast)
    let_in(cast, email="bo@x.example", name="Bo")
    assert Invitation.objects.open().filter(patient=cast.noor).count() == 2
