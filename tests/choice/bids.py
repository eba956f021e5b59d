"""Matrices that several tests of choice share: the demonstration's, and random ones."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from remit.choice.matrix import Criterion, Matrix, read_matrix

WEIGHTS = {"cost": 25, "domain experience": 15, "culture and language": 15, "systems": 15, "scale": 10, "compliance": 10, "references": 10}
SCORES = {
    "Cape Town": [7.5, 8.5, 9, 8, 7, 8.5, 8],
    "Manila": [9.5, 7.5, 6.5, 7, 9, 7, 7],
    "Kraków": [5.5, 8, 7.5, 9, 7.5, 9.5, 7.5],
    "Onshore": [3, 8, 10, 7, 5, 9, 9],
}


def demonstration() -> Matrix:
    return read_matrix(WEIGHTS, SCORES)


tenths = st.integers(0, 100).map(lambda score: Fraction(score, 10))


@st.composite
def matrices(draw: st.DrawFn, least: int = 2, most: int = 5) -> Matrix:
    """Two to five bidders on one to six criteria, scores in tenths of 0 to 10, weights from 1 to 40."""
    criteria = draw(st.integers(1, 6))
    bidders = draw(st.integers(least, most))
    weights = draw(st.lists(st.integers(1, 40), min_size=criteria, max_size=criteria))
    rows = draw(st.lists(st.lists(tenths, min_size=criteria, max_size=criteria), min_size=bidders, max_size=bidders))
    return Matrix(
        tuple(Criterion(f"c{place}", Fraction(weight)) for place, weight in enumerate(weights)),
        tuple(f"b{place}" for place in range(bidders)),
        tuple(tuple(row) for row in rows),
    )


@st.composite
def priced(draw: st.DrawFn, formula: str = "lowest over price") -> Matrix:
    """Three or four bids with a quality of 0 to 100 and a whole price."""
    count = draw(st.integers(3, 4))
    rows = draw(st.lists(st.tuples(st.integers(0, 100), st.integers(50, 400)), min_size=count, max_size=count))
    criteria = (
        Criterion("quality", Fraction(draw(st.integers(1, 9))), highest=Fraction(100)),
        Criterion("price", Fraction(draw(st.integers(1, 9))), "price", formula=formula),
    )
    return Matrix(criteria, tuple("ABCD"[:count]), tuple((Fraction(quality), Fraction(price)) for quality, price in rows))
