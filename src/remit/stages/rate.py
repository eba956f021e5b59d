"""How many requests a caller may make: a bucket that fills evenly, one for each token, person or address.

Kept in the memory of a server process, so several processes allow several times as much. Bulk routes have a bucket of their own: one
request there carries up to a hundred thousand events, and a connector that catches up is not slowed down by its own reads.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass, field

MOST_KEPT = 10_000
"""Buckets kept; beyond it the full ones are dropped, which changes nothing for anybody."""


@dataclass
class Allowance:
    """`each_minute` requests, all of which may come at once after a minute of silence.

    >>> reads = Allowance(each_minute=2)
    >>> reads.wait("a", at=0.0), reads.wait("a", at=0.0), reads.wait("a", at=0.0), reads.wait("a", at=30.0)
    (0, 0, 30, 0)
    """

    each_minute: int
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, who: str, at: float | None = None) -> int:
        """0 where the request is allowed (and counted), else the seconds after which it will be."""
        now = time.monotonic() if at is None else at
        with self._lock:
            left, since = self._left.get(who, (float(self.each_minute), now))
            left = min(float(self.each_minute), left + (now - since) * self.each_minute / 60)
            if left < 1:
                return max(1, math.ceil((1 - left) * 60 / self.each_minute))
            self._left[who] = (left - 1, now)
            if len(self._left) > MOST_KEPT:
                self._drop_full(now)
        return 0

    def _drop_full(self, now: float) -> None:
        full = [who for who, (left, since) in self._left.items() if left + (now - since) * self.each_minute / 60 >= self.each_minute]
        for who in full:
            del self._left[who]

    def forget(self) -> None:
        """Everybody begins anew."""
        with self._lock:
            self._left.clear()
