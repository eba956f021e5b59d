"""Units promised by the client and not taken are paid all the same.

The promise is a share of the forecast, or of the service's expected volume. Units that were taken are billed by their own price; this line
adds those that are missing. A forecast that nobody gave stops the statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, Stage
from remit.line import Account, Draft, Missing
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Choice, Name, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class TakeOrPay(Charge):
    stage: ClassVar[Stage] = "minimum"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are promised.", REQUIRED),
        Setting("at least", Percent(), "The share of the promised units that is paid in any case.", REQUIRED),
        Setting("price", Amount(), "The price of a unit not taken.", REQUIRED),
        Setting(
            "of",
            Choice("forecast", "expected volume"),
            "What was promised: the forecast, or the expected volume of the service.",
            "forecast",
        ),
    )
    example = """
10.4 tickets not taken:
  rule: take or pay
  service: customer contact
  at least: 85 %
  price: £1.30
"""
    practice = "Take-or-pay clauses of energy supply, used in outsourcing where staff is hired to the client's forecast."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        volume = account.volumes.get(clause["service"])
        service = account.terms.named(6, clause["service"])
        promised = service["expected volume"] if clause["of"] == "expected volume" else volume.forecast if volume else None
        if promised is None:
            what = f"there is no forecast of {clause['service']} for {account.month.name}"
            raise Missing(clause, what, "record it as a fact of the kind forecast")
        if account.days(clause) is None:
            return
        taken = account.units(clause)
        short = clause["at least"] * promised - taken
        if short > 0:
            words = account.words
            price = words.money(clause["price"])
            unit = service["unit"]
            because = (
                f"{words.percent(clause['at least'])} of {words.count(promised, unit)} ({clause['of']}) less {words.number(taken)} taken "
                f"leaves {words.count(short, unit)} at {price}"
            )
            amount = short * Fraction(clause["price"].amount)
            yield self.draft(clause, amount, because, quantity=short, unit=unit, rate=price, volume=service.number)

    def prose(self, clause: Clause, words: Words) -> str:
        unit = words.unit_of(clause["service"])
        of = words.default(clause, "of", "the forecast" if clause["of"] == "forecast" else "the expected volume")
        least = words.percent(clause["at least"])
        ending = self.ending(clause, words)
        return f"{words.money(clause['price'])} for each {unit} by which the volume falls short of {least} of {of}.{ending}"


RULE = TakeOrPay()
