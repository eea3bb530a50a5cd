"""Practices, staff, patients and treatment: what each verb does, who is refused, what the log keeps."""

from datetime import date, timedelta

import pytest

import people
from people import Cast
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM
from ruggespraak.audit.models import Line
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.people.actions import (
    begin_treatment,
    change_patient,
    dismiss,
    end_treatment,
    found_practice,
    hire,
    register_patient,
)
from ruggespraak.people.models import Membership, Patient, Role, TreatmentRelation, User
from ruggespraak.post.models import Mail

IRENE = {"given_name": "Irene", "family_name": "Bos", "born_on": date(1970, 1, 2), "sex": "F"}


def last() -> Line:
    return Line.objects.order_by("-id").first()


class TestStaff:
    def test_a_practice_is_founded_by_the_command_line_only(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            found_practice(by=cast.owner, name="Tweede", slug="tweede")
        practice = found_practice(by=SYSTEM, name="Tweede", slug="tweede")
        assert (last().event, last().practice_id) == ("practice.founded", practice.id)

    def test_the_owner_hires_and_the_first_password_works(self, cast: Cast) -> None:
        kim = hire(cast.practice, by=cast.owner, email="Kim@x.example", name="Kim", role=Role.THERAPIST, password="abc")
        assert kim.user.email == "kim@x.example"
        assert kim.user.check_password("abc")
        assert (last().event, last().fields) == ("staff.hired", {"role": "therapist"})

    def test_others_do_not_hire_and_nobody_is_hired_twice(self, cast: Cast) -> None:
        for actor in (cast.anna, cast.front_desk):
            with pytest.raises(NotAllowed):
                hire(cast.practice, by=actor, email="kim@x.example", name="Kim", role=Role.OWNER)
        with pytest.raises(NotPossible):
            hire(cast.practice, by=cast.owner, email="ANNA@de-beemster.example", name="Anna", role=Role.OWNER)
        assert cast.anna_at_work.user.email == "anna@de-beemster.example"
        assert Membership.objects.get(user=cast.anna_at_work.user).role == Role.THERAPIST

    def test_who_was_dismissed_treats_nobody_and_may_come_back(self, cast: Cast) -> None:
        dismiss(cast.anna_at_work, by=cast.owner)
        assert not TreatmentRelation.objects.now().filter(therapist=cast.anna_at_work.user).exists()
        again = hire(cast.practice, by=cast.owner, email="anna@de-beemster.example", name="A", role=Role.FRONT_DESK)
        assert (again.id, again.role) == (cast.anna_at_work.id, Role.FRONT_DESK)
        assert User.objects.filter(email="anna@de-beemster.example").count() == 1

    def test_nobody_dismisses_themselves(self, cast: Cast) -> None:
        with pytest.raises(NotPossible):
            dismiss(cast.owner_at_work, by=cast.owner)


class TestPatients:
    def test_is_registered_with_a_therapist_in_one_go(self, cast: Cast) -> None:
        irene = register_patient(
            cast.practice, by=cast.front_desk, therapist=cast.bram_at_work.user, city="Edam", **IRENE
        )
        assert (irene.name, irene.city, irene.age > 50) == ("Irene Bos", "Edam", True)
        assert TreatmentRelation.objects.between(cast.bram_at_work.user_id, irene.handle)
        events = Line.objects.filter(patient_handle=irene.handle).order_by("number").values_list("event", flat=True)
        assert set(events) == {"patient.registered", "treatment.begun"}
        assert "Irene" not in str([vars(line) for line in Line.objects.all()])

    def test_twice_the_same_person_is_refused_unless_it_is_someone_else(self, cast: Cast, elsewhere: Cast) -> None:
        register_patient(cast.practice, by=cast.front_desk, **IRENE)
        with pytest.raises(NotPossible):
            register_patient(cast.practice, by=cast.front_desk, **IRENE | {"given_name": "IRENE"})
        register_patient(cast.practice, by=cast.front_desk, is_someone_else=True, **IRENE)
        register_patient(elsewhere.practice, by=elsewhere.front_desk, **IRENE)
        assert Patient.objects.of_practice(cast.practice).named("irene bos").count() == 2

    def test_a_birth_in_the_future_a_client_and_an_unknown_detail_are_refused(self, cast: Cast) -> None:
        tomorrow = clock.today() + timedelta(days=1)
        with pytest.raises(NotPossible):
            register_patient(cast.practice, by=cast.anna, **IRENE | {"born_on": tomorrow})
        with pytest.raises(NotPossible):
            change_patient(cast.noor, by=cast.anna, born_on=tomorrow)
        with pytest.raises(NotAllowed):
            register_patient(cast.practice, by=people.account_of(cast.noor).as_actor(), **IRENE)
        with pytest.raises(TypeError):
            change_patient(cast.noor, by=cast.anna, bsn_fingerprint="x")
        assert Patient.objects.of_practice(cast.practice).count() == 3

    def test_a_change_logs_which_details_but_not_what_they_say(self, cast: Cast) -> None:
        change_patient(cast.noor, by=cast.front_desk, city="Hoorn", phone=cast.noor.phone)
        assert (last().event, last().fields) == ("patient.changed", {"changed": ["city"]})
        before = Line.objects.count()
        change_patient(cast.noor, by=cast.front_desk, city="Hoorn")
        assert Line.objects.count() == before

    def test_a_new_mail_address_is_told_to_the_old_one(self, cast: Cast) -> None:
        change_patient(cast.noor, by=cast.front_desk, email="n@example.org")
        assert Mail.objects.get(template="address_changed").to == "noor@de-beemster.example"

    def test_are_found_by_parts_of_their_name(self, cast: Cast) -> None:
        find = Patient.objects.of_practice(cast.practice).named
        assert [p.name for p in find("noo")] == [p.name for p in find("endri")] == ["Noor Hendriks"]
        assert [p.name for p in find("")] == ["Noor Hendriks", "Sven Jansen", "Adem Yıldız"]
        assert not find("noor jansen").exists()


class TestTreatment:
    def test_begins_once_ends_once_and_may_begin_again(self, cast: Cast) -> None:
        first = begin_treatment(cast.noor, cast.chris_at_work.user, by=cast.front_desk)
        assert begin_treatment(cast.noor, cast.chris_at_work.user, by=cast.front_desk) == first
        end_treatment(first, by=cast.chris)
        with pytest.raises(NotPossible):
            end_treatment(first, by=cast.chris)
        assert begin_treatment(cast.noor, cast.chris_at_work.user, by=cast.front_desk) != first

    def test_is_given_by_a_therapist_of_this_practice_only(self, cast: Cast, elsewhere: Cast) -> None:
        for someone in (cast.desk_at_work, elsewhere.anna_at_work):
            with pytest.raises(NotPossible):
                begin_treatment(cast.noor, someone.user, by=cast.anna)
        with pytest.raises(NotAllowed):
            begin_treatment(cast.noor, cast.chris_at_work.user, by=people.account_of(cast.noor).as_actor())
