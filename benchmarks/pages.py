"""Two pages beside a bare view that does the same reads and writes, as durably, and sends the same bytes.

The twin lives in the same process behind the same middleware. It fetches the same querysets, writes as many rows in
one transaction (to a table of its own), and renders the same template from values that lie ready. What is left as a
difference is what our page thinks: access, decryption, rules, plain sentences.
"""

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, beside

AT_LEAST = 0.5
MOST_BYTES = 60_000


def results() -> Iterator[Result]:
    """Throughput of the self-check page and of the episode page with a year of history; queries; bytes."""
    _prepare(Path(tempfile.mkdtemp(prefix="ruggespraak-bench-")))
    from benchmarks import history, wire
    from benchmarks.twin import Twin

    visitor, therapist = history.visitor(), history.therapist()
    for name, client, address in (
        ("self-check page", visitor, history.check_address()),
        ("episode page, a year of history", therapist, history.episode_address()),
    ):
        twin = Twin(client, address)
        found = beside(lambda client=client, address=address: client.get(address), twin.get)
        yield Result(
            f"{name} ({len(twin.reads)} reads, {len(twin.writes)} writes)",
            f"{found.ours:,.0f} a second, {found.ratio:.2f} of its bare twin",
            f"at least {AT_LEAST}",
            found.ratio >= AT_LEAST,
        )
    few, many = history.statements_before_and_after()
    yield Result("statements of the desk, 8 and 28 clients", f"{few[0]} and {many[0]}", "the same", few[0] == many[0])
    yield Result("statements of an episode, 9 and 35 entries", f"{few[1]} and {many[1]}", "the same", few[1] == many[1])
    total = wire.bytes_of_first_page(visitor)
    yield Result(
        "first public page, all of it", f"{total:,} bytes over the wire", f"{MOST_BYTES:,}", total <= MOST_BYTES
    )


def _prepare(folder: Path) -> None:
    """An installation of its own with the invented practice, in this process."""
    os.environ |= {
        "RUGGESPRAAK_DATA": str(folder / "data"),
        "RUGGESPRAAK_DEMO": "on",
        "RUGGESPRAAK_MODE": "advise",
        "RUGGESPRAAK_SECOND_FACTOR": "off",
        "DJANGO_SETTINGS_MODULE": "ruggespraak.config.settings",
    }
    from ruggespraak import command

    with contextlib.redirect_stdout(io.StringIO()):
        command.demo(["--prepare"])
