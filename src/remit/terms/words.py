"""Typed values in the words of a contract: '£2.60', '90 %', '4 business hours', '5 May 2026', 'a, b and c'.

A rule's `prose(clause, words)` is written with these, so that every clause prints its figures alike, on every machine: nothing here
depends on a locale. `Words` knows the terms, so that a name can be printed with the number of its clause.

A reading that the parties left at its default stands in brackets, and `default` notes which readings were printed, so that the
contract's prose can add those that a clause forgot.

>>> words = Words()
>>> words.money(Money(Decimal("1450"), "GBP")), words.percent(Fraction(995, 1000)), words.length(Length(Fraction(4), "hour", True))
('£1,450.00', '99.5 %', '4 business hours')
>>> words.listed(["email", "chat", "order lines"]), words.day(date(2026, 5, 5)), words.count(4000, "ticket")
('email, chat and order lines', '5 May 2026', '4,000 tickets')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from remit.terms.typed import Between, Condition, Deadline, ExchangeRate, Length, Occurrences, Scale, Table, Window
from remit.values.money import SIGNS, Money
from remit.values.period import Month

if TYPE_CHECKING:
    from remit.terms.document import Clause, Terms

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
MINUS = "−"
SIGN_OF = {code: sign for sign, code in SIGNS.items()}
CURRENCIES: Mapping[str, tuple[str, str]] = {
    "GBP": ("pound", "pounds sterling"),
    "EUR": ("euro", "euros"),
    "USD": ("US dollar", "US dollars"),
    "ZAR": ("rand", "South African rand"),
    "INR": ("Indian rupee", "Indian rupees"),
    "PHP": ("Philippine peso", "Philippine pesos"),
    "PLN": ("zloty", "Polish zlotys"),
    "JPY": ("yen", "Japanese yen"),
    "CHF": ("Swiss franc", "Swiss francs"),
    "CAD": ("Canadian dollar", "Canadian dollars"),
    "AUD": ("Australian dollar", "Australian dollars"),
}
"""What one unit is called, and sums of it; other currencies go by their code."""
_WITHOUT_PENCE = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF"})
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def decimals(value: Fraction | Decimal | int, places: int) -> str:
    """A number with thousands commas, rounded half away from zero to `places`; minus as '−'.

    >>> decimals(Fraction(2432, 2926) * 100, 1), decimals(-1234567, 2)
    ('83.1', '−1,234,567.00')
    """
    exact = Fraction(value)
    units = (abs(exact) * 10**places * 2 + 1) // 2
    text = f"{Decimal(int(units)).scaleb(-places):,f}"
    return f"{MINUS}{text}" if exact < 0 and units else text


def exact(value: Fraction | Decimal | int, least: int = 0) -> str:
    """A number with as many decimals as it needs, at least `least`; one without a finite decimal is written as a fraction.

    >>> exact(Fraction(99, 2)), exact(12000), exact(Fraction(47, 2), 2), exact(Fraction(1, 3))
    ('49.5', '12,000', '23.50', '1/3')
    """
    number = Fraction(value)
    places = next((n for n in range(least, 19) if (number * 10**n).denominator == 1), None)
    return decimals(number, places) if places is not None else str(number).replace("-", MINUS)


def money(amount: Decimal, currency: str) -> str:
    """A sum for people: `£17,160.96`, `−£715.04`, `CHF 12.00`. Amounts keep their pennies and their smaller parts.

    >>> money(Decimal("17160.96"), "GBP"), money(Decimal("-715.04"), "GBP"), money(Decimal("0.0125"), "EUR")
    ('£17,160.96', '−£715.04', '€0.0125')
    """
    least = 0 if currency in _WITHOUT_PENCE else 2
    sign = SIGN_OF.get(currency, f"{currency} ")
    return f"{MINUS if amount < 0 else ''}{sign}{exact(abs(amount), least)}"


def plural(noun: str, count: Fraction | int = 2) -> str:
    """The noun as it follows a number; its last word changes.

    >>> plural("order line"), plural("reply"), plural("box"), plural("ticket", 1), plural("FTE month")
    ('order lines', 'replies', 'boxes', 'ticket', 'FTE months')
    """
    if abs(count) == 1 or not noun:
        return noun
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def article(noun: str) -> str:
    """With its article: `a ticket`, `an order line`, `an hour`.

    >>> article("ticket"), article("order line"), article("hour"), article("user"), article("unit")
    ('a ticket', 'an order line', 'an hour', 'a user', 'a unit')
    """
    lower = noun.lower()
    vowel = (lower[:1] in "aeiou" and not lower.startswith(("uni", "use", "eu", "one"))) or lower.startswith(("hour", "honest"))
    return f"{'an' if vowel else 'a'} {noun}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`; nothing at all is `none`."""
    every = list(words)
    if not every:
        return "none"
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}"


def sentence(text: str) -> str:
    """With a capital and a full stop, where they are missing."""
    text = text.strip()
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text.rstrip("*]").endswith((".", "?", "!", ":")) else ".")


class Words:
    """Prints typed values as a contract would. `terms` may be missing where no names are resolved (examples, tests)."""

    def __init__(self, terms: Terms | None = None) -> None:
        self.terms = terms
        self.said: set[tuple[str, str]] = set()
        """Readings printed so far: number of the clause and name of the setting."""

    # ── numbers and sums ──

    def number(self, value: Fraction | Decimal | int, least: int = 0) -> str:
        """`4.4`, `12,000`; `least` keeps decimals that the contract wrote (`23.50`)."""
        return exact(value, least)

    def percent(self, value: Fraction) -> str:
        return f"{exact(value * 100)} %"

    def points(self, value: Fraction) -> str:
        """Percentage points: 1/100 is `1 point`."""
        return self.count(value * 100, "point")

    def money(self, value: Money) -> str:
        return money(value.amount, value.currency)

    def share(self, value: Fraction | Money) -> str:
        """A percentage or a sum, whichever the contract wrote."""
        return self.money(value) if isinstance(value, Money) else self.percent(value)

    def count(self, value: Fraction | int, noun: str) -> str:
        """`1 month`, `4,000 tickets`."""
        return f"{exact(value)} {plural(noun, Fraction(value))}"

    def small(self, value: int) -> str:
        """Whole numbers to twelve in letters."""
        return _SMALL[value] if 0 <= value <= 12 else exact(value)

    def ordinal(self, value: int) -> str:
        """`1st`, `2nd`, `11th`."""
        last = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th") if value % 100 not in (11, 12, 13) else "th"
        return f"{value}{last}"

    def result(self, value: Any, kind: Literal["percentage", "score", "time", "count"] | str) -> str:
        """A target, minimum or measured result: `90 %`, `4.4`, `4 business hours`."""
        if isinstance(value, Length):
            return self.length(value)
        return self.percent(value) if kind == "percentage" else exact(value)

    # ── time ──

    def length(self, value: Length) -> str:
        return f"{exact(value.amount)} {'business ' if value.business else ''}{plural(value.unit, value.amount)}"

    def day(self, value: date) -> str:
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"

    def month(self, value: date | Month) -> str:
        return f"{MONTHS[value.month - 1]} {value.year}"

    def span(self, first: date, last: date) -> str:
        """`23 February to 4 May 2026`."""
        start = self.day(first)
        return f"{start.removesuffix(f' {first.year}') if first.year == last.year else start} to {self.day(last)}"

    def window(self, value: Window) -> str:
        return f"{_clock(value.start)} to {_clock(value.end)}"

    def windows(self, value: Sequence[Window]) -> str:
        """Opening hours of a day; none at all is `closed`."""
        return listed([self.window(one) for one in value]) if value else "closed"

    def deadline(self, value: date | Deadline) -> str:
        """`by 30 September 2026`, `30 days before the end`, `by the last day of the term`."""
        if isinstance(value, date):
            return f"by {self.day(value)}"
        if value.length is None:
            return f"by the {value.event}"
        return f"{self.length(value.length)} {'before' if value.before else 'after'} {value.event}"

    def occurrences(self, value: Occurrences) -> str:
        """`3 times in a row`, `4 times in any 12 months`."""
        times = self.count(value.count, "time")
        return f"{times} in a row" if value.within is None else f"{times} in any {self.count(value.within, 'month')}"

    # ── words and names ──

    def listed(self, words: Iterable[str], last: str = "and") -> str:
        return listed(words, last)

    def plural(self, noun: str, count: Fraction | int = 2) -> str:
        return plural(noun, count)

    def a(self, noun: str) -> str:
        return article(noun)

    def the(self, names: str | Iterable[str]) -> str:
        """Roles with an article: `the team lead`, `the delivery manager and head of customer care`, `an independent expert`."""
        every = [names] if isinstance(names, str) else list(names)
        if every and every[0].startswith("independent "):
            return listed([article(every[0]), *every[1:]])
        return f"the {listed(every)}" if every else "none"

    def party(self, name: str) -> str:
        """`the client`, `both companies`."""
        return {"both": "both companies", "third party": "a third party", "outside control": "events outside the parties' control"}.get(
            name, f"the {name}"
        )

    def scale(self, value: Scale) -> str:
        return f"{exact(value.low)} to {exact(value.high)}"

    def rate(self, value: ExchangeRate) -> str:
        """`23.50 rand to the pound`."""
        linked, against = (CURRENCIES.get(code, (code, code))[0] for code in (value.linked, value.against))
        return f"{exact(value.amount, 2)} {linked} to the {against}"

    def currency(self, code: str) -> str:
        """`pounds sterling`."""
        return CURRENCIES.get(code, (code, code))[1]

    def where(self, condition: Condition) -> str:
        """A population by field: `channel email and priority urgent or normal`."""
        return listed([f"{field} {_wanted(wanted)}" for field, wanted in condition.items()])

    def table(self, table: Table, written: Any) -> str:
        """Targets by field, `written` printing one target: `2 hours where priority is urgent; otherwise 4 hours`."""
        rows = [f"{written(row.value)} for {self.where(row.where)}" for row in table.rows]
        if table.otherwise is not None:
            rows.append(f"{written(table.otherwise)} otherwise")
        at = {"start": "at the start", "due": "when due", "stop": "at the stop"}[table.as_at]
        return f"{listed(rows)}, fields read {at}"

    def base(self, value: str | Sequence[str]) -> str:
        """What a percentage is taken of: `base charges`, `the charges of this service`, `customer contact (10.1)`."""
        if not isinstance(value, str):
            return listed([self.reference(name, 10) for name in value])
        return {
            "this service": "the charges of this service",
            "all charges": "all charges",
            "forecast charges": "the charges at forecast volume",
            "contract price": "the contract price",
        }.get(value, value)

    def number_of(self, name: str, *sections: int) -> str | None:
        """The number of the clause with this name (a component's is its service's), in the sections given or in any; None if unknown."""
        if self.terms is None:
            return None
        for clause in self.terms.clauses:
            if (not sections or clause.section in sections) and clause.name == name:
                return clause.number
        for clause in self.terms.section(6):
            if name in (clause.get("components") or {}) and (not sections or 6 in sections):
                return clause.number
        return None

    def reference(self, name: str, *sections: int) -> str:
        """The name with the number of its clause: `email reply (7.1)`."""
        number = self.number_of(name, *sections)
        return f"{name} ({number})" if number else name

    def unit_of(self, service: str, count: Fraction | int = 1) -> str:
        """What a service counts: `ticket`, `tickets`; `unit` where the service is unknown."""
        if self.terms is not None:
            for clause in self.terms.section(6):
                if clause.name == service or service in (clause.get("components") or {}):
                    return plural(str(clause["unit"]), count)
        return plural("unit", count)

    # ── readings ──

    def default(self, clause: Clause, setting: str, text: str) -> str:
        """The text, in *[brackets]* where the parties left the setting at its default; notes that the setting was said.

        An empty text says that a default does not matter here. A setting that the parties wrote is not said by nothing.
        """
        left = setting not in clause.written
        if text or left:
            self.said.add((clause.number, setting))
        return f"*[{text}]*" if left and text else text

    def readings(self, clause: Clause, texts: Mapping[str, str]) -> str:
        """Several settings as sentences at the end of a clause: what was written plainly, then all defaults in one pair of brackets.

        `texts` maps each setting to its sentence without full stop; empty texts are as in `default`. Begins with a space unless empty.
        """
        self.said.update((clause.number, setting) for setting, text in texts.items() if text or setting not in clause.written)
        written = [sentence(text) for setting, text in texts.items() if text and setting in clause.written]
        left = [sentence(text) for setting, text in texts.items() if text and setting not in clause.written]
        parts = [*written, *([f"*[{' '.join(left)}]*"] if left else [])]
        return f" {' '.join(parts)}" if parts else ""


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}" if minutes <= 1440 else f"{minutes // 60 - 24:02d}:{minutes % 60:02d} the next day"


def _wanted(wanted: tuple[str, ...] | Between) -> str:
    if not isinstance(wanted, Between):
        return listed(wanted, "or")
    if wanted.low is None:
        return f"up to {wanted.high}"
    return f"from {wanted.low}" if wanted.high is None else f"from {wanted.low} to {wanted.high}"
