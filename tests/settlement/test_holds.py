"""Whether a line is what its own figures say: the check that anybody can repeat on a statement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from remit.line import Line, holds
from remit.values.money import Rounding

PENNIES = Rounding()


def line(amount: str, **figures: Any) -> Line:
    exact = {name: Decimal(value) if name in ("quantity", "base", "asked") else value for name, value in figures.items()}
    return Line("10.1", "work", None, "charge", Decimal(amount), "Said.", **exact)


@pytest.mark.parametrize(
    ("one", "good"),
    [
        (line("20.00", quantity="10", rate="£2.00"), True),
        (line("-20.00", quantity="10", rate="£2.00"), True),
        (line("20.01", quantity="10", rate="£2.00"), False),
        (line("19.99", quantity="10", rate="£2.00"), False),
        (line("20.001", quantity="10", rate="£2.00"), False),
        (line("40.00", base="1000.00", rate="4 %"), True),
        (line("40.01", base="1000.00", rate="4 %"), False),
        (line("80.00", quantity="2", base="1000.00", rate="4 %"), True),
        (line("40.00", quantity="2", base="1000.00", rate="4 %"), False),
        # A base is multiplied by percentages alone; beside a sum it only says what the sum is part of.
        (line("20.00", quantity="10", base="1000.00", rate="£2.00"), True),
        # Two of three are printed to six places; the room of the last one is allowed, and no more.
        (line("666.67", quantity="0.666667", rate="£1,000.00"), True),
        (line("666666.67", quantity="0.666667", rate="£1,000,000.00"), True),
        (line("666668.67", quantity="0.666667", rate="£1,000,000.00"), False),
        (line("0.13", quantity="0.125", rate="£1.00"), True),
        (line("0.14", quantity="0.125", rate="£1.00"), False),
        # Factors that are printed rounded: half of the last digit of 5.8131 % of the rest.
        (line("23252.51", base="1000000.00", rate="80 % x 50 % x 5.8131 %"), True),
        (line("23252.30", base="1000000.00", rate="80 % x 50 % x 5.8131 %"), True),
        (line("23252.10", base="1000000.00", rate="80 % x 50 % x 5.8131 %"), False),
        # One factor alone is exact.
        (line("58131.40", base="1000000.00", rate="5.8131 %"), False),
        (line("58131.00", base="1000000.00", rate="5.8131 %"), True),
        # What a limit cut: the sum asked is what the figures say, and the amount is not more.
        (line("15.00", quantity="10", rate="£2.00", asked="20.00"), True),
        (line("-15.00", quantity="10", rate="£2.00", asked="-20.00"), True),
        (line("-25.00", quantity="10", rate="£2.00", asked="-20.00"), False),
        (line("15.00", quantity="10", rate="£2.00", asked="21.00"), False),
        # Without a rate, or with one in words, the sentence alone explains the sum.
        (line("15.00", quantity="10"), True),
        (line("15.00", rate="£2.00"), True),
        (line("15.00", quantity="10", rate="by receipt"), True),
        (line("0.00", quantity="0", rate="£2.00"), True),
    ],
)  # fmt: skip
def test_a_line_is_what_its_figures_say(one: Line, good: bool) -> None:
    assert holds(one, PENNIES) is good


def test_the_rule_of_the_contract_decides_the_last_penny() -> None:
    half = {"quantity": "0.5", "rate": "£0.01"}
    assert holds(line("0.01", **half), Rounding("half up")) and not holds(line("0.00", **half), Rounding("half up"))
    assert holds(line("0.00", **half), Rounding("down")) and not holds(line("0.01", **half), Rounding("down"))
    fives = Rounding("half up", Decimal("0.05"))
    assert holds(line("0.15", quantity="7", rate="£0.02"), fives) and not holds(line("0.14", quantity="7", rate="£0.02"), fives)
