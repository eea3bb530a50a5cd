"""The page that checks receipts: one file, served as it is, that may reach nothing."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse

from ruggespraak.public.views.receipt import PAGE, policy

FOR_ANYONE = Path(__file__).parents[3] / "docs/for-practices/check-receipt.html"


def test_the_file_in_the_docs_is_the_one_that_is_served(db: None, client: Client) -> None:
    """Changed it? Copy it: cp src/ruggespraak/public/check-receipt.html docs/for-practices/."""
    served = client.get(reverse("public:check_receipt"))
    assert served.status_code == 200
    assert served.content == PAGE.read_bytes() == FOR_ANYONE.read_bytes()


def test_its_policy_allows_what_is_in_it_and_no_address_at_all(db: None, client: Client) -> None:
    """The file carries the same policy itself, so that it holds from a disk too."""
    header = client.get(reverse("public:check_receipt")).headers["Content-Security-Policy"]
    assert header == policy(PAGE.read_text())
    assert header.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in header and "self" not in header and "http" not in header
    inside = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', PAGE.read_text())
    assert inside
    assert header == f"{inside[1]}; frame-ancestors 'none'"  # which a file cannot say of itself


def test_it_asks_for_nothing_and_carries_no_cookie(db: None, client: Client) -> None:
    page = PAGE.read_text()
    assert not re.search(r'\b(src|href|action)="', page)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|\bimport\(", page)
    assert not client.get(reverse("public:check_receipt")).cookies
    assert client.post(reverse("public:check_receipt")).status_code == 405
