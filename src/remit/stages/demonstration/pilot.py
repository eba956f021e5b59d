"""The pilot of the demonstration: three waves, a gate that is not passed and one that is, through the actions that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from remit.records import row_level
from remit.records.models.gate import Gate
from remit.records.models.member import Member
from remit.records.models.wave import Wave
from remit.stages.pilot.accept_wave import accept_wave
from remit.stages.pilot.decide_gate import decide_gate
from remit.stages.pilot.gate_seen import seen
from remit.stages.pilot.open_gate import open_gate
from remit.stages.pilot.plan_wave import plan_wave
from remit.stages.pilot.record_result import record_result
from remit.stages.pilot.sign_gate import sign_gate
from remit.stages.workspace.tell_contact import tell_contact

People = Mapping[str, Member]
Done = tuple[datetime, str, Callable[[], object]]
FIRST, SECOND = datetime(2026, 3, 27), datetime(2026, 4, 24)
"""The days of the two gates."""
REACHED: Mapping[str, tuple[str, str]] = {
    "owner": ("+44 117 496 0101", "Monday to Friday: 08:30 to 17:30"),
    "process-owner": ("+44 117 496 0144, order desk", "Monday to Friday: 08:00 to 16:30"),
    "finance": ("+44 117 496 0120", "Monday to Thursday: 09:00 to 17:00; Friday: 09:00 to 13:00"),
    "security-officer": ("+44 117 496 0133", "Monday to Friday: 09:00 to 17:30"),
    "delivery-manager": ("+27 21 555 0164, any hour for what stops work", "Monday to Friday: 09:00 to 18:00"),
    "agent": ("+27 21 555 0171, desk", "Monday to Friday: 10:00 to 19:00"),
    "quality-auditor": ("+27 21 555 0168", "Monday to Friday: 08:00 to 16:00"),
}
"""How each is reached, and the hours on the own wall clock; the numbers are invented."""
FOUND: tuple[tuple[int, str, dict[str, Any], dict[str, Any], str], ...] = (
    (
        0,
        "quality-auditor",
        {"good": Decimal(1204), "count": 1221},
        {"good": Decimal(3128), "count": 3150},
        "lines keyed twice",
    ),
    (1, "delivery-manager", {"good": Decimal(103), "count": 117}, {"good": Decimal(273), "count": 300}, "pilot tickets of the helpdesk"),
    (2, "delivery-manager", {"good": Decimal(1136), "count": 1221}, {"good": Decimal(2961), "count": 3150}, "times of the order system"),
    (3, "process-owner", {"good": Decimal(250), "count": 61}, {"good": Decimal(519), "count": 118}, "the satisfaction survey"),
    (
        4,
        "delivery-manager",
        {"value": Decimal("3.1"), "count": 14},
        {"value": Decimal("2.6"), "count": 19},
        "median of the questions",
    ),
    (5, "delivery-manager", {"value": Decimal(7), "count": 10}, {"value": Decimal(10), "count": 10}, "certificates of the ten agents"),
    (6, "process-owner", {"value": Decimal(0)}, {"value": Decimal(0)}, "the pilot's log of issues"),
    (7, "process-owner", {"value": Decimal("3.6"), "count": 9}, {"value": Decimal("4.1"), "count": 9}, "survey of the order desk and care"),
    (7, "agent", {"value": Decimal("3.9"), "count": 7}, {"value": Decimal("4.0"), "count": 10}, "survey of the desk in Cape Town"),
)
"""What was found: the criterion's place, who recorded it, the first gate's result and the second's, where it can be looked up."""
PLAN = """Two lines a day of each agent are checked by the team lead; malformed files go back to the order desk.
Three agents repeat the course and are certified by 17 April.
Replies are closed with the customer's own words."""


def pilot(people: People) -> Iterator[Done]:
    """Everything up to the day on which the service went live, each with its moment on London's wall clock."""
    for index, (key, (contact, hours)) in enumerate(REACHED.items()):
        yield datetime(2026, 1, 12, 12, index), f"{key} reached", _telling(people[key], contact, hours)
    yield from _wave(people, 1, "Data entry", ["order lines"], 100, date(2026, 2, 23), datetime(2026, 2, 9, 11), "process-owner")
    yield from _wave(people, 2, "A tenth of email", ["email"], 10, date(2026, 3, 16), datetime(2026, 3, 2, 11), "owner")
    yield from _gate(people, 1, FIRST)
    yield (
        FIRST + timedelta(hours=15, minutes=30),
        "gate 1 decided",
        lambda: _decided(
            people["owner"],
            1,
            decision="conditional",
            reason="Accuracy is not proven and three agents lack their certificate: the pilot goes on, nothing goes live.",
            plan=PLAN,
            plan_due=date(2026, 4, 20),
        ),
    )
    yield from _signatures(people, 1, FIRST)
    yield from _wave(people, 3, "Full live", ["email", "chat"], 100, date(2026, 5, 5), datetime(2026, 4, 14, 10), "owner", needs_go=True)
    yield from _gate(people, 2, SECOND)
    yield (
        SECOND + timedelta(hours=15, minutes=30),
        "gate 2 decided",
        lambda: _decided(
            people["owner"], 2, decision="go", reason="All eight criteria hold, and accuracy is proven on 3,150 lines: live on 5 May."
        ),
    )
    yield from _signatures(people, 2, SECOND)


def _telling(by: Member, contact: str, hours: str) -> Callable[[], object]:
    return lambda: tell_contact(by=by, contact=contact, hours=hours)


def _wave(
    people: People, number: int, name: str, tasks: list[str], share: int, day: date, at: datetime, before: str, *, needs_go: bool = False
) -> Iterator[Done]:
    """Planned by the provider, accepted by the client the day after."""

    def plan() -> object:
        return plan_wave(
            by=people["delivery-manager"],
            name=name,
            tasks=tasks,
            share=Decimal(share),
            day=day,
            owner_before=people[before].public_id,
            owner_after=people["agent"].public_id,
            needs_go=needs_go,
        )

    def accept() -> object:
        with row_level.as_user(people[before].user_id):
            row = Wave.objects.get(engagement=people[before].engagement, number=number)
        return accept_wave(by=people[before], wave=row.public_id, day=row.day)

    yield at, f"wave {number} planned", plan
    yield at + timedelta(days=1), f"wave {number} accepted", accept


def _gate(people: People, number: int, day: datetime) -> Iterator[Done]:
    """Opened a week before, its results recorded on the morning of its day."""
    yield day - timedelta(days=7) + timedelta(hours=10), f"gate {number} opened", lambda: open_gate(by=people["owner"], day=day.date())
    for index, (criterion, who, first, second, where) in enumerate(FOUND):
        evidence = f"{where[:1].upper()}{where[1:]}, {'23 February to 26 March' if number == 1 else '27 March to 23 April'}"
        at = day + timedelta(hours=9, minutes=4 * index)
        yield (
            at,
            f"result {criterion} of gate {number}",
            _recording(people[who], number, criterion, evidence, first if number == 1 else second),
        )


def _recording(by: Member, number: int, criterion: int, evidence: str, found: Mapping[str, Any]) -> Callable[[], object]:
    return lambda: record_result(by=by, gate=_row(by, number).public_id, criterion=criterion, evidence=evidence, **found)


def _decided(by: Member, number: int, **said: Any) -> object:
    row = _row(by, number)
    with row_level.as_user(by.user_id):
        found = seen(by, row).found
    return decide_gate(by=by, gate=row.public_id, found=found, **said)


def _signatures(people: People, number: int, day: datetime) -> Iterator[Done]:
    for minutes, who in ((40, "owner"), (68, "delivery-manager")):
        at = day + timedelta(hours=15, minutes=minutes)
        yield at, f"gate {number} signed by {who}", _signing(people[who], number)


def _signing(by: Member, number: int) -> Callable[[], object]:
    def sign() -> object:
        row = _row(by, number)
        return sign_gate(by=by, gate=row.public_id, digest=row.digest)

    return sign


def _row(by: Member, number: int) -> Gate:
    with row_level.as_user(by.user_id):
        return Gate.objects.select_related("engagement", "decided_by").get(engagement=by.engagement, number=number)
