"""Passwords: long enough, and refused in the reader's own language."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import translation


@pytest.mark.parametrize(("language", "words"), [("nl", "Neem minstens 12 tekens"), ("en", "Take at least 12")])
def test_a_short_password_is_refused_with_what_to_do(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password("kort")
    assert words in refused.value.messages[0]


def test_a_short_sentence_will_do() -> None:
    validate_password("een korte zin")
    with translation.override("nl"):
        assert "Minstens 12 tekens; een korte zin mag ook." in password_validators_help_texts()
