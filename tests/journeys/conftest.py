"""A real server with the demonstration's practice, and real browsers that watch themselves."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class House:
    """A running installation: where it is, and its folder (mail, database, keys)."""

    address: str
    data: Path

    def mails(self) -> list[str]:
        """What was sent, oldest first. Runs the clockwork once, as the system's timer would."""
        subprocess.run([sys.executable, "-m", "ruggespraak", "tick", "--quiet"], env=environment(self), check=True)
        return [path.read_text() for path in sorted((self.data / "mail").glob("*"))]


def environment(house: House, **more: str) -> dict[str, str]:
    """The variables of one installation, and nothing of the tests' own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("RUGGESPRAAK_", "DATABASE_"))}
    return own | {
        "RUGGESPRAAK_DATA": str(house.data),
        "RUGGESPRAAK_DEMO": "on",
        "RUGGESPRAAK_MODE": "advise",
        "RUGGESPRAAK_SECOND_FACTOR": "off",
        "RUGGESPRAAK_ADDRESS": house.address,
    } | more  # fmt: skip


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, served with `advise` on."""
    port = free_port()
    made = House(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("house"))
    command = [sys.executable, "-m", "ruggespraak", "demo", "--prepare", "--port", str(port)]
    subprocess.run(command, env=environment(made), check=True, stdout=subprocess.DEVNULL)
    with served(made):
        yield made


@pytest.fixture(scope="session")
def informing_house(house: House) -> Iterator[House]:
    """The same practice, served in the mode `inform`."""
    other = House(f"http://127.0.0.1:{free_port()}", house.data)
    with served(other, RUGGESPRAAK_MODE="inform"):
        yield other


class served:  # noqa: N801 - reads as a sentence: with served(house)
    """A server for as long as the block lasts."""

    def __init__(self, house: House, **more: str) -> None:
        self.house, self.more = house, more

    def __enter__(self) -> House:
        port = self.house.address.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "gunicorn", "ruggespraak.config.wsgi:application", "-b", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--threads", "4", "--log-level", "warning"]
        self.server = subprocess.Popen(command, env=environment(self.house, **self.more))
        wait_for(f"{self.house.address}/")
        return self.house

    def __exit__(self, *_: object) -> None:
        self.server.terminate()
        self.server.wait(timeout=20)


def wait_for(address: str, seconds: float = 30) -> None:
    """Until the server answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """A browser window whose faults are collected: console errors, requests to elsewhere, accessibility."""

    page: Page
    house: House
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda message: self._note(message.type == "error", f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        self.page.on("request", self._watch)

    def go(self, path: str) -> None:
        """Open an address of the house."""
        self.page.goto(self.house.address + path)

    def see(self) -> None:
        """An accessibility check of what is on screen, and no sideways scrolling."""
        found = Axe().run(self.page)
        self.faults += [f"axe {self.page.url}: {v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]]
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self._note(wider > 0, f"{self.page.url} is {wider} px wider than the screen")

    def _watch(self, request: Request) -> None:
        is_ours = request.url.startswith((self.house.address, "blob:", "about:"))
        self._note(not is_ours, f"request left the machine: {request.url}")

    def _note(self, is_fault: bool, sentence: str) -> None:
        # A refused page (403, 404, 409, 422) is reported by Chromium as a console error; it is what the test asked for.
        if is_fault and "the server responded with a status of 4" not in sentence:
            self.faults.append(sentence)


Open = Callable[..., Watched]


@pytest.fixture
def window(browser: Browser, house: House) -> Iterator[Open]:
    """Opens browser windows that must end without faults: `window(PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    windows: list[Watched] = []

    def open_window(viewport: dict[str, int] = PHONE, at: House = house, **options: object) -> Watched:
        context = browser.new_context(viewport=viewport, locale="nl-NL", **options)
        contexts.append(context)
        windows.append(Watched(context.new_page(), at))
        return windows[-1]

    yield open_window
    for context in contexts:
        context.close()
    assert [fault for window in windows for fault in window.faults] == []
