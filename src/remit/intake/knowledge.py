"""An engagement as the core knows it (`closing.Knowledge`), from the stored rows, kept in memory and brought up to date by what is new.

The log is append-only, so a server process reads each event once: what is kept is valid for one `work_version` of the engagement, and a
newer version adds the rows with larger keys. Only an undone import makes it start anew. Nothing kept here is ever written back.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import connection

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.closing import Knowledge, in_order_of_issue
from remit.exchange import statement_json
from remit.intake import arrow
from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.fact_record import FactRecord
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.terms_text import TermsText
from remit.records.models.work_event import WorkEvent
from remit.statement import Statement
from remit.terms.document import Terms
from remit.terms.versions import Version, consolidate, in_force_in
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month
from remit.work import facts as work_facts
from remit.work import log as work_log
from remit.work.clocks import clocks_over_time

_EVENT_COLUMNS = ("record", "item", "event", "field", "value", "who", "at", "received_at", "sequence", "source_id")
_FACT_COLUMNS = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source", "received_at", "fact_id")


@dataclass
class Kept:
    """What one process holds of one engagement. `results` are sums worked out from it, thrown away with the next version; `live` are
    months that `intake.running` brings up to date from one version to the next."""

    version: int = -1
    undone: int = 0
    last_event: int = 0
    last_fact: int = 0
    log: pl.DataFrame = field(default_factory=work_log.empty)
    facts: pl.DataFrame = field(default_factory=work_facts.empty)
    texts: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    issued: dict[str, Statement] = field(default_factory=dict)
    results: dict[Any, Any] = field(default_factory=dict)
    live: dict[Any, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


_KEPT: dict[str, Kept] = {}
_LOCK = threading.Lock()


def kept(engagement: Engagement) -> Kept:
    """What is known of the engagement, up to date."""
    name = f"{connection.settings_dict['NAME']}/{engagement.pk}"
    with _LOCK:
        found = _KEPT.setdefault(name, Kept())
    with found.lock:
        if found.version != engagement.work_version or found.undone != engagement.undone:
            with row_level.acting_for(engagement.pk):  # what is kept serves everybody, so it must not hang on who asked first
                _refresh(found, engagement)
    return found


def forget() -> None:
    """Drops everything kept; tests that replace a database call it."""
    with _LOCK:
        _KEPT.clear()


def knowledge(engagement: Engagement) -> Knowledge:
    """The engagement as `closing.settle` takes it. `Refused` where it has no contract yet."""
    found = kept(engagement)
    versions = found.versions
    if not versions:
        raise Refused([Fault(Place(file=engagement.name), "there is no contract yet", "bring in the terms, or start from a preset")])
    catalogue = standard_catalogue()
    return Knowledge(
        engagement.key,
        lambda month: Agreement(in_force_in(versions, month), catalogue),
        found.log,
        found.facts,
        in_order_of_issue(tuple(found.issued.values())),
        clocks_over_time(versions) if len(versions) > 1 else None,
    )


def terms_in_force(engagement: Engagement, month: Month) -> Terms | None:
    """The terms of a month, None where there is no contract yet."""
    versions = kept(engagement).versions
    return in_force_in(versions, month) if versions else None


def _refresh(found: Kept, engagement: Engagement) -> None:
    if found.undone != engagement.undone:
        found.last_event, found.last_fact = 0, 0
        found.log, found.facts = work_log.empty(), work_facts.empty()
        found.undone = engagement.undone
    _read_events(found, engagement)
    _read_facts(found, engagement)
    _read_terms(found, engagement)
    _read_statements(found, engagement)
    found.results.clear()
    found.version = engagement.work_version


def _read_events(found: Kept, engagement: Engagement) -> None:
    new = _new_events(engagement, found.last_event)
    if new.height:
        found.last_event = new["pk"][-1]
        found.log = work_log.whole(pl.concat([found.log, new.drop("pk")]))


def _new_events(engagement: Engagement, after: int) -> pl.DataFrame:
    """The events with larger keys: as Arrow where they are many and committed, otherwise row by row."""
    stored = WorkEvent.objects.filter(engagement=engagement, pk__gt=after).order_by("pk")
    schema: dict[str, Any] = {"pk": pl.Int64, **work_log.EVENTS}
    if row_level.enforced() and (count := stored.count()) >= arrow.MANY:
        read = arrow.events(WorkEvent._meta.db_table, _EVENT_COLUMNS, engagement.pk, after)
        if read is not None and read.height == count:
            return read.rename(dict(zip(read.columns, schema, strict=True))).cast(schema)  # type: ignore[arg-type]
    rows = list(stored.values_list("pk", *_EVENT_COLUMNS).iterator(50_000))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _read_facts(found: Kept, engagement: Engagement) -> None:
    rows = list(FactRecord.objects.filter(engagement=engagement, pk__gt=found.last_fact).order_by("pk").values_list("pk", *_FACT_COLUMNS))
    if rows:
        found.last_fact = rows[-1][0]
        new = pl.DataFrame(rows, schema={"pk": pl.Int64, **work_facts.FACTS}, orient="row").drop("pk")
        found.facts, _ = work_facts.append(found.facts, new)


def _read_terms(found: Kept, engagement: Engagement) -> None:
    texts = TermsText.objects.filter(engagement=engagement, signed=True).order_by("place")
    digests = tuple(texts.values_list("digest", flat=True))
    if digests == found.texts:
        return
    rows = [(text.name, bytes(text.content)) for text in texts]
    amendments = rows[1:]
    found.versions = (
        consolidate(rows[0][1], [content for _, content in amendments], standard_catalogue(), names=[name for name, _ in amendments])
        if rows
        else ()
    )
    found.texts = digests


def _read_statements(found: Kept, engagement: Engagement) -> None:
    stored = IssuedStatement.objects.filter(engagement=engagement)
    digests = dict(stored.values_list("digest", "pk"))
    for digest in [one for one in found.issued if one not in digests]:
        del found.issued[digest]
    wanted = [key for digest, key in digests.items() if digest not in found.issued]
    for row in stored.filter(pk__in=wanted) if wanted else ():
        found.issued[row.digest] = statement_json.read(bytes(row.content))[0]
