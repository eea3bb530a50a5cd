"""An installation that was set dangerously does not start, and says what to do."""

import subprocess
import sys

import pytest

CHECK = [sys.executable, "-m", "ruggespraak", "check"]
SAFE = {"PATH": "/usr/bin:/bin", "RUGGESPRAAK_SECRET_KEY": "for-this-test", "RUGGESPRAAK_DATA": "/nonexistent"}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(CHECK, env=SAFE | variables, capture_output=True, text=True)


def test_the_defaults_start() -> None:
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"RUGGESPRAAK_SECOND_FACTOR": "off"}, "for a demonstration only"),
        ({"RUGGESPRAAK_ADDRESS": "http://praktijk.example"}, "over https only"),
        ({"RUGGESPRAAK_MODE": "diagnose"}, "must be one of: inform, advise"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "must be a postgres: or sqlite: address"),
        ({"RUGGESPRAAK_SECRET_KEY": ""}, "Run `ruggespraak keys`"),
    ],
)
def test_a_dangerous_setting_is_refused_with_what_to_do(variables: dict[str, str], sentence: str) -> None:
    refused = start(**variables)
    assert refused.returncode != 0
    assert sentence in refused.stderr


def test_a_demonstration_may_go_without_a_second_factor() -> None:
    assert start(RUGGESPRAAK_DEMO="on", RUGGESPRAAK_SECOND_FACTOR="off").returncode == 0
