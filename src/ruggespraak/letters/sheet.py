"""What stands on the letter: from whom, to whom, about whom, and the signed rubrics. In Dutch, for a Dutch GP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from pathways.explain import say
from ruggespraak.dossier.reading import Reading
from ruggespraak.letters.preview import Answer
from ruggespraak.letters.record import LANGUAGE, in_words, term
from ruggespraak.people.models import Membership, Patient, Practice, Sex

SEX: Mapping[str, str] = {Sex.FEMALE: "vrouw", Sex.MALE: "man", Sex.OTHER: "anders", Sex.UNKNOWN: "geslacht onbekend"}
REQUEST = "letter_request"


@dataclass(frozen=True)
class Sheet:
    """A signed letter, ready to be laid out."""

    kind: str
    urgency: str
    is_urgent: bool
    request: str
    rubrics: tuple[tuple[str, tuple[str, ...]], ...]
    recipient: str
    gp_phone: str
    practice: Practice
    author: str
    member: Membership | None
    patient: Patient
    sex: str
    consent_on: str
    own_words: str
    """What the client added; nothing when they did not."""
    read_on: str
    """When the client read it before it went; nothing when they did not."""
    occurred_at: datetime
    signed_at: datetime
    mark: str

    @property
    def phone(self) -> str:
        """Where the writer can be reached now."""
        return (self.member and self.member.phone) or self.practice.phone


def sheet_of(reading: Reading, answer: Answer | None = None) -> Sheet:
    """The sheet of a signed `letter_gp` entry, with what the client said to it."""
    entry, patient = reading.entry, reading.entry.episode.patient
    return Sheet(
        kind=_said(reading, "letter_kind"),
        urgency=_said(reading, "letter_urgency"),
        is_urgent=reading.answers.get("letter_urgency") in ("now", "today"),
        request=str(reading.answers.get(REQUEST) or ""),
        rubrics=_rubrics(reading),
        recipient=recipient_of(patient),
        gp_phone=patient.gp_phone,
        practice=entry.practice,
        author=entry.author_name,
        member=Membership.objects.of_practice(entry.practice).filter(user=entry.author).first(),
        patient=patient,
        sex=SEX[patient.sex],
        consent_on=_said(reading, "consent_share_gp_on") or in_words(localdate(entry.occurred_at)),
        own_words=answer.line if answer else "",
        read_on=in_words(localdate(answer.on)) if answer else "",
        occurred_at=entry.occurred_at,
        signed_at=entry.recorded_at,
        mark=f"{entry.hash[:4]}-{entry.hash[4:7]}".upper(),
    )


def recipient_of(patient: Patient) -> str:
    """The GP as the register has them."""
    return ", ".join(part for part in (patient.gp_name, patient.gp_practice) if part) or "de huisarts"


def _said(reading: Reading, name: str) -> str:
    question, value = reading.pathway.questions.get(name), reading.answers.get(name)
    return say(question, value, LANGUAGE) if question and value is not None else ""


def _rubrics(reading: Reading) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Heading and lines of each rubric that has any, in the order of the form; the request stands on top by itself."""
    questions = (question for page in reading.asked.pages for question in page.questions)
    written = [q for q in questions if q.type == "text" and q.id != REQUEST and reading.answers.get(q.id)]
    return tuple((term(q), tuple(_lines(str(reading.answers[q.id])))) for q in written)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
