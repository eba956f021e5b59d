"""The summaries of months from shards of one log, wherever they are computed: the plan, and the tasks that it hands out.

A log is cut by ranges of its items' numbers, through all records alike, so that what one item did in several records stays together and the
leaves of the digest come in order. In turn: each shard tells its kinds of event; where a relief looks at all billed units, its units of the
month; then its portion of every month (`engines.portion`) and its leaves. Levels with a key of their own are shuffled: each shard parts its
events by key, and each key's parts meet again. What no shard can give is computed by one worker, from the records it reads.

A `Crew` runs the tasks, which are plain functions of their arguments: lost ones are run again with the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol
from zlib import crc32

import polars as pl

from remit.engines import local
from remit.engines.portion import (
    Asked,
    Portion,
    added,
    all_words,
    portion,
    summaries,
    units,
    whole_level,
    words,
)
from remit.statement import Summaries
from remit.terms.document import Clause
from remit.work import merkle
from remit.work.digest import leaf_hashes, written
from remit.work.evidence import Evidence
from remit.work.log import EVENTS

Told = Callable[[str], None]
_HASH = 32
_SAMPLED = 1_000
"""How many items' numbers per shard say where to cut; any cut is right, a good one makes shards of one size."""


class Crew(Protocol):
    """Who runs tasks. A result may be handed to later tasks, alone or in lists, before it is there."""

    @property
    def shards(self) -> int:
        """Into how many shards a log is cut."""

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Any: ...

    def gather(self, results: Any) -> Any: ...


class Here:
    """Runs each task at once, in this process: for tests, and to see what a cluster would do."""

    def __init__(self, shards: int = 2) -> None:
        self.shards = shards

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Any:
        return task(*arguments)

    def gather(self, results: Any) -> Any:
        return results


# ── where the log is ──


@dataclass(frozen=True, slots=True)
class Stored:
    """A log in Parquet files (columns `work.log.EVENTS`) that every worker can read under the same path; each worker reads its own share.

    A file that lists items in order is read only where a shard needs it.
    """

    paths: tuple[str, ...]

    def cuts(self, shards: int) -> list[str]:
        items = pl.scan_parquet(list(self.paths)).select("item")
        count = int(items.select(pl.len()).collect().item())
        return _cuts(items.gather_every(max(1, count // (shards * _SAMPLED))).collect()["item"], shards)

    def between(self, low: str | None, high: str | None, cut: int) -> pl.DataFrame:
        return pl.scan_parquet(list(self.paths)).filter(_within(low, high) & (pl.col("received_at") < cut)).select(EVENTS.names()).collect()


def _cuts(items: pl.Series, shards: int) -> list[str]:
    """The numbers at which shards begin, but for the first."""
    ordered = items.sort()
    return [] if not len(ordered) else sorted({ordered[len(ordered) * shard // shards] for shard in range(1, shards)})


def _within(low: str | None, high: str | None) -> pl.Expr:
    wanted = pl.lit(True)
    if low is not None:
        wanted = wanted & (pl.col("item") >= low)
    return wanted & (pl.col("item") < high) if high is not None else wanted


@dataclass(frozen=True)
class Split:
    """The shards of a log as known at a cut, held by a crew, and the kinds of event that each record knows."""

    cut: int
    shards: tuple[Any, ...]
    words: Mapping[str, frozenset[str]]


def split(crew: Crew, log: pl.DataFrame | Stored, cut: int) -> Split:
    """Cuts a log into shards, each held by a worker."""
    if isinstance(log, Stored):
        edges = [None, *crew.gather(crew.submit(log.cuts, crew.shards)), None]
        shards = [crew.submit(log.between, low, high, cut) for low, high in pairwise(edges)]
    else:
        known = log.filter(pl.col("received_at") < cut)
        edges = [None, *_cuts(known["item"].gather_every(max(1, known.height // (crew.shards * _SAMPLED))), crew.shards), None]
        shards = [crew.submit(as_it_is, known.filter(_within(low, high))) for low, high in pairwise(edges)]
    return Split(cut, tuple(shards), all_words(crew.gather([crew.submit(words, shard) for shard in shards])))


# ── the plan ──


def months(
    crew: Crew, log: Split, asked: Sequence[Asked], *, with_digests: bool = True, told: Told = lambda _: None
) -> tuple[Summaries, ...]:
    """The summaries of months, each the same bytes as `local.summaries` gives. `told` hears, in words, what shards cannot give alone."""
    asked = tuple(replace(one, words=log.words) for one in asked)
    if any(one.cut != log.cut for one in asked):
        raise ValueError("the shards were made for another cut")
    if any(one.held for one in asked):
        everywhere = crew.submit(as_it_is, asked)
        billed = crew.gather([crew.submit(units_of, shard, everywhere) for shard in log.shards])
        asked = tuple(one.with_grants(pl.concat([shard[place] for shard in billed])) for place, one in enumerate(asked))
    for said in dict.fromkeys(said for one in asked for said in exceptions(one)):
        told(said)
    everywhere = crew.submit(as_it_is, asked)
    by_item = [crew.submit(by_items, shard, everywhere, with_digests) for shard in log.shards]
    by_key = _by_key(crew, log, asked, everywhere)
    whole = _whole(crew, log, asked, everywhere)
    portions, keyed, alone = crew.gather([by_item, [result for _, result in by_key], [one[2] for one in whole]])
    sums = [[shard[place] for shard, _ in portions] for place in range(len(asked))]
    notes: list[dict[str, tuple[str, ...]]] = [{} for _ in asked]
    for (places, _), found in zip(by_key, keyed, strict=True):
        for place, one in zip(places, found, strict=True):
            sums[place].append(one)
    for (place, number, _), (one, said) in zip(whole, alone, strict=True):
        sums[place].append(one)
        notes[place][number] = said
    digests = _roots([leaves for _, leaves in portions])
    return tuple(summaries(one, added(sums[place]), digests, notes[place]) for place, one in enumerate(asked))


def exceptions(asked: Asked) -> tuple[str, ...]:
    """In words: what of a month no shard can give alone, and how it is found."""
    said = []
    for level in asked.levels:
        way, metric = asked.ways[level.number], asked.agreement.metric(level)
        name = f"{level.number} {level.name}"
        if way == "by key":
            said.append(f"{name} is counted by {metric.key}: its events are shuffled, so that those of one {metric.key} meet.")
        elif way == "whole":
            records = " and ".join(sorted(asked.records(level)))
            why = "what hangs together there does not add up" if metric.key == "component" else "facts tell it too"
            said.append(f"{name} is counted by one worker from all of {records}: {why}.")
    for clause in asked.agreement.in_force(9, asked.month):
        if local.relief_of(asked.agreement, clause).rests_on == "billed units":
            said.append(f"{clause.number} {clause.name} is granted from the billed units of all shards together.")
    return tuple(said)


def _by_key(crew: Crew, log: Split, asked: Sequence[Asked], everywhere: Any) -> list[tuple[tuple[int, ...], Any]]:
    """The portions of levels with a key of their own: which months each result is about, and the results."""
    wanted: dict[tuple[int, str], list[int]] = {}
    for place, one in enumerate(asked):
        for level in one.parted("by key"):
            wanted.setdefault((id(one.agreement.terms), level.number), []).append(place)
    found = []
    for (_, number), places in wanted.items():
        parts = len(log.shards)
        pieces = [crew.submit(pieces_of, shard, everywhere, places[0], number, parts) for shard in log.shards]
        for part in range(parts):
            mine = [crew.submit(piece, shard, part) for shard in pieces]
            found.append((tuple(places), crew.submit(by_keys, mine, everywhere, places, number)))
    return found


def _whole(crew: Crew, log: Split, asked: Sequence[Asked], everywhere: Any) -> list[tuple[int, str, Any]]:
    """Month, level and result of what only all events of some records give."""
    found = []
    gathered: dict[frozenset[str], list[Any]] = {}
    for place, one in enumerate(asked):
        for level in one.parted("whole"):
            records = one.records(level)
            if records not in gathered:
                gathered[records] = [crew.submit(of_records, shard, records) for shard in log.shards]
            found.append((place, level.number, crew.submit(on_one_worker, gathered[records], everywhere, place, level.number)))
    return found


def _roots(shards: Sequence[Mapping[str, bytes]]) -> dict[str, str]:
    joined: dict[str, list[bytes]] = {}
    for shard in shards:
        for record, hashes in shard.items():
            joined.setdefault(record, []).extend(hashes[start : start + _HASH] for start in range(0, len(hashes), _HASH))
    return {record: written(merkle.root(hashes)) for record, hashes in joined.items()}


# ── tasks ──


def as_it_is(value: Any) -> Any:
    """A value that many tasks need, so that it travels once."""
    return value


def units_of(shard: pl.DataFrame, asked: Sequence[Asked]) -> list[pl.DataFrame]:
    """The units of each month that reliefs look at all together."""
    return [units(one, evidence) for one, evidence in _evidence(shard, asked)]


def by_items(shard: pl.DataFrame, asked: Sequence[Asked], with_digests: bool) -> tuple[list[Portion], dict[str, bytes]]:
    """What a shard's items contribute to each month, and by record the hashes of their leaves, in order, end to end."""
    found = _evidence(shard, asked)
    portions = [portion(one, one.relieved(evidence), one.parted("by item"), one.services) for one, evidence in found]
    leaves = leaf_hashes(found[0][1].events) if with_digests and found else {}
    return portions, {record: b"".join(hashes) for record, (_, hashes) in leaves.items()}


def pieces_of(shard: pl.DataFrame, asked: Sequence[Asked], place: int, number: str, parts: int) -> list[pl.DataFrame]:
    """The shard's events of the records that a level reads, parted by the level's key."""
    one = asked[place]
    level = _level(one, number)
    events = shard.filter(pl.col("record").is_in(one.records(level)))
    keys = one.agreement.metric(level).keys(level, one.evidence(events))
    # Python's own hash of a text differs from process to process.
    part_of = [crc32(key.encode()) % parts if key is not None else 0 for key in keys["key"]]
    parted = keys.select("item", part=pl.Series(part_of, dtype=pl.Int64))
    marked = events.join(parted, on="item", how="left", maintain_order="left").with_columns(pl.col("part").fill_null(0))
    return [marked.filter(pl.col("part") == part).drop("part") for part in range(parts)]


def piece(pieces: Sequence[pl.DataFrame], part: int) -> pl.DataFrame:
    return pieces[part]


def by_keys(pieces: Sequence[pl.DataFrame], asked: Sequence[Asked], places: Sequence[int], number: str) -> list[Portion]:
    """What all events of some keys contribute to a level in each of the months."""
    mine = [asked[place] for place in places]
    return [portion(one, one.relieved(evidence), [_level(one, number)]) for one, evidence in _evidence(pl.concat(pieces), mine)]


def of_records(shard: pl.DataFrame, records: frozenset[str]) -> pl.DataFrame:
    return shard.filter(pl.col("record").is_in(records))


def on_one_worker(shards: Sequence[pl.DataFrame], asked: Sequence[Asked], place: int, number: str) -> tuple[Portion, tuple[str, ...]]:
    """A level from all events of its records, and what is told twice of it."""
    one = asked[place]
    return whole_level(one, _level(one, number), one.relieved(one.evidence(pl.concat(shards))))


def _evidence(shard: pl.DataFrame, asked: Sequence[Asked]) -> list[tuple[Asked, Evidence]]:
    """The evidence of each month; months of one version of the terms share their clocks."""
    folded: dict[tuple[int, bool], Evidence] = {}
    found = []
    for one in asked:
        key = id(one.agreement.terms), one.upheld
        folded[key] = folded[key].in_month(one.month) if key in folded else one.evidence(shard)
        found.append((one, folded[key]))
    return found


def _level(asked: Asked, number: str) -> Clause:
    return next(level for level in asked.levels if level.number == number)
