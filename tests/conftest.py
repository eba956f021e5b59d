"""Settings of every test: short property runs by default, long ones with REMIT_PROVE=1 (`make prove`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from remit.engines.cluster import Cluster
    from remit.exchange.folder import Folder
    from tests.database import Cluster as Postgres

PROVE = bool(os.environ.get("REMIT_PROVE"))

settings.register_profile("short", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("prove" if PROVE else "short")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The folder of the demo relationship, built once for all tests of a worker; tests that use it are in the group `demo`.

    They read it and change nothing.
    """
    from remit.demo.relationship import make
    from remit.exchange.folder import Folder
    from remit.exchange.statement_json import Envelope

    path: Path = tmp_path_factory.mktemp("demo") / "harbour-and-pine"
    make(path, Envelope())
    return Folder.open(path)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Two workers on this machine, started once for all tests that use it; they are in the group `cluster`."""
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    from remit.engines.cluster import Cluster

    with Cluster("local:2") as engine:
        yield engine


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this run; its tests are skipped, with the reason, where it is not installed."""
    from tests import database

    programs = database.binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    running = database.Cluster(programs)
    yield running
    running.end()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reset", action="store_true", help="Write the golden files anew; read the difference before you commit it.")
