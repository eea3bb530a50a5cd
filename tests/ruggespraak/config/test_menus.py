"""The menus of the doors."""

import pytest
from django.urls import resolve, reverse

from ruggespraak.config.menus import MENUS, here


@pytest.mark.parametrize("door", MENUS)
def test_every_entry_leads_to_a_page(door: str) -> None:
    addresses = [reverse(name, args=rest) for _label, name, *rest in MENUS[door]]
    assert len({resolve(address).view_name + address for address in addresses}) == len(MENUS[door])


def test_a_page_below_an_entry_marks_that_entry_and_the_nearest_one_only() -> None:
    urls = ["/low-back-pain/", "/low-back-pain/self-care/", "/check/"]
    assert here("/low-back-pain/facts/", urls) == "/low-back-pain/"
    assert here("/low-back-pain/self-care/", urls) == "/low-back-pain/self-care/"
    assert here("/about/", urls) == ""


def test_the_first_page_of_a_door_is_not_marked_on_all_its_pages() -> None:
    urls = ["/en/desk/", "/en/desk/clients/"]
    assert here("/en/desk/", urls) == "/en/desk/"
    assert here("/en/desk/clients/0198/", urls) == "/en/desk/clients/"
    assert here("/en/desk/episodes/0198/", urls) == ""
