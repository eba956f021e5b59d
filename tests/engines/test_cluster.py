"""A month on a Dask cluster: the same bytes, also when a worker dies in the middle; and addresses that lead to none."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from remit import closing, rehearsal
from remit.__main__ import remit
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import local, sharded
from remit.engines.cluster import Cluster, versions, workers_of
from remit.exchange import statement_json
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope
from remit.terms.reader import read
from remit.values.fault import Refused
from remit.values.period import HOUR
from remit.work import facts
from remit.work.facts import FACTS
from remit.work.log import EVENTS
from tests.engines.test_portion import EXCESS, PLAIN, terms
from tests.engines.test_stream import BEGIN, HAPPENINGS, MARCH
from tests.foresight import desk

CATALOGUE = standard_catalogue()
LATER = 1_796_083_200_000_000  # 2026-12-01


class Deadly:
    """A crew in which the worker that first counts a shard is killed while it does."""

    def __init__(self, crew: Any, mark: Path) -> None:
        self.crew, self.mark, self.shards = crew, str(mark), crew.shards

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Any:
        return self.crew.submit(_once_deadly(task, self.mark) if task is sharded.by_items else task, *arguments)

    def gather(self, results: Any) -> Any:
        return self.crew.gather(results)


def _once_deadly(task: Callable[..., Any], mark: str) -> Callable[..., Any]:
    def dying(*arguments: Any) -> Any:
        try:
            os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return task(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    return dying


@pytest.mark.parametrize("stored", [False, True])
def test_a_worker_that_is_killed_changes_nothing(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stored: bool) -> None:
    contract, log = Agreement(read(desk.TERMS, CATALOGUE), CATALOGUE), desk.log(40)
    log.write_parquet(tmp_path / "log.parquet")
    months = [(month, contract) for month in desk.MONTHS[3:6]]
    monkeypatch.setattr(cluster, "_crew", Deadly(cluster._crew, tmp_path / "killed"))
    events = sharded.Stored((str(tmp_path / "log.parquet"),)) if stored else log
    found = cluster.months(months, events, facts.empty(), LATER)  # type: ignore[arg-type]
    assert (tmp_path / "killed").exists(), "a worker was killed"
    assert found == local.months(months, log, facts.empty(), LATER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Sixty tickets of two months, more than were forecast, of which some became known late; and two open claims for relief."""
    chance, home = random.Random(7), Folder(tmp_path_factory.mktemp("streams"))
    (home.path / "terms.yaml").write_text(terms(PLAIN | EXCESS), encoding="utf-8")
    rows = []
    for number in range(60):
        at = BEGIN + chance.randrange(50 * 48) * HOUR // 2
        happened = [HAPPENINGS[0], HAPPENINGS[chance.choice([2, 3])], *chance.choices(HAPPENINGS[4:], k=chance.randint(0, 6))]
        for place, (event, field, value, who) in enumerate(happened):
            at += HOUR * chance.choice([0, 1, 3, 9]) if place > 1 else 0
            received = at + chance.choice([0, 0, 0, 400 * HOUR])
            rows.append(("helpdesk", f"T-{number:02}", event, field, value, who, at, received, None, f"{number}/{place}"))
    home.add_events(pl.DataFrame(rows, schema=EVENTS, orient="row"), {})
    told = [
        ("relief", f"T-{number:02}", date(2026, 4, 2), None, None, "9.1", None, "letter", MARCH.bounds("UTC").end + 30 * HOUR, f"r{number}")
        for number in range(0, 60, 7)
    ]
    forecast = ("forecast", "contact", date(2026, 3, 1), "9", "ticket", None, None, "letter", BEGIN - 60 * 24 * HOUR, "f")
    home.add_facts(pl.DataFrame([*told, forecast], schema=FACTS, orient="row"), {})
    return home


def test_statements_have_the_same_bytes(folder: Folder, cluster: Cluster) -> None:
    """A month with open claims, and the next, which corrects it by what came late."""
    cut = MARCH.bounds("Europe/London").end + 3 * 24 * HOUR
    known = closing.Knowledge.of(folder)
    march = closing.settle(known, MARCH, cut)
    assert march.disputed and statement_json.write(closing.settle(known, MARCH, cut, engine=cluster), Envelope()) == statement_json.write(
        march, Envelope()
    )
    known = known.and_issued(march)
    here, there = (closing.settle(known, MARCH.plus(1), LATER, engine=engine) for engine in (local, cluster))
    assert any(line.kind == "correction" for line in here.lines)
    assert statement_json.write(there, Envelope()) == statement_json.write(here, Envelope())


def test_a_replay_pays_the_same(folder: Folder, cluster: Cluster) -> None:
    work, text = rehearsal.Work.of(folder, LATER), folder.terms_text()
    contracts = [
        rehearsal.Contract.read(name, text.replace(b"3 hours", within), CATALOGUE)
        for name, within in (("a", b"3 hours"), ("b", b"5 hours"))
    ]
    months = [MARCH, MARCH.plus(1)]
    here, there = (rehearsal.replay(rehearsal.Kept(work), contracts, months, engine=engine)[1] for engine in (local, cluster))
    assert there == here and here[0].months != here[1].months


def test_the_command_counts_on_a_cluster(folder: Folder, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["statement", str(folder.path), "2026-03", "--cut", "2026-04-20T18:00:00+01:00", "--json"]
    here = CliRunner().invoke(remit, asked)
    there = CliRunner().invoke(remit, [*asked, "--scheduler", cluster._client.scheduler.address])
    assert there.exit_code == 0, there.output
    assert there.stdout == here.stdout
    assert "8.5 first contact is counted by customer" in there.stderr
    monkeypatch.setenv("REMIT_SCHEDULER", "nowhere")
    refused = CliRunner().invoke(remit, ["replay", str(folder.path), "2026-03"])
    assert isinstance(refused.exception, Refused)
    assert "the scheduler 'nowhere' is no address of a scheduler; write tcp://host:8786" in str(refused.exception)


def test_a_cluster_of_the_run_listens_to_this_machine_alone(cluster: Cluster) -> None:
    """Scheduler, workers and their minders, and the pages that Dask serves."""
    psutil = pytest.importorskip("psutil")
    here = psutil.Process()
    listening = [
        connection.laddr.ip
        for process in (here, *here.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 3
    assert set(listening) == {"127.0.0.1"}


@pytest.mark.parametrize("address", ["local:", "local:0", "local:999", "localhost:8786", "http://host:8786", "tcp://host", "tcp:8786"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="is no address of a scheduler"):
        workers_of(address)


def test_a_scheduler_that_does_not_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remit.engines.cluster._SECONDS", 0.3)
    with pytest.raises(Refused, match="does not answer; start one with `dask scheduler`"):
        Cluster("tcp://127.0.0.1:9")


def test_workers_of_another_version_are_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    address = cluster._client.scheduler.address
    monkeypatch.setattr("remit.engines.cluster._here", lambda: dict(versions()) | {"polars": "0.1"})
    with pytest.raises(Refused, match="workers with other versions: polars 2"):
        Cluster(address)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(Refused, match=r"not installed; pip install 'remit\[cluster\]'"):
        Cluster("local")
