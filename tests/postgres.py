"""A private PostgreSQL for one test run: made, started on a free port of this machine, and thrown away."""

import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def private_postgres() -> Iterator[str]:
    """The address (`postgres://…`) of a fresh, empty server; stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ruggespraak-postgres-"))
    data, port = folder / "data", free_port()
    _give_away(folder)
    _run("initdb", "-D", data, "-U", "ruggespraak", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200"
    _run("pg_ctl", "-D", data, "-w", "-s", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgres://ruggespraak@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", data, "-s", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *words: object) -> None:
    if not BINARIES:
        raise SystemExit("PostgreSQL is missing: run `apt-get install postgresql` and try again.")
    # The server refuses to run as root, so root lends it to the user that the Debian package makes.
    as_other = ["/usr/sbin/runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_other, str(BINARIES[0] / program), *map(str, words)]
    done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{program} failed: {done.stderr}")


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")


def free_port() -> int:
    """A port of this machine that nobody listens on.

    Below the range from which the kernel takes a caller's own port: else somebody who knocks while the server is away
    can be given that very port, talks to themselves, and keeps the server from coming back.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
