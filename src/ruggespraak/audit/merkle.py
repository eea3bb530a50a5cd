"""Merkle trees as in Certificate Transparency (RFC 6962, section 2.1): one hash for many leaves, short proofs of each.

A leaf and a node are hashed with another first byte, so that nobody can pass a node off as a leaf.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """Of what a leaf holds."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Of the two hashes below."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The hash of a tree with these leaf hashes, in this order; of no leaves that of nothing."""
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        level = _one_up(level)
    return level[0]


def path_to(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes beside the way from leaf `index` up to the root: with the leaf they make the root."""
    path, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        index, level = index // 2, _one_up(level)
    return path


def is_under(root: bytes, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bool:
    """Whether `leaf` stands at `index` in the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(beside, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = node_hash(found, beside)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def _one_up(level: Sequence[bytes]) -> list[bytes]:
    """The level above. A hash without a neighbour goes up as it is: so it is the RFC's tree, split at powers of 2."""
    pairs = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + list(level[-1:] if len(level) % 2 else ())
