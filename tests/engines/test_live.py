"""The running month kept up to date row by row is the month counted anew, whatever comes in and whatever falls due meanwhile."""

from __future__ import annotations

import itertools

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engines import live, local
from remit.values.period import HOUR
from tests.conftest import PROVE
from tests.engines.test_portion import SURVEYED, agreement, beside
from tests.engines.test_stream import BEGIN, CONTRACTS, MARCH, facts, logs


def ordered(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    return sorted(rows.iter_rows(), key=repr)


@settings(max_examples=400 if PROVE else 20)
@given(CONTRACTS, logs(), beside(), facts(), SURVEYED, st.lists(st.integers(0, 36 * 24), min_size=2, max_size=5))
def test_bringing_a_month_up_to_date_is_counting_it_anew(
    choices: dict[str, str], work: pl.DataFrame, answers: pl.DataFrame, told: pl.DataFrame, surveyed: pl.DataFrame, hours: list[int]
) -> None:
    contract, log, known = agreement(choices), pl.concat([work, answers]), pl.concat([told, surveyed])
    cuts = sorted({BEGIN + hour * HOUR + 1 for hour in hours})
    month = live.live(contract, log, known, MARCH, cuts[0])
    for before, cut in itertools.pairwise(cuts):
        new = log.filter(pl.col("received_at").is_between(before, cut, closed="left") | pl.col("at").is_between(before, cut, closed="left"))
        month = live.at(month, log, new["item"].unique().to_list(), known, cut)
        anew = live.live(contract, log, known, MARCH, cut)
        assert {number: ordered(rows) for number, rows in month.rows.items()} == {n: ordered(rows) for n, rows in anew.rows.items()}
        assert month.undecided == anew.undecided and month.excused == anew.excused
        for clock, runs in anew.running.items():
            still = ["item", "cycle", "start", "due", "outcome", "stands"]
            assert ordered(month.running[clock].select(still)) == ordered(runs.select(still))
        expected = local.summaries(contract, log, known, MARCH, cut)
        assert month.scorecard() == contract.scorecard(expected.levels, MARCH, (), expected.excused, expected.undecided)
