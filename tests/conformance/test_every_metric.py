"""Every metric adds up: no work gives no data, order and shards change nothing, a replaced item is subtracted and added."""

from __future__ import annotations

import random
from functools import cache

import polars as pl
import pytest

from remit.catalogue import standard_catalogue
from remit.demo.specimen import PLACE, specimen
from remit.measure import Metric, Summary, summed, total
from remit.terms.document import Clause, Terms
from remit.terms.reader import read
from remit.values.period import DAY, HOUR, MINUTE, Month
from remit.work.evidence import Evidence
from remit.work.facts import FACTS
from remit.work.log import EVENTS, canonical

METRICS = [pytest.param(rule, id=rule.name) for section, rule in standard_catalogue() if isinstance(rule, Metric)]
every_metric = pytest.mark.parametrize("metric", METRICS)

PLACE_OF_TIME = "Europe/London"
MONTH = Month(2026, 7)
BOUNDS = MONTH.bounds(PLACE_OF_TIME)
CUT = BOUNDS.end + 3 * DAY
WORDS = (
    *("created", "received", "asked", "assigned", "message", "reply", "note", "call", "state", "error", "answer", "invited", "abandoned"),
    *("answered", "resolved", "closed", "completed", "reopened", "checked", "opportunity", "amount", "announced", "complaint"),
)
OPENINGS = ("created", "received", "asked")
WHO = {"message": "customer", "reply": "agent", "note": "agent", "call": "agent"}
NO_FACTS = pl.DataFrame(schema=FACTS)


@cache
def level_of(metric: Metric) -> tuple[Terms, Clause]:
    terms = read(specimen(8, metric.example), standard_catalogue())
    return terms, terms.clause(f"8.{PLACE}")


def records_of(metric: Metric) -> tuple[str, ...]:
    """The records that the level reads."""
    _, level = level_of(metric)
    evidence = evidence_of(metric, pl.DataFrame(schema=EVENTS))
    if level.get("clock"):
        return (evidence.rules[level["clock"]].record,)
    return tuple(dict.fromkeys((evidence.population(level).record, evidence.evidence_record(level))))


def evidence_of(metric: Metric, events: pl.DataFrame) -> Evidence:
    terms, _ = level_of(metric)
    return Evidence(terms, events, NO_FACTS, MONTH, CUT, PLACE_OF_TIME)


def contributions(metric: Metric, events: pl.DataFrame) -> pl.DataFrame:
    return metric.contributions(level_of(metric)[1], evidence_of(metric, events))


def within_month(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("at").is_between(BOUNDS.start, BOUNDS.end, closed="left"))


def summary(metric: Metric, events: pl.DataFrame) -> Summary:
    return summed(within_month(contributions(metric, events)))


def value_of(word: str, chance: random.Random) -> str | None:
    match word:
        case "answer":
            return str(chance.randint(1, 5))
        case "state":
            return chance.choice(["open", "waiting for client", "waiting for third party"])
        case "error":
            return chance.choice(["critical", "other"])
        case "opportunity" | "amount":
            return str(chance.randint(1, 20))
        case "created" | "received" | "asked" | "closed" | "completed" | "answered" | "resolved" | "reopened" | "abandoned":
            return None
        case _:
            return str(chance.randint(30, 3_000))


def item_events(metric: Metric, record: str, item: str, seed: int) -> list[dict[str, object]]:
    """The events of one item, any words in any order after its opening; also words that the level's own settings name."""
    chance = random.Random(f"{metric.name} {item} {seed}")
    _, level = level_of(metric)
    named = [value for value in level.settings.values() if isinstance(value, str) and value.islower()]
    at = BOUNDS.start - 2 * DAY + chance.randrange(33 * DAY)
    rows: list[dict[str, object]] = []

    def add(event: str, field: str | None, value: str | None, when: int) -> None:
        head = {"record": record, "item": item, "event": event, "field": field, "value": value}
        rows.append(
            {**head, "who": WHO.get(event), "at": when, "received_at": when + MINUTE, "sequence": len(rows), "id": f"{item}/{len(rows)}"}
        )

    for opening in OPENINGS:
        add(opening, None, None, at)
    fields = {"channel": ["email", "chat"], "priority": ["urgent", "normal"], "severity": ["critical", "other"]}
    fields |= {"customer": [f"C{number}" for number in range(8)], "reason": ["delivery", "refund"]}
    for name, values in fields.items():
        add("field", name, chance.choice(values), at)
    for _ in range(chance.randint(0, 9)):
        at += chance.choice([MINUTE // 2, 20 * MINUTE, 3 * HOUR, DAY])
        word = chance.choice([*WORDS[3:], *named])
        add(word, None, value_of(word, chance), at)
    return rows


def log_of(metric: Metric, items: range, seed: int = 1) -> pl.DataFrame:
    rows = [event for record in records_of(metric) for number in items for event in item_events(metric, record, f"I{number:04d}", seed)]
    return canonical(pl.DataFrame(rows, schema=EVENTS))


def key_of(metric: Metric, events: pl.DataFrame) -> pl.DataFrame:
    """The partition key of every item: the item itself, or the field that the metric names."""
    items = events.select("item").unique().sort("item")
    if metric.key == "component":
        return items.with_columns(key=pl.lit("the one component that the level covers"))
    if metric.key in ("item", "agent", "incident"):
        return items.with_columns(key=pl.col("item"))
    fields = events.filter((pl.col("event") == "field") & (pl.col("field") == metric.key)).select("item", key="value").unique("item")
    return items.join(fields, on="item", how="left")


@every_metric
def test_no_work_gives_no_data(metric: Metric) -> None:
    """Neither an empty log nor an empty summary is ever 100 %."""
    empty = contributions(metric, pl.DataFrame(schema=EVENTS))
    assert empty.filter("counted").is_empty() or metric.key == "component", "agreed time exists without an event"
    measure = metric.measure(level_of(metric)[1], Summary())
    assert (measure.value, measure.count, measure.interval, measure.judged_by) == (None, 0, None, None)


@every_metric
def test_contributions_are_whole_numbers_in_order(metric: Metric) -> None:
    rows = contributions(metric, log_of(metric, range(60)))
    assert rows.columns[:4] == ["item", "at", "counted", "why"]
    assert rows.schema["item"] == pl.String and rows.schema["at"] == pl.Int64 and rows.schema["counted"] == pl.Boolean
    assert all(rows.schema[name] == pl.Int64 for name in rows.columns[4:])
    assert rows["item"].to_list() == sorted(rows["item"].to_list())
    assert rows["why"].null_count() == 0, "for every item it can be said why it counts or does not"
    zeros = rows.filter(~pl.col("counted")).select(pl.col(pl.Int64).exclude("at", "value"))
    assert all(zeros[name].sum() == 0 for name in zeros.columns), "what does not count adds nothing"


@every_metric
def test_the_work_of_the_test_is_seen(metric: Metric) -> None:
    """Otherwise the tests below would prove nothing."""
    found = summary(metric, log_of(metric, range(200)))
    assert found.sums or found.values
    measure = metric.measure(level_of(metric)[1], found)
    assert measure.value is not None and measure.count > 0


@every_metric
@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_change_nothing(metric: Metric, seed: int) -> None:
    events = log_of(metric, range(80), seed)
    shuffled = events.sample(fraction=1, shuffle=True, seed=seed)
    assert contributions(metric, events).equals(contributions(metric, canonical(shuffled)))
    assert contributions(metric, events).equals(contributions(metric, shuffled))


@every_metric
def test_events_that_came_twice_count_once(metric: Metric) -> None:
    events = log_of(metric, range(60))
    twice = pl.concat([events, events.with_columns(received_at=pl.col("received_at") + DAY)])
    assert summary(metric, twice) == summary(metric, events)


@every_metric
@pytest.mark.parametrize("shards", [2, 5])
def test_shards_add(metric: Metric, shards: int) -> None:
    events = log_of(metric, range(120))
    keyed = key_of(metric, events).with_columns(shard=pl.col("key").hash(1) % shards)
    parts = [events.join(keyed.filter(pl.col("shard") == shard), on="item", how="semi") for shard in range(shards)]
    parts = [part for part in parts if part.height]
    whole = summary(metric, events)
    assert total(summary(metric, part) for part in parts) == whole
    assert metric.measure(level_of(metric)[1], total(summary(metric, part) for part in reversed(parts))) == metric.measure(
        level_of(metric)[1], whole
    )


@every_metric
def test_a_replaced_key_is_subtracted_and_added(metric: Metric) -> None:
    """What one new event does to a month: the key's old contribution goes, its new one comes."""
    before = log_of(metric, range(60))
    keyed = key_of(metric, before)
    changed_key = keyed["key"][17]
    members = keyed.filter(pl.col("key") == changed_key)["item"].to_list()
    fresh = [row for record in records_of(metric) for row in item_events(metric, record, members[0], seed=99)]
    kept_fields = before.filter((pl.col("item") == members[0]) & (pl.col("event") == "field"))
    replaced = pl.DataFrame([row for row in fresh if row["event"] != "field"], schema=EVENTS)
    after = canonical(pl.concat([before.filter(pl.col("item") != members[0]), kept_fields, replaced]))
    old, new = (log.filter(pl.col("item").is_in(members)) for log in (before, after))
    assert summary(metric, before) - summary(metric, old) + summary(metric, new) == summary(metric, after)


@every_metric
def test_what_was_not_known_at_the_cut_does_not_count(metric: Metric) -> None:
    events = log_of(metric, range(60))
    late = log_of(metric, range(60, 90)).with_columns(received_at=pl.lit(CUT))
    assert summary(metric, pl.concat([events, late])) == summary(metric, events)


@every_metric
def test_a_summary_may_be_scaled_without_changing_a_share(metric: Metric) -> None:
    """Twice the same work gives the same percentage or mean; counts double. No result is rounded on the way."""
    _, level = level_of(metric)
    once = summary(metric, log_of(metric, range(120)))
    first, second = metric.measure(level, once), metric.measure(level, once + once)
    assert first.value is not None and second.value is not None
    if metric.result_kind(level) == "count":
        assert second.value in (first.value, 2 * first.value)
    else:
        assert second.value == first.value
