"""What is discovered of two real logs, counted a second time in plain Python, one event after the other, without Polars or NumPy."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.discovery import edits, layout
from remit.discovery.edits import Edits
from remit.discovery.footprint import END, START, Footprint, covered, footprint
from remit.discovery.log import Filters, arranged, chosen
from remit.exchange import event_log, table
from remit.exchange.event_log import Reading
from tests.shared import shared

LOGS = {
    "helpdesk_italian.csv.gz": ("case:concept:name", "concept:name", "time:timestamp", "org:resource", ""),
    "uci_incident_event_log.csv.gz": ("number", "incident_state", "sys_updated_at", "assigned_to", "Europe/London"),
}
MISSING = {"", "?", "-"}


class Plain:
    """The counts by hand."""

    def __init__(self, rows: list[tuple[str, str, int, str]]) -> None:
        by_case: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
        for order, (case, activity, at, who) in enumerate(rows):
            by_case[case].append((at, order, activity, who))
        self.edges: Counter[tuple[str, str]] = Counter()
        self.variants: Counter[tuple[str, ...]] = Counter()
        self.until: dict[str, list[int]] = defaultdict(list)
        self.repeated: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.resources: Counter[tuple[str, str]] = Counter()
        for happened in by_case.values():
            steps = sorted(happened)
            names = tuple(one[2] for one in steps)
            self.variants[names] += 1
            self.edges[START, names[0]] += 1
            self.edges[names[-1], END] += 1
            for first, second in pairwise(steps):
                self.edges[first[2], second[2]] += 1
                self.until[first[2]].append(second[0] - first[0])
            for name, times in Counter(names).items():
                self.repeated[name] += times - 1
                self.events[name] += times
            for _, _, name, who in steps:
                if who not in MISSING:
                    self.resources[name, who] += 1


@pytest.fixture(scope="module", params=LOGS)
def both(request: pytest.FixtureRequest) -> tuple[Plain, Footprint, pl.DataFrame]:
    path, columns = shared("logs", request.param), LOGS[request.param]
    plain: list[tuple[str, str, str, str]] = []
    known: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = row[columns[2]]
            if text not in known:
                known[text] = text
            plain.append((row[columns[0]], row[columns[1]], text, row[columns[3]]))
    at = dict(zip(known, _all_instants(list(known)), strict=True))
    events = event_log.read(table.read(path), _reading(path, columns))
    return Plain([(case, activity, at[text], who) for case, activity, text, who in plain]), footprint(events), events


def _reading(path: Path, columns: tuple[str, ...]) -> Reading:
    case, activity, at, resource, zone = columns
    return event_log.suggested(table.read(path), Reading(case=case, activity=activity, at=at, resource=resource, zone=zone))


def _all_instants(texts: list[str]) -> Iterator[int]:
    """By the standard library: ISO with its offset, or London's wall clock."""
    from zoneinfo import ZoneInfo

    for text in texts:
        moment = (
            datetime.fromisoformat(text)
            if "T" in text
            else datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=ZoneInfo("Europe/London"))
        )
        yield int(moment.astimezone(UTC).timestamp()) * 1_000_000


def test_edges_variants_times_and_resources_are_those_of_a_count_by_hand(both: tuple[Plain, Footprint, pl.DataFrame]) -> None:
    plain, found, _ = both
    assert {(row["before"], row["after"]): row["times"] for row in found.edges.iter_rows(named=True)} == dict(plain.edges)
    assert Counter({tuple(row["steps"]): row["cases"] for row in found.variants.iter_rows(named=True)}) == plain.variants
    assert found.variants.height == len(plain.variants)
    steps = {row["activity"]: row for row in found.steps.iter_rows(named=True)}
    assert {name: row["events"] for name, row in steps.items()} == dict(plain.events)
    assert {name: row["repeated"] for name, row in steps.items()} == {name: plain.repeated[name] for name in steps}
    for name, row in steps.items():
        lengths = sorted(plain.until[name])
        assert row["total"] == sum(lengths)
        assert row["until"] == (lengths[(len(lengths) - 1) // 2] if lengths else None)
    assert {(row["activity"], row["resource"]): row["events"] for row in found.resources.iter_rows(named=True)} == dict(plain.resources)


def test_the_most_frequent_ways_cover_what_was_asked_and_no_more(both: tuple[Plain, Footprint, pl.DataFrame]) -> None:
    plain, found, events = both
    wanted, running = 0, 0
    for _, times in plain.variants.most_common():
        if running >= 0.8 * found.cases:
            break
        wanted, running = wanted + 1, running + times
    kept = footprint(covered(events, found, 0.8))
    assert kept.variants.height == wanted and kept.cases >= 0.8 * found.cases
    assert footprint(chosen(events, Filters(first=found.first, end=found.last + 1))).cases == found.cases


def test_the_map_is_drawn_the_same_each_time_and_leaves_no_step_alone(both: tuple[Plain, Footprint, pl.DataFrame]) -> None:
    _, found, _ = both
    drawn = layout.drawing(found, 0.25)
    assert drawn == layout.drawing(found, 0.25) and drawn.left_out > 0
    places = {(node.x, node.y) for node in drawn.nodes}
    assert len(places) == len(drawn.nodes)
    touched = {end for arrow in drawn.arrows for end in (arrow.before, arrow.after)}
    assert touched == {node.name for node in drawn.nodes}


def small(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return arranged(pl.DataFrame(rows, schema=["case", "activity", "at", "began"], orient="row", schema_overrides={"began": pl.Int64}))


def test_work_and_waiting_are_told_apart_where_the_log_says_when_a_step_began() -> None:
    found = footprint(small(("1", "a", 100, 40), ("1", "b", 400, 250), ("2", "a", 60, 0), ("2", "b", 100, 70)))
    steps = {row["activity"]: row for row in found.steps.iter_rows(named=True)}
    assert (steps["a"]["handling"], steps["b"]["handling"]) == (60, 30)  # the lower of 30 and 150
    assert (steps["b"]["waiting"], steps["b"]["waited"]) == (10, 160)  # 70 − 60 and 250 − 100
    assert footprint(small(("1", "a", 1, None))).steps["handling"].to_list() == [None]


def test_edits_rename_merge_and_hide_without_touching_the_log() -> None:
    log = small(("1", "open", 1, None), ("1", "look", 2, None), ("1", "peek", 3, None), ("1", "close", 9, None))
    merged = Edits().renamed(("look", "peek"), "check")
    steps = footprint(edits.applied(log, merged)).variants["steps"].to_list()
    assert steps == [["open", "check", "close"]]
    hidden = merged.turned("check", hide=True)
    found = footprint(edits.applied(log, hidden))
    assert found.variants["steps"].to_list() == [["open", "close"]] and found.steps["total"].sum() == 8
    assert edits.read(hidden.plain) == hidden
    assert merged.renamed(("check",), "test").shown("peek") == "test"
    assert log["activity"].to_list() == ["open", "look", "peek", "close"]


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), min_size=1, max_size=30))
def test_any_log_gives_the_variants_and_edges_of_its_cases(cases: list[list[str]]) -> None:
    rows = [(f"{number:03}", step, 10 * place, None) for number, steps in enumerate(cases) for place, step in enumerate(steps)]
    found = footprint(small(*sorted(rows, key=lambda row: (row[2], row[0]))))
    assert Counter({tuple(row["steps"]): row["cases"] for row in found.variants.iter_rows(named=True)}) == Counter(map(tuple, cases))
    expected = Counter(pair for steps in cases for pair in zip([START, *steps], [*steps, END], strict=True))
    assert {(row["before"], row["after"]): row["times"] for row in found.edges.iter_rows(named=True)} == dict(expected)


def test_an_empty_log_has_no_cases_and_no_drawing() -> None:
    nothing = footprint(small(("1", "a", 1, None)).clear())
    assert nothing.cases == 0 and layout.drawing(nothing).nodes == ()
