"""A Merkle tree over ordered leaves: one root stands for all of them, and a short path proves that one belongs to it.

Leaf hashes are `sha256(0x00 || bytes)`, inner nodes `sha256(0x01 || left || right)`; of n leaves the left part holds the largest power of
two below n. No leaves at all have the root `sha256("")`. This is the tree of RFC 6962, section 2.1 (Certificate Transparency), whose
prefixes keep a leaf from being passed off as a node.

>>> tree = [leaf(b"a"), leaf(b"b"), leaf(b"c")]
>>> proves(tree[2], 2, 3, path(tree, 2), root(tree))
True
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in their order. Level by level: an odd last one rises unchanged, which gives RFC 6962's tree."""
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The sibling hashes from leaf `index` up to the root."""
    level, siblings = list(leaves), []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            siblings.append(level[beside])
        level, index = _above(level), index // 2
    return tuple(siblings)


def proves(hashed: bytes, index: int, count: int, siblings: Sequence[bytes], expected: bytes) -> bool:
    """Whether the leaf hash, standing at `index` of `count` leaves, leads with its siblings to the expected root."""
    if not 0 <= index < count:
        return False
    rest = list(siblings)
    while count > 1:
        if index ^ 1 < count:
            if not rest:
                return False
            beside = rest.pop(0)
            hashed = node(beside, hashed) if index & 1 else node(hashed, beside)
        index, count = index // 2, (count + 1) // 2
    return not rest and hashed == expected


def _above(level: list[bytes]) -> list[bytes]:
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above
