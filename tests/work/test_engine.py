"""The local engine: the same summaries however the work comes, and the same sums however it is split."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import polars as pl
import pytest

from remit.agreement import Agreement
from remit.engines import local
from remit.measure import Summary, summed, total
from remit.work.evidence import Evidence
from tests.metrics.month import CUT, JUNE, NO_FACTS, agreement, channel, events
from tests.work.desk import DAYS

LEVELS = (
    "rule: share on time\nclock: solving",
    "rule: answered in time\nclock: reply",
    "rule: percentile\nclock: solving\npercentile: 90",
    "rule: accuracy\ncovers: contact\nerror: each error",
    "rule: volume\ncovers: email",
    "rule: abandonment\ncovers: phone",
    "rule: backlog\ncovers: contact",
)


@cache
def work() -> pl.DataFrame:
    chance = random.Random(7)
    rows: list[Any] = []
    for number in range(300):
        item = f"T-{number:03}"
        hours = sorted(chance.sample(range(9 * 60, 20 * 60), 6))
        day = f"{chance.choice(DAYS[:5])}+{chance.randrange(3)}"
        when = [f"{day} {minute // 60:02}:{minute % 60:02}" for minute in hours]
        rows += [channel(item, chance.choice(("email", "chat", "phone"))), (item, when[0], "created")]
        rows.append((item, when[1], chance.choice(("reply", "abandoned")), {"who": "agent"}))
        rows += [(item, when[2], "resolved"), (item, when[2], "closed")] if chance.random() < 0.9 else []
        if chance.random() < 0.2:
            rows += [(item, when[3], "reopened"), (item, when[4], "resolved"), (item, when[4], "closed")]
        if chance.random() < 0.2:
            rows.append((item, when[5], "error", {"value": str(chance.randint(1, 3))}))
    return events(rows)


def summary(found: Agreement, log: pl.DataFrame) -> Summary:
    return local.summaries(found, log, NO_FACTS, JUNE, CUT).levels["8.1"]


@pytest.mark.parametrize("level", LEVELS)
def test_shuffled_and_repeated_rows_change_nothing(level: str) -> None:
    found = agreement(level)
    whole = local.summaries(found, work(), NO_FACTS, JUNE, CUT)
    for seed in range(3):
        shuffled = pl.concat([work(), work().sample(100, seed=seed)]).sample(fraction=1.0, shuffle=True, seed=seed)
        assert local.summaries(found, shuffled, NO_FACTS, JUNE, CUT) == whole


@pytest.mark.parametrize("level", LEVELS)
def test_shards_by_item_add_up(level: str) -> None:
    found = agreement(level)
    clause, metric = found.terms.clause("8.1"), found.metric(found.terms.clause("8.1"))
    bounds = JUNE.bounds("Europe/London")
    words = {"desk": frozenset(work()["event"].unique().to_list())}

    def part(log: pl.DataFrame) -> Summary:
        evidence = Evidence(found.terms, log, NO_FACTS, JUNE, CUT, "Europe/London", words=words)
        rows = metric.contributions(clause, evidence)
        return summed(rows.filter(pl.col("at").is_between(bounds.start, bounds.end, closed="left")))

    shards = [work().filter(pl.col("item").hash(seed=1) % 5 == number) for number in range(5)]
    assert total(part(shard) for shard in shards) == part(work()) == summary(found, work())


@pytest.mark.parametrize("level", LEVELS)
def test_a_replaced_item_is_subtracted_and_added(level: str) -> None:
    found = agreement(level)
    before = work()
    one = before.filter(pl.col("item") == "T-007")
    changed = one.with_columns(pl.when(pl.col("event") == "resolved").then(pl.col("at") + 10**10).otherwise("at").alias("at"))
    after = pl.concat([before.filter(pl.col("item") != "T-007"), changed])
    old, new = summary(found, one), summary(found, changed)
    assert local.replaced(summary(found, before), old, new) == summary(found, after)


def test_items_behind_a_level_come_to_its_sums() -> None:
    found = agreement("rule: share on time\nclock: solving")
    known = local.evidence_for(found, work(), NO_FACTS, JUNE, CUT)
    behind = local.items_behind(found, found.terms.clause("8.1"), known)
    sums = summary(found, work())
    assert behind["counted"].sum() == sums["of"]
    assert behind.filter((pl.col("why") == "met") & pl.col("counted")).height == sums["met"]
    late = behind.filter(pl.col("why").is_in(["late", "overdue"]) & pl.col("counted"))
    assert late.height and (late["late_by"] >= 0).all() and (late["who"] == "provider").all()
    assert all(behind.filter(~pl.col("counted"))["why"].to_list()), "what is not counted says why"


def test_units_are_billed_once_and_by_day() -> None:
    found = agreement("rule: volume\ncovers: contact")
    volume = local.summaries(found, work(), NO_FACTS, JUNE, CUT).volumes["6.1"]
    closed = work().filter(pl.col("event") == "closed")
    assert volume.billed == closed["item"].n_unique() == sum(volume.days.values())
