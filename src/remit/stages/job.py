"""A job: work that nobody waits for, as one function in one file of a stage, with a schedule or called for by an action.

    @job(every=MINUTE)                              # recurring: at most once a minute, whoever ticks
    def send_notices() -> None: ...

    @job(daily="02:10", each_engagement=True)       # once a day (UTC), once for each engagement
    def keep_checkpoint(*, engagement: Engagement) -> None: ...

    @job()                                          # on demand: send_webhook.later(delivery="8k2...")
    def send_webhook(*, delivery: str) -> None: ...

To add one, write the file `stages/<stage>/<name>.py` with a function of that name; `stages.schedule` finds it, nothing else is edited. The
docstring's first line is what `remit doctor` and the log call it. Rules of the house:

- A job may be run again after it failed half-way, and after a crash: what it did already, it must find done (unique keys, states).
- Its transaction is its own affair: `transaction.atomic()` around each step, an action where a member acts. What runs for each
  engagement sees that one alone (`row_level.acting_for`; on PostgreSQL that is one transaction); any other job says for whom it acts.
- "Now" of business matters is `engagement.now()`, never the machine's clock; schedules alone run by the machine's.
- `later(...)` takes texts and whole numbers; called inside a transaction, the job exists only once that is committed.
- A failure is tried again after 10 s, 1 min, 6 min, ... (`tries` times in all); the last failure stays in the table of jobs, and
  `remit doctor` tells it.
- `here=True` runs it within the tick, not through the queue: for what concerns the process or the database file, and is short.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MINUTE, HOUR, DAY = 60, 3600, 86_400
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Job:
    """`every` is in seconds. `at` is the second of the day (UTC) of a daily job. Neither: the job runs when it is called for."""

    function: Callable[..., object]
    every: int | None
    at: int | None
    each_engagement: bool
    here: bool
    tries: int
    queue: str

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.function) or self.name).splitlines()[0]

    @property
    def recurs(self) -> bool:
        return self.every is not None or self.at is not None

    def is_due(self, last: int, now: int) -> bool:
        """Whether it should run, having run at `last`; both in seconds since 1970 UTC. What was missed is caught up once, not many times.

        >>> nightly = job(daily="02:10")(print)
        >>> nightly.is_due(last=2 * HOUR, now=2 * HOUR + 600), nightly.is_due(last=3 * HOUR, now=20 * HOUR)
        (True, False)
        >>> job(every=MINUTE)(print).is_due(last=100, now=159)
        False
        """
        if self.every is not None:
            return now - last >= self.every
        if self.at is None:
            return False
        today = now - now % DAY + self.at
        return last < (today if today <= now else today - DAY)

    def later(self, **given: str | int) -> None:
        """Runs it soon, in the worker."""
        from remit.stages.schedule import call_later

        call_later(self, given)

    def __call__(self, **given: Any) -> object:
        return self.function(**given)


def job(
    *,
    every: int | None = None,
    daily: str | None = None,
    each_engagement: bool = False,
    here: bool = False,
    tries: int = 5,
    queue: str = "default",
) -> Callable[[Callable[..., object]], Job]:
    """Makes a function a job; see the module's words."""
    found = _TIME.fullmatch(daily) if daily is not None else None
    if daily is not None and (found is None or every is not None):
        raise ValueError(f"daily={daily!r}: write a time such as 02:10, and no `every` beside it")
    at = int(found.group(1)) * HOUR + int(found.group(2)) * MINUTE if found is not None else None

    def made(function: Callable[..., object]) -> Job:
        return Job(function, every, at, each_engagement, here, tries, queue)

    return made
