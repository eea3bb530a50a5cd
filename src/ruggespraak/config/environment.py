"""Strict readers of environment variables: a wrong or missing one says what to do, at start-up."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable, or the default; without either, start-up fails."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}. See docs/for-practices/settings.md.")
    return value


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """One of `options`, or start-up fails."""
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} is '{value}', but must be one of: {', '.join(options)}.")
    return value


def switch(name: str, *, default: bool) -> bool:
    """`on` or `off`."""
    return choice(name, ("on", "off"), "on" if default else "off") == "on"


def folder(name: str, default: Path) -> Path:
    """A path, absolute."""
    return Path(text(name, str(default))).resolve()


def secret(name: str, file: Path) -> str:
    """The variable, or the content of a key file that `ruggespraak keys` makes; without either, start-up fails."""
    given = os.environ.get(name)
    if not given and not file.exists():
        raise ImproperlyConfigured(f"Run `ruggespraak keys` to make {file}, or set {name}.")
    return given or file.read_text().strip()


def demand(holds: bool, otherwise: str) -> None:
    """Start-up fails with a sentence when something dangerous was set."""
    if not holds:
        raise ImproperlyConfigured(otherwise)


def database(name: str, default: Path) -> dict[str, object]:
    """Django's settings for `postgres://user:password@host:port/name`, or for SQLite at `default`."""
    url = os.environ.get(name)
    if not url:
        return _sqlite(default)
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(parts.hostname, parts.port, parts.path, parts.username, parts.password)
    raise ImproperlyConfigured(f"{name} starts with '{parts.scheme}:', but must be a postgres: or sqlite: address.")


def _sqlite(path: Path) -> dict[str, object]:
    # IMMEDIATE: a transaction that reads first and writes later would else die with "database is locked".
    # FULL: an acknowledged entry survives a power cut. No mmap_size: it gave disk I/O errors under parallel posts.
    pragmas = "journal_mode=WAL", "synchronous=FULL", "cache_size=-20000", "temp_store=MEMORY"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def _postgresql(
    host: str | None, port: int | None, path: str, user: str | None, password: str | None
) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(path.lstrip("/")),
        "HOST": host or "",
        "PORT": port or "",
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }
