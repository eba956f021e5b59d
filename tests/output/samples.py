"""Statements written by hand, so that what is printed is tested apart from how it is computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from remit.line import Line, Volume
from remit.measure import Measure
from remit.scorecard import Attainment, Scorecard
from remit.statement import CalendarUsed, Statement
from remit.values.period import Month


def charge(clause: str, name: str, quantity: str, unit: str, rate: str, amount: str, **more: object) -> Line:
    """A base charge: quantity times rate."""
    because = f"{Decimal(quantity):,f} {unit} at {rate}."
    return Line(
        clause,
        name,
        None,
        "charge",
        Decimal(amount),
        because,
        Decimal(quantity),
        unit,
        rate,
        base_charge=True,
        tax="reverse charge",
        **more,
    )


LEVELS = (
    Attainment(
        "8.1", "email first reply", "share on time", "provider", "percentage",
        Measure(Fraction(2432, 2926), 2926, {"met": 2432, "counted": 2926}),
        Fraction(9, 10), Fraction(85, 100), "more", "missed", 30, None, 56, 12, 3,
    ),
    Attainment(
        "8.2", "chat answered", "answered in time", "provider", "percentage",
        Measure(Fraction(1502, 1790), 1790, {"met": 1502, "counted": 1790}),
        Fraction(85, 100), Fraction(80, 100), "more", "amber", 30, 70,
    ),
    Attainment(
        "8.3", "entry accuracy", "accuracy", "provider", "percentage",
        Measure(Fraction(13346, 13400), 13400, {"good": 13346, "counted": 13400}, judged_by=Fraction(13346, 13400)),
        Fraction(995, 1000), Fraction(99, 100), "more", "met", 30, 80,
    ),
    Attainment(
        "8.4", "entry turnaround", "share on time", "provider", "percentage", Measure(None, 0),
        Fraction(92, 100), Fraction(88, 100), "more", "no data", 30,
    ),
    Attainment(
        "8.5", "customer satisfaction", "satisfaction", "provider", "score",
        Measure(Fraction(281, 61), 61, {"sum": 281, "answers": 61}, interval=(Fraction(43, 10), Fraction(49, 10))),
        Fraction(44, 10), Fraction(42, 10), "more", "too little evidence", 100,
    ),
    Attainment(
        "8.6", "answers between the companies", "percentile", "both", "time",
        Measure(Fraction(11_160_000_000), 21, {"counted": 21}), Fraction(4 * 3_600_000_000), None, "less", "met", 10,
    ),
)  # fmt: skip

JULY = Statement(
    engagement="harbour-and-pine",
    client="Harbour & Pine Limited",
    provider="Salt River Desk (Pty) Ltd",
    currency="GBP",
    month=Month(2026, 7),
    version=1,
    cut=1785913200000000,
    rules_version=1,
    lines=(
        charge("10.1", "customer contact", "4720", "ticket", "£2.60", "12272.00", volume="6.1"),
        charge("10.2", "order entry", "13400", "order line", "£0.31", "4154.00", volume="6.2"),
        charge("10.3", "service management", "1", "month", "£1,450.00", "1450.00"),
        Line(
            "11.1", "service credits", "email first reply", "credit", Decimal("-715.04"),
            "2,432 of 2,926 replies on time is 83.1 %, below the minimum of 85 %: 4 % of base charges of £17,876.00.",
            rate="4 %", base=Decimal("17876.00"), level="8.1",
        ),
    ),
    scorecard=Scorecard(LEVELS),
    volumes=(Volume("6.1", "customer contact", "ticket", 4720, 4600, 0), Volume("6.2", "order entry", "order line", 13400, 13000, 0)),
    base=Decimal("17876.00"),
    total=Decimal("17160.96"),
    agreed=Decimal("17160.96"),
    disputed=Decimal("0.00"),
    tax="reverse charge",
    notes=("56 more replies in time would have met the minimum of email first reply.",),
    digests={
        "terms": f"sha256:{'9f3c41ab' * 8}",
        "work/helpdesk": f"sha256:{'5e0d77c1' * 8}",
        "work/order system": f"sha256:{'0a5f6b71' * 8}",
        "facts": f"sha256:{'41c8d2e9' * 8}",
        "previous": f"sha256:{'e07d3b6a' * 8}",
    },
    terms_title="Customer contact and order entry",
    calendars=(CalendarUsed("4.3", "both offices", "Europe/London", (date(2026, 8, 31),), ((1782860400000000, 3600),)),),
)  # fmt: skip

MAY = replace(
    JULY,
    month=Month(2026, 5),
    cut=1780473600000000,
    lines=(
        charge("10.1", "customer contact", "3900", "ticket", "£2.60", "10140.00", volume="6.1"),
        charge("10.2", "order entry", "11800", "order line", "£0.31", "3658.00", volume="6.2"),
        charge("10.3", "service management", "1", "month", "£1,450.00", "1450.00"),
    ),
    scorecard=Scorecard(LEVELS[1:3]),
    volumes=(),
    base=Decimal("15248.00"),
    total=Decimal("15248.00"),
    agreed=Decimal("15248.00"),
    notes=(),
    digests={name: digest for name, digest in JULY.digests.items() if name != "previous"},
)
