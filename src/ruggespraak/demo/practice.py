"""Founding the invented practice, and walking each of its clients through care, day by day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings

from pathways.model import Answers, read_answers
from ruggespraak import clock
from ruggespraak.agenda.actions import ask_appointment
from ruggespraak.audit.actor import SYSTEM, VISITOR, Actor
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.care.plan_text import text_hash
from ruggespraak.demo import deciding, diary, measures, own_words, visits
from ruggespraak.demo.answers import complete, told
from ruggespraak.demo.reminders import remind_a_daughter
from ruggespraak.demo.representative import Representative, let_somebody_act
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read, read_all
from ruggespraak.exercises import actions as exercises
from ruggespraak.exercises.prescription import FORM as EXERCISES
from ruggespraak.ids import uuid7
from ruggespraak.letters import actions as letters
from ruggespraak.letters.models import Way
from ruggespraak.people import actions as people
from ruggespraak.people.models import Membership, Patient, Practice, Role, User

COMPLAINT = "low_back_pain"
MORNING = time(9, 0)


@dataclass
class Invented:
    """What was made, and what one needs to look around in it."""

    practice: Practice
    password: str
    staff: list[Membership]
    clients: int = 0
    patient_codes: Sequence[str] = ()
    patient_email: str = ""
    invitations: list[tuple[str, str, date, str]] = field(default_factory=list)
    representative: Representative | None = None

    def summary(self, address: str) -> str:
        """Addresses and log-ins, ready to print."""
        return "\n".join(self._lines(address))

    def _lines(self, address: str) -> Iterator[str]:
        yield f"\n{self.practice.name}: {len(self.staff)} people, {self.clients} clients. All invented.\n"
        yield f"  Visitors   {address}/   (English: {address}/en/)"
        yield f"  Desk       {address}/desk/   log in with one of these, password {self.password}"
        yield from (f"               {m.user.email:<28} {m.role}" for m in self.staff)
        yield f"  Client     {address}/my/   {self.patient_email}, password {self.password}"
        yield f"               then one of these codes, each once: {' '.join(self.patient_codes[:5])}"
        if self.representative:
            yield f"  Acts for   {' and '.join(self.representative.whom)}: {self.representative.email}, same password"
            yield f"               then one of these codes: {' '.join(self.representative.codes[:5])}"
        for name, link, born_on, code in self.invitations:
            yield f"  Invited    {name}: {link}\n               birth date {born_on:%d-%m-%Y}, code {code}"
        yield f"  Mail       what would be sent stands in {settings.EMAIL_FILE_PATH}"
        yield f"  Mode       {settings.MODE}; second factor for staff {'on' if settings.SECOND_FACTOR else 'off'}\n"


def invent() -> Invented:
    """Found the practice, hire its people, and live through a year."""
    cast = yaml.load((Path(__file__).parent / "cast.yaml").read_text(), Loader=yaml.CSafeLoader)
    with clock.standing_at(_moment(366)):
        practice = people.found_practice(by=SYSTEM, **cast["practice"])
        staff = [_hire(practice, person, cast["password"]) for person in cast["staff"]]
    made = Invented(practice, cast["password"], staff)
    for client in sorted(cast["clients"], key=lambda client: -client["days_ago"]):
        Life(made, client).live()
    made.representative = let_somebody_act(practice, made.password)
    remind_a_daughter(practice, made.representative.whom, made.representative.email)
    for request in cast["requests"]:
        _ask(practice, request)
    return made


def _hire(practice: Practice, person: Mapping[str, Any], password: str) -> Membership:
    details = dict(person) | {"role": Role(person["role"])}
    return people.hire(practice, by=_founder(practice), password=password, **details)


def _founder(practice: Practice) -> Actor:
    return Actor(role="system", practice_id=practice.id, name="Ruggespraak", channel="command", basis="system")


def _ask(practice: Practice, request: Mapping[str, Any]) -> None:
    form = pathway(COMPLAINT).forms["self_check"]
    with clock.standing_at(_moment(request["days_ago"], at=time(7, 48))):
        ask_appointment(
            practice,
            by=VISITOR,
            name=request["name"],
            born_on=date.fromisoformat(request["born_on"]),
            email=request["email"],
            phone=request["phone"],
            words=request["words"],
            moments=request["moments"],
            language="nl",
            form=form,
            answers=complete(form, request["answers"]),
        )


class Life:
    """One client's way through care."""

    def __init__(self, made: Invented, client: Mapping[str, Any]) -> None:
        self.made, self.client = made, client
        self.pain = iter(client["pain"][1:])
        self.now_hurts = client["pain"][0]
        self.sessions = 0
        self.day = -int(client["days_ago"])
        self.membership = next(m for m in made.staff if m.user.name == client["therapist"])
        self.therapist: User = self.membership.user
        self.by = Actor(
            role=self.membership.role,
            practice_id=made.practice.id,
            user_id=self.therapist.id,
            name=self.therapist.name,
            account=self.therapist.email,
            basis="treatment_relation",
        )

    def live(self) -> None:
        """From registration to where the story ends."""
        with clock.standing_at(_moment(-self.day)):
            self.patient = self._register()
            self.episode: Episode = care.begin(self.patient, COMPLAINT, self.therapist, by=self.by)
            self._open_portal()
        for step in self.client["story"]:
            with clock.standing_at(_moment(-self.day, at=_hour(step))):
                self._take(step)
                if self.client.get("measured"):
                    by = self._as_patient() if self.client.get("logs_in") else self.by
                    measures.fill_in(self.episode, self.now_hurts, by=by)
            self._tell_from_home(step)
            self._pass_time(step)
        self.made.clients += 1

    def _take(self, step: str) -> None:
        special: dict[str, Callable[[], object]] = {
            "agrees": lambda: self._answer_plan(asked.GIVEN),
            "declines": lambda: self._answer_plan(asked.REFUSED),
            "withdrawn": lambda: self._answer_plan(asked.WITHDRAWN),
            "question": lambda: self._answer_plan(asked.QUESTION, "Mag ik gewoon blijven fietsen?"),
            "letter_question": self._letter,
            "letter_final": self._letter,
            "exercises": self._prescribe,
            "practises": self._practise,
            "weighs": lambda: deciding.weigh(self.episode, by=self._as_patient()),
            "tells_back": lambda: deciding.tell_back(self.episode, by=self._as_patient()),
            "is_understood": lambda: deciding.read_back(self.episode, by=self.by),
            "keeps_diary": lambda: diary.keep(self.episode, _moment, by=self._as_patient()),
            "speaks_up": lambda: own_words.say(self.episode, _moment, client=self._as_patient(), therapist=self.by),
        }
        if step in special:
            special[step]()
        elif step.startswith("draft_"):
            self._draft(step.removeprefix("draft_"))
        else:
            self._sign(step)

    def _register(self) -> Patient:
        given, _, family = self.client["name"].partition(" ")
        return people.register_patient(
            self.made.practice,
            by=self.by,
            given_name=given,
            family_name=family,
            born_on=date.fromisoformat(self.client["born_on"]),
            sex=self.client["sex"],
            therapist=self.therapist,
            email=self.client.get("email", ""),
            phone="06 5550 1000",
            city="Leiden",
            language=self.client.get("language", "nl"),
            gp_name="S. Aydin",
            gp_practice="Huisartsen Morspoort",
            gp_phone="071 555 02 00",
        )

    def _open_portal(self) -> None:
        if not (self.client.get("logs_in") or self.client.get("invited")):
            return
        with clock.standing_at(datetime.now(UTC)) if self.client.get("invited") else _same_moment():
            invited = people.invite(self.patient, by=self.by)
        if self.client.get("invited"):
            name, born_on = self.patient.name, self.patient.born_on
            self.made.invitations.append((name, invited.link, born_on, invited.code))
            return
        token = invited.link.rstrip("/").rsplit("/", 1)[1]
        account = people.accept_invitation(token, by=VISITOR, born_on=self.patient.born_on, code=invited.code)
        assert account is not None
        account.user.set_password(self.made.password)
        account.user.save()
        TOTP.activate(account.user, generate_totp_secret())
        codes = RecoveryCodes.activate(account.user)
        self.made.patient_codes, self.made.patient_email = codes.get_unused_codes(), account.user.email

    def _sign(self, step: str) -> None:
        if step.startswith("session"):
            self.sessions += 1
            self.now_hurts = next(self.pain, self.now_hurts)
        form, answers = self._answers(step)
        by = self._as_patient() if form == "intake_home" else self.by
        care.sign(self.episode, form, answers, by=by)

    def _tell_from_home(self, step: str) -> None:
        name, by = self.client["name"], self._as_patient()
        visits.tell(name, step, self.sessions, self.episode, -self.day, _moment, by=by)

    def _draft(self, step: str) -> None:
        form, answers = self._answers(step)
        care.save(self.episode, form, dict(list(answers.items())[:4]), based_on=0, by=self.by)

    def _answers(self, step: str) -> tuple[str, Answers]:
        what = told(step, self._words(), self.client.get("said", {}))
        form = pathway(COMPLAINT).forms[what.form]
        return what.form, complete(form, what.answers)

    def _words(self) -> dict[str, Any]:
        return {
            "help": self.client["help"],
            "age": self.patient.age,
            "sex": {"F": "female", "M": "male"}[self.client["sex"]],
            "pain": self.now_hurts,
            "pain_after": max(0, self.now_hurts - 2),
            "hands_on": max(0, 20 - 4 * self.sessions),
            "sessions": self.sessions,
        }

    def _answer_plan(self, decision: str, words: str = "") -> None:
        plan = self._latest("plan")
        text = (read(plan).text or {})[self.patient.language]
        seen = care.Seen(plan_hash=plan.hash, text_hash=text_hash(text))
        care.answer_plan(self.episode, decision, seen, way=asked.ORAL, words=words, by=self.by)

    def _letter(self) -> None:
        kind = "final" if self.episode.entries.filter(form="closing").exists() else "question"
        letters.start(self.episode, read_all(self.episode), by=self.by)
        form = pathway(COMPLAINT).forms[letters.FORM]
        draft = letters.draft_of(self.episode, letters.FORM)
        answers = dict(draft.answers) if draft else {}
        answers |= {"letter_kind": kind, "letter_urgency": "days" if kind == "question" else "information"}
        answers["letter_told"] = answers.get("letter_told") or "Besproken wat we vonden en wat de volgende stap is."
        entry = care.sign(self.episode, letters.FORM, complete(form, answers), by=self.by)
        letter = letters.make(read(entry), by=self.by)
        letters.send(letter, Way.SECURE_MAIL, by=self.by)

    def _prescribe(self) -> None:
        answers = {"prescribed": self.client["exercises"], "prescribed_why": "Past bij je doelen; samen geoefend."}
        form = pathway(COMPLAINT).forms[EXERCISES]
        exercises.prescribe(self.episode, read_answers(form, answers).answers, by=self.by)

    def _practise(self) -> None:
        """What the client tapped in the last two weeks, day by day."""
        for days_ago, *taps in self.client["taps"]:
            with clock.standing_at(_moment(days_ago, at=time(19, 30))):
                for exercise, felt, pain in taps:
                    exercises.log(self.episode, exercise, felt, pain, client_id=uuid7(), by=self._as_patient())

    def _latest(self, form: str) -> Entry:
        return self.episode.entries.filter(form=form).latest("number")

    def _as_patient(self) -> Actor:
        account = self.patient.accounts.first()
        return Actor(
            role="patient",
            practice_id=self.made.practice.id,
            user_id=account.user_id if account else None,
            name="cliënt",
            basis="own_dossier",
        )

    def _pass_time(self, step: str) -> None:
        """A week between sessions, a day or two between other steps; never past yesterday."""
        days = int(self.client.get("every", 7)) if step.startswith(("session", "evaluation")) else 1
        days = 5 if step in ("letter_question", "plan_2") else days
        days = 0 if step in ("screening", "screening_again", "intake", "examination", "conclusion") else days
        days = 0 if step in AT_HOME else days
        self.day = min(self.day + days, -1) if self.day < -1 else self.day


class _same_moment:  # noqa: N801 - reads as a sentence: with _same_moment()
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


AT_HOME = {"weighs": time(13, 40), "tells_back": time(15, 50), "is_understood": time(16, 10)}
"""Between two steps of one day, and when."""
_HOURS = ("intake_home", "screening", "intake", "examination", "conclusion", "decision", "plan", "agrees", "session")


def _hour(step: str) -> time:
    """Steps of one day follow each other in the order of care."""
    if step in AT_HOME:
        return AT_HOME[step]
    place = next((n for n, name in enumerate(_HOURS) if step.startswith(name)), len(_HOURS))
    return time(9 + place, 5 * place)


def _moment(days_ago: int, *, at: time = MORNING) -> datetime:
    zone = ZoneInfo(settings.TIME_ZONE)
    day = datetime.now(zone).date() - timedelta(days=days_ago)
    return min(datetime.combine(day, at, zone).astimezone(UTC), datetime.now(UTC))
