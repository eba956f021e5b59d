"""Every metric gives the same bytes from every engine: in memory, in shards on a cluster, and kept up to date event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
import rfc8785

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import incremental, local, sharded
from remit.engines.portion import Asked
from remit.exchange.plain import plain
from remit.measure import BY_ITEM, Metric
from remit.statement import Summaries
from tests.conformance.test_every_metric import CUT, MONTH, NO_FACTS, every_metric, evidence_of, level_of, log_of

if TYPE_CHECKING:
    from remit.engines.cluster import Cluster


def agreement_of(metric: Metric) -> Agreement:
    return Agreement(level_of(metric)[0], standard_catalogue())


def written(found: Summaries) -> bytes:
    """All that a statement rests on, as canonical JSON."""
    values = {
        "sums": {number: plain(one.sums) for number, one in found.levels.items()},
        "values": {number: sorted(map(list, one.values.items())) for number, one in found.levels.items()},
        "volumes": {
            number: [plain(one), sorted((str(day), count) for day, count in one.days.items())] for number, one in found.volumes.items()
        },
        "counts": [dict(found.excused), dict(found.undecided), dict(found.digests), list(found.notes)],
    }
    return rfc8785.dumps(plain(values))


@every_metric
@pytest.mark.parametrize("seed", range(2))
def test_shards_and_updates_give_the_bytes_of_the_whole(metric: Metric, seed: int) -> None:
    contract, events = agreement_of(metric), log_of(metric, range(80), seed)
    expected = written(local.summaries(contract, events, NO_FACTS, MONTH, CUT))
    for shards in (1, 2, 7):
        crew = sharded.Here(shards)
        (found,) = sharded.months(crew, sharded.split(crew, events, CUT), [Asked.of(contract, NO_FACTS, MONTH, CUT)])
        assert written(found) == expected
    shuffled = events.sample(fraction=1, shuffle=True, seed=seed)
    standing = incremental.standing(contract, shuffled[20:], NO_FACTS, MONTH, CUT)
    for place in range(0, 20, 4):
        standing = incremental.updated(standing, shuffled[place : place + 4])
    assert written(standing.summaries) == expected


@every_metric
def test_a_cluster_gives_the_bytes_of_the_whole(metric: Metric, cluster: Cluster) -> None:
    contract, events = agreement_of(metric), log_of(metric, range(40), seed=5)
    expected = local.summaries(contract, events, NO_FACTS, MONTH, CUT)
    assert written(cluster.summaries(contract, events, NO_FACTS, MONTH, CUT)) == written(expected)


@every_metric
def test_a_metric_of_another_key_says_which_item_has_which(metric: Metric) -> None:
    """So that shards can be cut between the keys: from the events of each item alone, the same key as from all of them."""
    if metric.key in BY_ITEM or metric.key == "component":
        return
    _, level = level_of(metric)
    events = log_of(metric, range(60))
    keys = metric.keys(level, evidence_of(metric, events))
    assert keys.columns == ["item", "key"] and not keys["item"].is_duplicated().any() and keys["key"].n_unique() > 2
    alone = [metric.keys(level, evidence_of(metric, shard)) for _, shard in events.group_by("item")]
    assert pl.concat(alone).sort("item").equals(keys.sort("item"))
