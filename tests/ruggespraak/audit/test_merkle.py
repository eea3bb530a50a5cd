"""Trees of hashes, held against the published vectors and against every small tree."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruggespraak.audit.merkle import is_under, leaf_hash, path_to, root_of

VECTORS = Path(__file__).parents[3].parent / "shared/data/merkle/rfc6962-vectors.json"


@pytest.fixture(scope="module")
def published() -> dict:
    if not VECTORS.exists():
        pytest.skip("The published vectors are not here (../shared/data/merkle).")
    return json.loads(VECTORS.read_text())


def test_the_published_roots(published: dict) -> None:
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in published["leaf_inputs_hex"]]
    roots = [root_of(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    assert roots == published["root_hash_hex_by_size"]


def test_the_published_proofs(published: dict) -> None:
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in published["leaf_inputs_hex"]]
    proofs = published["inclusion_proofs_in_tree_of_8"]
    assert len(proofs) >= 2
    for index, path in proofs.items():
        assert [beside.hex() for beside in path_to(int(index), leaves)] == path


def test_every_leaf_of_every_small_tree_is_proved_at_its_own_place_only() -> None:
    for size in range(1, 20):
        leaves = [leaf_hash(bytes([number])) for number in range(size)]
        root = root_of(leaves)
        for index, leaf in enumerate(leaves):
            path = path_to(index, leaves)
            places = [other for other in range(size) if is_under(root, leaf, other, size, path)]
            assert places == [index]
            assert not is_under(root, leaf_hash(b"another"), index, size, path)
            assert not is_under(root, leaf, size, size, path)
            assert not is_under(root, leaf, index, size, [*path, leaf])


@given(st.integers(1, 300), st.data())
def test_a_changed_hash_on_the_way_is_seen(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = path_to(index, leaves)
    assert is_under(root_of(leaves), leaves[index], index, size, path)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        changed = [*path[:at], leaf_hash(b"changed"), *path[at + 1 :]]
        assert not is_under(root_of(leaves), leaves[index], index, size, changed)
