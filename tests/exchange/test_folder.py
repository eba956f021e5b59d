"""An engagement folder keeps what was acknowledged, whole, also when the program dies in the middle of writing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from remit.exchange import starters
from remit.exchange.folder import Folder, Locked
from remit.values.fault import Refused
from remit.work.facts import FACTS
from remit.work.log import EVENTS
from tests.conftest import PROVE


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    starters.lay_out(tmp_path / "books", "simple")
    return Folder.open(tmp_path / "books")


def events(*numbers: int, received: int = 0) -> pl.DataFrame:
    rows = [{"record": "helpdesk", "item": f"T-{n}", "event": "created", "at": n, "received_at": received, "id": str(n)} for n in numbers]
    return pl.DataFrame(rows, schema=EVENTS)


def test_batches_are_parts_and_repetitions_write_nothing(folder: Folder) -> None:
    assert str(folder.add_events(events(1, 2), {"file": "a.csv"})) == "2 new events, 0 already known"
    assert str(folder.add_events(events(2, 3), {"file": "b.csv"})) == "1 new event, 1 already known"
    assert str(folder.add_events(events(1, 2, 3, received=5), {"file": "c.csv"})) == "0 new events, 3 already known"
    assert [entry["file"] for entry in folder.imports()] == ["a.csv", "b.csv"]
    assert folder.log()["id"].to_list() == ["1", "2", "3"]


def test_an_earlier_receipt_of_a_known_event_is_kept(folder: Folder) -> None:
    folder.add_events(events(1, received=9), {})
    folder.add_events(events(1, received=4), {})
    assert folder.log()["received_at"].to_list() == [4]


def test_a_refused_batch_leaves_the_folder_as_it_was(folder: Folder) -> None:
    folder.add_events(events(1), {})
    before = sorted(path.name for path in (folder.path / "log").iterdir())
    with pytest.raises(Refused):
        folder.add_events(events(2, 1).with_columns(at=pl.lit(7, pl.Int64)), {})
    assert sorted(path.name for path in (folder.path / "log").iterdir()) == before
    assert folder.log().height == 1


def test_a_dry_run_writes_nothing(folder: Folder) -> None:
    assert folder.add_events(events(1), {}, dry_run=True).new == 1
    assert folder.log().is_empty()
    assert not (folder.path / "log").exists()


def test_facts_likewise(folder: Folder) -> None:
    row = {"kind": "rate", "subject": "rand rate", "value": "23.4", "source": "bulletin", "received_at": 0, "id": "1"}
    fact = pl.DataFrame([row], schema=FACTS).with_columns(day=pl.date(2026, 5, 4))
    assert folder.add_facts(fact, {}).new == 1
    assert folder.add_facts(fact, {}).known == 1
    assert folder.facts().height == 1


def test_an_altered_part_is_found(folder: Folder) -> None:
    folder.add_events(events(1), {})
    events(1).with_columns(at=pl.lit(7, pl.Int64)).write_parquet(folder.path / "log" / "000001.parquet")
    with pytest.raises(Refused, match=r"log/000001.parquet: was changed after Remit wrote it"):
        folder.log()


def test_a_part_without_its_line_does_not_exist(folder: Folder) -> None:
    folder.add_events(events(1), {})
    events(2).write_parquet(folder.path / "log" / "000002.parquet")
    assert folder.log()["id"].to_list() == ["1"]
    folder.add_events(events(3), {})
    assert folder.log()["id"].to_list() == ["1", "3"]


def test_two_writers_do_not_meet(folder: Folder) -> None:
    with folder.locked(), pytest.raises(Locked, match="another program is writing"):
        Folder(folder.path).add_events(events(1), {})
    assert folder.add_events(events(1), {}).new == 1


def test_a_folder_without_terms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="make one with `remit new"):
        Folder.open(tmp_path)
    with pytest.raises(Refused, match="there is no such folder"):
        Folder.open(tmp_path / "absent")


WRITER = """
import sys, os, signal
from pathlib import Path
from remit.exchange.folder import Folder
from tests.exchange.test_folder import events

path, stop, start = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
steps = 0

def counted(real):
    def step(*given, **named):
        global steps
        steps += 1
        if steps == stop:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)
    return step

os.fsync = counted(os.fsync)
Path.replace = counted(Path.replace)
Folder.open(path).add_events(events(*range(start, start + 5)), {"file": str(start)})
print("acknowledged", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed with a signal that only POSIX systems have")
@pytest.mark.parametrize("stop", range(1, 8 if not PROVE else 15))
def test_killed_in_the_middle_it_holds_the_old_state_or_the_new(folder: Folder, stop: int) -> None:
    """The program is killed before each write to the disk in turn: what it acknowledged is there, and a batch is whole or absent."""
    folder.add_events(events(1, 2), {})
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(folder.path), str(stop), "10"], capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    held = folder.log()["id"].to_list()
    assert set(held) in ({"1", "2"}, {"1", "2", *(str(n) for n in range(10, 15))})
    if "acknowledged" in done.stdout:
        assert len(held) == 7
    assert folder.add_events(events(*range(10, 15)), {}).new == 7 - len(held)
    assert len(folder.log()) == 7
