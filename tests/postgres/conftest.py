"""`as_server`: this process's Django speaks to a migrated database as the server's role, which owns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import Cluster, connected


@pytest.fixture(scope="module")
def as_server(postgres: Cluster, django_db_blocker: Any) -> Iterator[Cluster]:
    """A database that its owner migrated; Django connects to it as the server's role."""
    with django_db_blocker.unblock(), connected(postgres, postgres.migrated()):
        yield postgres
