"""What a transaction has changed and not committed: whatever is read of it meanwhile belongs to that transaction alone.

A process keeps what it reads of an engagement for everybody. A transaction that changed the engagement reads its own rows too, and those
may never come to be: they would stay in memory, and since a database gives the numbers of rows that were taken back to others, the later
ones would be missed. So each change leaves a mark with the transaction, and what is read under it hangs on the mark. It goes with it:
when the transaction ends, or the part of it (a savepoint) in which the change was made.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction


class Mark:
    """A change of one engagement. `kept` is what its transaction has read since, None before it has read anything."""

    def __init__(self, engagement: int) -> None:
        self.engagement = engagement
        self.kept: Any = None

    def __call__(self) -> None:
        """The change is committed: nothing is left to do, and Django forgets the mark."""


def changed(engagement: int) -> None:
    """Says that the transaction changes the engagement. Outside a transaction what is changed is committed at once."""
    if connection.in_atomic_block:
        transaction.on_commit(Mark(engagement))


def marks(engagement: int) -> list[Mark]:
    """The changes that can still be taken back, oldest first; Django drops those of a savepoint that was."""
    waiting: list[Any] = [*connection.run_on_commit]  # of savepoints, what to call, and whether it may fail
    found = [(sids, mark) for sids, mark, _ in waiting if isinstance(mark, Mark) and mark.engagement == engagement]
    if found and _is_a_tests(connection.atomic_blocks[0]):  # which is never committed: there a change stands when its action has ended
        found = [(sids, mark) for sids, mark in found if {sid for sid in sids if sid} & set(connection.savepoint_ids)]
    return [mark for _, mark in found]


def _is_a_tests(block: Any) -> bool:
    """Django's own mark of the transaction around a test, by which it also tells `durable` blocks."""
    return bool(getattr(block, "_from_testcase", False))
