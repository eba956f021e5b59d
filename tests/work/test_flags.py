"""What looks like gaming is shown, and honest work is not."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from remit.values.period import MINUTE
from remit.work.flags import flags
from remit.work.fold import Folded, fold_clock
from tests.work.desk import RULE, at, log

PAUSING = replace(RULE, pauses_while=("waiting",))


def worked(lines: list[tuple[str, ...]]) -> Folded:
    return fold_clock(pl.concat([log(*each, item=f"T-{number:03}") for number, each in enumerate(lines)]), PAUSING, at("Fri 17:00"))


def said(folded: Folded) -> list[str]:
    return [flag.what for flag in flags(folded, at("Mon 00:00"), at("Sat 00:00"))]


def test_pauses_in_bulk() -> None:
    bulk = [("Mon 09:00 created", "Mon 12:55 state waiting", "Tue 09:00 state open", "Tue 09:01 resolved")] * 12
    spread = [("Mon 09:00 created", f"Mon 10:{minute} state waiting", "Mon 11:00 resolved") for minute in range(10, 30)]
    assert said(worked([*bulk, *spread])) == ["12 of 32 pauses began within one minute"]
    assert said(worked(spread)) == []


def test_a_burst_at_the_deadline() -> None:
    burst = [("Mon 09:00 created", "Mon 12:55 resolved")] * 40
    honest = [("Mon 09:00 created", f"Mon {9 + number // 30}:{number % 30 * 2:02} resolved") for number in range(1, 100)]
    assert said(worked([*burst, *honest[:60]])) == ["40 of 100 stops in time came in the last 5 % of the time allowed"]
    assert said(worked(honest)) == []
    assert flags(worked(burst), at("Mon 00:00"), at("Tue 00:00"))[0].at == at("Mon 09:00") + 235 * MINUTE
