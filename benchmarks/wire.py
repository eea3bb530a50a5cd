"""What one page costs over the wire: the page and every file that it names, compressed as a browser asks for it."""

import re

from django.test import Client

from ruggespraak.config.wsgi import application  # noqa: F401 - loads the server's own static files

FILES = re.compile(rb'(?:href|src)="(/static/[^"#]+)')


def bytes_of_first_page(client: Client) -> int:
    """Bytes of the bodies of the front page and its files; the page itself is not compressed (BREACH)."""
    page = client.get("/")
    return len(page.content) + sum(_size(client, path.decode()) for path in set(FILES.findall(page.content)))


def _size(client: Client, path: str) -> int:
    response = client.get(path, headers={"accept-encoding": "br, gzip"})
    return sum(len(part) for part in response.streaming_content) if response.streaming else len(response.content)
