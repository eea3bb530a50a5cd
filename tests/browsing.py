"""A real server with the demonstration's practice, and browser windows that watch themselves.

with served(house):                       gunicorn, for as long as the block lasts
    window.go("/check/")                  a page of the house
    window.fill(age=42, fever=False)      answers, as a person gives them: by clicking and typing
    window.press("Verder")
    window.see()                          what is on screen is accessible and fits
"""

import base64
import hmac
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, Request, StorageState, expect

from postgres import free_port

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
DATABASE = "ruggespraak.sqlite3"
PASSWORD = "een-warme-rug-2026"  # of everyone in the demonstration
PATIENCE = 30_000  # milliseconds: the machine may be busy
AXE_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}

# A refused page (403, 404, 409, 422) is what the test asked for. An answer that htmx no longer waits for, because a
# newer question went out, is what hx-sync is for; a request that fails says htmx:sendError or htmx:responseError too.
NO_FAULT = ("the server responded with a status of 4", "htmx:sendAbort", "htmx:afterRequest")

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class House:
    """A running installation: where it is, and its folder (mail, database, keys)."""

    address: str
    data: Path
    summary: str = ""  # what the demonstration printed: addresses, log-ins, codes

    @property
    def port(self) -> str:
        return self.address.rsplit(":", 1)[1]

    def command(self, *words: str) -> str:
        """Run a command of the installation, as its operator would; what it prints."""
        ran = subprocess.run(
            [sys.executable, "-m", "ruggespraak", *words], env=environment(self), capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def mails(self, *, to: str) -> list[str]:
        """What was sent to one address, oldest first. Runs the clockwork once, as the system's timer would."""
        self.command("tick", "--quiet")
        files = sorted((self.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        mails = [parsed(mail) for path in files for mail in path.read_bytes().split(b"-" * 79) if mail.strip()]
        return [f"{mail['subject']}\n{mail.get_content()}" for mail in mails if to in mail["to"]]


def parsed(mail: bytes) -> EmailMessage:
    """A mail as its reader's program understands it."""
    return cast(EmailMessage, message_from_bytes(mail.lstrip(), policy=policy.default))


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


def invented(folder: Path) -> House:
    """The demonstration's practice, fresh, in a folder of its own. It is not served yet."""
    house = House(f"http://127.0.0.1:{free_port()}", folder)
    return replace(house, summary=house.command("demo", "--prepare", "--port", house.port))


def copied(house: House, folder: Path) -> House:
    """The same house as it is now, in a folder of its own, for a story that others must not see. Not served yet."""
    shutil.copytree(house.data, folder, ignore=shutil.ignore_patterns("*.sqlite3*"), dirs_exist_ok=True)
    with closing(sqlite3.connect(house.data / DATABASE)) as here, closing(sqlite3.connect(folder / DATABASE)) as there:
        here.backup(there)
    return House(f"http://127.0.0.1:{free_port()}", folder, house.summary)


class served:  # noqa: N801 - reads as a sentence: with served(house)
    """A server for as long as the block lasts."""

    def __init__(self, house: House, **more: str) -> None:
        self.house, self.more = house, more

    def __enter__(self) -> House:
        command = [sys.executable, "-m", "gunicorn", "ruggespraak.config.wsgi:application"]
        command += ["--bind", f"127.0.0.1:{self.house.port}", "--worker-class", "gthread", "--threads", "4"]
        command += ["--log-level", "warning"]
        self.server = subprocess.Popen(command, env=environment(self.house, **self.more))
        wait_for(f"{self.house.address}/")
        return self.house

    def __exit__(self, *_: object) -> None:
        self.server.terminate()
        self.server.wait(timeout=20)


def wait_for(address: str, seconds: float = 60) -> None:
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


@cache
def axe() -> Axe:
    """The accessibility checker; reading its script takes a moment."""
    return Axe()


@dataclass
class Watched:
    """A browser window whose faults are collected: console errors, requests to elsewhere, accessibility."""

    page: Page
    house: House
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: self._note(message.type == "error", f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        self.page.on("request", self._watch)
        self.page.on("dialog", self._answer_dialog)

    def go(self, path: str) -> int:
        """Open an address of the house; the status of the answer."""
        response = self.page.goto(self.house.address + path)
        return response.status if response else 0

    @property
    def path(self) -> str:
        """Where this window is, without the house's address."""
        return self.page.url.removeprefix(self.house.address)

    @property
    def main(self) -> Locator:
        """The page without its head, menu and foot."""
        return self.page.get_by_role("main")

    @property
    def text(self) -> str:
        """What can be read on the page (not in its head, menu and foot)."""
        return str(self.main.inner_text())

    @property
    def heading(self) -> str:
        """The page's first heading."""
        return str(self.page.locator("h1").first.inner_text())

    def press(self, label: str, *, within: Locator | None = None) -> None:
        """Press a button, or follow a link that looks like one."""
        place = within or self.main
        place.get_by_role("button", name=label).or_(place.get_by_role("link", name=label)).first.click()

    def follow(self, label: str) -> None:
        """Follow the first link whose words begin like this."""
        self.main.get_by_role("link", name=re.compile(f"^{re.escape(label)}")).first.click()

    def fill(self, raw: Mapping[str, object] | None = None, **more: object) -> None:
        """Answer questions by their names in the form: yes and no as bool, several as a list, the rest as text."""
        for name, value in {**(raw or {}), **more}.items():
            for one in as_texts(value):
                self._answer(name, one)

    def _answer(self, name: str, value: str) -> None:
        first = self.page.locator(f'[name="{name}"]').first
        if not first.count() and (row := re.fullmatch(r"(.+)-\d+-.+", name)):
            self.page.locator(f'button[name="add-{row[1]}"]').click()
        kind = first.evaluate("element => element.type")
        if kind in ("radio", "checkbox"):
            self._tick(name, value)
        elif kind == "select-one":
            first.select_option(value)
        else:
            first.fill(value)
        self.settle()

    def _tick(self, name: str, value: str) -> None:
        control = self.page.locator(f'[name="{name}"][value="{value}"]')
        if not control.is_checked():
            label = self.page.locator("label", has=control)
            (label.locator("path") if "zone" in (label.get_attribute("class") or "") else label).click()
        expect(control).to_be_checked()

    def say_no(self, names: Iterable[str]) -> None:
        """No to each of these where that is an answer, the short way: for what a story is not about."""
        for name in names:
            self.page.locator(f'[name="{name}"][value=no]').evaluate_all("all => all.forEach(one => one.click())")
            self.settle()

    def log_in(self, email: str) -> None:
        """With a password only: the demonstration asks staff no second factor."""
        self.go("/account/login/")
        self.fill(login=email, password=PASSWORD)
        self.press("Inloggen", within=self.main.locator("form", has=self.page.locator("[name=password]")))
        self.page.wait_for_url("**/desk/")

    def settle(self) -> None:
        """Until no part of the page waits for the server."""
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def see(self) -> None:
        """An accessibility check of what is on screen, and no sideways scrolling. Needs scripting in the window."""
        found = axe().run(self.page, options=AXE_RULES)
        for violation in found.response["violations"]:
            self.faults.append(f"axe {self.path}: {violation['id']}: {violation['nodes'][0]['html']}")
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self._note(wider > 0, f"{self.path} is {wider} px wider than the screen")

    def see_both(self) -> None:
        """The same on a wide screen and on a phone, which it stays."""
        for size in (DESK, PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.see()

    def _answer_dialog(self, dialog: Dialog) -> None:
        self._note(True, f"{self.path} asks whether to leave, though all was saved: {dialog.message}")
        dialog.accept()

    def _watch(self, request: Request) -> None:
        is_ours = request.url.startswith((self.house.address, "blob:", "about:"))
        self._note(not is_ours, f"request left the machine: {request.url}")

    def _note(self, is_fault: bool, sentence: str) -> None:
        if is_fault and not any(words in sentence for words in NO_FAULT):
            self.faults.append(sentence)


def logged_in(browser: Browser, house: House, email: str = "noor@example.org", code: str = "") -> StorageState:
    """What a client's browser remembers after a password and a code: the first of those printed for Noor, or this one.

    A code works once: a module that shares a copy of the house logs in once, and its stories open windows with this.
    """
    printed = re.search(r"each once: (\d+)", house.summary)
    assert printed
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    client = Watched(context.new_page(), house)
    client.go("/account/login/")
    client.fill(login=email, password=PASSWORD)
    client.press("Inloggen", within=client.main.locator("form", has=client.page.locator("[name=password]")))
    client.fill(code=code or printed[1])
    client.press("Inloggen")
    client.page.wait_for_url("**/my/")
    remembered = context.storage_state()
    context.close()
    assert client.faults == []
    return remembered


def as_texts(value: object) -> list[str]:
    """A value as the browser sends it."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return [str(value)]


def authenticator_code(secret: str, at: float | None = None) -> str:
    """The six digits an authenticator app shows (RFC 6238, SHA-1, 30 seconds) for the key that stands on the page."""
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def asked_on(window: Watched) -> list[str]:
    """The names of the questions on screen, in their order."""
    names = window.main.locator("form:not([action]) [name]").evaluate_all("all => all.map(one => one.name)")
    hidden = ("csrfmiddlewaretoken", "once")
    return [name for name in dict.fromkeys(names) if name not in hidden]
