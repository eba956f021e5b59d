"""The Merkle tree of a record's items, kept so that one changed item costs one path, and a new one what stands behind it in key order.

The tree is that of `work.merkle`. A `Leaves` is a value: `replaced` gives another one, and the one before stays as it was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.work import merkle


@dataclass(frozen=True, slots=True)
class Leaves:
    """Items in key order, and the tree over their leaf hashes, level by level from the leaves to the root.

    >>> one = Leaves.of(["a", "c"], [merkle.leaf(b"a"), merkle.leaf(b"c")])
    >>> three = one.replaced({"b": merkle.leaf(b"b")})
    >>> three.items, three.root == merkle.root([merkle.leaf(text) for text in (b"a", b"b", b"c")])
    (['a', 'b', 'c'], True)
    """

    items: list[str]
    levels: list[list[bytes]]

    @classmethod
    def of(cls, items: Sequence[str], hashes: Sequence[bytes]) -> Leaves:
        """From items in key order, each with its leaf hash."""
        return cls(list(items), _raised(list(hashes), [], 0, ()))

    @property
    def root(self) -> bytes:
        return self.levels[-1][0] if self.items else merkle.root([])

    def replaced(self, hashes: Mapping[str, bytes]) -> Leaves:
        """With other hashes for some items, and new items in their places."""
        items, leaves = self.items, list(self.levels[0])
        known: list[int] = []
        fresh: list[str] = []
        for item in sorted(hashes):
            place = bisect_left(items, item)
            if place < len(items) and items[place] == item:
                leaves[place] = hashes[item]
                known.append(place)
            else:
                fresh.append(item)
        behind = bisect_left(items, fresh[0]) if fresh else len(items)
        if fresh:
            # What stands behind the first new item moves: the two ordered lists are merged from there.
            moved = sorted([*zip(items[behind:], leaves[behind:], strict=True), *((item, hashes[item]) for item in fresh)])
            items = [*items[:behind], *(item for item, _ in moved)]
            leaves = [*leaves[:behind], *(one for _, one in moved)]
        return Leaves(items, _raised(leaves, self.levels, behind, [place for place in known if place < behind]))


def _raised(leaves: list[bytes], before: Sequence[list[bytes]], behind: int, changed: Sequence[int]) -> list[list[bytes]]:
    """The levels above the leaves: those before hold for all nodes over leaves in front of `behind` that are not over `changed` ones."""
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        behind, changed = behind // 2, sorted({place // 2 for place in changed})
        height = len(levels)
        kept = before[height][:behind] if height < len(before) else []
        behind = len(kept)
        pairs = range(2 * behind, len(below) - 1, 2)
        level = kept + [merkle.node(below[left], below[left + 1]) for left in pairs]
        if len(below) % 2:
            level.append(below[-1])
        for place in changed:
            if place < behind:
                level[place] = merkle.node(below[2 * place], below[2 * place + 1])
        levels.append(level)
    return levels
