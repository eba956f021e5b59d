"""The log in memory holds the same events and finds the same items, however it was filled."""

from __future__ import annotations

import random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from remit.work import log as work_log

pytest.importorskip("django")
from remit.intake import held_log
from remit.intake.held_log import HeldLog


def events(count: int, items: int, seed: int) -> pl.DataFrame:
    chance = random.Random(seed)
    rows = [
        {
            "record": chance.choice(["chat", "helpdesk"]),
            "item": f"T{chance.randrange(items)}",
            "event": "message",
            "at": number,
            "received_at": number,
            "id": str(number),
        }
        for number in range(count)
    ]
    return work_log.append(work_log.empty(), pl.DataFrame(rows))[0].sample(fraction=1, shuffle=True, seed=seed)


@pytest.mark.parametrize("seed", range(6))
def test_a_log_filled_in_pieces_is_the_log_and_finds_its_items(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_log, "SMALL", 20)
    monkeypatch.setattr(held_log, "TAIL", 7)
    whole, chance = events(400, 60, seed), random.Random(seed)
    held, start = HeldLog(), 0
    while start < whole.height:
        size = chance.choice([1, 1, 3, 8, 90])
        held, start = held.with_more(whole[start : start + size]), start + size
        wanted = {f"T{chance.randrange(70)}" for _ in range(5)}
        expected = work_log.canonical(whole[:start].filter(pl.col("item").is_in(list(wanted))))
        assert_frame_equal(held.of_items(wanted), expected)
    assert held.height == whole.height
    assert_frame_equal(work_log.canonical(held.whole), work_log.canonical(whole))
    assert len(held.runs) < 8


def test_a_small_log_stays_in_canonical_order() -> None:
    whole = events(200, 9, 1)
    held = HeldLog().with_more(whole[:90]).with_more(whole[90:])
    assert_frame_equal(held.whole, work_log.canonical(whole))
    assert held.of_items([]).is_empty() and held.of_items(["nobody"]).is_empty()
