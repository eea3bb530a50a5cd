"""The demonstration's practice, served; and browser windows that must end without faults."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, sync_playwright

from browsing import CHROMIUM, FLAGS, PHONE, House, Watched, copied, free_port, invented, logged_in, served

Open = Callable[..., Watched]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, served with `advise` on."""
    with served(invented(tmp_path_factory.mktemp("house"))) as house:
        yield house


@pytest.fixture(scope="module")
def informing_house(house: House) -> Iterator[House]:
    """The same practice, served in the mode `inform`."""
    with served(House(f"http://127.0.0.1:{free_port()}", house.data), RUGGESPRAAK_MODE="inform") as other:
        yield other


# One browser a module, not one a session: as long as Playwright runs, Django refuses the database to other tests.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def home(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the house for the stories of one module: nobody else sees what is done there, and no code is used."""
    with served(copied(house, tmp_path_factory.mktemp("home"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def noor(browser: Browser, home: House) -> StorageState:
    """The browser of the client in treatment, once logged in. A code works once, so a module's stories share it."""
    return logged_in(browser, home)


@pytest.fixture
def window(browser: Browser, house: House) -> Iterator[Open]:
    """Opens browser windows that must end without faults: `window(PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    windows: list[Watched] = []

    def open_window(viewport: dict[str, int] = PHONE, at: House = house, **options: object) -> Watched:
        context = browser.new_context(viewport=viewport, **{"locale": "nl-NL", "reduced_motion": "reduce", **options})
        contexts.append(context)
        windows.append(Watched(context.new_page(), at))
        return windows[-1]

    yield open_window
    for context in contexts:
        context.close()
    assert [fault for window in windows for fault in window.faults] == []


@pytest.fixture
def at_home(window: Open, home: House, noor: StorageState) -> Open:
    """Opens windows of the client in treatment."""
    return lambda viewport=PHONE, **options: window(viewport, at=home, storage_state=noor, **options)
