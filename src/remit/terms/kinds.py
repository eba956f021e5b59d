"""The kinds of setting: each says how one sort of value is written, read, printed and described in JSON Schema.

The typed values stand in `terms/typed.py`; the kinds in `scalars`, `sums` and `times` (one piece of text), `references` (names of things
defined above), `populations` (items by field), `shapes` (lists, maps, rows, groups, alternatives), `hours`, `holidays`, `bands` and
`tables`. Rules import all of them from here.
"""

from remit.terms.bands import BandsOf
from remit.terms.holidays import Holidays
from remit.terms.hours import DatedHours, Hours, WeekHours, Zone
from remit.terms.populations import Where
from remit.terms.references import Base, Covers, Name, Names, Role, Roles, Value
from remit.terms.scalars import Choice, Count, Number, Percent, Places, Point, ScaleOf, Text, YesNo
from remit.terms.shapes import Either, Group, ListOf, MapOf, RowsOf
from remit.terms.sums import Amount, CurrencyCode, Rate
from remit.terms.tables import TableOf
from remit.terms.times import BusinessDay, Day, Due, Duration, Times
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
    "CurrencyCode",
    "DatedHours",
    "Day",
    "Deadline",
    "Due",
    "Duration",
    "Either",
    "ExchangeRate",
    "Group",
    "Holidays",
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
