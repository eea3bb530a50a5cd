"""What the rights matrix is tried on: one client with everything, and everybody who could come and look.

house = furnish()
house.given("portal:entry")     what to put in an address so that it is this client's
house.callers["front desk"]     a browser of somebody, logged in
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.test import Client

import people
import said
from login import log_in
from ruggespraak import clock
from ruggespraak.agenda.actions import ask_appointment
from ruggespraak.audit.actor import SYSTEM, VISITOR, Actor
from ruggespraak.care.actions import answer_plan, sign
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read
from ruggespraak.exercises.actions import log, prescribe
from ruggespraak.exercises.reminders.actions import choose_reminders
from ruggespraak.exercises.reminders.moments import CALENDAR, STOP
from ruggespraak.letters import actions as letters
from ruggespraak.outcomes.actions import keep_day, plan_asks
from ruggespraak.outcomes.actions.asks import LINK
from ruggespraak.outcomes.models import Ask
from ruggespraak.people.actions import Invited, end_mandate, hire, issue_ticket, name_representative
from ruggespraak.people.mandates import Capacity, Scope
from ruggespraak.people.models import Patient, PatientAccount, Role

GIVEN_NAME, FAMILY_NAME, BORN_ON = "Wiebrich", "Zilverdistel", date(1979, 4, 17)
IDENTITY = (FAMILY_NAME, "17-04-1979", "1979-04-17", "17 april 1979", "17 April 1979")
"""Who the furnished client is: known at the desk of their practice, and to nobody else."""

WORD = "kanariegeel"
ASKED = "kraanvogel"
"""What was written when an appointment was asked: for whoever handles requests."""

HEALTH = (WORD,)
"""In every free text of the furnished dossier: for the client, and for whoever treats them."""

TICKETS = {
    "portal:ask_link": LINK,
    "portal:ask_mails_link": LINK,
    "portal:no_more": STOP,
    "portal:calendar_feed": CALENDAR,
}
"""Which link opens which address."""

ABOUT = {
    "portal:plan_version": "plan",
    "portal:answer": "plan",
    "portal:told_back": "plan",
    "portal:receipt": "plan",
    "portal:receipt_paper": "plan",
    "portal:receipt_file": "plan",
    "portal:letter_to_read": "letter_gp",
    "portal:letter_answer": "letter_gp",
    "portal:told": "day_after",
    "portal:come_again": "day_after",
    "care:answer_correction": "correction_request",
    "letters:signed": "letter_gp",
    "letters:ask": "letter_gp",
    "letters:make": "letter_gp",
}
"""Which form the entry of an address is of. Of all others: a session."""

SLUGS = {"public:later": "neck-pain", "public:information": "facts"}
PAGES = {"public:question": "you", "portal:intake_page": "about"}


@dataclass
class House:
    """The furnished client, and who comes to look."""

    cast: people.Cast
    patient: Patient
    episode: Episode
    own: dict[str, object]
    entries: dict[str, Entry]
    tokens: dict[str, str]
    callers: dict[str, Client]

    def given(self, route: str) -> dict[str, object]:
        """For each word in an address, what makes it this client's."""
        return self.own | {
            "entry_id": self.entries[ABOUT.get(route, "session")].id,
            "token": self.tokens[TICKETS.get(route, "invitation")],
            "slug": SLUGS.get(route, self.cast.practice.slug),
            "page_id": PAGES.get(route, "about"),
        }


def furnish() -> House:
    """A client with something of everything, made by the same actions as in real life."""
    cast = people.cast()
    patient = people.client(cast.anna_at_work, GIVEN_NAME, FAMILY_NAME, BORN_ON, "F")
    account = people.account_of(patient)
    by, me = cast.anna, account.as_actor()
    episode = said.begun(patient, cast.anna_at_work.user, by=by)
    entries = _treated(episode, by=by, me=me)
    invited = _named(patient, me)
    _kept_at_home(episode, entries["session"], by=by, me=me)
    letter = _written(episode, by=by)
    asked_to_read = sign(episode, "letter_gp", _letter(), by=by)
    letters.ask(read(asked_to_read), by=by)
    entries["letter_gp"] = asked_to_read
    plan_asks(episode, by=SYSTEM)
    choice = choose_reminders(episode, [9], repeats=False, by=me)
    tokens = {
        purpose: issue_ticket(
            patient, purpose, holder=account.user, by=me, about=None if purpose == LINK else choice.id
        )
        for purpose in (LINK, STOP, CALENDAR)
    }
    own: dict[str, object] = {
        "patient_id": patient.id,
        "episode_id": episode.id,
        "letter_id": letter,
        "mandate_id": invited.invitation.mandate_id,
        "ask_id": Ask.objects.of_episode(episode).waiting(clock.today())[0].id,
        "request_id": _asked(cast),
        "form_id": "session",
        "measure_id": "nprs",
        "place": 1,
        "days_ago": 0,
        "year": clock.today().year,
        "month": clock.today().month,
    }
    tokens["invitation"] = invited.link.rstrip("/").rpartition("/")[2]
    return House(cast, patient, episode, own, entries, tokens, _everybody(cast, account))


def _treated(episode: Episode, *, by: Actor, me: Actor) -> dict[str, Entry]:
    """The main road with a word of this client in every step, and what they said themselves beside it."""
    parts = said.plan()["plan_parts"]
    spoken = {
        "screening": said.screening(help_question=f"Zitten {WORD}"),
        "intake": said.intake(help_question=f"Zitten {WORD}"),
        "conclusion": said.conclusion(pt_conclusion=f"Lage rugpijn {WORD}."),
        "decision": said.decision(decision_reason=f"Past {WORD}."),
        "plan": said.plan(plan_parts=({**parts[0], "what": f"Zacht {WORD}."}, parts[1]), plan_agreements=f"{WORD}."),
    }
    entries = {form: sign(episode, form, answers, by=by) for form, answers in spoken.items()}
    told = {"told_what": f"Oefenen {WORD}.", "told_expect": WORD, "told_call": WORD}
    entries["told_back"] = sign(episode, "told_back", told, by=me, about=(entries["plan"].id,))
    entries["consent"] = answer_plan(episode, "given", said.seen_in(episode), way="own_device", by=me)
    entries["session"] = sign(episode, "session", said.session(soep_s=f"Zit {WORD}."), by=by)
    about = (entries["session"].id,)
    wrong = {"correction_wrong": f"Niet {WORD}.", "correction_wanted": WORD}
    entries["correction_request"] = sign(episode, "correction_request", wrong, by=me, about=about)
    entries["own_addition"] = sign(episode, "own_addition", {"addition_words": WORD}, by=me, about=about)
    entries["message"] = sign(episode, "message", {"message_words": f"Vraag {WORD}"}, by=me)
    entries["day_after"] = sign(episode, "day_after", said.day_after(after_words=WORD), by=me, about=about)
    return entries


def _kept_at_home(episode: Episode, session: Entry, *, by: Actor, me: Actor) -> None:
    prescribe(episode, said.exercises(prescribed_why=f"Past {WORD}."), by=by)
    log(episode, "ex_bridge", "just_right", 3, client_id=uuid4(), by=me)
    day = {"diary_pain": 3, "diary_minutes": 12, "diary_sleep": "slept_well", "diary_mood": "mood_good"}
    keep_day(episode, clock.today(), day, client_id=uuid4(), said_at=clock.now(), by=me)


def _letter() -> said.Said:
    return said.letter_gp(letter_reason=f"Lage rugpijn {WORD}.")


def _written(episode: Episode, *, by: Actor) -> object:
    return letters.make(read(sign(episode, "letter_gp", _letter(), by=by)), by=by).id


def _named(patient: Patient, me: Actor) -> Invited:
    """Somebody whom the client let in, and who did not come yet."""
    return name_representative(
        patient, by=me, name="Jo Zilverdistel", email="jo.z@example.org", capacity=Capacity.PARTNER,
        scope=Scope.READS, ends_on=clock.today() + timedelta(days=30),
    )  # fmt: skip


def _asked(cast: people.Cast) -> object:
    details = {"name": f"{GIVEN_NAME} {FAMILY_NAME}", "born_on": BORN_ON, "email": "wz@example.org", "phone": ""}
    return ask_appointment(cast.practice, by=VISITOR, words=ASKED, moments="", language="nl", **details).id


def _everybody(cast: people.Cast, account: PatientAccount) -> dict[str, Client]:
    """A browser for each who could come by."""
    elsewhere = people.cast("elders", "Praktijk Elders")
    patient = account.patient
    said.begun(cast.sven, cast.bram_at_work.user, by=cast.bram)
    said.up_to("session", said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna), by=cast.anna)
    people.account_of(cast.noor)
    reads = people.representative_of(patient, scope=Scope.READS, name="Rik Reads")
    ended = people.representative_of(patient, name="Ed Ended")
    end_mandate(ended.mandate, by=account.as_actor())
    hired = {role: _hired(cast, role) for role in (Role.PRIVACY_OFFICER, Role.OPERATOR)}
    users = {
        "own client": account.user,
        "other client": people.account_of(cast.noor).user,
        "client elsewhere": people.account_of(elsewhere.noor).user,
        "reads along": reads.user,
        "no longer represents": ended.user,
        "front desk": cast.desk_at_work.user,
        "treats": cast.anna_at_work.user,
        "treats others": cast.bram_at_work.user,
        "treats elsewhere": elsewhere.anna_at_work.user,
        "privacy officer": hired[Role.PRIVACY_OFFICER].user,
        "owner": cast.owner_at_work.user,
        "operator": hired[Role.OPERATOR].user,
    }
    return {"visitor": Client()} | {name: log_in(Client(), user) for name, user in users.items()}


def _hired(cast: people.Cast, role: Role):
    email = f"{role}@{cast.practice.slug}.example"
    return hire(cast.practice, by=people.system(), email=email, name=f"Wie {role}", role=role, password=people.PASSWORD)
