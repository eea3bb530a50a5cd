"""People drawn as people."""

import re

from ruggespraak.ui.counted import people


def kinds(drawing: str) -> list[str]:
    return re.findall(r'class="(sure|maybe|other)"', drawing)


def test_each_person_is_one_of_three_kinds_in_order() -> None:
    assert kinds(people(3, 5, 10, "says")) == ["sure"] * 3 + ["maybe"] * 2 + ["other"] * 5
    assert kinds(people(0, 0, 4, "says")) == ["other"] * 4


def test_a_kind_has_a_shape_and_not_only_a_colour() -> None:
    assert people(3, 5, 10, "says").count('class="half"') == 2


def test_it_says_its_sentence_or_is_decoration() -> None:
    assert 'role="img" aria-label="3 of 10 &amp; more"' in people(3, 3, 10, "3 of 10 & more")
    assert 'aria-hidden="true"' in people(1, 1, 1, "")


def test_more_than_ten_stand_in_rows() -> None:
    assert 'viewBox="0 0 400 72"' in people(1, 1, 20, "says")
    assert 'viewBox="0 0 40 36"' in people(1, 1, 1, "says")
