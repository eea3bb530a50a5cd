"""What the client who logs in says about her own record: an addition, and three requests to correct it.

One was granted, one was refused, and one waits for an answer.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.care import actions as care
from ruggespraak.care import asked
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.reading import read

Moment = Callable[..., datetime]


def say(episode: Episode, moment: Moment, *, client: Actor, therapist: Actor) -> None:
    """Everything in the last weeks, by the same actions as in real life."""
    intake, first, second = _entry(episode, "intake", 0), _entry(episode, "session", 0), _entry(episode, "session", 1)
    with clock.standing_at(moment(20)):
        words = "Ik zei nog dat de pijn begon na de verhuizing van mijn moeder. Dat wil ik er graag bij hebben."
        care.sign(episode, asked.OWN_ADDITION, {asked.ADDITION_WORDS: words}, by=client, about=(intake.id,))
    with clock.standing_at(moment(19)):
        granted = _ask(episode, first, "De pijn vooraf was geen 5.", "De pijn vooraf was 4.", by=client)
    with clock.standing_at(moment(18)):
        _correct(episode, first, {asked.PAIN_BEFORE: 4}, by=therapist)
        _answer(episode, granted, asked.MADE, "Je hebt gelijk. Ik heb de 5 veranderd in een 4.", by=therapist)
    with clock.standing_at(moment(17)):
        refused = _ask(episode, intake, "Ik wil niet dat mijn werk hier staat.", "Haal mijn werk weg.", by=client)
    with clock.standing_at(moment(16)):
        why = "Je werk hoort bij je klacht, dus het blijft staan. Alleen wie jou behandelt, leest dit."
        _answer(episode, refused, asked.NOT_MADE, why, by=therapist)
    with clock.standing_at(moment(5)):
        _ask(episode, second, "We hebben die keer niet gemasseerd.", "We hebben vooral geoefend.", by=client)


def _entry(episode: Episode, form: str, place: int) -> Entry:
    return episode.entries.filter(form=form).order_by("number")[place]


def _ask(episode: Episode, about: Entry, wrong: str, wanted: str, *, by: Actor) -> Entry:
    answers = {asked.CORRECTION_WRONG: wrong, asked.CORRECTION_WANTED: wanted}
    return care.sign(episode, asked.CORRECTION_REQUEST, answers, by=by, about=(about.id,))


def _correct(episode: Episode, entry: Entry, other: dict[str, Any], *, by: Actor) -> None:
    reading = read(entry)
    care.correct(episode, reading, {**reading.answers, **other}, by=by, reason="Verkeerd getypt; de cliënt zag het.")


def _answer(episode: Episode, request: Entry, decision: str, words: str, *, by: Actor) -> None:
    answers = {asked.CORRECTION_DECISION: decision, asked.CORRECTION_WORDS: words}
    care.sign(episode, asked.CORRECTION_ANSWER, answers, by=by, about=(request.id,))
