"""What members read of imports: the list, one of them, and from which system each service level takes its truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from remit.intake.knowledge import terms_in_force
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.terms.document import Clause, Terms
from remit.values.period import Month, moment
from remit.work.population import covered, population

SHOWN = ("work", "facts")
"""Spreadsheets of the process audit and of the scope are batches too, and have pages of their own."""


@dataclass(frozen=True, slots=True)
class Source:
    """A service level and the record that is its source of truth: the system, who keeps it, and the last file that came from it."""

    level: Clause
    record: Clause
    last: Batch | None

    @property
    def system(self) -> str:
        return str(self.record.get("system") or self.record.name)

    @property
    def kept_by(self) -> str:
        return str(self.record.get("kept by") or "")

    @property
    def totals(self) -> list[tuple[str, int, int]]:
        """Control totals of the last file: what is counted, as the source said, as it was read."""
        found = self.last.report.get("totals", {}) if self.last is not None else {}
        return [(name, told, read) for name, (told, read) in found.items()]


def imports(member: Member) -> QuerySet[Batch]:
    """Every import of work or facts, the newest first; those that are only checked are seen by the side that checked them."""
    return visible(Batch, member).filter(kind__in=SHOWN).select_related("brought_by__user").order_by("-received_at", "-pk")


def one(member: Member, number: str) -> Batch | None:
    rows = visible(Batch, member).filter(kind__in=SHOWN).select_related("engagement", "brought_by__user")
    return rows.filter(public_id=number).first()


def sources(member: Member, now: int) -> tuple[Source, ...]:
    """The source of truth of each service level by the terms in force; empty where there is no contract yet."""
    terms = terms_in_force(member.engagement, Month.of(moment(now, member.engagement.zone).date()))
    if terms is None:
        return ()
    records = {clause.name: clause for clause in terms.section(5)}
    last: dict[str, Batch] = {}
    for batch in imports(member).filter(kind="work", state="done").order_by("received_at", "pk"):
        last[batch.record] = batch
    return tuple(Source(level, records[name], last.get(name)) for level, name in _records(terms) if name in records)


def _records(terms: Terms) -> Iterator[tuple[Clause, str]]:
    """Each level with the name of its record."""
    for level in terms.section(8):
        if level.get("clock") is not None:
            yield level, population(terms, terms.named(7, str(level["clock"]))).record
        elif level.get("record") is not None or level.get("covers") is not None:
            yield level, str(level.get("record") or covered(terms, str(level["covers"])).record)
