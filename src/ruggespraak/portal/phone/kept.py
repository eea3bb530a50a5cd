"""What a client's own phone may keep: the exercises of now and the questions of the diary, in the page's language.

Never notes, plans, letters or messages (docs/decisions/0022). Pieces of page are drawn here, by the same templates as
online, so that the phone needs to know no exercise and no question.
"""

from datetime import timedelta

from django.template.loader import render_to_string

from ruggespraak import clock
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.exercises.doing import FELT, Today, done_since, of_exercise
from ruggespraak.exercises.prescription import EVERY_DAY, Prescription, prescription_now
from ruggespraak.language import language
from ruggespraak.outcomes.diary import FORM as DIARY
from ruggespraak.outcomes.diary import NOTHING_NEW, SIGNS
from ruggespraak.people.models import PatientAccount
from ruggespraak.portal.mine import current_episode
from ruggespraak.ui.questions import ask

Part = dict[str, object]


def owner(account: PatientAccount) -> Part:
    """Whose phone it is, and of whose record: by ids that say nothing."""
    return {"user": str(account.user_id), "record": str(account.id)}


def kept_for(account: PatientAccount) -> Part:
    """All that the phone may keep now, as JSON."""
    episode = current_episode(account.patient)
    return {
        "owner": owner(account),
        "language": language(),
        "made_at": clock.now().isoformat(),
        "exercises": _exercises(episode) if episode else None,
        "diary": _diary(episode) if episode and episode.closed_at is None else None,
    }


def _exercises(episode: Episode) -> Part | None:
    prescription = prescription_now(episode)
    if prescription is None:
        return None
    training, practice = prescription.reading.pathway.training, episode.practice
    return {
        "items": list(_items(episode, prescription)),
        "highest_pain": training.pain.highest if training else None,
        "much_pain": f"{prescription.one_step_down} {prescription.stop}",
        "felt": {name: str(label) for name, label in FELT.items()},
        "foot": render_to_string("portal/phone/_foot.html", {"prescription": prescription, "practice": practice}),
    }


def _items(episode: Episode, prescription: Prescription) -> list[Part]:
    done = done_since(episode, clock.today() - timedelta(days=EVERY_DAY - 1))

    def item(one: Today) -> Part:
        mine = of_exercise(done, one.prescribed.exercise.id)
        return {
            "exercise": one.prescribed.exercise.id,
            "code": one.prescribed.code,
            "name": one.prescribed.name,
            "days_a_week": one.prescribed.days_a_week,
            "done": [{"on": day.on.isoformat(), "felt": day.felt, "pain": day.pain} for day in mine],
            "html": render_to_string("portal/phone/_exercise.html", {"today": one, "felt": FELT}),
        }

    return [item(Today(one, None, is_for_today=True)) for one in prescription.exercises]


def _diary(episode: Episode) -> Part | None:
    form = pathway(episode.complaint).forms.get(DIARY)
    if form is None:
        return None
    training = form.pathway.training
    context = {
        "questions": ask(form, {}, language=language()),
        "stop": training.pain.stop.in_(language()) if training else "",
        "practice": episode.practice,
    }
    return {
        "episode": str(episode.id),
        "signs": {"question": SIGNS, "nothing": NOTHING_NEW},
        "html": render_to_string("portal/phone/_diary.html", context),
    }
