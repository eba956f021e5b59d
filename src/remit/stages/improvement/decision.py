"""One decision that waits for somebody, as lists and inboxes show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision. `key` is always the same for the same decision; `party` is who decides; `mine` whether this member may.

    `by` is the last instant for it, `then` what happens after that; `act` the word of its button and `address` where it leads, below the
    engagement.
    """

    key: str
    what: str
    why: str
    by: int | None
    then: str
    act: str
    address: str
    party: str
    mine: bool
