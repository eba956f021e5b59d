"""Volume outside a band around the baseline changes the charge (additional and reduced resource charges).

The other charges cover the baseline. Within the band nothing changes. Beyond it each unit above costs, and each unit below takes off, its
price; counted from the edge of the band, or from the baseline once the band is left. The classes of change say how far is how much of a
change, with what notice; the line names the class.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, Stage
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Choice, Count, Duration, Name, Percent, RowsOf, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class VolumeBand(Charge):
    stage: ClassVar[Stage] = "minimum"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are counted.", REQUIRED),
        Setting("baseline", Count(), "The volume that the other charges already cover.", REQUIRED),
        Setting("band", Percent(), "How far the volume may move either way without a change.", REQUIRED),
        Setting("price above", Amount(), "Paid for each unit above.", REQUIRED),
        Setting("price below", Amount(), "Taken off for each unit below.", REQUIRED),
        Setting(
            "counted from",
            Choice("band edge", "baseline"),
            "Whether units count from the edge of the band, or from the baseline once the band is left.",
            "band edge",
        ),
        Setting(
            "changes",
            RowsOf(
                Setting("class", Text(), "The name of the change.", REQUIRED),
                Setting("beyond", Percent(), "From which distance from the baseline it is one.", REQUIRED),
                Setting("notice", Duration(), "Its notice."),
                Setting("then", Text(), "What follows."),
            ),
            "Classes of change by their distance from the baseline.",
            (),
        ),
    )
    example = """
10.4 volume change:
  rule: volume band
  service: customer contact
  baseline: 4000
  band: 5 %
  price above: £2.10
  price below: £1.60
"""
    practice = "IBM and Certegy: charges for additional, credits for reduced resources outside a dead band of 5 %."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        volume = account.volumes.get(clause["service"])
        if volume is None or account.days(clause) is None:
            return
        baseline, words = clause["baseline"], account.words
        moved = account.units(clause) - baseline
        edge = clause["band"] * baseline
        if abs(moved) <= edge:
            return
        above = moved > 0
        count = abs(moved) - (edge if clause["counted from"] == "band edge" else 0)
        price = clause["price above"] if above else clause["price below"]
        quantity = count if above else -count
        amount = quantity * Fraction(price.amount)
        beyond = [row["class"] for row in sorted(clause["changes"], key=lambda row: row["beyond"]) if abs(moved) > row["beyond"] * baseline]
        change = f" ({beyond[-1]} change)" if beyond else ""
        start = "the edge of the band" if clause["counted from"] == "band edge" else "the baseline"
        side = "above" if above else "below"
        because = f"{words.count(count, volume.unit)} {side} {start} of {words.number(baseline)} at {words.money(price)}{change}"
        rate = words.money(price)
        yield self.draft(clause, amount, because, quantity=quantity, unit=volume.unit, rate=rate, volume=volume.clause)

    def prose(self, clause: Clause, words: Words) -> str:
        unit = words.unit_of(clause["service"])
        band, baseline = words.percent(clause["band"]), words.number(clause["baseline"])
        start = words.default(clause, "counted from", "the edge of that band" if clause["counted from"] == "band edge" else "the baseline")
        above, below = words.money(clause["price above"]), words.money(clause["price below"])
        classes = []
        for row in clause["changes"]:
            notice = f", notice {words.length(row['notice'])}" if row["notice"] is not None else ""
            then = f", then {row['then']}" if row["then"] else ""
            classes.append(f"{row['class']} beyond {words.percent(row['beyond'])}{notice}{then}")
        readings = {"changes": f"Changes: {'; '.join(classes)}" if classes else ""}
        text = f"Within {band} either way of {baseline} {words.plural(unit)} nothing changes; beyond, counted from {start}, "
        text += f"{above} for each {unit} above"
        return f"{text} and {below} off for each {unit} below.{self.ending(clause, words, readings)}"


RULE = VolumeBand()
