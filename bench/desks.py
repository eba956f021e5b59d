"""The contract of the benchmark: twelve desks around the world, two clocks and two service levels each.

Overnight shifts, half-hour zones, daylight saving on both hemispheres, split days and public holidays, so that no short cut for
nine-to-five in one zone is of use. Every clock pauses while the desk waits for the customer; the time to resolve depends on priority.
"""

from __future__ import annotations

DESKS = (
    ("London", "Europe/London", "08:00 to 18:00", "Monday to Friday", "United Kingdom/England"),
    ("Paris", "Europe/Paris", "09:00 to 12:00 and 13:30 to 18:00", "Monday to Friday", "France"),
    ("Cape Town", "Africa/Johannesburg", "22:00 to 06:00", "Monday to Saturday", "South Africa"),
    ("New York", "America/New_York", "20:00 to 04:00", "Monday to Friday", "United States"),
    ("Manila", "Asia/Manila", "21:00 to 07:00", "Monday to Friday", "Philippines"),
    ("Mumbai", "Asia/Kolkata", "06:30 to 15:30", "Monday to Saturday", "India"),
    ("Sydney", "Australia/Sydney", "23:30 to 08:30", "Sunday to Friday", "Australia"),
    ("Santiago", "America/Santiago", "09:00 to 19:00", "Monday to Friday", "Chile"),
    ("Krakow", "Europe/Warsaw", "00:00 to 24:00", "Monday to Saturday", "Poland"),
    ("Adelaide", "Australia/Adelaide", "08:15 to 16:45", "Monday to Friday", "Australia"),
    ("Lord Howe", "Australia/Lord_Howe", "07:00 to 15:00 and 19:00 to 23:00", "Monday to Friday", "Australia"),
    ("Denver", "America/Denver", "18:00 to 02:00", "Monday to Sunday", "United States"),
)
PRIORITIES = ("urgent", "high", "normal")

_HEAD = """remit terms: 1
title: Follow the sun
parties:
  client: {name: Harbour & Pine Limited, country: United Kingdom}
  provider: {name: Salt River Desk (Pty) Ltd, country: South Africa}
term: {signed: 2025-11-03, services start: 2026-01-01, ends: 2027-12-31, notice: 3 months}
money: {currency: GBP}
"""
_REST = """
charges:
  10.1 support:
    rule: unit price
    service: support
    price: £2.60
statement:
  calendar: London hours
"""


def contract() -> str:
    """The text of the terms."""
    slug = [name.lower() for name, *_ in DESKS]
    calendars = [
        f"  4.{n} {name} hours:\n    zone: {zone}\n    hours: {{{days}: {hours}}}\n    holidays: [{holidays}]\n"
        for n, (name, zone, hours, days, holidays) in enumerate(DESKS, 1)
    ]
    record = f"  5.1 helpdesk:\n    system: Zendesk\n    kept by: client\n    fields:\n      desk: [{', '.join(slug)}]\n"
    record += f"      priority: [{', '.join(PRIORITIES)}]\n"
    service = "  6.1 support:\n    record: helpdesk\n    unit: ticket\n    expected volume: 800,000\n    components:\n"
    service += "".join(f"      {desk} tickets:\n        where: {{desk: {desk}}}\n" for desk in slug)
    clocks, levels = [], []
    for n, (name, desk) in enumerate(zip([name for name, *_ in DESKS], slug, strict=True), 1):
        begins = f"    covers: {desk} tickets\n    calendar: {name} hours\n    start: created\n"
        clocks.append(f"  7.{2 * n - 1} {desk} reply:\n{begins}    stop: first reply\n    within: {2 + n % 3} business hours\n")
        clocks.append(
            f"  7.{2 * n} {desk} resolution:\n{begins}    stop: resolved\n    pauses while: [waiting for customer]\n"
            "    within:\n      table:\n"
            "        - {where: {priority: urgent}, is: 4 business hours}\n"
            "        - {where: {priority: high}, is: 12 business hours}\n"
            "      otherwise: 24 business hours\n"
        )
        levels.append(f"  8.{2 * n - 1} {desk} reply: {{rule: share on time, clock: {desk} reply, target: 80 %, minimum: 70 %}}\n")
        levels.append(f"  8.{2 * n} {desk} resolution: {{rule: share on time, clock: {desk} resolution, target: 70 %, minimum: 60 %}}\n")
    sections = {"calendars": calendars, "records": [record], "services": [service], "clocks": clocks, "service levels": levels}
    return _HEAD + "".join(f"{name}:\n{''.join(clauses)}" for name, clauses in sections.items()) + _REST
