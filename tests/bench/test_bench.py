"""The harness refuses entries that disagree, states ratios to named baselines, and runs every large table at a small size."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.__main__ import names
from bench.page import section
from bench.table import Disagreement, Entry, Measured, Setting, Table, measure
from bench.tables import designer, statement


def test_entries_that_do_not_give_the_same_outputs_are_refused() -> None:
    table = Table("Sums", "", (Entry("one", lambda: 1, group="sum"), Entry("two", lambda: 2, group="sum")))
    with pytest.raises(Disagreement, match="'two' does not give the outputs of 'one'"):
        measure(table, rounds=1)


def test_a_promise_is_a_ratio_to_the_named_baseline() -> None:
    slow = Entry("slow", lambda: None, against="bare", at_most=4)
    fast = Entry("fast", lambda: None, against="bare", at_least=1_000)
    found = Measured(Table("T", "", (Entry("bare", lambda: None), slow, fast)), {"bare": 1.0, "slow": 4.5, "fast": 0.0005})
    assert (found.kept(slow), found.kept(fast)) == (False, True)
    assert "| slow | 4.50 | 4.50 × bare | at most 4 ×: **not kept** |" in section(found)
    assert "| fast | 0.0005 | 2,000 times as fast as bare | at least 1,000 times as fast: kept |" in section(found)


def test_the_large_table_runs_at_a_small_size(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="without Numba nothing is folded in one pass")
    found = measure(statement.table(Setting(small=True, folder=tmp_path)), rounds=1)
    assert {entry.name for entry in found.table.entries} == set(found.medians)
    assert all("whole process" in note for note in found.notes)


def test_the_designer_answers_an_edit_of_a_large_contract_within_a_second(tmp_path: Path) -> None:
    """A fiftieth of the work. What an edit costs beside the work does not shrink with it: reading, comparing, settling twelve months."""
    found = measure(designer.table(Setting(small=True, folder=tmp_path)), rounds=1)
    assert found.medians[designer.TARGET] < 1
    assert found.medians[designer.VERSIONS] < 3  # of two hundred clauses; on a machine that runs other tests meanwhile


def test_every_table_has_a_name() -> None:
    assert {"statement", "start"} <= set(names())


def test_help_answers_at_once() -> None:
    """The best of several, because a busy machine may delay any one of them."""
    taken = []
    for _ in range(8):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "remit", "--help"], check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.3
