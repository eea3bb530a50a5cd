from pathlib import Path

import pytest

from pathways.model import Pathway, load


@pytest.fixture(scope="session")
def pack() -> Pathway:
    """The pack of low back pain, loaded once."""
    return load(Path(__file__).parents[3] / "packs/low_back_pain")
