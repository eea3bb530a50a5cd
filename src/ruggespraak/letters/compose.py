"""A first version of the letter, in Dutch, from what the dossier says. The therapist edits and signs.

The rubrics are those of the agreement between GPs and physiotherapists (src_nhg_kngf); what is not in the dossier is
left out, never invented.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pathways.explain import say, tell
from pathways.model import Answers, Question, Value
from ruggespraak.dossier.reading import Reading

LANGUAGE = "nl"
CAUDA_EQUINA = "ces_saddle", "ces_bladder", "ces_bowel"
STORY = "help_question", "duration", "course", "where", "radiation"
JUDGEMENT = "screening_conclusion", "level_of_concern", "clinical_class", "pt_conclusion"
MEASURES = "pain_nrs_avg24h", "gpe_change"


@dataclass(frozen=True)
class Record:
    """The readings of one episode, oldest first, asked in the ways a letter needs."""

    readings: Sequence[Reading]

    def of(self, form: str) -> list[Reading]:
        """The entries made with one form."""
        return [reading for reading in self.readings if reading.form == form]

    def latest(self, form: str) -> Reading | None:
        """The last entry made with one form."""
        return next(iter(reversed(self.of(form))), None)

    def last_answer(self, question: str) -> Value:
        """The newest answer to a question, in whatever form it was given."""
        return next((r.answers[question] for r in reversed(self.readings) if r.answers.get(question) is not None), None)

    def said(self, question: str) -> str:
        """The newest answer as a sentence with its label, or nothing."""
        value = self.last_answer(question)
        asked = self.readings[-1].pathway.questions.get(question)
        if value is None or asked is None:
            return ""
        return f"{_label(asked)}: {say(asked, value, LANGUAGE)}"


def compose(readings: Sequence[Reading]) -> Answers:
    """Answers for the form `letter_gp`: every rubric that the dossier can fill. Empty dossier, empty letter."""
    if not readings:
        return {}
    record = Record(readings)
    rubrics: Mapping[str, str] = {
        "letter_kind": _kind(record),
        "letter_request": _request(record),
        "letter_reason": _lines(record.said(question) for question in STORY),
        "letter_findings": _lines(_findings(record)),
        "letter_conclusion": _lines(record.said(question) for question in JUDGEMENT),
        "letter_told": _lines(_told(record)),
        "letter_done": _lines(_done(record)),
        "letter_plan": _lines(_whole(record.latest("plan"))),
        "letter_result": _lines(_result(record)),
    }
    consent = record.last_answer("consent_share_gp")
    return {question: text for question, text in rubrics.items() if text} | (
        {"consent_share_gp": consent} if consent is not None else {}
    )


def _kind(record: Record) -> str:
    if record.latest("closing"):
        return "final"
    return "question" if record.last_answer("screening_conclusion") == "niet_pluis" else "first_report"


def _request(record: Record) -> str:
    return {
        "question": "Wilt u deze patiënt beoordelen? Mijn screening is niet-pluis.",
        "final": "Ter informatie: de behandeling is afgesloten.",
        "first_report": "Ter informatie: uw patiënt kwam zonder verwijzing bij mij.",
    }[_kind(record)]


def _findings(record: Record) -> Iterator[str]:
    present, absent = _red_flags(record)
    yield f"Rode vlaggen aanwezig: {'; '.join(present)}" if present else ""
    excluded = [flag for flag in CAUDA_EQUINA if flag in absent]
    yield f"Gevraagd en niet aanwezig: {'; '.join(absent[flag] for flag in excluded)}" if excluded else ""
    yield from _whole(record.latest("examination"))
    yield from (record.said(question) for question in MEASURES)


def _red_flags(record: Record) -> tuple[list[str], dict[str, str]]:
    """Alarm questions whose newest answer is yes (with the day it was given), and those answered no."""
    newest: dict[str, tuple[Reading, Value]] = {}
    for reading in record.readings:
        for question, value in reading.answers.items():
            asked = reading.pathway.questions.get(question)
            if asked is not None and asked.alarms and isinstance(value, bool):
                newest[question] = reading, value
    present = [
        f"{_term(reading, question)} ({reading.entry.occurred_at:%d-%m-%Y})"
        for question, (reading, value) in newest.items()
        if value is True
    ]
    absent = {question: _term(reading, question) for question, (reading, value) in newest.items() if value is False}
    return present, absent


def _told(record: Record) -> Iterator[str]:
    yield record.said("advice_given")
    yield record.said("exam_told")
    plan = record.latest("plan")  # the plan's text, which the client read, ends with the safety net
    yield f"Vangnetadvies gegeven: {plan.pathway.safety_net.nl}" if plan else ""


def _done(record: Record) -> Iterator[str]:
    for call in record.of("gp_call"):
        yield f"Telefonisch overleg op {call.entry.occurred_at:%d-%m-%Y}. " + " ".join(_whole(call))
    sessions = len(record.of("session"))
    yield f"{sessions} {'behandeling' if sessions == 1 else 'behandelingen'} gegeven." if sessions else ""


def _result(record: Record) -> Iterator[str]:
    closing = record.latest("closing")
    if closing is None:
        return
    yield from _whole(closing)
    pain = [r.answers["pain_before"] for r in record.of("session") if r.answers.get("pain_before") is not None]
    yield f"Pijn (0-10) bij de eerste en laatste behandeling: {pain[0]} en {pain[-1]}." if pain else ""


def _whole(reading: Reading | None) -> Iterator[str]:
    """Everything one entry says, in the therapist's short terms."""
    if reading is not None:
        form = reading.pathway.forms[reading.form]
        for label, sentence, _ in tell(form, reading.answers, LANGUAGE, reader="therapist"):
            yield f"{label}: {sentence}"


def _term(reading: Reading, question: str) -> str:
    return _label(reading.pathway.questions[question])


def _label(question: Question) -> str:
    """The therapist's short word for a question, without its question mark."""
    return (question.term or question.ask).nl.rstrip("?:. ")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
