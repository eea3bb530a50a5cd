"""My diary: what the page shows, and what was sent from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4, uuid5

from pathways.model import AnswerProblem, Answers, answers_to_json, parse_answers
from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import form_of
from ruggespraak.dossier.reading import Reading, read_latest
from ruggespraak.exercises import prescription
from ruggespraak.exercises.prescribing import usual_pain
from ruggespraak.language import language
from ruggespraak.outcomes.diary import DAYS_BACK, FORM
from ruggespraak.outcomes.overview import InShort, Overview, in_short, overview_of
from ruggespraak.outcomes.weekly import Agreed
from ruggespraak.ui.faults import faults_of
from ruggespraak.ui.questions import ask
from ruggespraak.ui.reply import Raw

PRESCRIBED = (prescription.FORM, "session")
"""What says which minutes were agreed, and which pain is usual."""


def my_overview(episode: Episode) -> Overview:
    """My diary, with the minutes that my therapist and I agreed on."""
    return overview_of(episode, agreed=agreed_with(read_latest(episode, PRESCRIBED)))


def my_day(episode: Episode, readings: tuple[Reading, ...]) -> InShort:
    """For the page of today: my small step, whether today is in it, and this week's minutes."""
    return in_short(episode, readings, agreed=agreed_with(readings))


def agreed_with(readings: tuple[Reading, ...]) -> Agreed | None:
    """The minutes of walking that are prescribed now, when there are any."""
    now = prescription.prescription_in(readings)
    minutes = prescription.agreed_minutes(now)
    return Agreed(minutes, now.signed_on, now.by, usual_pain(readings)) if now and minutes else None


@dataclass(frozen=True)
class Sent:
    """A day as the browser sent it."""

    raw: Raw
    on: date
    page_id: UUID
    answers: Answers
    problems: tuple[AnswerProblem, ...]

    @property
    def client_id(self) -> UUID:
        """The name of the row."""
        return row_name(self.page_id, self.on, self.answers)

    @property
    def days_ago(self) -> int:
        """How far back this day is."""
        return (clock.today() - self.on).days


def row_name(page_id: UUID, on: date, answers: Answers) -> UUID:
    """The same for the same answers from the same page; whoever goes back and changes one says something new."""
    return uuid5(page_id, f"{on} {answers_to_json(answers)}")


def sent_day(raw: Raw, episode: Episode) -> Sent | None:
    """What was sent; None when it does not say for which day, or from which page."""
    try:
        on = date.fromisoformat((raw.get("on") or [""])[0])
        page_id = UUID((raw.get("client_id") or [""])[0])
    except ValueError:
        return None
    parsed = parse_answers(form_of(episode.complaint, FORM), raw, language=language())
    return Sent(raw, on, page_id, parsed.answers, parsed.problems)


def day_ago(days_ago: int) -> date | None:
    """The day so many days ago; None further back than can be filled in."""
    return clock.today() - timedelta(days=days_ago) if 0 <= days_ago <= DAYS_BACK else None


def day_form(
    episode: Episode, on: date, answers: Answers, *, raw: Raw | None = None, problems: Iterable[AnswerProblem] = ()
) -> Mapping[str, object]:
    """The questions of one day, with what was said of it already."""
    problems = tuple(problems)
    questions = ask(form_of(episode.complaint, FORM), answers, problems=problems, language=language(), raw=raw)
    return {
        "on": on,
        "is_today": on == clock.today(),
        "questions": questions,
        "errors": faults_of(questions) if problems else (),
        "client_id": uuid4(),
    }
