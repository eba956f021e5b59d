"""Plays the demo: contract, pilot, work and facts of seven months, six closes, a dispute, signatures, up to a Thursday in November 2026.

Everything goes through the actions that people use. Only the day is set: the engagement's clock is moved to the moment at which each
thing was done, and stays, when all is done, on Thursday 12 November 2026, 14:20 in Bristol, from where it runs on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from itertools import groupby

import polars as pl

from remit.demo.exports import SYSTEMS, Export, all_facts, exports
from remit.demo.figures import FIGURES
from remit.demo.hours import frozen
from remit.demo.orders import order_lines
from remit.demo.relationship import moment_in_london
from remit.demo.specimen import demo_terms
from remit.records import row_level
from remit.records.models.dispute import Dispute
from remit.records.models.engagement import Engagement
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.records.models.organisation import Organisation
from remit.records.models.user import User
from remit.stages.contract.record_terms import record_terms
from remit.stages.demonstration.audit import BEGUN, audit
from remit.stages.demonstration.award import award
from remit.stages.demonstration.ideas import practised
from remit.stages.demonstration.negotiation import negotiation
from remit.stages.demonstration.people import PERSONAS
from remit.stages.demonstration.pilot import pilot
from remit.stages.demonstration.queue import queue
from remit.stages.demonstration.selection import selection
from remit.stages.improvement.answer_dispute import answer_dispute
from remit.stages.improvement.attest_record import attest_record
from remit.stages.improvement.close_month import close_month
from remit.stages.improvement.dispute_items import dispute_items
from remit.stages.improvement.import_own_costs import import_own_costs
from remit.stages.improvement.sign_statement import sign_statement
from remit.stages.inputs import FileInput
from remit.stages.operations.import_facts import import_facts
from remit.stages.operations.import_work import import_work
from remit.stages.workspace.create_engagement import create_engagement
from remit.values.period import Month

CODE = "HAR"
PRESENT = datetime(2026, 11, 12, 14, 20)
"""The wall clock of Bristol at which the demonstration begins to run."""
JOINED = datetime(2026, 1, 12, 9)
"""When the provider's people had their places; the client's had them from the start of the audit on."""
SECOND_SEPTEMBER = datetime(2026, 10, 14, 18)
Told = Callable[[str], None]


@dataclass(frozen=True)
class Moment:
    """Something that was done, and when (wall clock of London)."""

    at: datetime
    what: str
    done: Callable[[], object]


def play(told: Told = lambda what: None, until: datetime = PRESENT) -> Engagement:
    """Makes the demo engagement with its people and all that happened in it; a shorter one where it ends earlier."""
    with row_level.installation():
        engagement, people = _cast()
    for moment in sorted(_moments(engagement, people), key=lambda moment: moment.at):
        if moment.at > until:
            break
        set_clock(engagement, moment.at)
        moment.done()
        told(moment.what)
    set_clock(engagement, until)
    return engagement


def set_clock(engagement: Engagement, wall: datetime) -> None:
    """Moves the engagement's clock to a wall-clock moment of London; only a demonstration has one of its own."""
    assert engagement.is_demo
    engagement.clock_shift = moment_in_london(str(wall)) - time.time_ns() // 1_000
    with row_level.directory():
        engagement.save(update_fields=["clock_shift"])


def _cast() -> tuple[Engagement, Mapping[str, Member]]:
    client = Organisation.objects.create(
        name="Harbour & Pine Limited",
        short_name="Harbour & Pine",
        town="Bristol",
        zone="Europe/London",
        country="GB",
        tax_number="GB123456789",
    )
    provider = Organisation.objects.create(
        name="Salt River Desk (Pty) Ltd",
        short_name="Salt River Desk",
        town="Cape Town",
        zone="Africa/Johannesburg",
        country="ZA",
        tax_number="ZA4123456789",
    )
    users = {}
    for persona in PERSONAS:
        zone = {"client": client.zone, "provider": provider.zone}.get(persona.side, "Asia/Manila")
        users[persona.key] = User.objects.create_user(persona.email, None, name=persona.name, zone=zone, persona=persona.key)
    owner = PERSONAS[0]
    engagement, first = create_engagement(
        user=users[owner.key],
        name="Care and data entry",
        code=CODE,
        client=client,
        provider=provider,
        side=owner.side,
        role=owner.role,
        place="Europe/London",
        key="harbour-pine-salt-river",
        is_demo=True,
    )
    joined, begun = moment_in_london(str(JOINED)), moment_in_london(str(BEGUN))
    first.contract_role, first.joined_at = owner.contract_role, begun
    first.save(update_fields=["contract_role", "joined_at"])
    people = {owner.key: first}
    for persona in PERSONAS[1:]:
        people[persona.key] = Member.objects.create(
            engagement=engagement,
            user=users[persona.key],
            side=persona.side,
            role=persona.role,
            contract_role=persona.contract_role,
            approval_limit=persona.limit,
            joined_at=begun if persona.side == "client" else joined,
        )
    return engagement, people


def _moments(engagement: Engagement, people: Mapping[str, Member]) -> Iterator[Moment]:
    owner, manager, finance = people["owner"], people["delivery-manager"], people["finance"]
    terms = FileInput("terms.yaml", demo_terms().encode())
    yield Moment(datetime(2026, 1, 12, 10), "contract signed", lambda: record_terms(by=owner, file=terms))
    yield Moment(datetime(2026, 1, 12, 11), "mappings", lambda: _mappings(engagement, manager))
    every = (*audit(people), *selection(people), *award(people), *pilot(people), *negotiation(people), *practised(people))
    yield from (Moment(at, what, done) for at, what, done in every)
    for _, files in groupby(exports(PRESENT), key=lambda export: export.month):
        for export in files:
            yield Moment(datetime.fromisoformat(export.received), export.file, _importing(manager, export))
    yield from _facts(people["process-owner"])
    for figures in FIGURES[:-1]:
        month, closed = Month.read(figures.month), datetime.combine(frozen(figures.first), datetime.min.time())
        yield Moment(closed + timedelta(hours=18), f"{month.name} closed", _closing(manager, month))
        if month != Month(2026, 9):
            yield from _signing(month, closed, manager, finance if month < Month(2026, 10) else None)
    yield from _september(people)
    yield Moment(datetime(2026, 6, 4, 9), "own costs", lambda: import_own_costs(by=manager, file=_own_costs()))
    yield from (Moment(at, what, done) for at, what, done in queue(people))
    yield Moment(
        datetime(2026, 11, 9, 11), "record attested", lambda: attest_record(by=owner, shows=["service", "levels", "credits", "disputes"])
    )


def _own_costs() -> FileInput:
    """What the work costs Salt River Desk, in pounds; only its own side sees it. Invented, like everything else here."""
    return FileInput("own-costs.csv", resources.files("remit.demo").joinpath("own_costs.csv").read_bytes())


def _mappings(engagement: Engagement, by: Member) -> None:
    with row_level.as_user(by.user_id):
        for system in SYSTEMS:
            text = resources.files("remit.demo").joinpath("mappings", f"{system}.yaml").read_text(encoding="utf-8")
            MappingRecord.objects.create(engagement=engagement, name=system, text=text, changed_by=by, changed_at=engagement.now())


def _importing(by: Member, export: Export) -> Callable[[], object]:
    file = FileInput(export.file, export.rows.write_csv().encode())
    return lambda: import_work(by=by, file=file, mapping=export.system)


def _facts(by: Member) -> Iterator[Moment]:
    """Facts as they were recorded: those of a month a quarter of an hour before it closes (September twice), the rest at the end."""
    facts = all_facts().filter((pl.col("kind") != "relief") & (pl.col("received") < str(PRESENT)))
    start = ""
    closes = [datetime.combine(frozen(figures.first), datetime.min.time()) + timedelta(hours=18) for figures in FIGURES]
    for close in sorted([*closes, SECOND_SEPTEMBER]):
        wanted = min(close - timedelta(minutes=15), PRESENT)
        rows = facts.filter((pl.col("received") > start) & (pl.col("received") <= str(wanted)))
        start = str(wanted)
        if rows.height:
            file = FileInput(f"facts-{wanted.date()}.csv", rows.write_csv().encode())
            yield Moment(wanted, f"facts up to {wanted.date()}", lambda file=file: import_facts(by=by, file=file))  # type: ignore[misc]


def _closing(by: Member, month: Month) -> Callable[[], object]:
    return lambda: close_month(by=by, month=month)


def _signing(month: Month, closed: datetime, manager: Member, finance: Member | None) -> Iterator[Moment]:
    yield Moment(closed + timedelta(days=1, hours=15, minutes=12), f"{month.name} signed by the provider", _signature(manager, month))
    if finance is not None:
        later = _working_day(closed.date() + timedelta(days=5))
        at = datetime.combine(later, datetime.min.time()) + timedelta(hours=10, minutes=5)
        yield Moment(at, f"{month.name} signed by the client", _signature(finance, month))


def _signature(by: Member, month: Month) -> Callable[[], object]:
    def sign() -> object:
        with row_level.as_user(by.user_id):
            row = IssuedStatement.objects.filter(engagement=by.engagement, month=str(month)).order_by("-version")[0]
        return sign_statement(by=by, statement=row.public_id, digest=row.digest)

    return sign


def _working_day(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _september(people: Mapping[str, Member]) -> Iterator[Moment]:
    """The dispute: 45 lines from two broken files, claimed on 6 October, accepted on the 7th, version 2 on the 14th."""
    manager, desk, finance = people["delivery-manager"], people["process-owner"], people["finance"]
    month = Month(2026, 9)
    broken = order_lines().filter(pl.col("malformed"))
    files = sorted(set(broken["file"].to_list()))

    def object_to() -> object:
        with row_level.as_user(manager.user_id):
            row = IssuedStatement.objects.get(engagement=manager.engagement, month=str(month), version=1)
        return dispute_items(
            by=manager,
            statement=row.public_id,
            relief="9.1",
            level="8.3",
            items=broken["line"].cast(pl.String).to_list(),
            reason="The lines come from two client files that break the agreed format.",
            evidence=f"{' and '.join(files)}, with the rows that were rejected",
        )

    def accept() -> object:
        with row_level.as_user(desk.user_id):
            dispute = Dispute.objects.get(engagement=manager.engagement, number=1)
        return answer_dispute(
            by=desk, dispute=dispute.public_id, verdict="accepted", answer="Both files were ours; the format is being fixed."
        )

    yield Moment(datetime(2026, 10, 6, 10, 15), "September disputed", object_to)
    yield Moment(datetime(2026, 10, 7, 11, 40), "dispute accepted", accept)
    yield Moment(SECOND_SEPTEMBER, "September, version 2", _closing(manager, month))
    yield Moment(datetime(2026, 10, 15, 9, 30), "September signed by the provider", _signature(manager, month))
    yield Moment(datetime(2026, 10, 16, 10, 5), "September signed by the client", _signature(finance, month))
