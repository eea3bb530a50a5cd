"""kill -9, twenty times, of the application itself: what was signed or kept as a draft over HTTP is still there."""

import http.client
import random
import re
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

import people
import said
from killable import Server, environment
from login import log_in
from ruggespraak.dossier.actions import draft_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read_all
from ruggespraak.dossier.verify import verify
from ruggespraak.people.actions import begin_treatment, register_patient

ROUNDS = 20
WHOLE_SERVER_EVERY = 5
FORM = "gp_call"
WORDS = "call_outcome"


class Therapist(threading.Thread):
    """Somebody who keeps a draft and signs it, again and again in other words, and remembers what was answered."""

    def __init__(self, port: int, episode: Episode) -> None:
        super().__init__(daemon=True)
        self.episode, self.address = episode, f"/desk/episodes/{episode.pk}/{FORM}/"
        self.port, self.is_done, self.refused = port, False, 0
        self.cookies = {name: morsel.value for name, morsel in log_in(Browser(), episode.therapist).cookies.items()}
        self.signed: list[str] = []
        self.kept = self.tried = 0  # the number of the last draft that was acknowledged, and of the last that was sent

    def run(self) -> None:
        while not self.is_done:
            try:
                self.keep_and_sign()
            except (OSError, http.client.HTTPException):
                self.refused += 1
                time.sleep(0.02)

    def keep_and_sign(self) -> None:
        page = self.open()
        self.tried += 1
        words = f"Gesprek {self.tried}."
        self.send(page, words, "save")
        self.kept = self.tried
        self.send(self.open(), words, "sign")
        self.signed.append(words)

    def open(self) -> dict[str, str]:
        """The hidden fields of the form as it stands now."""
        page = self.ask("GET", "")
        return {name: re.search(f'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in HIDDEN}

    def send(self, hidden: dict[str, str], words: str, act: str) -> None:
        answers = said.as_posted(FORM, said.gp_call(**{WORDS: words}))
        self.ask("POST", urlencode({**answers, **hidden, "act": act}, doseq=True), status=302)

    def ask(self, method: str, body: str, status: int = 200) -> str:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            asking.request(method, self.address, body, headers | {"Content-Type": "application/x-www-form-urlencoded"})
            answer = asking.getresponse()
            text = answer.read().decode()
        finally:
            asking.close()
        for name, value in re.findall(r"^Set-Cookie: (\w+)=([^;]*)", str(answer.msg), re.M):
            self.cookies[name] = value
        if answer.status != status:
            raise OSError(answer.status, text)
        return text


HIDDEN = ("csrfmiddlewaretoken", "once", "version")


@pytest.fixture
def therapists(transactional_db, monkeypatch):
    cast = people.cast()
    episodes = [said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)]
    for name in ("Tweede", "Derde"):
        patient = register_patient(cast.practice, by=cast.anna, given_name=name, family_name="Cliënt",
            born_on=cast.noor.born_on, sex="F", therapist=cast.anna_at_work.user)  # fmt: skip
        begin_treatment(patient, cast.anna_at_work.user, by=cast.anna)
        episodes.append(said.begun(patient, cast.anna_at_work.user, by=cast.anna))
    collect = [sys.executable, "-m", "ruggespraak", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=environment(), check=True)
    server = Server("ruggespraak.config.wsgi:application")
    yield server, [Therapist(server.port, episode) for episode in episodes]
    server.kill()


def test_nothing_that_was_answered_is_lost(therapists):
    server, at_work = therapists
    for therapist in at_work:
        therapist.start()
    chance = random.Random(20)
    for turn in range(1, ROUNDS + 1):
        wait_for_more(at_work)
        time.sleep(chance.uniform(0, 0.25))
        if turn % WHOLE_SERVER_EVERY == 0:
            server.kill()
            server.start()
        else:
            assert server.kill_workers()
        assert lost(at_work) == []
    for therapist in at_work:
        therapist.is_done = True
    for therapist in at_work:
        therapist.join()
    assert lost(at_work) == []
    assert verify().findings == []
    assert sum(therapist.refused for therapist in at_work) >= ROUNDS / 2


def wait_for_more(at_work):
    """Until something was signed again, so that each round strikes while people are at work."""
    before, until = count(at_work), time.monotonic() + 30
    while count(at_work) <= before:
        assert time.monotonic() < until, "the server does not come back"
        time.sleep(0.01)


def count(at_work):
    return sum(len(therapist.signed) for therapist in at_work)


def lost(at_work):
    """Words that were acknowledged and stand nowhere, or stand twice."""
    missing = []
    for therapist in at_work:
        signed, kept = list(therapist.signed), therapist.kept
        draft = draft_of(therapist.episode, FORM)  # read before the entries: signing turns the one into the other
        entries = [reading.answers[WORDS] for reading in read_all(therapist.episode)]
        missing += [words for words in signed if entries.count(words) != 1]
        standing = {*entries, draft.answers[WORDS] if draft else ""}
        # A draft gives way to what was signed of it, or to a later one that was sent but never answered.
        if kept and not standing & {f"Gesprek {number}." for number in range(kept, therapist.tried + 1)}:
            missing.append(f"draft {kept}")
    return missing
