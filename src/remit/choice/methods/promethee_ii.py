"""Every pair of bids compared on every criterion; a bid's net flow is how much it is preferred, less how much others are to it.

What counts as a difference is said by a preference function: *usual* counts any, *u shape* those beyond `indifference`, *v shape* in
proportion up to `preference`, *linear* in proportion between the two, *level* half between them. All are exact here. Pairs are compared, so
a third bid can turn two others. As a `RULE` it compares the shares of the scales with the v shape up to a whole scale.

>>> from remit.choice.matrix import read_matrix
>>> matrix = read_matrix({"a": 2, "b": 1}, {"x": [3, 4], "y": [4, 3]})
>>> [str(value) for value in net_flows(matrix.worth, matrix.weights, [preference("usual")] * 2)]
['-1/3', '1/3']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from remit.choice.matrix import Matrix
from remit.choice.method import Method

Preference = Callable[[Fraction], Fraction]
SHAPES = ("usual", "u shape", "v shape", "linear", "level")
NO, HALF, YES = Fraction(0), Fraction(1, 2), Fraction(1)


class PrometheeII(Method):
    relative = True
    unit = "net flow, −1 to 1"
    practice = "Outranking, where a small difference shall not count; a second opinion beside the weighted sum."
    source = "Brans and Vincke 1985, A preference ranking organisation method"
    example = "One bid better on two thirds of the weight, one on a third: −1/3 and 1/3"

    def values(self, matrix: Matrix) -> Sequence[Fraction]:
        return net_flows(matrix.worth, matrix.weights, [preference("v shape", wanted=YES)] * len(matrix.criteria))

    def prose(self, matrix: Matrix) -> str:
        return (
            "Each pair of bids is compared on each criterion, in proportion to the difference; preferences for a bid less those against it."
        )


def preference(shape: str, indifference: Fraction = NO, wanted: Fraction = YES) -> Preference:
    """How strongly a difference `d` is preferred, 0 to 1; raises `ValueError` for an unknown shape or thresholds in the wrong order."""
    if shape not in SHAPES:
        raise ValueError(f"'{shape}' is no preference function; use one of {', '.join(SHAPES)}")
    if indifference < 0 or (shape in ("v shape", "linear", "level") and wanted <= (indifference if shape == "linear" else 0)):
        raise ValueError(f"'{shape}' needs thresholds that rise: indifference {indifference}, preference {wanted}")

    def strength(d: Fraction) -> Fraction:
        if d <= 0 or (shape != "usual" and shape != "v shape" and d <= indifference):
            return NO
        if shape == "v shape":
            return min(d / wanted, YES)
        if shape == "linear":
            return min((d - indifference) / (wanted - indifference), YES)
        return HALF if shape == "level" and d <= wanted else YES

    return strength


def net_flows(worth: Sequence[Sequence[Fraction]], weights: Sequence[Fraction], preferences: Sequence[Preference]) -> tuple[Fraction, ...]:
    """The net flow of each bid; more is better in every column of `worth`. A bid alone has zero."""
    count = len(worth)

    def over(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
        return sum((w * f(a - b) for w, f, a, b in zip(weights, preferences, one, other, strict=True)), NO)

    if count < 2:
        return (NO,) * count
    return tuple(sum((over(one, other) - over(other, one) for other in worth), NO) / (count - 1) for one in worth)


RULE = PrometheeII()
