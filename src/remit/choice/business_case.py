"""What outsourcing would save: the baseline, every line it costs, payback, and what moves the result most. Exact, except the simulation.

The *baseline* is what the proposed processes cost now: hours × loaded rate, and their tools, by the unit under which they are compared.
A *line* is a cost of outsourcing with a low, a likely and a high figure, in one of three phases: `transition` (once, before the service
starts), `running` (each month; per month, or per unit of the baseline), `exit` (once, at the end). Likely figures give the headline; the
*expected* ones are the means of triangular distributions, (low + likely + high) / 3 of each line, exactly, because likely is not expected
where a range leans to one side (Flyvbjerg 2006 on why plans that take the likely figure for the mean run over).

    >>> base = Baseline((Unit("ticket", Fraction(4000), Fraction(17500)), Unit("order line", Fraction(12000), Fraction(5280))))
    >>> lines = [Line("price", "running", "ticket", Fraction("2.60")), Line("price", "running", "order line", Fraction("0.31")),
    ...          Line("price", "running", "month", Fraction(1450)), Line("governance", "running", "month", Fraction(1500)),
    ...          Line("transition", "transition", "once", Fraction(24600))]
    >>> case = Case(base, tuple(lines), 24)
    >>> base.cost, case.monthly().cost, case.monthly().saving, case.transition().likely
    (Fraction(22780, 1), Fraction(17070, 1), Fraction(5710, 1), Fraction(24600, 1))
    >>> case.payback()
    5
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

KINDS: Mapping[str, str] = {
    "price": "What the provider charges",
    "governance": "Governing it: the people who oversee, check and meet",
    "licences": "Licences and seats the provider's people need",
    "training": "Training beyond the start",
    "travel": "Travel and visits",
    "transition": "Handing over: documents, shadowing, systems",
    "parallel run": "Doing it twice for a while",
    "severance": "Ends of employment",
    "currency": "Currency: your share of its moves",
    "exit": "Leaving again: return of data, re-tender, overlap",
}
"""Every line that is usually forgotten, with the one that nobody forgets first."""
HIDDEN = tuple(kind for kind in KINDS if kind != "price")
PHASES = ("transition", "running", "exit")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is compared per unit: its name, how many a month, and what they cost a month now."""

    name: str
    volume: Fraction
    cost: Fraction

    @property
    def each(self) -> Fraction:
        return self.cost / self.volume if self.volume else Fraction(0)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the proposed work costs a month now."""

    units: tuple[Unit, ...]

    @property
    def cost(self) -> Fraction:
        return sum((one.cost for one in self.units), Fraction(0))

    def volume(self, name: str) -> Fraction:
        return next((one.volume for one in self.units if one.name == name), Fraction(0))


@dataclass(frozen=True, slots=True)
class Line:
    """A cost of outsourcing. `per` is month, once, or the name of a unit; without a range `low` and `high` are the likely figure."""

    kind: str
    phase: str
    per: str
    likely: Fraction
    low: Fraction | None = None
    high: Fraction | None = None
    name: str = ""
    key: str = ""

    @property
    def least(self) -> Fraction:
        return self.likely if self.low is None else self.low

    @property
    def most(self) -> Fraction:
        return self.likely if self.high is None else self.high

    @property
    def expected(self) -> Fraction:
        """The mean of the triangular distribution."""
        return (self.least + self.likely + self.most) / 3

    @property
    def is_range(self) -> bool:
        return self.least != self.most


@dataclass(frozen=True, slots=True)
class Range:
    """A sum of lines by its figures: all at their low, likely, high, and the expected one."""

    low: Fraction
    likely: Fraction
    high: Fraction
    expected: Fraction


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the running service by likely figures: what it costs, and what it saves against the baseline."""

    baseline: Fraction
    cost: Fraction

    @property
    def saving(self) -> Fraction:
        return self.baseline - self.cost

    @property
    def share(self) -> Fraction:
        return self.saving / self.baseline if self.baseline else Fraction(0)


@dataclass(frozen=True, slots=True)
class Swing:
    """How far a line alone moves the result over the whole term: with it at its low and at its high figure, all others likely."""

    line: Line
    at_low: Fraction
    at_high: Fraction

    @property
    def width(self) -> Fraction:
        return abs(self.at_low - self.at_high)


Figure = Callable[[Line], Fraction]


def likely(line: Line) -> Fraction:
    return line.likely


def expected(line: Line) -> Fraction:
    return line.expected


@dataclass(frozen=True, slots=True)
class Case:
    """The whole case over `months` of service."""

    baseline: Baseline
    lines: tuple[Line, ...]
    months: int

    def each_month(self, line: Line, figure: Fraction) -> Fraction:
        """What a running line costs a month."""
        return figure if line.per == "month" else figure * self.baseline.volume(line.per)

    def of(self, phase: str, figure: Figure) -> Fraction:
        """The lines of a phase; of running ones a month of them."""
        return sum(
            (self.each_month(line, figure(line)) if phase == "running" else figure(line) for line in self.lines if line.phase == phase),
            Fraction(0),
        )

    def monthly(self, figure: Figure = likely) -> Month:
        return Month(self.baseline.cost, self.of("running", figure))

    def transition(self) -> Range:
        return self.range("transition")

    def range(self, phase: str) -> Range:
        return Range(*(self.of(phase, figure) for figure in (lambda line: line.least, likely, lambda line: line.most, expected)))

    def net(self, figure: Figure = likely) -> Fraction:
        """What is saved over the whole term, less transition and exit."""
        return self.monthly(figure).saving * self.months - self.of("transition", figure) - self.of("exit", figure)

    def payback(self, figure: Figure = likely) -> int | None:
        """The first month of service by whose end the transition has paid for itself; None where that never happens within the term."""
        saving, spent = self.monthly(figure).saving, self.of("transition", figure)
        if spent <= 0:
            return 0
        if saving <= 0:
            return None
        month = -(-spent // saving)
        return int(month) if month <= self.months else None

    def tornado(self) -> tuple[Swing, ...]:
        """Each line with a range, the one that moves the result most first."""
        swings = []
        for index, line in enumerate(self.lines):
            if line.is_range:
                low, high = (self._with(index, figure).net() for figure in (line.least, line.most))
                swings.append(Swing(line, low, high))
        return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.line.kind, swing.line.name, swing.line.key)))

    def _with(self, index: int, figure: Fraction) -> Case:
        lines = (*self.lines[:index], replace(self.lines[index], likely=figure), *self.lines[index + 1 :])
        return Case(self.baseline, lines, self.months)


def unnamed(lines: Sequence[Line]) -> tuple[str, ...]:
    """Kinds of cost that nobody has put a figure on, not even a nought: a case without them is not finished."""
    given = {line.kind for line in lines}
    return tuple(kind for kind in KINDS if kind not in given)
