"""Events and facts into the database: only the new ones, all of a batch or nothing.

The caller is an action, so its transaction holds the engagement; two imports never check against each other's half.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl
from django.db import connection
from django.db.models import F

from remit.intake.knowledge import kept
from remit.records.models.batch import Batch
from remit.records.models.engagement import Engagement
from remit.records.models.fact_record import FactRecord
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.models.work_event import WorkEvent
from remit.values.fault import Fault, Place, Refused
from remit.work import facts as work_facts
from remit.work import log as work_log

_EVENT_COLUMNS = ("record", "item", "event", "field", "value", "who", "at", "received_at", "sequence", "source_id")


def add_events(engagement: Engagement, events: pl.DataFrame, batch: Batch | None, *, dry_run: bool = False) -> work_log.Report:
    """Stores the events that are new. Repeated ones change nothing; a known key with another body refuses the batch (`Refused`)."""
    held = kept(engagement).log
    _, report = work_log.append(held, events)
    distinct = events.unique(work_log.KEY, keep="first", maintain_order=True)
    news = distinct.join(held.select(work_log.KEY), on=work_log.KEY, how="anti", maintain_order="left")
    _refuse_backdated(engagement, news)
    if news.height and not dry_run:
        _insert(engagement, work_log.canonical(_with_all_columns(news)), batch)
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
    Engagement.objects.filter(pk=engagement.pk).update(work_version=F("work_version") + 1)
    engagement.refresh_from_db(fields=["work_version"])


def _with_all_columns(events: pl.DataFrame) -> pl.DataFrame:
    lacking = [pl.lit(None, dtype=kind).alias(name) for name, kind in work_log.EVENTS.items() if name not in events.columns]
    return events.with_columns(lacking) if lacking else events


def _insert(engagement: Engagement, events: pl.DataFrame, batch: Batch | None) -> None:
    """In one statement for each chunk: COPY on PostgreSQL, a prepared insert on SQLite."""
    table = WorkEvent._meta.db_table
    columns = ("engagement_id", "batch_id", *_EVENT_COLUMNS)
    owner = (engagement.pk, batch.pk if batch is not None else None)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in events.iter_rows():
                    copy.write_row((*owner, *row))
            return
        marks = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        inner = cursor.cursor.connection if hasattr(cursor, "cursor") else cursor.connection
        inner.executemany(statement, _owned(owner, events.iter_rows()))


def _owned(owner: tuple[int, int | None], rows: Iterable[Sequence[object]]) -> Iterable[tuple[object, ...]]:
    return ((*owner, *row) for row in rows)


def _refuse_backdated(engagement: Engagement, news: pl.DataFrame) -> None:
    """What an issued statement rests on is closed: nothing new is received before its cut."""
    last = IssuedStatement.objects.filter(engagement=engagement).order_by("-cut").first()
    early = 0 if last is None or not news.height else news.filter(pl.col("received_at") < last.cut).height
    if last is not None and early:
        what = f"{early:,} new rows would have been received before the cut of {last.month}, version {last.version}, which is issued"
        raise Refused([Fault(Place(), what, "leave the time of receipt out, or say when they came")])
