"""Each test starts without failed log-ins of another."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_failed_log_ins() -> None:
    """Forget what the limits counted."""
    cache.clear()
