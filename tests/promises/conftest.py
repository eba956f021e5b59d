"""Installations to break: `installation` on SQLite and on PostgreSQL, each with one small engagement whose April 2026 can be closed.

`installed`     makes an installation of a kind: `installed("sqlite")`, `installed("postgres")`, a fresh copy at every call
`installation`  one of each kind in turn
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.database import OWNER, SERVER, Cluster
from tests.promises.installation import Installation

KINDS = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation("sqlite", tmp_path_factory.mktemp("ready") / "home").installed()


@pytest.fixture(scope="session")
def ready_postgres(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, str]:
    name = postgres.database()
    return on_postgres(postgres, tmp_path_factory.mktemp("ready") / "home", name).installed(), name


def on_postgres(cluster: Cluster, home: Path, name: str) -> Installation:
    return Installation("postgres", home, cluster.address(name, SERVER), cluster.address(name, OWNER))


Installed = Callable[[str], Installation]


@pytest.fixture
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installed]:
    made: list[Installation] = []

    def install(kind: str) -> Installation:
        home = tmp_path / f"home-{len(made)}"
        if kind == "sqlite":
            new: Installation = request.getfixturevalue("ready_sqlite").copy(home)
        else:
            cluster: Cluster = request.getfixturevalue("postgres")
            ready, name = request.getfixturevalue("ready_postgres")
            home.mkdir()
            (home / "secret-key").write_bytes((ready.home / "secret-key").read_bytes())
            new = on_postgres(cluster, home, cluster.database(name))
        made.append(new)
        return new

    yield install
    for one in made:
        one.end()


@pytest.fixture(params=KINDS)
def installation(request: pytest.FixtureRequest, installed: Installed) -> Installation:
    return installed(request.param)
