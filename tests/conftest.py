"""What every test stands on: an installation of its own, a closed network, and one way to reset the database.

`pytest` runs on SQLite (a file, as in a practice); `pytest --postgres` starts a private PostgreSQL first.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postgres import private_postgres

if TYPE_CHECKING:
    import people

INSTALLATION = ExitStack()
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The choice of database."""
    parser.addoption("--postgres", action="store_true", help="run on a private PostgreSQL instead of SQLite")


def pytest_configure(config: pytest.Config) -> None:
    """Lay out the installation before pytest-django sets Django up."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--postgres") and not is_worker:
        os.environ["DATABASE_URL"] = INSTALLATION.enter_context(private_postgres())
    elif not is_worker:
        os.environ.pop("DATABASE_URL", None)
    if not is_worker and config.getoption("numprocesses", default=None):
        return  # each worker lays out its own; what this process set now they would inherit, and share
    _set_environment(Path(tempfile.mkdtemp(prefix="ruggespraak-test-")))
    _soften_settings()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the installation away again."""
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        from django.db import connections

        for connection in connections.all(initialized_only=True):
            connection.close()
            getattr(connection, "close_pool", lambda: None)()
    INSTALLATION.close()


def _set_environment(folder: Path) -> None:
    INSTALLATION.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruggespraak.config.settings"
    os.environ["RUGGESPRAAK_SECRET_KEY"] = "only-for-tests"
    os.environ["RUGGESPRAAK_DATA"] = str(folder)
    os.environ["RUGGESPRAAK_KEYS"] = str(folder / "keys")
    os.environ["RUGGESPRAAK_MODE"] = "advise"
    for name in ("RUGGESPRAAK_DEBUG", "RUGGESPRAAK_DEMO", "RUGGESPRAAK_PACKS"):
        os.environ.pop(name, None)


def _soften_settings() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        # A file, as in a practice: threads and processes meet each other there as they would in earnest.
        database.setdefault("TEST", {})["NAME"] = settings.DATA / "test.sqlite3"

    from ruggespraak import keys

    keys.make_keys(settings.KEYS)


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    really_connect = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test tried to reach {address[0]}: the network is closed.")
        really_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def cast(db: None) -> "people.Cast":
    """A practice with everyone of the fixed cast (tests/people.py)."""
    import people

    return people.cast()


@pytest.fixture
def elsewhere(db: None) -> "people.Cast":
    """Another practice, of which nobody here may see anything."""
    import people

    return people.cast(slug="elders", name="Praktijk Elders")


@pytest.fixture(scope="session", autouse=True)
def the_reset() -> Iterator[None]:
    """The one way to empty tables that refuse to be emptied: Django's flush after a test with real transactions."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from tampering import triggers_lifted

    flush = BaseDatabaseOperations.execute_sql_flush

    def reset(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with triggers_lifted():
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = reset
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(autouse=True)
def fresh_witness() -> Iterator[None]:
    """What the witness saw and what was published in one test is no evidence in the next: the database was put back."""
    from django.conf import settings

    yield
    shutil.rmtree(Path(settings.KEYS) / "witness", ignore_errors=True)
    (Path(settings.DATA) / "log-roots.jsonl").unlink(missing_ok=True)
