"""The working day of staff: today, the clients, the requests, and the page of one episode."""

from ruggespraak.desk.views.day import practice, today
from ruggespraak.desk.views.episodes import episode, open_episode
from ruggespraak.desk.views.patients import change, client, clients, invite, register, register_from
from ruggespraak.desk.views.representatives import let_in, representative_again, representative_end, representatives
from ruggespraak.desk.views.requests import begin_again, decline, request, requests, take_in

__all__ = [
    "begin_again",
    "change",
    "client",
    "clients",
    "decline",
    "episode",
    "invite",
    "let_in",
    "open_episode",
    "practice",
    "register",
    "register_from",
    "representative_again",
    "representative_end",
    "representatives",
    "request",
    "requests",
    "take_in",
    "today",
]
