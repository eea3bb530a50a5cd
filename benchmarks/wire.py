"""What one page costs over the wire: the page and every file that it names, compressed as a browser asks for it."""

import re

from django.test import Client

from ruggespraak.config.wsgi import application  # noqa: F401 - loads the server's own static files

FILES = re.compile(rb'(?:href|src)="(/static/[^"#]+)')


def bytes_of_first_page(client: Client) -> int:
    """Bytes of the front page with its files."""
    return bytes_of(client, "/")


def bytes_of(client: Client, address: str) -> int:
    """Bytes of the bodies of a page and the files that it names; the page itself is not compressed (BREACH)."""
    page = client.get(address)
    return len(page.content) + sum(_size(client, path.decode()) for path in set(FILES.findall(page.content)))


def _size(client: Client, path: str) -> int:
    response = client.get(path, headers={"accept-encoding": "br, gzip"})
    return sum(len(part) for part in response.streaming_content) if response.streaming else len(response.content)
