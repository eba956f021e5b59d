"""Prices follow an index.

At every anniversary the index is compared with its base value (or with the last anniversary, where adjustments compound), and the movement
becomes a factor on the named prices: a threshold may suppress small movements, a multiple and points may be added, rise and fall may be
limited before or after that, and a least rise may be promised. Where adjustments compound, what threshold and limits held back lapses, or
counts at the next adjustment (`unused movement`); where they build on the first price nothing is lost anyway. The line is what the factor
adds to the month's charges, one for each indexed charge; it counts among the base charges where that charge does. Index values are facts
of the kind index, dated in their month.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, Stage
from remit.line import Account, Draft, Line, Missing
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Choice, Duration, Either, MapOf, Name, Names, Number, Percent, Point
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words, decimals
from remit.values.fault import Fault, Place
from remit.values.period import Month
from remit.work import facts

_WINDOWS = {"of the month": 1, "mean of 3 months": 3, "mean of 6 months": 6, "mean of 12 months": 12}


class Indexation(Charge):
    stage: ClassVar[Stage] = "index"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("prices", Either(Choice("all prices"), Names("charges")), "The charges whose prices follow the index.", REQUIRED),
        Setting("base value", Number(), "The value of the index at which the prices were agreed.", REQUIRED),
        Setting("every", Duration(), "How often prices are adjusted, in months or years from the clause's first month.", REQUIRED),
        Setting("record", Name("records"), "The record that publishes the index."),
        Setting(
            "value",
            Choice("of the month", "mean of 3 months", "mean of 6 months", "mean of 12 months"),
            "Which value of the index is read; a mean ends with that month.",
            "of the month",
        ),
        Setting("month", Choice("of the anniversary", "before the anniversary"), "Which month of the index is read.", "of the anniversary"),
        Setting("multiple", Percent(), "How much of the movement is passed on.", Fraction(1)),
        Setting("plus", Point(), "Points added to the movement.", Fraction(0)),
        Setting("threshold", Percent(), "Movements up to this change nothing.", Fraction(0)),
        Setting(
            "counted from",
            Choice("base", "threshold"),
            "Whether a movement past the threshold counts whole, or from the threshold.",
            "base",
        ),
        Setting("most rise", Percent(), "The greatest rise."),
        Setting("most fall", Percent(), "The greatest fall."),
        Setting("least rise", Percent(), "By how much prices rise at least, whatever the index does."),
        Setting(
            "unused movement",
            Choice("lapses", "counts at the next adjustment"),
            "What becomes of movement that threshold and limits held back, where adjustments build on the last price.",
            "lapses",
        ),
        Setting("of several", Choice("lesser", "greater", "mean"), "Which movement counts where there are several indices.", "lesser"),
        Setting("also", MapOf(Name("records"), Number()), "Further indices with their base values.", {}),
        Setting(
            "limits apply",
            Choice("after the multiple", "before the multiple"),
            "Whether limits cut the movement after or before it is multiplied.",
            "after the multiple",
        ),
        Setting(
            "compounds",
            Choice("on the last price", "on the first price"),
            "Whether each adjustment builds on the last price or on the first.",
            "on the last price",
        ),
    )
    example = """
10.4 consumer prices:
  rule: indexation
  prices: all prices
  record: consumer price index
  base value: 120.0
  every: 12 months
"""
    practice = "N = C x (1 + (CPIn - CPIc) / CPIc); FAR 52.216-4 with threshold and limit; multiples with a limit after them."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        factor = self._factor(clause, account)
        moved = f"{decimals((factor - 1) * 100, 4)} %"
        for name, lines in _indexed(clause, account).items():
            base = sum((Fraction(line.amount) for line in lines), Fraction(0))
            because = f"{clause['record'] or clause.name} changes prices by {moved}: {moved} of {account.money(base)}"
            first = lines[0]
            yield self.draft(
                clause, base * (factor - 1), because, name, base=base, rate=moved, volume=first.volume, base_charge=first.base_charge
            )

    def _factor(self, clause: Clause, account: Account) -> Fraction:
        """What all adjustments up to the month make of a price of one."""
        first = Month.of(account.starts(clause))
        step = _months(clause["every"])
        factor, last = Fraction(1), Fraction(1)
        for count in range(1, (account.month - first) // step + 1):
            level = self._levels(clause, account, first.plus(count * step))
            if clause["compounds"] == "on the first price":
                factor = 1 + _passed_on(clause, _of_several(clause, [value - 1 for value in level]))[0]
            else:
                counted = _of_several(clause, level)
                passed, used = _passed_on(clause, counted / last - 1)
                factor *= 1 + passed
                last = counted if clause["unused movement"] == "lapses" else last * (1 + used)
        return factor

    def _levels(self, clause: Clause, account: Account, month: Month) -> list[Fraction]:
        """Each index as a multiple of its base value."""
        named = {clause["record"] or clause.name: clause["base value"], **clause["also"]}
        return [self._value(clause, account, record, month) / base for record, base in named.items()]

    def _value(self, clause: Clause, account: Account, record: str, anniversary: Month) -> Fraction:
        month = anniversary if clause["month"] == "of the anniversary" else anniversary.previous()
        months = [month.plus(-back) for back in range(_WINDOWS[clause["value"]])]
        values = [facts.index_value(account.facts, record, one) for one in months]
        absent = [one.name for one, value in zip(months, values, strict=True) if value is None]
        if absent:
            raise Missing(clause, f"there is no {record} for {account.words.listed(absent)}", "record it as a fact of the kind index")
        known = [value.value for value in values if value is not None]
        return sum(known, Fraction(0)) / len(known)

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        def fault(setting: str, what: str, remedy: str) -> Fault:
            return Fault(Place(clause=clause.number, line=clause.lines.get(setting, clause.line)), what, remedy)

        if clause["every"].unit not in ("month", "year") or clause["every"].amount < 1:
            yield fault(
                "every", f"prices cannot be adjusted every {Words().length(clause['every'])}", "write months or years, such as 12 months"
            )
        for value in (clause["base value"], *clause["also"].values()):
            if value <= 0:
                yield fault("base value", f"an index cannot start from {value}", "write the value at which the prices were agreed")

    def prose(self, clause: Clause, words: Words) -> str:
        prices = "All prices" if clause["prices"] == "all prices" else f"The prices of {words.base(clause['prices'])}"
        others = ", ".join(f"{name} (base value {words.number(base)})" for name, base in clause["also"].items())
        rise = f"A rise is at most {words.percent(clause['most rise'])}" if clause["most rise"] is not None else ""
        fall = f"A fall is at most {words.percent(clause['most fall'])}" if clause["most fall"] is not None else ""
        limited = clause["most rise"] is not None or clause["most fall"] is not None
        threshold = clause["threshold"]
        past = "counts whole" if clause["counted from"] == "base" else "counts from there"
        readings = {
            "value": "The index is read in one month"
            if clause["value"] == "of the month"
            else f"The index is the mean of {words.small(_WINDOWS[clause['value']])} months",
            "month": f"That month is {'the one' if clause['month'].startswith('of') else 'the one before that'} of the anniversary",
            "multiple": f"{words.percent(clause['multiple'])} of the movement is passed on" if clause["multiple"] != 1 else "",
            "plus": f"{words.points(clause['plus'])} are added" if clause["plus"] else "",
            "threshold": f"Movements up to {words.percent(threshold)} change nothing" if threshold else "",
            "counted from": f"A greater movement {past}" if threshold else "",
            "most rise": rise,
            "most fall": fall,
            "least rise": f"Prices rise by at least {words.percent(clause['least rise'])}" if clause["least rise"] is not None else "",
            "unused movement": f"Movement that is held back {clause['unused movement']}"
            if (limited or threshold) and clause["compounds"] == "on the last price"
            else "",
            "also": f"Beside it stand {others}" if others else "",
            "of several": f"Of several movements the {clause['of several']} counts" if others else "",
            "limits apply": f"Limits apply {clause['limits apply']}" if limited else "",
            "compounds": f"Each adjustment builds {clause['compounds']}",
        }
        every = words.length(clause["every"])
        index = f"{clause['record'] or clause.name}, base value {words.number(clause['base value'])}"
        return f"{prices} follow {index}, every {every} from the start of the clause.{self.ending(clause, words, readings)}"


def _indexed(clause: Clause, account: Account) -> dict[str, list[Line]]:
    """The priced lines of the month that follow the index, by charge."""
    found: dict[str, list[Line]] = {}
    for line in account.lines:
        named = line.base_charge if clause["prices"] == "all prices" else line.name in clause["prices"]
        if named and line.kind == "charge" and account.terms.clause(line.clause).rule != "indexation":
            found.setdefault(line.name, []).append(line)
    return found


def _passed_on(clause: Clause, movement: Fraction) -> tuple[Fraction, Fraction]:
    """The change of a price that a movement of the index makes, and how much of the movement that uses up."""
    least = clause["least rise"]
    if abs(movement) <= clause["threshold"]:
        return least or Fraction(0), Fraction(0)
    moved = movement
    if clause["counted from"] == "threshold":
        moved -= clause["threshold"] if moved > 0 else -clause["threshold"]
    if clause["limits apply"] == "before the multiple":
        kept = _within(clause, moved)
        passed, used = kept * clause["multiple"] + clause["plus"], movement - (moved - kept)
    else:
        whole = moved * clause["multiple"] + clause["plus"]
        passed = _within(clause, whole)
        used = movement - (whole - passed) / clause["multiple"] if clause["multiple"] else movement
    return passed if least is None else max(passed, least), used


def _of_several(clause: Clause, values: list[Fraction]) -> Fraction:
    reading = clause["of several"]
    return sum(values, Fraction(0)) / len(values) if reading == "mean" else min(values) if reading == "lesser" else max(values)


def _within(clause: Clause, moved: Fraction) -> Fraction:
    if clause["most rise"] is not None:
        moved = min(moved, clause["most rise"])
    return moved if clause["most fall"] is None else max(moved, -clause["most fall"])


def _months(length: Length) -> int:
    return int(length.amount) * (12 if length.unit == "year" else 1)


RULE = Indexation()
