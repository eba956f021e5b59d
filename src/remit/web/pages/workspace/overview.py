"""Overview of an engagement: how it stands for both companies, what each has to do, and how far the relationship has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from remit.exchange.statement_words import Answer, reasons
from remit.intake.knowledge import kept
from remit.records.models.batch import Batch
from remit.records.models.fact_record import FactRecord
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.scorecard import Attainment
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.improvement.dates import coming
from remit.stages.improvement.decision import Waiting
from remit.stages.improvement.waiting import waiting
from remit.stages.needs.queries import business_case
from remit.stages.pilot.gate_seen import GateSeen
from remit.stages.pilot.ownership import Owned, all_with_provider, ownership
from remit.stages.pilot.queries import gates
from remit.stages.pilot.wave_seen import waves
from remit.values.period import Month, moment
from remit.web.page import STAGES, Visit, page, pages
from remit.web.shell import address

PAGE = page("", may=roles.is_party, label="Overview", place=1)
MONTHS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the relationship: its number and name, where it leads, and how far it is: done, now, ahead, or unknown, where nothing
    that is recorded here says so. `said` is what makes it so, in a few words."""

    number: str
    label: str
    address: str
    state: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A month with its latest version, where it stands, and why it differs from the base charges."""

    month: Month
    row: IssuedStatement
    word: str
    because: str


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the checklist of a new engagement."""

    what: str
    why: str
    done: bool
    address: str


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """While nothing is settled, the checklist leads; then both companies' health, decisions, statements, dates and people."""
    by, now = visit.by, visit.now
    tasks = [] if kept(visit.engagement).issued else list(_tasks(visit))
    has_terms = bool(kept(visit.engagement).versions)
    waits = waiting(by, now)
    levels = _levels(visit) if has_terms else ()
    settled = list(_settled(visit)) if has_terms else []
    return {
        "answer": _said(visit, tasks, waits, levels),
        "tasks": tasks if any(not task.done for task in tasks) else [],
        "next_task": next((task for task in tasks if not task.done), None),
        "steps": list(_steps(visit, tasks)),
        "sides": [(one, [wait for wait in waits if wait.party == side]) for side, one in _organisations(visit).items() if one is not None],
        "settled": settled,
        "levels": [level for level in levels if level.target is not None],
        "levels_page": _levels_page(by),
        "month": queries.this_month(by, now),
        "dates": coming(by, now)[:6],
        "people": [(one, [member for member in _people(visit) if member.side == side]) for side, one in _organisations(visit).items()],
        "roles": roles.ROLES,
    }


def _organisations(visit: Visit) -> dict[str, Any]:
    return {"client": visit.engagement.client, "provider": visit.engagement.provider}


def _said(visit: Visit, tasks: Sequence[Task], waits: Sequence[Waiting], levels: Sequence[Attainment]) -> Answer:
    """Both companies in one sentence: what each has to decide, and the level that is worst."""
    todo = next((task for task in tasks if not task.done), None)
    if todo is not None:
        count = sum(task.done for task in tasks)
        said = _("%(done)s of %(all)s steps to the first statement are done; next: %(what)s.")
        return Answer(said % {"done": count, "all": len(tasks), "what": todo.what[:1].lower() + todo.what[1:]}, "", "", "met")
    parts = []
    for side, organisation in _organisations(visit).items():
        count = sum(one.party == side for one in waits)
        if organisation is not None:
            told = ngettext("%(count)s decision waits for %(who)s", "%(count)s decisions wait for %(who)s", count)
            parts.append((told if count else _("nothing waits for %(who)s")) % {"count": count, "who": organisation})
    opening = _(" and ").join(parts)
    opening = opening[:1].upper() + opening[1:]
    worst = next((level for status in ("missed", "amber") for level in levels if level.status == status), None)
    if worst is None:
        return Answer(_("%(opening)s; no service level is below its target.") % {"opening": opening}, "", "", "met")
    below = _("%(level)s is below its minimum") if worst.status == "missed" else _("%(level)s is between minimum and target")
    return Answer(f"{opening}; ", below % {"level": worst.name}, ".", worst.status)


def _levels(visit: Visit) -> tuple[Attainment, ...]:
    month = queries.this_month(visit.by, visit.now)
    return tuple(queries.preview(visit.by, month, visit.now).scorecard.levels)


def _levels_page(member: Member) -> str:
    found = pages().get("operations/levels")
    return address(found, member) if found is not None else ""


def _settled(visit: Visit) -> Iterator[Settled]:
    for month, where in list(queries.standings(visit.by, visit.now).items())[:MONTHS]:
        if where.latest is not None:
            yield Settled(month, where.latest, where.word, reasons(queries.issued(visit.by, where.latest), gettext))


def _tasks(visit: Visit) -> Iterator[Task]:
    """What a new engagement needs up to its first statement, in order, each with where it is done."""
    by, code = visit.by, visit.engagement.code
    terms = bool(kept(visit.engagement).versions)
    start = _first_steps(by)
    imports, statements = f"/e/{code}/imports/", f"/e/{code}/statements/"
    work = visible(Batch, by).filter(kind="work", state="done").exists()
    design = f"/e/{code}/contract/" if terms else start
    yield Task(
        _("Sign the contract"), _("Started from a preset, or brought in as it was signed; every figure follows from it."), terms, design
    )
    yield Task(_("Bring a first file of work in"), _("See what it holds before anything of it counts."), work, imports)
    yield Task(
        _("Keep how its columns are read"),
        _("A mapping under a name: the next file needs one click."),
        visible(MappingRecord, by).exists(),
        imports,
    )
    yield Task(
        _("Record the facts"),
        _("Rates, forecasts, receipts and counts that no system of work holds."),
        visible(FactRecord, by).exists(),
        _facts_page(by),
    )
    yield Task(_("Close the first month"), _("Its statement goes to both companies."), visible(IssuedStatement, by).exists(), statements)


def _first_steps(member: Member) -> str:
    found = pages().get("operations/first_steps")
    return address(found, member) if found is not None else ""


def _facts_page(member: Member) -> str:
    found = pages().get("operations/facts") or pages()["operations/imports"]
    return address(found, member)


def _steps(visit: Visit, tasks: Sequence[Task]) -> Iterator[Step]:
    """The numbered steps, each by what is recorded of it: the contract by its text, the pilot by its gates, the transfer by its waves.
    Without `tasks` a month is settled."""
    signed, settled = bool(kept(visit.engagement).versions), not tasks
    runs = settled or (signed and tasks[1].done)
    unrecorded = "unknown" if signed else "ahead"
    decided = gates(visit.by)
    owned = ownership(visit.by, visit.now, waves(visit.by, visit.now, decided))
    states = {
        "needs": _needs(visit, unrecorded),
        "selection": (unrecorded, ""),
        "contract": ("done" if signed else "now", ""),
        "transfer": _transfer(visit, owned, unrecorded),
        "pilot": _pilot(visit, decided, unrecorded),
        "operations": ("now" if runs else "ahead", ""),
        "improvement": ("now" if settled else "ahead", ""),
    }
    for stage, (number, label) in STAGES.items():
        if not number:
            continue
        own = sorted((one for one in pages().values() if one.stage == stage and one.place is not None), key=lambda one: one.place or 0)
        leads = next((address(one, visit.by) for one in own if one.may(visit.by)), "")
        if stage == "transfer" and not leads:
            leads = address(pages()["pilot/waves"], visit.by)
        yield Step(number, label, leads, *states[stage])


def _needs(visit: Visit, otherwise: str) -> tuple[str, str]:
    """Done when the business case is approved; nobody but the client's side sees that there is one."""
    case = business_case(visit.by)
    if case is None:
        return otherwise, ""
    if case.approved_at is None:
        return "now", _("business case begun")
    return "done", _("case approved %(day)s") % {"day": _short(visit, case.approved_at)}


def _transfer(visit: Visit, owned: Sequence[Owned], otherwise: str) -> tuple[str, str]:
    """Done when every task is wholly with the provider, by waves that both companies accepted."""
    if not owned:
        return otherwise, ""
    if all_with_provider(owned):
        last = max(one.since.effective_at or 0 for one in owned if one.since is not None)
        return "done", _("handed over %(day)s") % {"day": _short(visit, last)}
    done = sum(not one.kept for one in owned)
    return "now", _("%(done)s of %(all)s tasks handed over") % {"done": done, "all": len(owned)}


def _pilot(visit: Visit, found: Sequence[GateSeen], otherwise: str) -> tuple[str, str]:
    """Done when both companies have signed a gate as a go."""
    released = next((one for one in found[::-1] if one.releases), None)
    if released is not None and released.signed_at is not None:
        return "done", _("gate %(number)s, go, %(day)s") % {"number": released.row.number, "day": _short(visit, released.signed_at)}
    if not found:
        return otherwise, ""
    return "now", _("gate %(number)s: %(word)s") % {"number": found[-1].row.number, "word": found[-1].row.decision or _("open")}


def _short(visit: Visit, at: int) -> str:
    when = moment(at, visit.engagement.zone)
    return f"{when.day} {when:%b}"


def _people(visit: Visit) -> QuerySet[Member]:
    return (
        Member.objects.filter(engagement=visit.engagement, ended_at=None, side__in=("client", "provider"))
        .select_related("user")
        .order_by("pk")
    )
