"""What members read of facts: the list, what each kind needs, which of them wait for an approval and of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from remit.intake.knowledge import terms_in_force
from remit.records.models.fact_record import FactRecord
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.terms.document import Clause, Terms
from remit.values.period import Month, moment
from remit.work.facts import REVERSED

APPROVED = "/approved"
"""After the id of a fact: the same fact again, with who approved it."""
STANDS_ONCE = ("rate", "index", "forecast", "mean", "survey", "audit", "count")
"""Kinds of which the value received last stands; of the others all values add up."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the form of a kind asks for: what it is about, its value and the unit; `example` is a unit or value as one writes it."""

    name: str
    about: str
    value: str
    unit: str
    example: str


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("rate", "Which rate", "Rate", "Unit", "ZAR for 1 GBP"),
        Kind("index", "Which index", "Published value", "Unit", "2015 = 100"),
        Kind("forecast", "Which service", "Forecast volume", "Unit", "ticket"),
        Kind("receipt", "For what", "Amount", "Currency", "GBP"),
        Kind("hours", "On what work", "Hours", "Unit", "hour"),
        Kind("milestone", "Which milestone", "", "", ""),
        Kind("approval", "Of what", "", "", ""),
        Kind("claim", "Which clause or level", "", "", ""),
        Kind("survey", "Which level or record", "Figure", "What it counts", "answers"),
        Kind("audit", "Which level or record", "Figure", "What it counts", "errors"),
        Kind("count", "What is counted", "Count", "Unit", "agent"),
    )
}


DISPUTED = ("relief", "concession")
"""Kinds that stand with their disputes, and in the list only where they are asked for."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with where it stands: approved, corrected later (`replaced`), or waiting for the approval of `waits_for`."""

    row: FactRecord
    replaced: bool
    waits_for: str | None


def facts(member: Member, kind: str = "", month: Month | None = None) -> QuerySet[FactRecord]:
    """The facts, the newest first; of a kind and a month where these are given."""
    rows = visible(FactRecord, member).select_related("recorded_by__user").order_by("-day", "kind", "subject", "-received_at", "-pk")
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind__in=DISPUTED)
    return rows.filter(day__gte=month.first, day__lte=month.last) if month is not None else rows


def recorded(member: Member, rows: list[FactRecord]) -> list[Recorded]:
    """The rows with where each stands. Reversals are not shown: they belong to the approval that made them."""
    ids = set(visible(FactRecord, member).filter(fact_id__endswith=APPROVED).values_list("fact_id", flat=True))
    latest: dict[tuple[str, str, object, str | None], FactRecord] = {}
    for row in sorted(visible(FactRecord, member).filter(kind__in=STANDS_ONCE), key=lambda row: (row.received_at, row.fact_id)):
        latest[row.kind, row.subject, row.day, row.unit] = row
    found = []
    for row in rows:
        if row.fact_id.endswith(REVERSED):
            continue
        last = latest.get((row.kind, row.subject, row.day, row.unit))
        replaced = f"{row.fact_id}{APPROVED}" in ids or (row.kind in STANDS_ONCE and last is not None and last.pk != row.pk)
        found.append(Recorded(row, replaced, None if replaced else approver(member, row)))
    return found


def approver(member: Member, row: FactRecord) -> str | None:
    """The role whose approval the terms want for a fact that has none; None where they want none."""
    if row.approved_by:
        return None
    terms = terms_of(member, row)
    if terms is None:
        return None
    role = next((role for name, role in _wanting(terms, row.kind) if name == row.subject), None)
    return None if row.kind == "receipt" and role is not None and _within_limit(member, row, terms) else role


def _within_limit(member: Member, row: FactRecord, terms: Terms) -> bool:
    """Whether all receipts of the month stay within the clause's limit; of a limit for longer every receipt can be approved."""
    clause = next(one for one in _of(terms, "pass through") if one.name == row.subject)
    if clause["at most"] is None:
        return True
    month = Month.of(row.day)
    same = visible(FactRecord, member).filter(kind="receipt", subject=row.subject, day__gte=month.first, day__lte=month.last)
    spent = sum((Decimal(one.value or "0") for one in same), Decimal(0))
    return bool(clause["each"] == "month" and spent <= clause["at most"].amount)


def terms_of(member: Member, row: FactRecord) -> Terms | None:
    return terms_in_force(member.engagement, Month.of(row.day))


def deputies(terms: Terms, role: str) -> set[str]:
    """The role and its deputy, on either side."""
    named = [(terms.parties[side].get("roles and deputies") or {}).get(role) for side in ("client", "provider")]
    return {role, *(str(one) for one in named if one)}


def subjects(member: Member, kind: str, now: int) -> list[str]:
    """What a fact of the kind can be about, by the terms in force."""
    terms = terms_in_force(member.engagement, Month.of(moment(now, member.engagement.zone).date()))
    return list(dict.fromkeys(_subjects(terms, kind))) if terms is not None else []


def _subjects(terms: Terms, kind: str) -> Iterator[str]:
    rules = {"receipt": "pass through", "hours": "hours", "rate": "currency share", "index": "indexation"}
    if kind == "forecast":
        yield from (clause.name for clause in terms.section(6))
    elif kind in rules:
        of_rule = [clause for clause in terms.section(10) if clause.rule == rules[kind]]
        yield from (str(clause.get("record") or clause.name) if kind in ("rate", "index") else clause.name for clause in of_rule)
    elif kind == "milestone":
        yield from (str(row["milestone"]) for clause in _of(terms, "milestones") for row in clause["paid on acceptance"])
    elif kind == "claim":
        yield from (one.name for section in (10, 11) for one in terms.section(section) if one.get("claim") not in (None, "none"))
    elif kind in ("survey", "audit"):
        told = {"survey": ("satisfaction", "promoters"), "audit": ("accuracy",)}[kind]
        yield from (clause.name for clause in terms.section(8) if clause.rule in told)


def _wanting(terms: Terms, kind: str) -> Iterator[tuple[str, str]]:
    """What wants an approval among facts of a kind, and of which role."""
    if kind == "hours":
        yield from ((one.name, str(one["approved by"] or "")) for one in _of(terms, "hours") if one["approval"] != "none")
    elif kind == "receipt":
        for one in _of(terms, "pass through"):
            above = str(one["above that"] or "")
            if above.startswith("approval by "):
                yield one.name, above.removeprefix("approval by ")
    elif kind == "milestone":
        yield from (
            (str(row["milestone"]), str(one["accepted by"])) for one in _of(terms, "milestones") for row in one["paid on acceptance"]
        )


def _of(terms: Terms, rule: str) -> list[Clause]:
    return [clause for clause in terms.section(10) if clause.rule == rule]
