"""An engagement as the core knows it (`closing.Knowledge`), from the stored rows, kept in memory and brought up to date by what is new.

The log is append-only, so a server process reads each event once: what is kept is valid for one `work_version` of the engagement, and a
newer version adds the rows with larger keys. Only an undone import makes it start anew. Nothing kept here is ever written back.
A transaction that changed the engagement reads into a copy of its own (`uncommitted`), which ends with it.
Pages do not wait where many events are new (`last_figures`); what changes something always does.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import polars as pl
from django.db import connection

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.closing import Knowledge, in_order_of_issue
from remit.exchange import statement_json
from remit.intake import event_rows, last_figures, uncommitted
from remit.intake.held_log import HeldLog
from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.fact_record import FactRecord
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.terms_text import TermsText
from remit.statement import Statement
from remit.terms.document import Terms
from remit.terms.versions import Version, consolidate, in_force_in
from remit.values.fault import Fault, Place, Refused, RemitError
from remit.values.period import Month
from remit.work import facts as work_facts
from remit.work.clocks import clocks_over_time

_FACT_COLUMNS = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source", "received_at", "fact_id")
MANY = 20_000
"""So many new events are read while a page waits; more of them beside it."""
MANY_AT_FIRST = 500_000
"""The same where nothing is known yet, and the page would have nothing to show."""
LARGE = 500_000
"""From so many events on, pages share what was read within the last `GLANCE`: a stream of events does not make each of them read again."""
GLANCE = 1.0
"""Seconds. What somebody does in this process is seen at once all the same (`look_again`)."""
MOST_KEPT = 40_000_000
"""Events kept in all; beyond it the engagements that nobody has looked at for longest are dropped, and read again when somebody does."""
T = TypeVar("T")
Stamp = tuple[int, int]
"""The version of an engagement's work, and the count of its undone imports."""


@dataclass
class Kept:
    """What one process holds of one engagement. `results` are sums worked out from it, thrown away with the next version; `live` are
    months that are brought up to date from one version to the next. `behind` says that the events are those of an earlier version,
    because many new ones are still being read; `read_at` is the count of undone imports at which they were read, -1 before the first.
    `current_at` is when everything stored was last known (on the monotonic clock). `own` is the copy of a transaction that changed
    something: nobody else sees it, and no other thread can fill it."""

    version: int = -1
    undone: int = 0
    last_event: int = 0
    last_fact: int = 0
    events: HeldLog = field(default_factory=HeldLog)
    read_at: int = -1
    behind: bool = False
    asked_at: float = 0.0
    current_at: float = 0.0
    facts: pl.DataFrame = field(default_factory=work_facts.empty)
    texts: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    issued: dict[str, Statement] = field(default_factory=dict)
    results: dict[Any, Any] = field(default_factory=dict)
    live: dict[Any, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    own: bool = False

    def copied(self) -> Kept:
        """The same for one transaction. Everything held is a value, so only what holds them is copied."""
        with self.lock:
            more = {"issued": dict(self.issued), "live": dict(self.live), "results": {}, "lock": threading.RLock(), "own": True}
            return replace(self, **more)  # type: ignore[arg-type]

    @property
    def log(self) -> pl.DataFrame:
        """Every event once; a large log in no promised order."""
        return self.events.whole

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once for a version. What was begun on an earlier one is not kept for this one."""
        results = self.results
        if key not in results:
            results[key] = make()
        found: T = results[key]
        return found


_KEPT: dict[str, Kept] = {}
_LOCK = threading.Lock()


def kept(engagement: Engagement) -> Kept:
    """What is known of the engagement, up to date. A page (`last_figures.shown`) does not wait for many new events: it gets those known
    before, or `last_figures.NotYet` where there are none."""
    found = held(engagement)
    if _is_current(found, _version_of(engagement, found)):
        found.current_at = time.monotonic()
        return found
    if found.own or not last_figures.suffice():
        _bring_up(found, engagement)
        return found
    name = _name(engagement)
    age = time.monotonic() - found.current_at if found.events.height > LARGE else math.inf
    if age < GLANCE:
        return found
    if found.lock.acquire(timeout=0 if age < 2 * GLANCE else last_figures.patience()):
        try:
            counting = _bring_up_beside(found, engagement, name)
        finally:
            found.lock.release()
        if counting is not None and found.read_at == -1:
            counting.join(last_figures.patience())
    if found.read_at == -1:
        raise last_figures.NotYet(f"The work of {engagement.name} is being read; this page shows itself in a moment.")
    if age >= 2 * GLANCE and (found.behind or not _is_current(found, _version_of(engagement, found))):
        last_figures.tell()
    return found


def look_again(engagement: Engagement) -> None:
    """The next page reads what is new, however lately one did: somebody here changed something, and wants to see it."""
    _entry(_name(engagement)).current_at = 0.0


def held(engagement: Engagement) -> Kept:
    """What is known of the engagement, up to date or not: everybody's, or that of a transaction that changed it."""
    marks = uncommitted.marks(engagement.pk)
    if not marks:
        return _entry(_name(engagement))
    if marks[-1].kept is None:
        before = [mark.kept for mark in marks if mark.kept is not None]
        marks[-1].kept = (before[-1] if before else _entry(_name(engagement))).copied()
    own: Kept = marks[-1].kept
    return own


def _name(engagement: Engagement) -> str:
    return f"{connection.settings_dict['NAME']}/{engagement.pk}"


def _entry(name: str) -> Kept:
    with _LOCK:
        found = _KEPT.setdefault(name, Kept())
        found.asked_at = time.monotonic()
        while len(_KEPT) > 1 and sum(one.events.height for one in _KEPT.values()) > MOST_KEPT:
            del _KEPT[min(_KEPT, key=lambda one: _KEPT[one].asked_at)]
    return found


def _is_current(found: Kept, version: Stamp) -> bool:
    return (found.version, found.undone) == version and not found.behind


def _version_of(engagement: Engagement, found: Kept) -> Stamp:
    """The version that a row of the engagement tells of; fetched once more where somebody else has read on since the row was."""
    if found.version > engagement.work_version:
        engagement.refresh_from_db(fields=["work_version", "undone"])
    return engagement.work_version, engagement.undone


def _stored_version(engagement: Engagement) -> Stamp:
    """The version that is stored, as far as this transaction sees; a row may tell of a change that was taken back since."""
    found: Stamp = Engagement.objects.values_list("work_version", "undone").get(pk=engagement.pk)
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
    """The terms of a month, None where there is no contract yet. No event is read for it."""
    found = held(engagement)
    if not _is_current(found, _version_of(engagement, found)):
        with row_level.acting_for(engagement.pk):
            _read_terms(found, engagement)
    versions = found.versions
    return in_force_in(versions, month) if versions else None


def _bring_up(found: Kept, engagement: Engagement) -> None:
    """Reads everything that is new. The lock is held only for what is short: pages go on with the last figures meanwhile."""
    began = time.monotonic()
    while True:
        with found.lock, row_level.acting_for(engagement.pk):  # what is kept serves everybody, and must not hang on who asked first
            stored = _stored_version(engagement)
            if (found.version, found.undone) != stored:
                _bring_up_the_rest(found, engagement, stored)
                found.behind = True
        if _is_current(found, stored):
            found.current_at = began
            return
        _catch_up(found, engagement.pk, stored[1])


def _bring_up_beside(found: Kept, engagement: Engagement, name: str) -> threading.Thread | None:
    """The same where few events are new; many are read by the thread that is returned."""
    with row_level.acting_for(engagement.pk):
        stored = _stored_version(engagement)
        if _is_current(found, stored):
            return None
        undone = stored[1]
        _, after = _start(found, undone)
        many = event_rows.are_many(engagement.pk, after, MANY if found.read_at >= 0 else MANY_AT_FIRST)
        if many and (found.version, found.undone) != stored:
            _bring_up_the_rest(found, engagement, stored)
            found.behind = True
    if not many:
        _bring_up(found, engagement)
        return None
    return last_figures.beside(f"events of {name}", lambda: _catch_up(found, engagement.pk, undone))


def _catch_up(found: Kept, engagement: int, undone: int) -> None:
    """Reads the new events without holding anybody up, and hands them over unless somebody else was quicker."""
    standing, version = (found.last_event, found.read_at), found.version
    before, after = _start(found, undone)
    with row_level.acting_for(engagement):
        rows, last = event_rows.newer(engagement, after)
    grown = before.with_more(rows)
    with found.lock:
        if standing == (found.last_event, found.read_at):
            found.events, found.last_event, found.read_at = grown, last, undone
            found.behind = (version, undone) != (found.version, found.undone)  # else it was read before the newest came
            found.results = {}


def _start(found: Kept, undone: int) -> tuple[HeldLog, int]:
    """From which log and after which event to read on: after an undone import anew."""
    return (found.events, found.last_event) if found.read_at == undone else (HeldLog(), 0)


def _bring_up_the_rest(found: Kept, engagement: Engagement, stored: Stamp) -> None:
    """Facts, terms and statements, which are few."""
    if found.undone != stored[1]:
        found.last_fact, found.facts = 0, work_facts.empty()
    _read_facts(found, engagement)
    _read_terms(found, engagement)
    _read_statements(found, engagement)
    found.results = {}
    found.version, found.undone = stored


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
        try:
            found.issued[row.digest] = statement_json.read(bytes(row.content))[0]
        except RemitError as error:
            what = f"the stored statement of {row.month}, version {row.version}, is damaged ({str(error).rstrip('.')})"
            raise Refused([Fault(Place(), what, "restore a backup that proves itself (`remit restore FILE --verify`)")]) from None
