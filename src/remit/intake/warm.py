"""When a server starts, it reads the engagements that people looked at last, so that nobody waits for the first page."""

from __future__ import annotations

from remit.intake import last_figures
from remit.intake.knowledge import kept
from remit.intake.running import running
from remit.records import row_level
from remit.records.models.batch import Batch
from remit.records.models.engagement import Engagement
from remit.values.period import Month, moment

ENGAGEMENTS = 5
"""So many engagements, those with the newest work."""


def warm() -> None:
    """Begins to read them, in a thread of its own."""
    last_figures.beside("what was used last", _read)


def _read() -> None:
    with row_level.installation():
        newest = Batch.objects.filter(kind="work").order_by("-pk").values_list("engagement", flat=True)[:1_000]
        wanted = list(dict.fromkeys(newest)) or list(
            Engagement.objects.order_by("-work_version").values_list("pk", flat=True)[:ENGAGEMENTS]
        )
    for number in wanted[:ENGAGEMENTS]:
        while not _is_read(number):
            pass  # each try waits a little by itself


def _is_read(number: int) -> bool:
    """As a page asks, so that pages which are asked for meanwhile wait for the same reading and hold nobody up."""
    with row_level.acting_for(number), last_figures.shown():
        engagement = Engagement.objects.get(pk=number)
        try:
            if kept(engagement).versions:
                now = engagement.now()
                running(engagement, Month.of(moment(now, engagement.zone).date()), now)
        except last_figures.NotYet:
            return False
    return True
