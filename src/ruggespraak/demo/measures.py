"""What clients of the invented practice fill in when it is asked: at home, or at the practice without an account."""

from pathways.model import Answers, read_answers
from ruggespraak import clock
from ruggespraak.audit.actor import SYSTEM, Actor
from ruggespraak.care import actions as care
from ruggespraak.dossier.models import Episode
from ruggespraak.outcomes.actions import plan_asks
from ruggespraak.outcomes.instruments import FORMS
from ruggespraak.outcomes.models import Ask
from ruggespraak.people.models import OWN_ROLES
from ruggespraak.portal.actions import answer_ask
from ruggespraak.portal.asked import Asking

THINGS = ("Een uur zitten op het werk", "Iets zwaars optillen", "Een half uur wandelen")
MOST = 10


def fill_in(episode: Episode, pain: int, *, by: Actor) -> None:
    """All measures that are asked on this day; the less pain, the more is possible."""
    plan_asks(episode, by=SYSTEM)
    for ask in Ask.objects.of_episode(episode).filter(form__in=FORMS).waiting(clock.today()):
        asking = Asking.of(ask)
        answers = _answers(asking, pain)
        if by.role in OWN_ROLES:
            answer_ask(asking, {ask.form: answers}, by=by)
        else:
            care.sign(episode, ask.form, answers, by=by)
            plan_asks(episode, by=SYSTEM)


def _answers(asking: Asking, pain: int) -> Answers:
    form = asking.forms[0]
    said: dict[str, object] = {"pain_nrs_avg24h": pain, "gpe_change": "gpe_2" if pain < 4 else "gpe_3"}
    said |= {"gpe_satisfaction": "satisfied_2", **asking.named}
    for place, thing in enumerate(THINGS, start=1):
        possible = max(0, MOST - pain - place)
        said |= {f"psfs_{place}_activity": thing, f"psfs_{place}_now": possible, f"psfs_again_{place}_now": possible}
    asked = {question.id for page in asking.pages for part in page.questions for question in part.answered}
    return read_answers(form, {name: value for name, value in said.items() if name in asked}).answers
