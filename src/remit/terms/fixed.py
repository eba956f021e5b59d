"""The fixed sections 1, 2, 3, 12 and 16: their settings, each with its number, the same in every contract (2.6 is always notice)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from remit.terms.kinds import (
    Amount,
    BusinessDay,
    Choice,
    CurrencyCode,
    Day,
    Duration,
    Either,
    Group,
    Length,
    ListOf,
    MapOf,
    Name,
    Number,
    Percent,
    Roles,
    RowsOf,
    Text,
)
from remit.terms.setting import REQUIRED, Setting

PARTY: tuple[Setting, ...] = (
    Setting("name", Text(), "The company's name.", REQUIRED),
    Setting("country", Text(), "Where it is established.", REQUIRED),
    Setting("town", Text(), "Its seat."),
    Setting(
        "roles and deputies", MapOf(Text(), Text()), "Each role with the role that stands in for it; people are a dated record, not terms."
    ),
)

PARTIES: tuple[Setting, ...] = (
    Setting("client", Group(*PARTY), "Who receives the services and pays.", REQUIRED),
    Setting("provider", Group(*PARTY), "Who provides them.", REQUIRED),
)

TERM: tuple[Setting, ...] = (
    Setting("signed", Day(), "The day of signature.", REQUIRED),
    Setting("in force from", Day(), "The day from which the terms bind; the day of signature unless written."),
    Setting("services start", Day(), "The first day of regular service.", REQUIRED),
    Setting("ends", Day(), "The last day.", REQUIRED),
    Setting("renews for", Either(Choice("no renewal"), Duration()), "By how long the term is renewed at its end.", "no renewal"),
    Setting("notice", Duration(), "How long before the end a party says that it does not renew.", REQUIRED),
)

MONEY: tuple[Setting, ...] = (
    Setting("currency", CurrencyCode(), "The one currency of account.", REQUIRED),
    Setting("rounding", Choice("half up", "half even", "down", "up"), "How each line is rounded, once.", "half up"),
    Setting("rounded to", Amount(), "The unit each line is rounded to; the currency's smallest unless written."),
    Setting(
        "value added tax",
        Either(Choice("reverse charge", "none", "exempt"), Percent()),
        "How value added tax is treated.",
        "reverse charge",
    ),
    Setting("purchase order", Text(), "The client's order number, printed on every line."),
    Setting("cost centre", Text(), "The client's cost centre, printed on every line."),
    Setting("withholding tax", Either(Choice("none"), Percent()), "What the client keeps back for its tax office.", "none"),
    Setting(
        "late interest",
        Either(
            Choice("none"),
            Group(
                Setting("points", Number(), "Percentage points above the rate.", REQUIRED),
                Setting("above", Text(), "The published rate.", REQUIRED),
            ),
        ),
        "Interest on late payments.",
        "none",
    ),
)


def _after(days: int, to: str) -> dict[str, object]:
    return {"after": Length(Fraction(days), "day", business=True), "to": (to,)}


STATEMENT: tuple[Setting, ...] = (
    Setting("period", Choice("calendar month"), "What one statement covers.", "calendar month"),
    Setting(
        "calendar",
        Name("calendars"),
        "Whose business days the close is counted in; the first calendar where the section is left out.",
        REQUIRED,
    ),
    Setting("records frozen", BusinessDay(), "When the month's records close.", 3),
    Setting("preview", BusinessDay(), "When both sides see the draft.", 5),
    Setting("objections until", BusinessDay(), "Until when a party objects.", 10),
    Setting("silence", Choice("accepts", "objects"), "What no answer means.", "accepts"),
    Setting("undisputed part due", Duration(), "When what nobody disputes is paid.", Length(Fraction(30), "day")),
    Setting(
        "disputes go to",
        RowsOf(
            Setting("after", Duration(), "How long after the objection.", REQUIRED),
            Setting("to", Roles(), "Who decides then.", REQUIRED),
        ),
        "The steps of a dispute.",
        (_after(5, "delivery managers"), _after(10, "directors"), _after(20, "independent expert")),
    ),
    Setting("objection concerns", Choice("items", "lines"), "What an objection is about.", "items"),
)

FIXED: Mapping[str, tuple[Setting, ...]] = {"parties": PARTIES, "term": TERM, "money": MONEY, "statement": STATEMENT}
"""The sections that are one clause, by name, with their settings."""
AMENDMENT: tuple[Setting, ...] = (
    Setting("signed", Day(), "When both parties signed it.", REQUIRED),
    Setting("from", Day(), "From when it holds.", REQUIRED),
    Setting("clauses", ListOf(Text()), "The clauses it changed.", REQUIRED),
    Setting("digest", Text(), "SHA-256 of its bytes.", REQUIRED),
)

NUMBERS: Mapping[str, str] = {
    "client": "1.1",
    "provider": "1.2",
    "signed": "2.1",
    "in force from": "2.2",
    "services start": "2.3",
    "ends": "2.4",
    "renews for": "2.5",
    "notice": "2.6",
    "currency": "3.1",
    "rounding": "3.2",
    "rounded to": "3.2",
    "value added tax": "3.3",
    "purchase order": "3.4",
    "cost centre": "3.5",
    "withholding tax": "3.6",
    "late interest": "3.7",
    "period": "12.1",
    "calendar": "12.2",
    "records frozen": "12.3",
    "preview": "12.4",
    "objections until": "12.5",
    "silence": "12.6",
    "undisputed part due": "12.7",
    "disputes go to": "12.8",
    "objection concerns": "12.9",
}
"""The number of every fixed setting."""
