"""One's own phone in the basement: the network cut, twice the same, two devices, and nothing left after log-out."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect

from browsing import DESK, PASSWORD, PHONE, House, Watched, copied, served

Open = Callable[..., Watched]

TODAY, CHOICE = "/my/phone/today/", "/my/phone/"
NO_NETWORK = "net::ERR_"  # what the browser's console says of every request while the network is cut

COUNTS = """
from ruggespraak.exercises.models import Log
from ruggespraak.outcomes.models import DiaryDay
print(Log.objects.exclude(said_at=None).count(), Log.objects.values("client_id").distinct().count(),
      Log.objects.count(), DiaryDay.objects.count())
"""
RAW = """async () => {
  const rows = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    for (const store of database.objectStoreNames) {
      const all = await new Promise((resolve) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
      });
      for (const row of all) {
        rows.push(row instanceof CryptoKey ? `key, extractable: ${row.extractable}`
          : Array.from(new Uint8Array(row.sealed), (byte) => String.fromCharCode(byte)).join(""));
      }
    }
    database.close();
  }
  return rows;
}"""
LEFT = """async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: localStorage.length + sessionStorage.length,
})"""
FORGOTTEN = """async () => {
  while ((await indexedDB.databases()).length || (await caches.keys()).length) await new Promise(requestAnimationFrame);
  return true;
}"""
NOTHING = {"databases": [], "caches": [], "workers": 0, "local": 0}
CACHED = """async () => {
  const found = {};
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found[new URL(request.url).pathname] = await (await caches.match(request)).clone().text();
  return found;
}"""


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house, with its codes unused."""
    with served(copied(house, tmp_path_factory.mktemp("offline"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def codes(home: House) -> Iterator[str]:
    """Recovery codes of the client, each once."""
    found = re.search(r"each once: ([\d ]+)", home.summary)
    assert found
    return iter(found[1].split())


@pytest.fixture(scope="module")
def noor(browser: Browser, home: House, codes: Iterator[str]) -> StorageState:
    """The cookies of the client, once logged in."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    log_in(client := Watched(context.new_page(), home), next(codes))
    remembered = context.storage_state()
    context.close()
    assert client.faults == []
    return remembered


def log_in(client: Watched, code: str) -> None:
    client.go("/account/login/")
    client.fill(login="noor@example.org", password=PASSWORD)
    client.press("Inloggen", within=client.main.locator("form", has=client.page.locator("[name=password]")))
    client.fill(code=code)
    client.press("Inloggen")
    client.page.wait_for_url("**/my/")


@pytest.fixture
def phone(window: Open, home: House, noor: StorageState) -> Open:
    """Opens a phone of the client."""
    return lambda viewport=PHONE, **options: window(viewport, at=home, storage_state=noor, **options)


def choose_own(client: Watched) -> None:
    """Say that this is one's own phone."""
    client.go(CHOICE)
    client.main.get_by_text("Dit is mijn eigen telefoon").click()
    client.press("Bewaar mijn keuze")
    expect(client.main.locator("[data-status]")).to_contain_text("bewaart nu")


def open_today(client: Watched, path: str = TODAY) -> None:
    """The page of this phone, drawn."""
    client.go(path)
    expect(client.page.locator("#today[data-ready]")).to_be_attached()


def cut(client: Watched, *, is_cut: bool = True) -> None:
    """Take the network away, or give it back."""
    client.page.context.set_offline(is_cut)


def forgive(client: Watched) -> None:
    """A console that says that there is no network is right."""
    client.faults[:] = [fault for fault in client.faults if NO_NETWORK not in fault]


def tap(client: Watched, exercise: str, felt: str = "Precies goed") -> None:
    """Say how an exercise went; once more, when it was said already today."""
    card = client.page.locator("article", has_text=exercise)
    button, again = card.get_by_role("button", name=felt), card.locator("summary", has_text="van vandaag wijzigen")
    expect(button.or_(again).locator("visible=true").first).to_be_visible()
    if not button.is_visible():
        again.click()
    button.click()


def says(client: Watched, words: str) -> None:
    expect(client.page.locator("[data-state]")).to_contain_text(words)


def counts(home: House) -> tuple[int, ...]:
    """Taps that a phone kept, different taps, all taps, days of the diary."""
    return tuple(int(word) for word in home.command("shell", "-v", "0", "-c", COUNTS).split()[-4:])


def test_nothing_is_stored_before_the_choice_and_the_choice_is_explicit(phone: Open) -> None:
    client = phone()
    for path in ("/my/", "/my/exercises/", TODAY, CHOICE):
        client.go(path)
    assert client.page.evaluate(LEFT) == NOTHING
    assert client.main.locator("[name=phone]:checked").count() == 0
    client.see_both()
    client.main.get_by_text("Anderen gebruiken hem ook").click()
    client.press("Bewaar mijn keuze")
    expect(client.main.locator("[data-status]")).to_contain_text("Er staat niets op deze telefoon")
    assert client.page.evaluate(LEFT) == NOTHING
    open_today(client)
    expect(client.main).to_contain_text("Er staat niets op deze telefoon")
    client.see_both()


def test_a_day_in_the_basement_is_there_once_afterwards(phone: Open, home: House) -> None:
    client, before = phone(), counts(home)
    choose_own(client)
    client.see_both()
    cut(client)
    open_today(client, "/my/")  # any page of one's own becomes the page of this phone
    tap(client, "Bruggetje")
    says(client, "1 antwoord staat op deze telefoon")
    client.page.locator("article", has_text="Bekken kantelen").locator("summary", has_text="Pijn tijdens").click()
    client.page.locator("article", has_text="Bekken kantelen").locator(".scale label").nth(9).click()
    tap(client, "Bekken kantelen", "Te zwaar")
    expect(client.page.locator("[data-notice]")).to_contain_text("Stop en bel")  # advice at much pain needs no network
    client.fill(diary_pain=4, diary_minutes=25, diary_signs=["sign_numb"])
    expect(client.page.locator("[data-signs]")).to_contain_text("Bel")
    client.page.locator("[name=diary_signs][value=sign_numb]").uncheck()
    expect(client.page.locator("[data-signs]")).to_be_hidden()
    client.press("Bewaar mijn dag")
    says(client, "3 antwoorden staan op deze telefoon")
    open_today(client)  # a reload, still without network
    says(client, "3 antwoorden staan op deze telefoon")
    expect(client.page.locator("article", has_text="Bruggetje")).to_contain_text("Vandaag gedaan")
    client.see_both()
    raw = client.page.evaluate(RAW)
    assert len(raw) == 6 and "key, extractable: false" in raw  # key, owner, content, three answers
    words = ("ruggetje", "ex_bridge", "just_right", "diary_pain", "exercise", "felt", "user")
    assert [word for word in words for row in raw if word in row] == []
    cut(client, is_cut=False)
    says(client, "Alles op deze telefoon is verstuurd")  # by itself, when the network is back
    after = counts(home)
    assert tuple(new - old for new, old in zip(after, before, strict=True)) == (2, 2, 2, 1)
    client.go("/my/exercises/")
    expect(client.main.locator("article", has_text="Bruggetje")).to_contain_text("Vandaag gedaan")
    forgive(client)


def test_no_page_about_anybody_is_kept_as_a_file(phone: Open) -> None:
    client = phone()
    choose_own(client)
    client.page.evaluate("navigator.serviceWorker.ready")
    client.go("/my/")
    client.go("/my/record/")
    cached = client.page.evaluate(CACHED)
    assert {TODAY, f"/en{TODAY}"} <= cached.keys()
    assert [path for path in cached if not path.startswith("/static/") and not path.endswith(TODAY)] == []
    assert [path for path, text in cached.items() if "Hendriks" in text or "Bruggetje" in text] == []


def test_sent_twice_and_from_two_devices_it_is_there_once(phone: Open, home: House) -> None:
    one, other, before = phone(), phone(DESK), counts(home)
    for client in (one, other):
        choose_own(client)
        cut(client)
        open_today(client)
    tap(one, "Opstaan", "Te licht")
    tap(other, "Opstaan", "Te zwaar")
    says(one, "1 antwoord")
    cut(one, is_cut=False)
    says(one, "Alles op deze telefoon is verstuurd")
    # the answer of the server is lost on the way: the phone sends again what the server has already
    lost: list[str] = []

    def lose(route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    other.page.context.route("**/my/sync/", lose)
    cut(other, is_cut=False)
    while not lost:
        other.page.wait_for_timeout(50)
    says(other, "1 antwoord")
    assert [item["result"] for item in json.loads(lost[0])["items"]] == ["kept"]
    open_today(other)
    says(other, "Alles op deze telefoon is verstuurd")
    assert tuple(new - old for new, old in zip(counts(home), before, strict=True)) == (2, 2, 2, 0)
    for client in (one, other):
        forgive(client)
    other.faults[:] = [fault for fault in other.faults if "ERR_FAILED" not in fault]


def test_a_tap_on_a_page_from_before_the_network_went_is_kept_too(phone: Open, home: House) -> None:
    client, before = phone(), counts(home)
    choose_own(client)
    client.go("/my/exercises/")
    client.page.wait_for_load_state("networkidle")
    cut(client)
    tap(client, "Wandelen")
    client.page.wait_for_url(f"**{TODAY}")
    says(client, "1 antwoord staat op deze telefoon")
    cut(client, is_cut=False)
    says(client, "Alles op deze telefoon is verstuurd")
    client.go("/my/exercises/")
    tap(client, "Wandelen", "Te zwaar")  # with network: kept by the page, and known already when the phone sends it
    expect(client.main).to_contain_text("Bewaard")
    client.page.wait_for_load_state("networkidle")
    assert tuple(new - old for new, old in zip(counts(home), before, strict=True)) == (1, 2, 2, 0)
    forgive(client)


def test_a_wrong_clock_is_told(phone: Open) -> None:
    client = phone()
    choose_own(client)
    client.page.add_init_script(
        "{ const now = Date.now; const Real = Date; globalThis.Date = class extends Real {"
        "constructor(...said) { said.length ? super(...said) : super(now() + 86400000); }"
        "static now() { return now() + 86400000; } }; }"
    )
    open_today(client)
    tap(client, "Bruggetje", "Te licht")
    says(client, "loopt 1 dag voor")
    expect(client.page.locator("[data-notice]")).to_contain_text("Wij noteerden")


def test_a_session_that_ended_asks_to_log_in_and_loses_nothing(phone: Open, home: House, codes: Iterator[str]) -> None:
    client, before = phone(), counts(home)
    choose_own(client)
    client.page.context.clear_cookies()
    open_today(client)
    tap(client, "Wandelen")
    says(client, "Log in om het te versturen")
    client.see_both()
    log_in(client, next(codes))
    open_today(client)
    says(client, "Alles op deze telefoon is verstuurd")
    assert counts(home)[0] == before[0] + 1


def test_logging_out_and_somebody_else_leave_nothing(phone: Open, home: House, codes: Iterator[str]) -> None:
    client = phone()
    client.page.context.clear_cookies()
    log_in(client, next(codes))  # a session of its own, to end
    choose_own(client)
    client.press("Uitloggen", within=client.page.locator("header"))
    client.page.wait_for_url(lambda url: "/my/" not in url)
    client.go("/")
    assert client.page.evaluate(LEFT) == NOTHING
    other = phone()
    choose_own(other)
    other.page.evaluate("""async () => {
      const { put } = await import(document.querySelector("script[src*=choice]").src.replace(/choice.*/, "vault.js"));
      await put("owner", { user: "somebody else", record: "another" });
    }""")
    other.go("/my/")
    expect(other.main).to_be_visible()
    expect(other.page.locator("body")).to_be_visible()
    assert other.page.evaluate(FORGOTTEN)


def test_it_can_be_erased_and_not_unnoticed(phone: Open) -> None:
    client = phone()
    choose_own(client)
    cut(client)
    open_today(client)
    tap(client, "Bruggetje")
    says(client, "1 antwoord")
    cut(client, is_cut=False)
    client.page.context.route("**/my/sync/", lambda route: route.abort())
    client.go(CHOICE)
    client.press("Wissen en uitzetten")
    expect(client.main.locator("[data-warning]")).to_contain_text("komt het nooit in je dossier")
    client.see_both()
    client.main.get_by_label("Toch wissen").check()
    client.press("Wissen en uitzetten")
    expect(client.main.locator("[data-status]")).to_contain_text("Alles is van deze telefoon gewist")
    assert client.page.evaluate(LEFT) == NOTHING
    forgive(client)


def test_the_browser_finds_an_app_to_install(phone: Open) -> None:
    client = phone()
    choose_own(client)
    open_today(client)
    tools = client.page.context.new_cdp_session(client.page)
    found = tools.send("Page.getAppManifest")
    assert found["errors"] == [] and json.loads(found["data"])["start_url"] == TODAY
    errors = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []


def test_without_scripting_the_pages_work_and_say_so(phone: Open) -> None:
    client = phone(java_script_enabled=False)
    client.go(CHOICE)
    assert "staan uit in je browser" in client.page.content()
    expect(client.main.locator("[data-choice]")).to_be_hidden()
    client.go("/my/exercises/")
    expect(client.main.locator("article").first).to_be_visible()
