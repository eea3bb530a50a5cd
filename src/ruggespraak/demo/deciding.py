"""What invented clients write while they decide: what they lean to, and the plan in their own words."""

from pathways.model import Answers
from ruggespraak.audit.actor import Actor
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.dossier.models import Episode

LEANS: Answers = {
    "what_matters": "Dat ik mijn werk kan blijven doen. En dat ik thuis zelf verder kan.",
    "leaning": ("tx_exercise_home", "tx_exercise_supervised"),
    "preference": "Ik wil het liefst zelf iets kunnen doen.",
    "client_questions": "Gaat het ook over als ik niets doe?",
}
TOLD: Answers = {
    "told_what": "Elke dag een paar oefeningen. De eerste keren maakt hij mijn rug ook met de handen losser.",
    "told_expect": "Dat het in een paar weken makkelijker gaat. Een dag spierpijn mag.",
    "told_call": "Als plassen opeens anders gaat of mijn been zwakker wordt.",
}


def weigh(episode: Episode, *, by: Actor) -> None:
    """At home, before the decision."""
    care.sign(episode, asked.TOGETHER, LEANS, by=by)


def tell_back(episode: Episode, *, by: Actor) -> None:
    """The newest plan, in the client's own words."""
    plan = episode.entries.filter(form="plan").latest("number")
    care.sign(episode, asked.TOLD_BACK, TOLD, by=by, about=(plan.pk,))


def read_back(episode: Episode, *, by: Actor) -> None:
    """The therapist reads it, and it was clear."""
    care.sign(episode, asked.TOLD_BACK_READ, {asked.TEACH_BACK: asked.IS_CLEAR}, by=by)
