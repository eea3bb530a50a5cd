"""The bare twin of a page: a Django view with the same reads, writes and template, on values that lie ready."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import clear_url_caches, path

from ruggespraak.config import urls

WRITES = ("INSERT", "UPDATE", "DELETE")
_numbers = count()


class Twin:
    """Learns from one visit of a page, and can then be visited itself."""

    def __init__(self, client: Client, address: str) -> None:
        self.client = client
        self.address = f"/twin/{next(_numbers)}/"
        self.reads: list[QuerySet[Any]] = []
        self.writes: list[Any] = []
        urls.urlpatterns.insert(0, path(self.address.strip("/") + "/", self.view))
        clear_url_caches()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS twin (id INTEGER PRIMARY KEY, line TEXT)")
        self.template, self.context = rendered_by(client, address)
        with reads_noted() as of_page:
            self.writes = [params for sql, params in statements_of(client, address) if sql.startswith(WRITES)]
        with reads_noted() as of_middleware:
            statements_of(client, self.address)
        self.reads = list(_without(of_page, of_middleware))
        assert len(self.get().content) == len(client.get(address).content), "the twin sends other bytes"

    def get(self) -> HttpResponse:
        """One visit of the twin."""
        return self.client.get(self.address)

    def view(self, request: HttpRequest) -> HttpResponse:
        """The reads of the page, as many writes (to a table of the twin's own), and the template."""
        for read in self.reads:
            list(read.all())
        if self.writes:
            with transaction.atomic(), connection.cursor() as cursor:
                for params in self.writes:
                    cursor.execute("INSERT INTO twin (line) VALUES (%s)", [repr(params)])
        return HttpResponse(self.template.render(self.context))


def statements_of(client: Client, address: str) -> list[tuple[str, Any]]:
    """The SQL of one visit, in order."""
    noted: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        noted.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200, address
    return noted


@contextmanager
def reads_noted() -> Iterator[list[QuerySet[Any]]]:
    """The querysets that went to the database inside the block, each as a fresh copy."""
    noted: list[QuerySet[Any]] = []
    fetch = QuerySet._fetch_all

    def note(queryset: QuerySet[Any]) -> None:
        if queryset._result_cache is None and reaches_database(queryset):
            noted.append(queryset.all())
        fetch(queryset)

    with mock.patch.object(QuerySet, "_fetch_all", note):
        yield noted


def reaches_database(queryset: QuerySet[Any]) -> bool:
    """Not when nothing can match (one of an empty list): Django then asks nobody."""
    try:
        return bool(str(queryset.query))
    except EmptyResultSet:
        return False


def rendered_by(client: Client, address: str) -> tuple[Template, Context]:
    """The outermost template of a page and the values that it was given."""
    rendered: list[tuple[Template, Context]] = []

    def remember(sender: object, template: Template, context: Context, **_: object) -> None:
        rendered.append((template, context.__copy__()))

    setup_test_environment(debug=False)
    template_rendered.connect(remember)
    client.get(address)
    template_rendered.disconnect(remember)
    teardown_test_environment()
    return rendered[0]


def _without(page: list[QuerySet[Any]], middleware: list[QuerySet[Any]]) -> Iterator[QuerySet[Any]]:
    """The reads of the page that the middleware does not do for the twin as well."""
    done = Counter(str(read.query) for read in middleware)
    for read in page:
        done[str(read.query)] -= 1
        if done[str(read.query)] < 0:
            yield read
