"""The option that says where work is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from remit.engines.engine import Engine

scheduler_option = click.option(
    "--scheduler",
    envvar="REMIT_SCHEDULER",
    show_envvar=True,
    help="Count the work on this Dask cluster: tcp://host:8786, or local:2 to start two workers on this machine for the run.",
)


@contextmanager
def engine_at(scheduler: str | None) -> Iterator[Engine]:
    """The engine that the option names; what a cluster cannot part among its workers is said once, on standard error."""
    from remit.engines import engine

    said: set[str] = set()

    def tell(sentence: str) -> None:
        if sentence not in said:
            said.add(sentence)
            click.echo(sentence, err=True)

    with engine.at(scheduler, told=tell) as found:
        yield found
