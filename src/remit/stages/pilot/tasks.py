"""What can be handed over: the components of the contract's services, each with the role that answers for it on either side."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from remit.intake.knowledge import terms_in_force
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.terms.document import Terms
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment
from remit.work.population import covered


@dataclass(frozen=True, slots=True)
class Task:
    """A component of a service, by name; `work` is what it consists of, `responsible` and `accountable` are roles of section 1."""

    name: str
    service: str
    work: tuple[str, ...] = ()
    responsible: str = ""
    accountable: str = ""


def terms_now(engagement: Engagement, now: int) -> Terms | None:
    """The terms of the month that runs; None before there is a contract."""
    return terms_in_force(engagement, Month.of(moment(now, engagement.zone).date()))


def contract(by: Member) -> Terms:
    """The same for an action, which cannot do without: `Refused` where there is none."""
    terms = terms_now(by.engagement, by.engagement.now())
    if terms is None:
        raise Refused([Fault(Place(), "the engagement has no contract yet", "record the signed text first")])
    return terms


def tasks_of(terms: Terms) -> tuple[Task, ...]:
    """Every component of section 6, in the order of the text; a service without components is one task itself."""
    found = []
    for service in terms.section(6):
        components = service.get("components") or {}
        for name, one in components.items():
            work, responsible, accountable = (one.get(key) for key in ("tasks", "responsible", "accountable"))
            found.append(Task(name, service.name, tuple(work or ()), str(responsible or ""), str(accountable or "")))
        if not components:
            found.append(Task(service.name, service.name))
    return tuple(found)


def task_of(terms: Terms, record: str, events: pl.DataFrame) -> Task | None:
    """The task to which an item of a record belongs, by its fields as they are last known in its events; None where it is of none."""
    fields = events.filter(pl.col("event") == "field").sort("at")
    values = dict(fields.select("field", "value").iter_rows())
    for task in tasks_of(terms):
        found = covered(terms, task.name)
        if found.record == record and found.holds(values):
            return task
    return None
