"""Mutants of the low-back rules: small faults of every kind, and whether stories, boundary patients and proofs notice.

By day a sample; by night all of them, held against the page beside this test.
"""

import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest

import invented
from mutation import Mutant, mutants
from mutation.killers import Killers
from mutation.report import (
    ALL,
    BY_PROOFS_ALONE,
    EQUIVALENT,
    PACK,
    PAGE,
    PROOFS,
    STORIES,
    SURVIVORS,
    TABLE,
    TABLE_OF_PEOPLE,
    fate_of,
    fates,
    named,
    page,
    share_killed,
)
from pathways.check.boundaries import recorded
from pathways.model import Pathway, load

SAMPLE = 40


@pytest.fixture(scope="module")
def neck() -> Pathway:
    with tempfile.TemporaryDirectory() as folder:
        return load(invented.lay_out(Path(folder)))


@pytest.fixture(scope="module")
def of_neck(neck: Pathway) -> dict[str, Mutant]:
    return {mutant.name: mutant for mutant in mutants(neck)}


@pytest.fixture(scope="module")
def killers_of_neck(neck: Pathway) -> Killers:
    return Killers(neck, recorded(neck, []))


def test_a_mutant_has_one_fault_and_a_name(neck: Pathway, of_neck: dict[str, Mutant]) -> None:
    assert len(of_neck) == len(list(mutants(neck)))
    assert all(mutant.pathway.logic_hash != neck.logic_hash for mutant in of_neck.values())


def test_every_kind_of_fault_is_made(of_neck: dict[str, Mutant]) -> None:
    kinds = Counter(mutant.kind for mutant in of_neck.values())
    assert {"operator", "threshold", "and or", "condition dropped", "count", "urgency", "rule dropped"} <= kinds.keys()
    assert {"option swapped", "ask_when dropped", "ask_when negated", "if_hidden", "scope dropped"} <= kinds.keys()


@pytest.mark.parametrize(
    ("name", "killed_by"),
    [
        ("urgency: rule cord: therapist", {STORIES, TABLE_OF_PEOPLE, PROOFS}),
        ("threshold: rule warm: temperature >= 77 / 2 becomes temperature >= 193 / 5", {TABLE_OF_PEOPLE}),
        ("count: rule weak_signs: at least 3 of 3", {TABLE_OF_PEOPLE}),
        ("ask_when dropped: question shivers: always asked", {STORIES, TABLE_OF_PEOPLE}),
    ],
)
def test_a_planted_fault_is_noticed(
    of_neck: dict[str, Mutant], killers_of_neck: Killers, name: str, killed_by: set[str]
) -> None:
    assert fate_of(of_neck[name], killers_of_neck).killed_by == killed_by


def test_who_survives_can_be_proved_equivalent(of_neck: dict[str, Mutant], killers_of_neck: Killers) -> None:
    """Shivers are hidden only without a fever, and no rule looks at shivers without a fever."""
    fates_of_neck = [fate_of(mutant, killers_of_neck) for mutant in of_neck.values()]
    assert [fate.name for fate in fates_of_neck if fate.is_equivalent] == ["if_hidden: question shivers: True"]
    assert [fate.name for fate in fates_of_neck if fate.survives] == []


def test_a_sample_is_killed_by_stories_or_boundary_patients() -> None:
    """All but those that the page beside this test names; by evaluate alone, in seconds."""
    pathway = load(PACK)
    killers = Killers(pathway, TABLE.read_text(encoding="utf-8"))
    spared = named(EQUIVALENT) | named(SURVIVORS) | named(BY_PROOFS_ALONE)
    of_rules = [m for m in mutants(pathway) if m.kind != "if_hidden" and m.name not in spared]
    sample = random.Random(3).sample(of_rules, SAMPLE)
    assert [m.name for m in sample if not killers.by_table(m) and not killers.by_stories(m)] == []


@pytest.mark.night
def test_all_of_them() -> None:
    """Write the page anew with `PYTHONPATH=tests python -m mutation.report` after a change that is meant."""
    pathway = load(PACK)
    every = list(fates(pathway))
    assert share_killed(every, ALL) >= 0.95
    assert page(pathway, every) == PAGE.read_text(encoding="utf-8")
