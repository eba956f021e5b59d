"""A bonus larger than what it is a part of: the client would pay more for a good month than for the month itself.

A bonus in per cent is held against its base, one in money against the base charges of an ordinary month by the expected volumes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from remit.lint import Changes, Lint, by_name, month_of_charges, notice, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Percent
from remit.values.fault import Fault
from remit.values.money import Money, Rounding


class BonusBeyondBase(Lint):
    triggers: ClassVar[Changes] = (("{from: 4.6, bonus: 1 %}", "{from: 4.6, bonus: 150 %}"),)
    spares: ClassVar[Changes] = (("{from: 4.6, bonus: 1 %}", "{from: 4.6, bonus: £500.00}"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.section(11):
            if clause.rule == "bonus":
                for index, band in enumerate(clause["bands"]):
                    yield from _beyond(clause, f"bands/{index}", band.pays["bonus"], terms)
            elif clause.rule == "bonus and credit":
                yield from _beyond(clause, "each way", clause["each way"], terms)


def _beyond(clause: Clause, path: str, bonus: Any, terms: Terms) -> Iterator[Fault]:
    remedy = "check the figure: 1 % to 10 % of the charges are usual"
    if isinstance(bonus, Fraction) and bonus > 1:
        yield notice(clause, path, f"the bonus of {Percent().write(bonus)} is larger than what it is taken of", remedy)
    if not isinstance(bonus, Money):
        return
    service = service_of(by_name(terms, 8)[clause["service level"]], terms) if clause["of"] == "this service" else None
    charges = month_of_charges(terms, service)
    if charges is not None and bonus.amount > charges:
        figure = Amount().write(Money(Rounding().of(charges), terms.currency))
        what = f"the bonus of {Amount().write(bonus)} is larger than the charges of an ordinary month, {figure}"
        yield notice(clause, path, what, remedy)


RULE = BonusBeyondBase()
