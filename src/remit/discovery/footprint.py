"""A log counted in one pass: how often each step follows which, how long it takes until the next, and which ways cases take.

The directly-follows graph (van der Aalst, *Process Mining*, 2nd ed. 2016, section 6.1) says how often one activity comes right after
another in the same case. It is counted, not fitted: every arrow is a number of times, and nothing is left out here.

Times: between two events of a case lies time, and only a log that says when a step *began* tells work from waiting. Where it does,
`handling` is from begin to end of a step and `waiting` from the end of the one before to its begin. Where it does not, `until` is the time
from one event to the next: time in that state, for a log of states; work and waiting together, for a log of steps. Medians are the lower
of the two middle values, so each is a length that occurred.

Variants are told apart by a hash of their sequence (SplitMix64, Steele et al. 2014) and compared step by step with the sequence of the log
that stands for each, so none is lumped together with another. The arrays are NumPy's and Polars'; nothing loops over cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

START, END = "(start)", "(end)"


@dataclass(frozen=True, slots=True)
class Footprint:
    """What was counted. Frames, each sorted by its key:

    steps      activity, events, cases, repeated (events beyond the first of a case), until (median), total (sum of until), handling,
               waiting (medians, or null), waited (sum of waiting, 0 where the log does not say), place (mean place in its cases, 0 to 1)
    edges      before, after, times, cases, wait (median time between), total
    variants   steps (list of activities), cases, share, wait (median length of a case)
    resources  activity, resource, events
    """

    events: int
    cases: int
    first: int
    last: int
    length: int
    steps: pl.DataFrame
    edges: pl.DataFrame
    variants: pl.DataFrame
    resources: pl.DataFrame
    has_handling: bool


@dataclass(frozen=True, slots=True)
class _Cases:
    """The log as arrays: codes of activities in order, where each case starts, and its length."""

    names: list[str]
    codes: NDArray[np.int64]
    at: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    place: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Gaps:
    """The time from each event to the next of its case, sorted by the pair of both activities, and so by the first one too."""

    inner: NDArray[np.int64]
    pairs: NDArray[np.int64]
    sorted: NDArray[np.int64]
    ends: NDArray[np.int64]
    count: int

    @classmethod
    def of(cls, cases: _Cases) -> _Gaps:
        count, last = len(cases.names), np.zeros(len(cases.codes), dtype=bool)
        last[cases.starts + cases.lengths - 1] = True
        inner = np.flatnonzero(~last)
        pairs = cases.codes[inner] * count + cases.codes[inner + 1]
        waits = np.diff(cases.at)[~last[:-1]] if len(inner) else np.empty(0, dtype=np.int64)
        return cls(inner, pairs, waits[_order(pairs)], np.cumsum(np.bincount(pairs, minlength=count * count)), count)

    def between(self, first: int, end: int) -> NDArray[np.int64]:
        """The times of the pairs from one number up to another."""
        return self.sorted[self.ends[first - 1] if first else 0 : self.ends[end - 1]]

    def after(self, code: int) -> NDArray[np.int64]:
        """The times after a step, to whichever came next."""
        return self.between(code * self.count, (code + 1) * self.count)


def footprint(events: pl.DataFrame) -> Footprint:
    """Everything that is counted of an arranged log (`log.arranged`); a log without events has no cases."""
    if events.is_empty():
        return _nothing()
    cases = _cases(events)
    handling, waiting = _worked(events, cases)
    lasted = cases.at[cases.starts + cases.lengths - 1] - cases.at[cases.starts]
    with ThreadPoolExecutor(max_workers=4) as side_by_side:  # each reads the same arrays and writes its own
        variants = side_by_side.submit(_variants, cases, lasted)
        resources = side_by_side.submit(_resources, events, cases)
        gaps = _Gaps.of(cases)
        steps = side_by_side.submit(_steps, cases, gaps, handling, waiting)
        edges = side_by_side.submit(_edges, cases, gaps)
        return Footprint(
            len(cases.codes),
            len(cases.starts),
            int(cases.at.min()),
            int(cases.at.max()),
            _middle(lasted),
            steps.result(),
            edges.result(),
            variants.result(),
            resources.result(),
            handling is not None,
        )


def _cases(events: pl.DataFrame) -> _Cases:
    case = events["case"]
    changed = (case != case.shift(1)).fill_null(True).to_numpy()
    starts = np.flatnonzero(changed)
    lengths = np.diff(np.append(starts, len(case)))
    names = events["activity"].unique().sort().to_list()
    codes = events["activity"].cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64)
    return _Cases(names, codes, events["at"].to_numpy(), starts, lengths, np.arange(len(codes)) - np.repeat(starts, lengths))


def _worked(events: pl.DataFrame, cases: _Cases) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
    """Handling and waiting of each event in microseconds, NaN where the log does not say; None where it never does."""
    if events["began"].null_count() == events.height:
        return None, None
    began = events["began"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    before = np.append(0, cases.at[:-1]).astype(np.float64)
    before[cases.starts] = np.nan
    return np.maximum(cases.at - began, 0), np.maximum(began - before, 0)


def _steps(cases: _Cases, gaps: _Gaps, handling: NDArray[np.float64] | None, waiting: NDArray[np.float64] | None) -> pl.DataFrame:
    count = len(cases.names)
    events = np.bincount(cases.codes, minlength=count)
    inside = _cases_with(cases.codes, cases.starts, count)
    share = cases.place / np.repeat(np.maximum(cases.lengths - 1, 1), cases.lengths)
    until = [gaps.after(code) for code in range(count)]
    middles, sums = [], []
    for name, column in (("handling", handling), ("waiting", waiting)):
        known = np.flatnonzero(~np.isnan(column)) if column is not None else np.empty(0, dtype=np.int64)
        found = dict(_by_key(cases.codes[known], column[known].astype(np.int64))) if column is not None else {}
        middles.append(pl.Series(name, [_middle(found[code]) if code in found else None for code in range(count)], dtype=pl.Int64))
        sums = [int(found[code].sum()) if code in found else 0 for code in range(count)]
    return pl.DataFrame(
        {
            "activity": cases.names,
            "events": events,
            "cases": inside,
            "repeated": events - inside,
            "until": pl.Series([_middle(lengths) if len(lengths) else None for lengths in until], dtype=pl.Int64),
            "total": [int(lengths.sum()) for lengths in until],
            "handling": middles[0],
            "waiting": middles[1],
            "waited": sums,
            "place": np.bincount(cases.codes, weights=share, minlength=count) / np.maximum(events, 1),
        }
    ).sort("activity")


def _by_key(keys: NDArray[np.int64], values: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """The values of each key that occurs."""
    if not len(keys):
        return
    counts = np.bincount(keys)
    ends = np.cumsum(counts)
    sorted_values = values[_order(keys)]
    for key in np.flatnonzero(counts):
        yield int(key), sorted_values[ends[key] - counts[key] : ends[key]]


def _order(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of keys in their order. Small ones are sorted by their digits, which is linear."""
    return np.argsort(keys.astype(np.uint16) if len(keys) and keys.max() < 1 << 16 else keys, kind="stable")


def _cases_with(codes: NDArray[np.int64], starts: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """In how many cases each code occurs: a bit for each code, put together over each case."""
    found = np.zeros(count, dtype=np.int64)
    for low in range(0, count, 64):
        bits = np.where((codes >= low) & (codes < low + 64), np.uint64(1) << ((codes - low) & 63).astype(np.uint64), np.uint64(0))
        together = np.bitwise_or.reduceat(bits, starts)
        for code in range(low, min(low + 64, count)):
            found[code] = np.count_nonzero(together & (np.uint64(1) << np.uint64(code - low)))
    return found


def _edges(cases: _Cases, gaps: _Gaps) -> pl.DataFrame:
    count = len(cases.names)
    keys = np.flatnonzero(np.diff(gaps.ends, prepend=0)).tolist()
    waits = [gaps.between(key, key + 1) for key in keys]
    dense = np.zeros(count * count, dtype=np.int64)
    dense[keys] = np.arange(len(keys))
    every = np.full(len(cases.codes), len(keys), dtype=np.int64)  # the last event of a case has no arrow: a code of its own
    every[gaps.inner] = dense[gaps.pairs]
    inside = _cases_with(every, cases.starts, len(keys) + 1)
    middle = pl.DataFrame(
        {
            "before": [cases.names[key // count] for key in keys],
            "after": [cases.names[key % count] for key in keys],
            "times": [len(times) for times in waits],
            "cases": inside[: len(keys)],
            "wait": [_middle(times) for times in waits],
            "total": [int(times.sum()) for times in waits],
        },
        schema={"before": pl.String, "after": pl.String, **dict.fromkeys(("times", "cases", "wait", "total"), pl.Int64)},
    )
    firsts, ends = cases.codes[cases.starts], cases.codes[cases.starts + cases.lengths - 1]
    outer = [
        (START, cases.names[code], int(times), int(times), 0, 0) for code, times in enumerate(np.bincount(firsts, minlength=count)) if times
    ] + [(cases.names[code], END, int(times), int(times), 0, 0) for code, times in enumerate(np.bincount(ends, minlength=count)) if times]
    rows = pl.DataFrame(outer, schema=middle.schema, orient="row")
    return pl.concat([middle, rows]).sort("before", "after")


def _variants(cases: _Cases, lasted: NDArray[np.int64]) -> pl.DataFrame:
    frame = pl.DataFrame({"key": _told_apart(cases), "case": np.arange(len(cases.starts)), "length": cases.lengths, "lasted": lasted})
    grouped = frame.group_by("key").agg(
        pl.col("case").min(),
        pl.col("length").first(),
        pl.len().alias("cases"),
        pl.col("lasted").quantile(0.5, "lower").cast(pl.Int64).alias("wait"),
    )
    ordered = grouped.sort(pl.col("cases"), pl.col("length"), pl.col("case"), descending=[True, False, False])
    share = ordered["cases"] / len(cases.starts)
    steps = _sequences(cases, ordered["case"].to_numpy().astype(np.int64))
    return ordered.select("cases", "wait", "key").with_columns(steps, share.alias("share"))


def _told_apart(cases: _Cases) -> NDArray[np.uint64]:
    """A number for each case, the same for two cases exactly where their sequences are the same.

    It is a sum of SplitMix64 of each activity at its place, and checked: every case is compared with the first one of its number, step by
    step, so that two sequences of one number (which nobody has seen) are told apart by another salt and not lumped together."""
    for salt in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9):
        key = _mixed(cases.codes, cases.place, salt, cases.starts) * np.uint64(512) + cases.lengths.astype(np.uint64) % np.uint64(512)
        firsts = pl.DataFrame({"key": key, "case": np.arange(len(key))}).select(pl.col("case").first().over("key")).to_series().to_numpy()
        if not np.array_equal(cases.lengths[firsts], cases.lengths):
            continue
        same = cases.codes[np.repeat(cases.starts[firsts], cases.lengths) + cases.place] == cases.codes
        if same.all():
            return key
    raise ArithmeticError("three hashes lump different sequences together")


def _sequences(cases: _Cases, which: NDArray[np.int64]) -> pl.Series:
    """The activities of some cases in order, a list each."""
    lengths = cases.lengths[which]
    number = np.repeat(np.arange(len(which)), lengths)
    inside = np.arange(len(number)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    codes = cases.codes[np.repeat(cases.starts[which], lengths) + inside]
    words = pl.Series("steps", cases.names, dtype=pl.String).gather(pl.Series(codes))
    listed = pl.DataFrame({"number": number, "steps": words}).group_by("number", maintain_order=True).agg("steps")
    return listed["steps"] if listed.height else pl.Series("steps", [], dtype=pl.List(pl.String))


def keys(events: pl.DataFrame) -> pl.DataFrame:
    """Each case with the key of its variant."""
    cases = _cases(events)
    return pl.DataFrame({"case": events["case"].gather(pl.Series(cases.starts)), "key": _told_apart(cases)})


def _mixed(codes: NDArray[np.int64], place: NDArray[np.int64], salt: int, starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The sum, over a case, of SplitMix64 of each activity at its place: one number for a sequence."""
    with np.errstate(over="ignore"):
        mixed = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(salt) + place.astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        return np.add.reduceat(mixed, starts)


def _resources(events: pl.DataFrame, cases: _Cases) -> pl.DataFrame:
    who = events["resource"].cast(pl.Categorical)
    known = who.is_not_null().to_numpy()
    key = who.to_physical().fill_null(0).to_numpy().astype(np.int64) * len(cases.names) + cases.codes
    counted = pl.Series("key", key[known]).value_counts(name="events")
    first = pl.DataFrame({"key": key[known], "resource": events["resource"].filter(pl.Series(known))}).unique("key", keep="any")
    found = counted.join(first, on="key").select(
        (pl.col("key") % len(cases.names)).replace_strict(dict(enumerate(cases.names)), return_dtype=pl.String).alias("activity"),
        "resource",
        pl.col("events").cast(pl.Int64),
    )
    return found.sort("activity", pl.col("events"), "resource", descending=[False, True, False])


def _middle(values: NDArray[np.int64]) -> int:
    return int(np.partition(values, (len(values) - 1) // 2)[(len(values) - 1) // 2])


def _nothing() -> Footprint:
    steps = {
        "activity": pl.String,
        **dict.fromkeys(("events", "cases", "repeated", "until", "total", "handling", "waiting", "waited"), pl.Int64),
        "place": pl.Float64,
    }
    edges: dict[str, Any] = {"before": pl.String, "after": pl.String, **dict.fromkeys(("times", "cases", "wait", "total"), pl.Int64)}
    variants: dict[str, Any] = {"cases": pl.Int64, "wait": pl.Int64, "steps": pl.List(pl.String), "share": pl.Float64, "key": pl.UInt64}
    return Footprint(
        0, 0, 0, 0, 0, pl.DataFrame(schema=steps), pl.DataFrame(schema=edges), pl.DataFrame(schema=variants),
        pl.DataFrame(schema={"activity": pl.String, "resource": pl.String, "events": pl.Int64}), False,
    )  # fmt: skip


def covered(events: pl.DataFrame, found: Footprint, coverage: float) -> pl.DataFrame:
    """The events of the cases whose variants, the most frequent first, make up a share of all cases; the variant that crosses it is in."""
    if coverage >= 1 or not found.cases:
        return events
    before = found.variants["cases"].cum_sum() - found.variants["cases"]
    wanted = found.variants.filter(before < coverage * found.cases)["key"]
    fitting = keys(events).filter(pl.col("key").is_in(wanted.implode()))
    return events.join(fitting.select("case"), on="case", how="semi", maintain_order="left")
