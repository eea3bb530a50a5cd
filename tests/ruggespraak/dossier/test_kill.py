"""kill -9, twenty times, while people are recording: no entry that was acknowledged is lost, and the chain is whole."""

import http.client
import json
import random
import threading
import time
from pathlib import Path

import pytest

import people
from killable import Server
from ruggespraak.dossier.actions import open_episode
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.verify import verify

ROUNDS = 20
WHOLE_SERVER_EVERY = 5
CLIENTS = 3
HERE = Path(__file__).parent


class Client(threading.Thread):
    """Somebody who records without pause, and remembers what was acknowledged."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.acknowledged, self.refused, self.is_done = port, [], 0, False

    def run(self) -> None:
        while not self.is_done:
            try:
                self.acknowledged.append(self.record())
            except (OSError, http.client.HTTPException):
                self.refused += 1
                time.sleep(0.02)

    def record(self) -> tuple[int, str]:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("POST", "/")
            answer = asking.getresponse()
            body = answer.read()
        finally:
            asking.close()
        if answer.status != 200:
            raise OSError(body)
        number, entry_hash = json.loads(body)
        return number, entry_hash


@pytest.fixture
def server(transactional_db):
    cast = people.cast()
    open_episode(cast.noor, "ankle_pain", cast.anna_at_work.user, by=cast.anna)
    running = Server("recording_server:application", folder=HERE, RUGGESPRAAK_PACKS=str(HERE / "packs"))
    yield running
    running.kill()


def test_no_acknowledged_entry_is_lost(server):
    clients = [Client(server.port) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    killed, chance = 0, random.Random(20)
    for turn in range(1, ROUNDS + 1):
        wait_for_more(clients)
        time.sleep(chance.uniform(0, 0.25))
        if turn % WHOLE_SERVER_EVERY == 0:
            server.kill()
            server.start()
            killed += 1
        else:
            killed += server.kill_workers()
        assert lost(clients) == set()
        assert verify().findings == []
    for client in clients:
        client.is_done = True
    for client in clients:
        client.join()
    assert lost(clients) == set()
    assert verify().findings == []
    assert killed >= ROUNDS
    assert sum(client.refused for client in clients) > 0


def wait_for_more(clients):
    """Until the server answers again, so that each round strikes while entries are being made."""
    before, until = count(clients), time.monotonic() + 30
    while count(clients) < before + CLIENTS:
        assert time.monotonic() < until, "the server does not come back"
        time.sleep(0.005)


def count(clients):
    return sum(len(client.acknowledged) for client in clients)


def lost(clients):
    acknowledged = {one for client in clients for one in list(client.acknowledged)}
    return acknowledged - set(Entry.objects.values_list("number", "hash"))
