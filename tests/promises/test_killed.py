"""Promise 8: what was acknowledged is stored, and nothing twice, whoever is killed and when: a writer, or PostgreSQL itself."""

from __future__ import annotations

import random
import time

from tests.conftest import PROVE
from tests.database import Cluster
from tests.promises.conftest import Installed
from tests.promises.installation import Installation

KILLS = 150 if PROVE else 3
"""How often a writer is killed in its tracks. Each time another one goes on, and sends the last events again, as after no answer."""


def acknowledged_until(place: Installation, seconds: float) -> set[str]:
    """Starts a writer, lets it work for a while, and kills it; the numbers of the events that it said are stored."""
    writer = place.start("write_until_killed")
    assert writer.stdout is not None
    first = "".join(writer.stdout.readline() for _ in range(3))  # one that was sent before, and two new ones
    time.sleep(seconds)
    writer.kill()
    out, err = writer.communicate()
    assert first, err
    return {line for line in (first + out).splitlines(keepends=True) if line.endswith("\n")}


def numbers(lines: set[str]) -> set[str]:
    return {line.strip() for line in lines}


def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(installation: Installation) -> None:
    moments = random.Random(8)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        acknowledged |= numbers(acknowledged_until(installation, moments.uniform(0.0, 0.6)))
    stored = installation.run("stored_numbers")
    assert len(acknowledged) > KILLS
    assert acknowledged <= set(stored["numbers"]), "an acknowledged event is lost"
    assert stored["numbers"] == sorted(set(stored["numbers"])), "an event is stored twice"
    assert stored["half_batches"] == 0, "half a batch is stored"
    assert all(stored["checks"]), stored


def test_postgresql_stopped_immediately_loses_nothing_acknowledged(postgres: Cluster, installed: Installed) -> None:
    place = installed("postgres")
    acknowledged: set[str] = set()
    for _ in range(20 if PROVE else 1):
        writer = place.start("write_until_killed")
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(0.3)
        postgres.stop("immediate")
        out, err = writer.communicate(timeout=60)
        postgres.start()
        assert first, err
        assert writer.returncode != 0, "the writer did not notice that the database was gone"
        acknowledged |= numbers({line for line in (first + out).splitlines(keepends=True) if line.endswith("\n")})
    stored = place.run("stored_numbers")
    assert acknowledged <= set(stored["numbers"]) and stored["numbers"] == sorted(set(stored["numbers"]))
