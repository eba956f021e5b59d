"""Points for missed levels, turned into a credit.

Each level's result earns the points of its band; or the points come from a record, as facts of the kind count. A level that earns points in
consecutive months is repeated: its points double from the second month on, or compound. Points become a credit by the highest step reached,
or point by point in marginal bands, or are only reported. They are converted month
by month, or gathered over a quarter or contract year and converted in its last month, of the charges of all of its months. `per` says
what has points of its own (each accommodation, say): the unit of the facts tells them apart, and each is converted by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from remit.adjustment import Adjustment, band_of, shared_sum
from remit.line import Account, Draft, Earlier
from remit.scorecard import Attainment
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, BandsOf, Choice, Count, Either, Group, MapOf, Name, Number, Percent, RowsOf, Text, Value
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money
from remit.values.period import Month
from remit.work import facts


class ServicePoints(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "conversion",
            Group(
                Setting(
                    "rule",
                    Choice("steps", "marginal bands", "report only"),
                    "By the highest step reached, point by point, or not at all.",
                    REQUIRED,
                ),
                Setting("between steps", Choice("lower step", "higher step"), "Which step holds for points between two.", "lower step"),
                Setting(
                    "steps",
                    RowsOf(
                        Setting("points", Number(), "The points that reach the step.", REQUIRED),
                        Setting("credit", Either(Percent(), Amount()), "The credit at that step.", REQUIRED),
                    ),
                    "Steps with their credits.",
                    None,
                ),
                Setting(
                    "bands",
                    BandsOf(
                        Number(),
                        Setting("each point", Amount(), "The credit for one point.", REQUIRED),
                        Setting("times", Number(), "What that is multiplied by.", Fraction(1)),
                    ),
                    "Numbers of points, each with the price of its own points.",
                    None,
                ),
            ),
            "How points become a credit.",
            REQUIRED,
        ),
        Setting(
            "points",
            MapOf(Name("service levels"), BandsOf(Value("this key"), Setting("points", Count(), "The points.", REQUIRED))),
            "Each level's results with their points.",
            None,
        ),
        Setting("points from record", Text(), "The subject of the facts that hold the points.", None),
        Setting("edge", Choice("upper band", "lower band"), "To which band a result exactly on an edge belongs.", "upper band"),
        Setting("repeat", Choice("no change", "doubles", "compounds"), "What happens to the points of a level missed again.", "no change"),
        Setting(
            "repeat is",
            Choice("the same service level missed in consecutive months"),
            "What counts as missed again.",
            "the same service level missed in consecutive months",
        ),
        Setting(
            "gathered over",
            Choice("month", "quarter", "contract year"),
            "Over what points add up before they become a credit, counted from the clause's first month.",
            "month",
        ),
        Setting("per", Text(), "What has points of its own: the contract, or each of something.", "contract"),
    )

    example = """
11.1 service points:
  rule: service points
  points:
    email first reply:
      - {from: 90 %, points: 0}
      - {from: 85 %, to: 90 %, points: 1}
      - {to: 85 %, points: 3}
  conversion:
    rule: steps
    steps:
      - {points: 3, credit: 2 %}
"""
    practice = "Model Services Agreement of the UK government, schedule 2.2; PPP housing, unavailability points by marginal bands."

    def levels(self, clause: Clause) -> Sequence[str]:
        return tuple(clause["points"] or ())

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        months = _period(clause, account)
        if months is None:
            return
        before = [one for one in account.history if one.month in months[:-1]]
        for part, points, because in self._points(clause, account, months):
            amount, said, base = self._credit(clause["conversion"], clause, account, points, before)
            counted = account.words.count(points, "point")
            yield self.draft(
                clause, -amount, f"{because}, {counted}: {said}", part=part, quantity=points, unit="point", base=base, told=True
            )

    def _points(self, clause: Clause, account: Account, months: Sequence[Month]) -> Iterator[tuple[str | None, Fraction, str]]:
        """The points of the contract, or of each thing that has points of its own."""
        record = clause["points from record"]
        span = months[0].name if len(months) == 1 else f"{months[0].name} to {months[-1].name}"
        if record is None:
            earned = [
                (level, sum((self._earned(clause, level, account, month) for month in months), Fraction(0)))
                for level in clause["points"] or {}
            ]
            points = sum((count for _, count in earned), Fraction(0))
            told = ", ".join(f"{level} {account.words.number(count)}" for level, count in earned if count)
            if points:
                yield None, points, told
            return
        found = facts.select(account.facts, "count", record, first=months[0].first, last=months[-1].last)
        if clause["per"] == "contract":
            if found:
                yield None, facts.amount(facts.standing(found)), f"{record} in {span}"
            return
        for unit in sorted({fact.unit for fact in found}, key=str):
            own = facts.standing([fact for fact in found if fact.unit == unit])
            yield unit, facts.amount(own), f"{record} in {span}"

    def _earned(self, clause: Clause, level: str, account: Account, month: Month) -> Fraction:
        """The points of a level in a month up to the one that is settled, grown where it is repeated."""
        number = account.terms.named(8, level).number
        before = {statement.month: statement.scorecard.get(number) for statement in account.history}
        before[account.judged or account.month] = account.scorecard.get(number)
        points = self._of(clause, level, before.get(month))
        if not points or clause["repeat"] == "no change":
            return points
        row = 0
        while self._of(clause, level, before.get(month.plus(-row - 1))):
            row += 1
        return points if not row else points * 2 ** (1 if clause["repeat"] == "doubles" else row)

    def _of(self, clause: Clause, level: str, standing: Attainment | None) -> Fraction:
        result = standing.counted if standing is not None else None
        if result is None:
            return Fraction(0)
        band = band_of(clause["points"][level], result, clause["edge"])
        return Fraction(band.pays["points"]) if band else Fraction(0)

    def _credit(
        self, conversion: Any, clause: Clause, account: Account, points: Fraction, before: Sequence[Earlier]
    ) -> tuple[Fraction, str, Fraction | None]:
        if conversion["rule"] == "report only":
            return Fraction(0), "reported only", None
        if conversion["rule"] == "steps":
            reached = [row for row in sorted(conversion["steps"], key=lambda row: row["points"]) if row["points"] <= points]
            if conversion["between steps"] == "higher step":
                above = [row for row in sorted(conversion["steps"], key=lambda row: row["points"]) if row["points"] >= points]
                reached = above[:1] or reached
            if not reached:
                return Fraction(0), "below the first step", None
            credit = reached[-1]["credit"]
            if isinstance(credit, Money):
                return shared_sum(clause, account, credit)
            base = account.base_over(clause, before)
            return credit * base, f"{account.words.percent(credit)} of {account.money(base)}", base
        amount, told = Fraction(0), []
        for band in conversion["bands"]:
            low = band.low or Fraction(0)
            inside = max(Fraction(0), (points if band.high is None else min(points, band.high)) - low)
            price = Fraction(band.pays["each point"].amount) * band.pays["times"]
            amount += inside * price
            if inside and price:
                told.append(f"{account.words.number(inside)} at {account.money(price)}")
        return amount, account.words.listed(told), None

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        yield from super().check(clause, terms)

        def fault(setting: str, what: str, remedy: str) -> Fault:
            return Fault(Place(clause=clause.number, line=clause.lines.get(setting, clause.line)), what, remedy)

        if (clause["points"] is None) == (clause["points from record"] is None):
            yield fault("points", "points come either from levels or from a record", "write 'points' or 'points from record'")
        conversion = clause["conversion"]
        needed = {"steps": "steps", "marginal bands": "bands"}.get(conversion["rule"])
        if needed and not conversion[needed]:
            yield fault("conversion", f"the conversion by {conversion['rule']} has no {needed}", f"add '{needed}'")

    def looks_back(self, clause: Clause) -> int:
        gathered = {"month": 0, "quarter": 2, "contract year": 11}[clause["gathered over"]]
        return max(super().looks_back(clause), gathered, 0 if clause["repeat"] == "no change" else EVER)

    def prose(self, clause: Clause, words: Words) -> str:
        conversion = clause["conversion"]
        if clause["points from record"]:
            source = f"Points are those of the record {clause['points from record']}"
        else:
            tables = []
            for level, bands in clause["points"].items():
                results = ", ".join(f"{_span(band, words)} {int(band.pays['points'])}" for band in bands)
                tables.append(f"{words.reference(level, 8)}: {results}")
            source = f"Points: {'; '.join(tables)}"
        if conversion["rule"] == "steps":
            steps = ", ".join(f"{words.number(row['points'])} points {words.share(row['credit'])}" for row in conversion["steps"])
            of = words.default(clause, "of", words.base(clause["of"]))
            how = f"They become a credit by steps, of {of}: {steps} ({conversion['between steps']} holds between)"
        elif conversion["rule"] == "marginal bands":
            words.said.add((clause.number, "of"))
            rows = []
            for band in conversion["bands"]:
                times = f" times {words.number(band.pays['times'])}" if band.pays["times"] != 1 else ""
                span = f"from {words.number(band.low or 0)}" + (f" to {words.number(band.high)}" if band.high is not None else "")
                rows.append(f"{span} {words.money(band.pays['each point'])}{times}")
            how = f"Each point becomes a credit by its own band: {', '.join(rows)}"
        else:
            words.said.add((clause.number, "of"))
            how = "They are reported and cost nothing"
        repeat = {
            "no change": "A repeat changes nothing",
            "doubles": "A repeat doubles them",
            "compounds": "Each repeat doubles them again",
        }
        readings = {
            "edge": f"A result on an edge belongs to the {clause['edge']}",
            "repeat": repeat[clause["repeat"]],
            "repeat is": f"A repeat is {clause['repeat is']}" if clause["repeat"] != "no change" else "",
            "gathered over": "They are converted each month"
            if clause["gathered over"] == "month"
            else f"They are gathered over each {clause['gathered over']} and converted in its last month, of the charges of all of it",
            "per": "Points are counted for the contract as a whole"
            if clause["per"] == "contract"
            else f"Each {clause['per']} has points of its own",
        }
        return f"{source}. {how}.{self.ending(clause, words, readings)}"


def _period(clause: Clause, account: Account) -> tuple[Month, ...] | None:
    """The months whose points are converted in the month that is settled; None before the last month of their period (or of the term)."""
    month = account.judged or account.month
    length = {"month": 1, "quarter": 3, "contract year": 12}[clause["gathered over"]]
    passed = (month - Month.of(account.starts(clause))) % length
    ends = account.terms.term["renews for"] == "no renewal" and month == Month.of(account.terms.term["ends"])
    if passed < length - 1 and not ends:
        return None
    return tuple(month.plus(-back) for back in range(passed, -1, -1))


def _span(band: Any, words: Words) -> str:
    low, high = (None if end is None else words.percent(end) if end <= 1 else words.number(end) for end in (band.low, band.high))
    return f"{low} to {high}" if low and high else f"from {low}" if low else f"below {high}"


RULE = ServicePoints()
