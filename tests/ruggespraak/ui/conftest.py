"""The sample pathway: one question of every type."""

import pytest
from django.utils import translation

from pathways.model import Form
from ruggespraak.ui.parts import sample

LANGUAGE = "nl"


@pytest.fixture
def form() -> Form:
    """The form of the style page."""
    return sample()


@pytest.fixture(autouse=True)
def dutch() -> object:
    """Pages are read in Dutch unless a test says otherwise."""
    with translation.override(LANGUAGE):
        yield
