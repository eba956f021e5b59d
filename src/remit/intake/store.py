"""Events and facts into the database: only the new ones, all of a batch or nothing.

The caller is an action, so its transaction holds the engagement; two imports never check against each other's half.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from django.db import connection
from django.db.models import F, Min

from remit.intake import uncommitted
from remit.intake.event_rows import COLUMNS
from remit.intake.knowledge import kept
from remit.records.models.batch import Batch
from remit.records.models.engagement import Engagement
from remit.records.models.fact_record import FactRecord
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.models.work_event import WorkEvent
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month
from remit.work import facts as work_facts
from remit.work import log as work_log

FEW = 5_000
"""Up to so many events are compared with what the database holds of their numbers; more with the log in memory."""
_ASKED = 500
"""So many numbers are looked up at once."""
PIECE = 50_000
"""So many rows go to the database at once."""


def _silent(what: str) -> None:
    """Told to nobody."""


def add_events(
    engagement: Engagement, events: pl.DataFrame, batch: Batch | None, *, dry_run: bool = False, told: Callable[[str], None] = _silent
) -> work_log.Report:
    """Stores the events that are new. Repeated ones change nothing; a known key with another body refuses the batch (`Refused`)."""
    held = _held(engagement, events) if events.height <= FEW and {*work_log.KEY} <= {*events.columns} else kept(engagement).log
    news, report = work_log.news(held, events)
    _refuse_backdated(engagement, news)
    if news.height and not dry_run:
        _insert(engagement, news, batch, told)
        touch(engagement)
    return report


def add_facts(
    engagement: Engagement,
    facts: pl.DataFrame,
    batch: Batch | None,
    *,
    by: Member | None = None,
    dry_run: bool = False,
) -> work_facts.Report:
    """Stores the facts that are new, in the order of their numbers."""
    held = kept(engagement).facts
    whole, report = work_facts.append(held, facts)
    news = whole.join(held.select("id"), on="id", how="anti", maintain_order="left")
    _refuse_backdated(engagement, news)
    if news.height and not dry_run:
        FactRecord.objects.bulk_create(
            [
                FactRecord(engagement=engagement, batch=batch, recorded_by=by, fact_id=row.pop("id"), **row)
                for row in news.iter_rows(named=True)
            ],
            batch_size=1_000,
        )
        touch(engagement)
    return report


def touch(engagement: Engagement) -> None:
    """Says that work, facts, terms or statements changed, so that what processes keep is brought up to date."""
    uncommitted.changed(engagement.pk)
    Engagement.objects.filter(pk=engagement.pk).update(work_version=F("work_version") + 1)
    engagement.refresh_from_db(fields=["work_version"])


def _held(engagement: Engagement, events: pl.DataFrame) -> pl.DataFrame:
    """The stored events that have the numbers of these, looked up by the index that keeps numbers unique."""
    parts = [work_log.empty()]
    for (record,), group in events.group_by("record", maintain_order=True):
        numbers = group["id"].drop_nulls().cast(pl.String).unique().to_list()
        for start in range(0, len(numbers), _ASKED):
            asked = numbers[start : start + _ASKED]
            rows = WorkEvent.objects.filter(engagement=engagement, record=record, source_id__in=asked).values_list(*COLUMNS)
            parts.append(pl.DataFrame(list(rows), schema=work_log.EVENTS, orient="row"))
    return pl.concat(parts)


def _insert(engagement: Engagement, events: pl.DataFrame, batch: Batch | None, told: Callable[[str], None]) -> None:
    """In pieces, so that rows exist as Python objects for a piece only: COPY on PostgreSQL, a prepared insert on SQLite."""
    table = WorkEvent._meta.db_table
    columns = ("engagement_id", "batch_id", *COLUMNS)
    owned = events.select(
        pl.lit(engagement.pk, dtype=pl.Int64).alias("engagement_id"),
        pl.lit(batch.pk if batch is not None else None, dtype=pl.Int64).alias("batch_id"),
        pl.all(),
    )
    with connection.cursor() as cursor:
        for start in range(0, owned.height, PIECE):
            rows = owned.slice(start, PIECE).rows()
            names = ", ".join(columns)
            if connection.vendor == "postgresql":  # COPY cannot write where row-level security watches: it fills a table of our own first
                cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS coming ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
                with cursor.copy(f"COPY coming ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM coming")
                cursor.execute("TRUNCATE coming")
            else:
                marks = ", ".join("?" for _ in columns)
                inner = cursor.cursor.connection if hasattr(cursor, "cursor") else cursor.connection
                inner.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            told(f"{min(start + PIECE, owned.height):,} of {owned.height:,} events stored")


def remove_batch(engagement: Engagement, batch: Batch) -> int:
    """Takes the events and facts of a batch out again and gives their number. `Refused` where an issued statement rests on any of them:
    every event or fact received before its cut was part of what was known."""
    events, facts = WorkEvent.objects.filter(batch=batch), FactRecord.objects.filter(batch=batch)
    earliest = [found for rows in (events, facts) if (found := rows.aggregate(first=Min("received_at"))["first"]) is not None]
    resting = IssuedStatement.objects.filter(engagement=engagement, cut__gt=min(earliest)).order_by("-cut") if earliest else ()
    for last in resting[:1]:
        month = Month.read(last.month).name
        what = f"{batch.file} cannot be undone: the statement of {month}, version {last.version}, was issued after it came and rests on it"
        remedy = "bring the correction in as a further file; what it changes of closed months becomes lines of the next statement"
        raise Refused([Fault(Place(), what, remedy)])
    gone = events._raw_delete(events.db) + facts._raw_delete(facts.db)
    Engagement.objects.filter(pk=engagement.pk).update(undone=F("undone") + 1)
    touch(engagement)
    engagement.refresh_from_db(fields=["undone"])
    return gone


def _refuse_backdated(engagement: Engagement, news: pl.DataFrame) -> None:
    """What an issued statement rests on is closed: nothing new is received before its cut."""
    last = IssuedStatement.objects.filter(engagement=engagement).order_by("-cut").first()
    early = 0 if last is None or not news.height else news.filter(pl.col("received_at") < last.cut).height
    if last is not None and early:
        what = f"{early:,} new rows would have been received before the cut of {last.month}, version {last.version}, which is issued"
        raise Refused([Fault(Place(), what, "leave the time of receipt out, or say when they came")])
