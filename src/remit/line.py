"""A line of a statement, and the account of a month from which rules draft lines.

A rule drafts a line with an exact amount; it is rounded once, when the statement writes it. A percentage is taken of lines as they are
printed, so that anybody can check it from the statement alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, Protocol

import polars as pl

from remit.scorecard import Attainment, Scorecard
from remit.terms.document import Clause, Terms
from remit.terms.words import Words
from remit.values.fault import Fault, Place, Refused
from remit.values.money import Money, Rounding
from remit.values.period import Month

LineKind = Literal["charge", "credit", "bonus", "earn back", "damages", "correction", "concession"]


@dataclass(frozen=True, slots=True)
class Line:
    """Money owed by the client is positive, money owed to the client negative. All figures are exact decimals in the contract's currency.

    `clause` and `name` cite the clause ("11.1", "service credits"); `part` the level or item within it ("email first reply"), if any.
    `quantity` x `rate` (of `unit`, or of `base`) is the sum before limits; `asked` is that sum, rounded, where a limit cut it.
    `because` is one plain sentence with the figures. `level` is the clause of the service level whose items stand behind the line,
    `volume` the clause of the service whose billed items do. `month` is set where the line settles another month (earn back of July,
    late records of May): "2026-07". `tax` is the treatment of value added tax.
    """

    clause: str
    name: str
    part: str | None
    kind: LineKind
    amount: Decimal
    because: str
    quantity: Decimal | None = None
    unit: str | None = None
    rate: str | None = None
    base: Decimal | None = None
    asked: Decimal | None = None
    level: str | None = None
    volume: str | None = None
    month: str | None = None
    base_charge: bool = False
    tax: str | None = None
    cost_centre: str | None = None
    purchase_order: str | None = None

    @property
    def title(self) -> str:
        """As a contract test names it: `11.1 service credits / email first reply`."""
        return f"{self.clause} {self.name}" + (f" / {self.part}" if self.part else "")


def holds(line: Line, rounding: Rounding) -> bool:
    """Whether a line is what its own figures say: quantity, or base, or both, times rate, rounded once; with `asked`, that sum at most.

    Figures that are printed rounded (a quantity to six places, the factors of 80 % x 50 % x 5.8131 %) leave the room of their last digit.
    A line without a rate is a sum of its own, which its sentence explains.
    """
    if rounding.of(line.amount) != line.amount:
        return False
    parts = (line.rate or "").split(" x ")
    of = [line.quantity, line.base if "%" in (line.rate or "") else None]
    given = [f"{figure:f}" for figure in of if figure is not None]
    figures = [_figure(text) for text in (*given, *parts)]
    known = [figure for figure in figures if figure is not None]
    if not given or len(known) < len(figures):
        return True
    product = math.prod((value for value, _ in known), start=Fraction(1))
    stated = abs(Fraction(line.asked if line.asked is not None else line.amount))
    rough = known if len(parts) > 1 else known[: len(given)]
    room = [product / value / Fraction(10) ** places / 2 for value, places in rough if value and places > 3]
    apart = abs(Fraction(rounding.of(product)) - stated)
    return apart <= (sum(room, Fraction(rounding.to)) if room else 0) and abs(Fraction(line.amount)) <= stated


@lru_cache(maxsize=4096)
def _figure(text: str) -> tuple[Fraction, int] | None:
    """The size of a printed number and its decimal places: `£2.60`, `4 %`, `-1,450.00`; None where there is none.

    >>> _figure("£1,450.00"), _figure("4 %"), _figure("by receipt")
    ((Fraction(1450, 1), 2), (Fraction(1, 25), 2), None)
    """
    found = re.fullmatch(r"[^0-9.%-]*-?([0-9][0-9,]*(?:\.([0-9]+))?) ?(%?)[^0-9]*", text)
    if found is None:
        return None
    share = len(found[3])
    return Fraction(found[1].replace(",", "")) / 100**share, len(found[2] or "") + 2 * share


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it is rounded: the same figures, with an exact amount. `base_charge` None follows the clause's own setting.

    A line that comes to nothing is not printed; with `told` its reason becomes a note of the statement (hours that nobody approved).
    """

    clause: str
    name: str
    part: str | None
    kind: LineKind
    amount: Fraction
    because: str
    quantity: Fraction | None = None
    unit: str | None = None
    rate: str | None = None
    base: Fraction | None = None
    level: str | None = None
    volume: str | None = None
    month: str | None = None
    base_charge: bool | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """Units of one service in the month: what is billed, the client's forecast, and how many left the service levels as excess.

    `days` splits `billed` by day, so that prices which begin or end inside the month meet without overlap; where every price of the
    service holds for the whole month it may be empty.
    """

    clause: str
    service: str
    unit: str
    billed: int
    forecast: int | None = None
    excess: int = 0
    days: Mapping[date, int] = field(default_factory=dict)


class Earlier(Protocol):
    """An issued statement, as rules see it: what it billed, how the levels stood, what its volumes were."""

    @property
    def month(self) -> Month: ...
    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def scorecard(self) -> Scorecard: ...
    @property
    def volumes(self) -> tuple[Volume, ...]: ...


@dataclass(frozen=True, slots=True)
class Billed:
    """An earlier statement as if it had billed more lines."""

    statement: Earlier
    more: Sequence[Line]

    @property
    def month(self) -> Month:
        return self.statement.month

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.statement.lines, *self.more)

    @property
    def scorecard(self) -> Scorecard:
        return self.statement.scorecard

    @property
    def volumes(self) -> tuple[Volume, ...]:
        return self.statement.volumes


class Missing(Refused):
    """A clause needs a fact that nobody has recorded. A statement is not issued without it; nothing is silently zero."""

    def __init__(self, clause: Clause, what: str, remedy: str) -> None:
        super().__init__([Fault(Place(clause=clause.number, line=clause.line), what, remedy)])


@dataclass(frozen=True, slots=True)
class Account:
    """All that a rule may read to draft the lines of a month.

    `month` is the month billed. `judged` is the month whose service levels are settled, the same unless a clause settles in the next
    statement. `volumes` are by name of the service; `lines` are those written so far, rounded; `history` holds the latest version of
    every earlier statement in order of months; `notes` say what came to nothing and why. `forecast_charges` gives an account's base
    charges at forecast volume; `Missing` where a forecast is.
    """

    terms: Terms
    month: Month
    rounding: Rounding
    scorecard: Scorecard
    volumes: Mapping[str, Volume]
    facts: pl.DataFrame
    history: tuple[Earlier, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    forecast_charges: Callable[[Account], Fraction] = lambda account: Fraction(0)
    judged: Month | None = None
    words: Words = field(default_factory=Words)

    # ── days and periods ──

    @property
    def zone(self) -> str:
        """The place whose wall clock bounds the months: that of the statement's calendar (12.2)."""
        return str(self.terms.named(4, self.terms.statement["calendar"])["zone"])

    def starts(self, clause: Clause) -> date:
        """The first day on which the clause holds: its own, or the start of services."""
        return clause.starts or self.terms.services_start

    def days(self, clause: Clause) -> tuple[date, date] | None:
        """The first and last day of the month on which the clause holds; None if there is none."""
        first = max(self.month.first, self.starts(clause))
        last = min(self.month.last, clause.until or self.month.last)
        if self.terms.term["renews for"] == "no renewal":
            last = min(last, self.terms.term["ends"])
        return (first, last) if first <= last else None

    def share_of_month(self, clause: Clause) -> Fraction:
        """How much of the month is charged by the clause's `part month`: all, the days on which it holds, or nothing of a part."""
        held = self.days(clause)
        if held is None:
            return Fraction(0)
        first, last = held
        share = Fraction((last - first).days + 1, (self.month.last - self.month.first).days + 1)
        reading = clause.get("part month", "whole")
        return Fraction(1) if share == 1 or reading == "whole" else share if reading == "by days" else Fraction(0)

    def since(self, clause: Clause, each: str) -> Month:
        """The first month of the running period of a clause.

        `month`, `quarter`, `year` and `contract year` run from the clause's first month, `twelve months` end with this month, `term` begins
        (and `once`) with the clause.
        """
        start = Month.of(self.starts(clause))
        months = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}.get(each)
        if each == "twelve months":
            return self.month.plus(-11)
        return start if months is None else self.month.plus(-((self.month - start) % months))

    def earlier(self, since: Month) -> tuple[Earlier, ...]:
        """The statements from a month up to the one before this."""
        return tuple(statement for statement in self.history if since <= statement.month < self.month)

    def billed(self, clause: Clause, since: Month) -> Fraction:
        """What earlier statements, from a month on, billed under a clause."""
        return sum(
            (Fraction(line.amount) for one in self.earlier(since) for line in one.lines if line.clause == clause.number), Fraction(0)
        )

    # ── volumes ──

    def units(self, clause: Clause) -> int:
        """The units of the clause's service on the days on which the clause holds."""
        volume = self.volumes.get(clause["service"])
        held = self.days(clause)
        if volume is None or held is None:
            return 0
        if held == (self.month.first, self.month.last):
            return volume.billed
        if sum(volume.days.values()) != volume.billed:
            what = f"the clause holds from {self.words.span(*held)} only, and the volume of {clause['service']} is not known by day"
            raise Missing(clause, what, "give the units of each day")
        return sum(count for day, count in volume.days.items() if held[0] <= day <= held[1])

    # ── what a percentage is taken of ──

    def service_of(self, level: str) -> Clause | None:
        """The service whose items a service level counts; None where it counts a record that is no service's."""
        clause = self.terms.named(8, level)
        name = clause.get("covers")
        if name is None and clause.get("clock"):
            name = self.terms.named(7, clause["clock"]).get("covers")
        return self.service(name)

    def level_of(self, line: Line) -> str | None:
        """The name of the service level behind a line; None where there is none, or an amendment has removed it since."""
        return next((level.name for level in self.terms.section(8) if level.number == line.level), None)

    def service(self, name: str | None) -> Clause | None:
        """The service of this name, or the one that has a component of this name."""
        for service in self.terms.section(6):
            if name == service.name or name in (service.get("components") or {}):
                return service
        return None

    def base(self, clause: Clause, reading: str | tuple[str, ...] | None = None, level: str | None = None) -> Fraction:
        """What a percentage of a clause is taken of, by its setting `of` unless another reading is given.

        `level` says whose service is meant by 'this service'.
        """
        of = clause["of"] if reading is None else reading
        if of == "forecast charges":
            charged = self.forecast_charges(self)
        elif of == "contract price":
            charged = contract_price(self.terms)
        else:
            charged = sum_of(self._lines_of(of, clause, level, self.lines))
        if clause.get("taken") == "after credits":
            service = self._service(clause, level) if of == "this service" else None
            charged += sum_of(
                line for line in self.lines if line.kind in ("credit", "damages") and (service is None or self._touches(line, service))
            )
        return charged

    def base_in(self, statement: Earlier, clause: Clause, level: str | None = None) -> Fraction:
        """The same base in an earlier statement, at the prices that the terms in force have for its month."""
        if clause["of"] == "contract price":
            return self.base(clause, level=level)
        if clause["of"] == "forecast charges":
            return self.forecast_charges(self.as_of(statement))
        return sum_of(self._lines_of(clause["of"], clause, level, statement.lines))

    def base_over(self, clause: Clause, earlier: Iterable[Earlier], level: str | None = None) -> Fraction:
        """The base of this month and of earlier statements together; the contract price is that of the whole term already."""
        base = self.base(clause, level=level)
        if clause["of"] == "contract price":
            return base
        return base + sum((self.base_in(statement, clause, level) for statement in earlier), Fraction(0))

    def as_of(self, statement: Earlier) -> Account:
        """The account of an earlier statement: its month, levels, volumes and charges, and the statements before it."""
        return replace(
            self,
            month=statement.month,
            judged=None,
            scorecard=statement.scorecard,
            volumes={volume.service: volume for volume in statement.volumes},
            lines=tuple(line for line in statement.lines if line.kind == "charge"),
            history=tuple(one for one in self.history if one.month < statement.month),
        )

    def _lines_of(self, of: str | tuple[str, ...], clause: Clause, level: str | None, lines: Iterable[Line]) -> Iterable[Line]:
        charges = [line for line in lines if line.kind == "charge"]
        if of == "base charges":
            return [line for line in charges if line.base_charge]
        if of == "all charges":
            return charges
        if of == "this service":
            service = self._service(clause, level)
            return [line for line in charges if line.base_charge and service is not None and line.volume == service.number]
        return [line for line in charges if line.name in of or line.part in of]

    def _service(self, clause: Clause, level: str | None) -> Clause | None:
        name = level or clause.get("service level")
        return self.service_of(name) if name else self.service(clause.get("service") or clause.get("covers"))

    def _touches(self, line: Line, service: Clause) -> bool:
        level = self.level_of(line)
        return level is not None and self.service_of(level) == service

    # ── words ──

    def money(self, amount: Fraction | Decimal) -> str:
        """A sum for people, rounded by the contract's rule: `£17,160.96`."""
        return self.words.money(Money(self.rounding.of(amount), self.terms.currency))

    def attainment(self, level: str) -> Attainment | None:
        """How a service level stands in the month that is settled; None where it is not in force."""
        return self.scorecard.get(self.terms.named(8, level).number)


def sum_of(lines: Iterable[Line]) -> Fraction:
    """The sum of printed amounts."""
    return sum((Fraction(line.amount) for line in lines), Fraction(0))


def contract_price(terms: Terms) -> Fraction:
    """What the contract costs over its whole term as far as prices are fixed: milestones, and sums paid once or by month, quarter, year."""
    months = Month.of(terms.term["ends"]) - Month.of(terms.services_start) + 1
    price = Fraction(0)
    for clause in terms.section(10):
        if clause.rule == "milestones":
            price += Fraction(clause["total"].amount)
        elif clause.rule == "fixed":
            first = Month.of(clause.starts or terms.services_start)
            last = Month.of(min(clause.until or terms.term["ends"], terms.term["ends"]))
            step = {"month": 1, "quarter": 3, "year": 12}.get(clause["each"])
            times = 1 if step is None else -(-(last - first + 1) // step)
            price += max(times, 0) * Fraction(clause["amount"].amount)
        elif clause.rule == "full time equivalents" and clause["month is"] == "one twelfth":
            price += clause["people"] * clause["hours a year"] * Fraction(clause["price an hour"].amount) / 12 * months
    return price
