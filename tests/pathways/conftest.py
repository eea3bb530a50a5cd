from pathlib import Path

import pytest

import invented
from pathways.model import Form, Pathway, load


@pytest.fixture(scope="session")
def neck(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    """The invented pathway, loaded once."""
    return load(invented.lay_out(tmp_path_factory.mktemp("neck")))


@pytest.fixture
def self_check(neck: Pathway) -> Form:
    return neck.forms["self_check"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented pathway as files, to be damaged."""
    return invented.lay_out(tmp_path)


@pytest.fixture
def follow_up_check(tmp_path: Path) -> Form:
    """The self-check with an alarm that needs an answer beside its own: shivers that began in the last two weeks."""

    def waiting(text: str) -> str:
        return text.replace("when: fever and shivers", "when: shivers and duration < 14 days")

    files = {name: waiting(text) for name, text in invented.FILES.items()}
    return load(invented.lay_out(tmp_path, files)).forms["self_check"]
