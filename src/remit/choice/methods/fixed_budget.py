"""The best quality whose price is within the budget: the price is a gate and gets no points.

For work where the money is given and the question is how much one gets for it. Needs one price criterion and a budget; least scores of the
criteria gate as well. Quality is the weighted sum of everything but the price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from remit.choice.matrix import Matrix
from remit.choice.method import Method


class FixedBudget(Method):
    unit = "points of quality, of 100"
    practice = "Selection under a fixed budget (World Bank, WWF): best technical score of at least 70 within the money."
    source = "World Bank Procurement Regulations, annex XII, fixed budget-based selection"
    example = "87 points at 31,000, 85 at 28,500 and a budget of 30,000: the second wins"

    def values(self, matrix: Matrix) -> Sequence[Fraction]:
        return quality(matrix)

    def barred(self, matrix: Matrix) -> Mapping[str, str]:
        if matrix.budget is None:
            return {}
        over = {name: price - matrix.budget for name, price in prices(matrix).items() if price > matrix.budget}
        return {name: f"the price is {float(by):,g} over the budget of {float(matrix.budget):,g}" for name, by in over.items()}

    def prose(self, matrix: Matrix) -> str:
        money = f" of {float(matrix.budget):,g}" if matrix.budget is not None else ""
        return f"The award goes to the best quality among the bids whose price is within the budget{money}; the price gets no points."


def quality(matrix: Matrix) -> tuple[Fraction, ...]:
    """The weighted sum of what is no price, of 100."""
    places = [index for index, one in enumerate(matrix.criteria) if one.kind != "price"]
    whole = sum((matrix.criteria[index].weight for index in places), Fraction(0))
    return tuple(
        100 * sum((matrix.criteria[index].weight * row[index] for index in places), Fraction(0)) / whole if whole else Fraction(0)
        for row in matrix.worth
    )


def prices(matrix: Matrix) -> Mapping[str, Fraction]:
    """Each bidder's price, where a criterion is a price; several are added."""
    places = [index for index, one in enumerate(matrix.criteria) if one.kind == "price"]
    if not places:
        return {}
    return {name: sum((row[index] for index in places), Fraction(0)) for name, row in zip(matrix.bidders, matrix.scores, strict=True)}


RULE = FixedBudget()
