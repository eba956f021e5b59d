"""What-if: draws settle like months, and the same seed draws the same."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from click.testing import CliRunner

from remit.__main__ import remit
from remit.exchange.folder import Folder
from remit.foresight.whatif import Factor, moved_facts, shifted, whatif
from remit.line import Volume
from remit.statement import statement
from remit.values.fault import Refused
from remit.values.period import Month
from remit.work.facts import FACTS, rate
from tests.settlement import demo as given

JULY = Month(2026, 7)
SUMS = given.summaries(4_720, 13_400, {"email first reply": "2,432 of 2,926"})
NONE = pl.DataFrame(schema=FACTS)
RATE = NONE.vstack(
    pl.DataFrame(
        [("rate", "rand rate", date(2026, 7, 1), "23.10", "ZAR for 1 GBP", None, None, "bulletin", 0, "july")], schema=FACTS, orient="row"
    )
)


def drawn(*factors: Factor, draws: int = 20, seed: int = 1):  # type: ignore[no-untyped-def]
    return whatif(given.agreement(), SUMS, RATE, (), JULY, given.CUT, factors, draws=draws, seed=seed)


def test_without_factors_every_draw_is_the_statement() -> None:
    whole = statement(given.agreement(), SUMS, RATE, (), JULY, given.CUT, preview=True)
    found = drawn(draws=3)
    assert found.total.least == found.total.most == whole.total
    assert [(one.name, one.share) for one in found.credits] == [("service credits: email first reply", 1)]
    assert found.credits[0].mean == Fraction("-715.04")


def test_seeds_decide_and_money_stays_whole_pennies() -> None:
    factor = Factor("volume", None, Fraction(-1, 10), Fraction(1, 5))
    one, two, other = drawn(factor), drawn(factor), drawn(factor, seed=2)
    assert one == two != other
    assert one.total.p10 < one.total.p50 < one.total.p90
    assert all((value * 100).denominator == 1 for value in (one.total.p10, one.total.p50, one.total.p90))


def test_points_lift_a_level_over_its_minimum() -> None:
    """83.1 % and 2 points more is 85.1 %: no draw has the credit. At 1 point all have it."""
    assert not drawn(Factor("attainment", "email first reply", Fraction(2, 100), Fraction(2, 100)), draws=2).credits
    assert drawn(Factor("attainment", "email first reply", Fraction(1, 100), Fraction(1, 100)), draws=2).credits[0].share == 1


def test_a_rate_moves_the_currency_share() -> None:
    """15 % below 23.10 is 19.635: 23.50 / 19.635 less 1 less 4 % is beyond the band, and the client pays half of 80 % of it."""
    found = drawn(Factor("rate", "rand rate", Fraction(-15, 100), Fraction(-15, 100)), draws=1)
    plain = drawn(draws=1)
    share = Fraction(17876) * Fraction(4, 10) * (Fraction("23.50") / Fraction("19.635") - 1 - Fraction(4, 100))
    assert abs(found.total.p50 - plain.total.p50 - share) < Fraction(1, 100)


def test_a_month_without_a_rate_takes_the_last_one() -> None:
    september = Month(2026, 9)
    found = moved_facts(RATE, september, {("rate", None): Fraction(1, 10)})
    fixed = rate(found, "rand rate", september, "mean of the month")
    assert fixed is not None and fixed.value == Fraction("25.41")


def test_days_still_add_up() -> None:
    days = {date(2026, 7, day): 7 for day in (1, 2, 3)}
    sums = given.summaries(21, 10, days=days)
    changed = shifted(given.agreement(), sums, JULY, {None: Fraction(1, 3)}, {})
    volume: Volume = next(one for one in changed.volumes.values() if one.service == "customer contact")
    assert volume.billed == 28 == sum(volume.days.values())


def test_what_the_contract_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match="no 'phone' whose volume could differ"):
        drawn(Factor("volume", "phone", Fraction(0), Fraction(1)))
    with pytest.raises(Refused, match="cannot lie from 20 % to -10 %"):
        drawn(Factor("volume", None, Fraction(1, 5), Fraction(-1, 10)))


def test_the_command(demo: Folder) -> None:
    cut = str(datetime(2026, 12, 1, tzinfo=ZoneInfo("UTC")).isoformat())
    ran = CliRunner().invoke(
        remit, ["whatif", str(demo.path), "2026-12", "--volume", "-10..20", "--fx", "0", "--draws", "20", "--cut", cut]
    )
    assert ran.exit_code == 0, ran.output
    assert "results are those of November 2026" in ran.output and "Missing" not in ran.output
    assert CliRunner().invoke(remit, ["whatif", str(demo.path), "2026-07", "--volume", "much"]).exit_code == 2
