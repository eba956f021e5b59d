"""A tender's scoring worked out for any group of its bidders: prices and qualities into points, gates, totals, the award.

`remit.choice.tender_text` makes one from a file of known cases. Where a rule can be read in two ways (weights in per cent of points or of a
scale; the lowest price of all bids or of those past the gate), `readings` gives each, the plainer first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from remit.choice.formula_text import Formula, plain
from remit.choice.matrix import Criterion, Matrix
from remit.choice.method import methods
from remit.choice.methods.promethee_ii import net_flows, preference
from remit.choice.price import formulas
from remit.values.fault import RemitError

MONEY = ("price", "cost", "financial", "fee", "commercial", "tco")
PRICES: Mapping[str, tuple[str, ...]] = {
    "lowest": (
        "lowest price",
        "lowest bid",
        "lowest cost",
        "lowest tender",
        "lowest offer",
        "lowest fee",
        "lowest",
        "min price",
        "minimum price",
        "cheapest bid",
        "cheapest offer",
        "cheapest",
        "best price",
        "plow",
        "cmin",
        "c min",
        "pl",
        "pmin",
        "p min",
        "fm",
        "lmin",
    ),
    "highest": (
        "highest price",
        "highest bid",
        "highest cost",
        "highest offer",
        "highest",
        "max price",
        "maximum price",
        "dearest",
        "pmax",
        "p max",
        "cmax",
        "fmax",
    ),
    "mean": ("average price", "mean price", "average of prices", "mean of prices", "average", "mean", "pavg", "pmean", "pm"),
    "this": (
        "this price",
        "this bid",
        "this",
        "own price",
        "own",
        "bid price",
        "bid",
        "offered price",
        "offer",
        "price",
        "cost",
        "tender price",
        "tendered price",
        "evaluated price",
        "pt",
        "pi",
        "px",
        "fi",
        "ci",
        "c",
        "p",
        "f",
    ),
    "budget": ("base budget", "budget", "ceiling", "estimate"),
    "available": (
        "maximum points",
        "maximum score",
        "maximum marks",
        "maximum",
        "max points",
        "max score",
        "points available",
        "available points",
        "marks available",
        "max",
        "full points",
        "price weight",
        "weighting",
        "weight",
    ),
}
"""What formulas call the prices, and the points that the price criterion has."""
TECHNICAL = ("technical", "technical points", "technical score", "technical scores", "quality points", "quality score", "st")
"""What formulas call the points of quality."""


RANGE = "linear over the range"
"""The preference function that grows with the difference, up to the whole range of what was scored."""


class Unreadable(RemitError):
    """A case whose rule or figures this program cannot read; says what."""


class Lacking(Unreadable):
    """A formula asks for something that is not given, or not yet."""


@dataclass(frozen=True)
class Reading:
    """How an unclear rule is taken. `scale` divides a weighted sum; `gated` looks for the lowest price among those past the gate; `shape`
    is the preference function of PROMETHEE, over the scores as they are, or in proportion to the range of each criterion."""

    scale: Fraction = Fraction(1)
    gated: bool = False
    shape: str = ""

    def __str__(self) -> str:
        words = ([f"weighted sums divided by {float(self.scale):g}"] if self.scale != 1 else []) + (
            ["prices of those past the gate"] if self.gated else []
        )
        words += [f"differences count by the {self.shape} function"] if self.shape else []
        return " and ".join(words)


@dataclass(frozen=True)
class Tender:
    """`scores` by bidder and criterion, without prices; `formulas` in order, each with the names of what it gives: price, technical, total,
    its own name. `costs` are criteria of which less is better; `least_wins` where the smallest result does, `shape` the preference function
    that the rule names."""

    criteria: Mapping[str, Fraction]
    bidders: tuple[str, ...]
    scores: Mapping[str, Mapping[str, Fraction]]
    prices: Mapping[str, Fraction]
    formulas: tuple[tuple[tuple[str, ...], Formula], ...]
    method: str = ""
    price_formula: str = ""
    budget: Fraction | None = None
    threshold: Fraction | None = None
    least: Mapping[str, Fraction] = field(default_factory=dict)
    picks: str = "total"
    gates_price: bool = False
    costs: frozenset[str] = frozenset()
    least_wins: bool = False
    shape: str = ""

    def results(self, among: Sequence[str], reading: Reading) -> Mapping[str, Mapping[str, Fraction]]:
        """Each result by bidder, judged among a group of them; raises `Unreadable`."""
        technical = {name: sum((self.scores[name].get(one, Fraction(0)) for one in self.quality), Fraction(0)) for name in among}
        found: dict[str, dict[str, Fraction]] = {"technical": technical} if self.quality else {}
        if self.method:
            matrix = self._matrix(among)
            values = outranked(matrix, reading.shape) if reading.shape else methods()[self.method].judged(matrix).values
            found["total"] = {name: Fraction(value) for name, value in zip(among, values, strict=True)}
            return found
        if self.price_formula:
            prices = [self.prices[name] for name in among]
            shares = formulas()[self.price_formula].shares(prices, self.budget)
            found["price"] = {name: share * self.available for name, share in zip(among, shares, strict=True)}
        left = list(self.formulas)
        while left:  # a formula may use what a later one gives
            late = []
            for results, formula in left:
                try:
                    worked = {name: self._worked(formula, name, among, found, reading) for name in among}
                except Lacking:
                    late.append((results, formula))
                    continue
                found.update((result, worked) for result in results)
            if len(late) == len(left):
                self._worked(late[0][1], among[0], among, found, reading)
            left = late
        if "total" not in found and ("price" in found or self.picks == "total") and all(self._is_whole(name) for name in among):
            found["total"] = {name: found["technical"][name] + found.get("price", {}).get(name, Fraction(0)) for name in among}
        return found

    def parts(self, name: str, among: Sequence[str], reading: Reading) -> tuple[Fraction, ...]:
        """Weight times score of each criterion, in the criteria's order."""
        found = self.results(among, reading)
        return tuple(one["weight"] * one["score"] / reading.scale for one in self._each(name, found) if "score" in one)

    def passes(self, name: str, found: Mapping[str, Mapping[str, Fraction]]) -> bool:
        """Whether a bidder passes every gate."""
        points = found.get("technical", found.get("total", {})).get(name)
        if self.threshold is not None and (points is None or points < self.threshold):
            return False
        if any(self.scores[name].get(one, Fraction(0)) < least for one, least in self.least.items()):
            return False
        return not (self.gates_price and self.budget is not None and self.prices.get(name, Fraction(0)) > self.budget)

    def award(self, among: Sequence[str], reading: Reading) -> tuple[str, ...]:
        """Who gets it; several where they tie, nobody where none passes."""
        found = self.results(among, reading)
        left = [name for name in among if self.passes(name, found)]
        by = (
            {name: -price for name, price in self.prices.items()}
            if self.picks == "lowest price"
            else {name: self.goodness(value) for name, value in (found.get(self.picks) or found.get("price", {})).items()}
        )
        best = max((by[name] for name in left), default=None)
        return tuple(name for name in left if by[name] == best)

    def goodness(self, value: Fraction) -> Fraction:
        """A result as more is better."""
        return -value if self.least_wins else value

    @property
    def quality(self) -> tuple[str, ...]:
        """The criteria that have scores and are no price."""
        scored = {one for row in self.scores.values() for one in row}
        return tuple(one for one in [*self.criteria, *sorted(scored - set(self.criteria))] if one in scored and not is_money(one))

    @property
    def available(self) -> Fraction:
        return next((weight for name, weight in self.criteria.items() if is_money(name)), Fraction(100))

    def _is_whole(self, name: str) -> bool:
        return bool(self.scores[name]) and all(one in self.scores[name] or is_money(one) for one in self.criteria)

    def _worked(
        self, formula: Formula, name: str, among: Sequence[str], found: Mapping[str, Mapping[str, Fraction]], reading: Reading
    ) -> Fraction:
        names = {result: values[name] for result, values in found.items() if name in values}
        names |= dict.fromkeys(TECHNICAL, names["technical"]) if "technical" in names else {}
        names |= {"score": self.scores[name][self.quality[0]]} if len(self.quality) == 1 and self.quality[0] in self.scores[name] else {}
        names |= {plain(f"{result} {word}"): value for result, value in list(names.items()) for word in ("points", "score", "scores")}
        names |= {plain(one): score for one, score in self.scores[name].items() if not (is_money(one) and one in names)}
        names |= {plain(f"weight of {one}"): weight for one, weight in self.criteria.items()}
        for word, value in self._money(name, among, found, reading).items():
            names |= {alias: value for alias in PRICES[word] if alias not in names or word != "this"}
        try:
            value = formula(names, self._each(name, found))
        except KeyError as error:
            raise Lacking(f"the formula asks for {error}, which {name} does not have") from None
        except ZeroDivisionError:
            raise Unreadable(f"the formula divides by zero for {name}") from None
        return value / reading.scale

    def _money(self, name: str, among: Sequence[str], found: Mapping[str, Mapping[str, Fraction]], reading: Reading) -> dict[str, Fraction]:
        asked = [self.prices[one] for one in among if one in self.prices and (not reading.gated or self.passes(one, found))]
        values = {"available": self.available} | ({"budget": self.budget} if self.budget is not None else {})
        if asked:
            values |= {"lowest": min(asked), "highest": max(asked), "mean": sum(asked, Fraction(0)) / len(asked)}
        return values | ({"this": self.prices[name]} if name in self.prices else {})

    def _each(self, name: str, found: Mapping[str, Mapping[str, Fraction]]) -> list[dict[str, Fraction]]:
        """What `sum` goes over: each criterion's weight and score; a price without a score of its own has the one worked out."""
        rows = []
        for one, weight in self.criteria.items():
            score = self.scores[name].get(one)
            if score is None and is_money(one):
                score = found.get("price", {}).get(name)
            if score is not None:
                rows.append({"weight": weight, "score": score, "w": weight, "s": score})
        return rows

    def _matrix(self, among: Sequence[str]) -> Matrix:
        rows = tuple(
            tuple(self.prices[name] if is_money(one) and name in self.prices else self.scores[name][one] for one in self.criteria)
            for name in among
        )
        largest = max((score for row in rows for score in row), default=Fraction(1)) + 1
        criteria = tuple(
            Criterion(one, weight, "cost" if is_money(one) or one in self.costs else "benefit", highest=largest)
            for one, weight in self.criteria.items()
        )
        return Matrix(criteria, tuple(among), rows)


def outranked(matrix: Matrix, shape: str) -> Sequence[Fraction]:
    """Net flows of the scores as they are, or (`RANGE`) as shares of the range of each criterion."""
    columns = []
    for place, criterion in enumerate(matrix.criteria):
        column = [row[place] for row in matrix.scores]
        size = (max(column) - min(column)) or Fraction(1) if shape == RANGE else Fraction(1)
        columns.append([(-score if criterion.kind == "cost" else score) / size for score in column])
    worth = [list(row) for row in zip(*columns, strict=True)]
    return net_flows(worth, matrix.weights, [preference("v shape" if shape == RANGE else shape)] * len(columns))


def is_money(name: str) -> bool:
    """Whether a criterion or result is about the price."""
    return any(word in plain(name).split() for word in MONEY)


def readings(tender: Tender) -> Iterator[Reading]:
    """The ways in which the rule may be meant, the plainer first."""
    if tender.method == "promethee ii":
        yield from (Reading(shape=shape) for shape in ((tender.shape,) if tender.shape else ("usual", RANGE, "")))
        return
    whole = sum(tender.criteria.values(), Fraction(0))
    highest = max((score for row in tender.scores.values() for score in row.values()), default=Fraction(0))
    scales = [Fraction(1)] + ([whole] if whole not in (0, 1) else [])
    scales += [scale for scale in (highest / 100, highest * whole / 100) if highest and scale not in (*scales, 0)]
    for gated in (False, True) if tender.prices and (tender.threshold is not None or tender.least) else (False,):
        yield from (Reading(scale, gated) for scale in scales)
