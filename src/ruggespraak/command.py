"""The command line of an installation: `keys`, `serve`, `demo`, and all that Django and the apps bring."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

TICK_SECONDS = 30
HOST = "127.0.0.1"


def main() -> None:
    """Run one of our own commands, or hand the words over to Django's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruggespraak.config.settings")
    ours: dict[str, Callable[[Sequence[str]], None]] = {"keys": keys, "serve": serve, "demo": demo}
    name, words = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    if name in ours:
        ours[name](words)
    else:
        django(*sys.argv[1:])


def keys(words: Sequence[str]) -> None:
    """Make the key files that are missing, outside the database."""
    _parser("keys", keys.__doc__).parse_args(words)
    from ruggespraak.config.environment import folder
    from ruggespraak.keys import make_keys

    place = folder("RUGGESPRAAK_KEYS", folder("RUGGESPRAAK_DATA", Path.cwd() / "var") / "keys")
    make_keys(place)
    print(f"Keys are in {place}. Keep a copy elsewhere: without them no dossier can be read.")


def serve(words: Sequence[str]) -> None:
    """Serve the application, and do what is due every half minute."""
    parser = _parser("serve", serve.__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(words)
    _refuse_taken(chosen.port)
    if os.fork() == 0:
        _tick_while(os.getppid())
    # The server takes this process over, so that whoever stops it (a terminal, systemd) stops the server itself.
    os.execv(sys.executable, _server(chosen.port, chosen.workers))  # noqa: S606


def demo(words: Sequence[str]) -> None:
    """Start an invented practice from nothing: fresh database, a year of history, and a server."""
    parser = _parser("demo", demo.__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--prepare", action="store_true", help="make the practice, but do not serve it")
    chosen = parser.parse_args(words)
    if not chosen.prepare:
        _refuse_taken(chosen.port)
    place = _demo_environment(chosen.port)
    _clear(place)
    keys([])
    django("migrate", "--verbosity", "0")
    django("collectstatic", "--noinput", "--verbosity", "0")
    print("Inventing a practice with a year of history …", flush=True)
    from ruggespraak import demo as invented

    print(invented.invent().summary(f"http://{HOST}:{chosen.port}"), flush=True)
    if not chosen.prepare:
        serve(["--port", str(chosen.port)])


def django(*words: str) -> None:
    """Run one of Django's management commands, or one of ours that lives in an app."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["ruggespraak", *words])


def _parser(name: str, says: str | None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"ruggespraak {name}", description=says)


def _demo_environment(port: int) -> Path:
    """The settings of the demonstration, for this process and its children; returns the folder that it fills."""
    place = Path(os.environ.get("RUGGESPRAAK_DATA", Path.cwd() / "var" / "demo")).resolve()
    os.environ |= {
        "RUGGESPRAAK_DATA": str(place),
        "RUGGESPRAAK_DEMO": "on",
        "RUGGESPRAAK_MODE": os.environ.get("RUGGESPRAAK_MODE", "advise"),
        "RUGGESPRAAK_SECOND_FACTOR": os.environ.get("RUGGESPRAAK_SECOND_FACTOR", "off"),
        "RUGGESPRAAK_ADDRESS": f"http://{HOST}:{port}",
    }
    return place


def _clear(place: Path) -> None:
    """Empty the folder of an earlier demonstration; anything else is left alone, for it may be somebody's practice."""
    mark = place / "this-is-a-demo"
    if place.exists() and any(place.iterdir()) and not mark.exists():
        sys.exit(f"{place} was not made by a demonstration, so it is not emptied. Choose another RUGGESPRAAK_DATA.")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    mark.touch()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Choose one yourself: make demo PORT={port + 1}")


def _server(port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "ruggespraak.config.wsgi:application"),
        *("--bind", f"{HOST}:{port}", "--workers", str(workers), "--worker-class", "gthread", "--threads", "4"),
        *("--log-level", "warning"),
    ]


def _tick_while(server: int) -> NoReturn:
    """Do what is due, every half minute, for as long as the server lives; then end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while os.getppid() == server:
        time.sleep(TICK_SECONDS)
        subprocess.run([sys.executable, "-m", "ruggespraak", "tick", "--quiet"], check=False)
    os._exit(0)
