"""What an engine is: whatever computes summaries. The module `local` is one, and the definition; `cluster.Cluster` is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import polars as pl

from remit.agreement import Agreement
from remit.engines import local
from remit.statement import Summaries
from remit.values.period import Month
from remit.work.clocks import ClockRule


class Engine(Protocol):
    """Gives the same bytes as `local`, wherever it computes them."""

    def summaries(
        self,
        agreement: Agreement,
        events: pl.DataFrame,
        facts: pl.DataFrame,
        month: Month,
        cut: int,
        *,
        upheld: bool = False,
        rules: Mapping[str, ClockRule] | None = None,
    ) -> Summaries:
        """The summaries of one month."""

    def months(
        self,
        agreements: Sequence[tuple[Month, Agreement]],
        events: pl.DataFrame,
        facts: pl.DataFrame,
        cut: int,
        *,
        upheld: bool = False,
        rules: Mapping[str, ClockRule] | None = None,
        with_digests: bool = True,
    ) -> tuple[Summaries, ...]:
        """The summaries of several months of one log; without digests where nothing will be signed."""


@contextmanager
def at(scheduler: str | None, told: Callable[[str], None] = lambda _: None) -> Iterator[Engine]:
    """The engine that a scheduler's address means: this process where there is none; a cluster is left when the block ends."""
    if not scheduler:
        yield local
        return
    from remit.engines.cluster import Cluster

    with Cluster(scheduler, told=told) as engine:
        yield engine
