"""A server that can be killed: gunicorn with two workers on the database of the test, in a process group of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

from postgres import free_port


class Server:
    """Serves a WSGI application (`module:name`) until it is killed; `more` are variables of its environment."""

    def __init__(self, application: str, *, folder: Path | None = None, **more: str) -> None:
        self.application, self.folder, self.more = application, folder, more
        self.port = free_port()
        self.start()

    def start(self) -> None:
        """Start it, or start it again."""
        command = [sys.executable, "-m", "gunicorn", self.application, "--preload", "--workers", "2"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        command += ["--pythonpath", str(self.folder)] if self.folder else []
        surroundings = environment() | self.more
        self.process = subprocess.Popen(command, env=surroundings, start_new_session=True, stderr=subprocess.DEVNULL)

    def kill_workers(self) -> int:
        """kill -9 of all workers; the master goes on, and starts new ones. How many there were."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        return len(children)

    def kill(self) -> None:
        """kill -9 of the whole server."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def environment() -> dict[str, str]:
    """The server works on the database of this test, with its keys."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite://{database['NAME']}"
    else:
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}
