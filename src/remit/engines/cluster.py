"""Summaries on a Dask cluster, for logs that one machine has outgrown: the same bytes as `local.summaries`.

The cluster is an existing one (`tcp://scheduler:8786`), or one that is started for the run on this machine and listens to it alone
(`local`, or `local:4` with four workers of one thread). Workers must run the same versions of Remit and Polars, since they promise the same
bytes. A worker that dies in the middle loses nothing: its tasks are plain functions, run again by another.

`dask` and `distributed` are the extra `cluster` (`pip install remit[cluster]`), imported when a cluster is first used. A program that
starts a local cluster must guard its main part (`if __name__ == "__main__":`), because workers import it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from types import TracebackType
from typing import Any

import polars as pl

from remit.agreement import Agreement
from remit.engines import sharded
from remit.engines.portion import Asked
from remit.engines.sharded import Split, Stored, Told
from remit.statement import Summaries
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month
from remit.work.clocks import ClockRule

WORKERS = 2
_SHARDS = 2
"""Shards for each thread: an uneven shard then delays nobody for long."""
_RETRIES = 3
_HERE = "127.0.0.1"
_SECONDS = 10
"""How long a scheduler may take to answer."""


class Cluster:
    """An engine (`engines.engine.Engine`) on a Dask cluster: `with Cluster("local") as engine: engine.summaries(...)`."""

    def __init__(self, address: str, *, told: Told = lambda _: None) -> None:
        """Connects, or starts a cluster on this machine; `told` hears in words what shards cannot give alone.

        `Refused` where the address is none, the extra is not installed, no scheduler answers, or its workers run other versions.
        """
        self._told = told
        self._last: tuple[Any, int, Split] | None = None
        self._own = _started(address)
        self._client = _connected(address, self._own)
        try:
            self._crew = _Crew(self._client, _SHARDS * _threads(address, self._client))
        except BaseException:
            self.close()
            raise

    def summaries(
        self,
        agreement: Agreement,
        events: pl.DataFrame | Stored,
        facts: pl.DataFrame,
        month: Month,
        cut: int,
        *,
        upheld: bool = False,
        rules: Mapping[str, ClockRule] | None = None,
    ) -> Summaries:
        """What the work of a month comes to, as known at `cut`: the arguments and result of `local.summaries`."""
        return self.months([(month, agreement)], events, facts, cut, upheld=upheld, rules=rules)[0]

    def months(
        self,
        agreements: Sequence[tuple[Month, Agreement]],
        events: pl.DataFrame | Stored,
        facts: pl.DataFrame,
        cut: int,
        *,
        upheld: bool = False,
        rules: Mapping[str, ClockRule] | None = None,
        with_digests: bool = True,
    ) -> tuple[Summaries, ...]:
        """Several months of one log in one go. The shards of the last log stay with the workers, until another one comes."""
        asked = [Asked.of(agreement, facts, month, cut, upheld=upheld, rules=rules) for month, agreement in agreements]
        return sharded.months(self._crew, self._split(events, cut), asked, with_digests=with_digests, told=self._told)

    def _split(self, events: pl.DataFrame | Stored, cut: int) -> Split:
        if self._last is None or self._last[0] is not events or self._last[1] != cut:
            self._last = None  # the shards before leave the workers
            self._last = events, cut, sharded.split(self._crew, events, cut)
        return self._last[2]

    def close(self) -> None:
        """Leaves the cluster, and ends one that was started for the run."""
        self._last = None
        self._client.close()
        if self._own is not None:
            self._own.close()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@dataclass
class _Crew:
    """Tasks as Dask futures. What they were made from stays with the scheduler, so that a lost one can be made again."""

    client: Any
    shards: int

    def submit(self, task: Callable[..., Any], *arguments: Any) -> Any:
        return self.client.submit(task, *arguments, pure=False, retries=_RETRIES)

    def gather(self, results: Any) -> Any:
        return self.client.gather(results)


def workers_of(address: str) -> int | None:
    """How many workers an address asks to be started on this machine; None where it names a scheduler.

    >>> workers_of("local:4"), workers_of("local"), workers_of("tcp://127.0.0.1:8786")
    (4, 2, None)
    """
    if address == "local":
        return WORKERS
    kind, _, rest = address.partition(":")
    if kind == "local" and rest.isascii() and rest.isdigit() and 0 < int(rest) <= 256:
        return int(rest)
    if kind in ("tcp", "tls") and rest.startswith("//") and rest.rpartition(":")[2].isdigit():
        return None
    raise Refused([_fault(address, "is no address of a scheduler", "write tcp://host:8786, tls://host:8786, local or local:2")])


def _started(address: str) -> Any:
    count = workers_of(address)
    try:
        dask, distributed = import_module("dask"), _distributed()
    except ImportError:
        what = "needs dask and distributed, which are not installed"
        raise Refused([_fault(address, what, "pip install 'remit[cluster]', or leave the scheduler out")]) from None
    # The log of an engagement that comes from memory is sent with its tasks on purpose, so that a lost worker loses nothing.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "64 GiB"})
    if count is None:
        return None
    threads = {"POLARS_MAX_THREADS": str(max(1, (os.cpu_count() or 1) // count))}
    return distributed.LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        host=_HERE,
        # Dask serves pages of its own state; left to itself it would serve them to the whole network.
        dashboard_address=f"{_HERE}:0",
        worker_dashboard_address=f"{_HERE}:0",
        env=threads,
        memory_limit=0,
        silence_logs=50,
    )


def _distributed() -> Any:
    """The package, which has types for a part of its calls only."""
    return import_module("distributed")


def _connected(address: str, own: Any) -> Any:
    try:
        client = _distributed().Client(own if own is not None else address, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError) as error:
        remedy = "start one with `dask scheduler` and workers with `dask worker`, or leave the scheduler out"
        raise Refused([_fault(address, "does not answer", remedy)]) from error
    if own is None:
        try:
            _refuse_others(address, client)
        except BaseException:
            client.close()
            raise
    return client


def _refuse_others(address: str, client: Any) -> None:
    """Other versions could give other bytes, and nobody would know why."""
    here = _here()
    try:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_SECONDS)
        found = client.run(versions)
    except ImportError as error:
        what = f"has workers that cannot run Remit ({error})"
        raise Refused([_fault(address, what, "install the same version of remit[cluster] where the workers run")]) from error
    if not found:
        raise Refused([_fault(address, "has no workers", f"start some with `dask worker {address}`")])
    others = sorted(
        {f"{name} {told}, here {here[name]}" for worker in found.values() for name, told in worker.items() if told != here[name]}
    )
    if others:
        raise Refused([_fault(address, f"has workers with other versions: {'; '.join(others)}", "install the same ones everywhere")])


def versions() -> Mapping[str, str]:
    """What decides the bytes of summaries: the versions of the program, of Polars and NumPy, and of the data of time zones and holidays."""
    return {name: version(name) for name in ("remit", "polars", "numpy", "tzdata", "holidays")}


def _here() -> Mapping[str, str]:
    return versions()


def _threads(address: str, client: Any) -> int:
    count = workers_of(address)
    return count if count is not None else sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())


def _fault(address: str, what: str, remedy: str) -> Fault:
    return Fault(Place(), f"the scheduler '{address}' {what}", remedy)
