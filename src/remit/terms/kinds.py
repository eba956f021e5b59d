"""The kinds of setting: each says how one sort of value is written, read, printed and described in JSON Schema.

The typed values stand in `terms/typed.py`; the kinds in `scalars` (one piece of text), `references` (names of things defined above),
`shapes` (lists, maps, rows, groups, alternatives), `hours`, `bands` and `tables`. Rules import all of them from here.
"""

from remit.terms.bands import BandsOf
from remit.terms.hours import DatedHours, Hours, WeekHours, Zone
from remit.terms.references import Base, Covers, Name, Names, Role, Roles, Value, Where
from remit.terms.scalars import (
    Amount,
    BusinessDay,
    Choice,
    Count,
    Day,
    Due,
    Duration,
    Number,
    Percent,
    Places,
    Point,
    Rate,
    ScaleOf,
    Text,
    Times,
    YesNo,
)
from remit.terms.shapes import Either, Group, ListOf, MapOf, RowsOf
from remit.terms.tables import TableOf
from remit.terms.typed import Band, Between, Condition, Deadline, ExchangeRate, Length, Occurrences, Row, Scale, Table, Unit, Window

__all__ = [
    "Amount",
    "Band",
    "BandsOf",
    "Base",
    "Between",
    "BusinessDay",
    "Choice",
    "Condition",
    "Count",
    "Covers",
    "DatedHours",
    "Day",
    "Deadline",
    "Due",
    "Duration",
    "Either",
    "ExchangeRate",
    "Group",
    "Hours",
    "Length",
    "ListOf",
    "MapOf",
    "Name",
    "Names",
    "Number",
    "Occurrences",
    "Percent",
    "Places",
    "Point",
    "Rate",
    "Role",
    "Roles",
    "Row",
    "RowsOf",
    "Scale",
    "ScaleOf",
    "Table",
    "TableOf",
    "Text",
    "Times",
    "Unit",
    "Value",
    "WeekHours",
    "Where",
    "Window",
    "YesNo",
    "Zone",
]
