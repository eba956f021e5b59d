"""Promise 10: a backup restores and proves itself, also one taken while work comes in, and into the other kind of database."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.database import OWNER, SERVER, Cluster
from tests.promises.conftest import Installed, on_postgres
from tests.promises.installation import Installation


def empty(kind: str, home: Path, request: pytest.FixtureRequest) -> Installation:
    if kind == "sqlite":
        return Installation(kind, home)
    cluster: Cluster = request.getfixturevalue("postgres")
    return on_postgres(cluster, home, cluster.database())


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgres"), ("postgres", "sqlite"), ("postgres", "postgres")])
def test_a_backup_made_while_work_comes_in_restores_and_proves_itself(
    source: str, target: str, installed: Installed, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place, file = installed(source), tmp_path / "backup.zip"
    place.run("bring_and_close", 0, 1)
    writer = place.start("write_until_killed")
    assert writer.stdout is not None
    before = writer.stdout.readline().strip()
    made = place.remit("backup", file, "--json")
    assert made.returncode == 0, made.stderr
    assert writer.poll() is None, "the writer ended before the backup did, so nothing was shown"
    writer.kill()
    writer.communicate()
    new = empty(target, tmp_path / "new", request)
    restored = new.remit("restore", file, "--verify", "--digest", json.loads(made.stdout)["digest"], "--json")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    told = json.loads(restored.stdout)
    assert told["failed"] == 0 and any("version 1" in one["about"] for one in told["checks"])
    stored = new.run("stored_numbers")
    assert before in stored["numbers"] and stored["half_batches"] == 0
    assert new.run("statements") == place.run("statements")
    assert new.run("bring")["new"] == 0, "rows brought in after the restore collide, or are taken for new"
    new.end()


def test_postgresqls_own_dump_is_refused_to_the_owner_rather_than_lacking_rows(
    postgres: Cluster, installed: Installed, tmp_path: Path
) -> None:
    """The owner of the tables is held to the policies too, and sees no row of any engagement; a dump must not be an empty one in silence.
    Remit's own backup is made by the same role, and is whole."""
    place = installed("postgres")
    place.run("bring_and_close", 0, 1)
    name = place.address.rpartition("/")[2]

    def dump(role: str) -> subprocess.CompletedProcess[str]:
        command = [str(postgres.programs / "pg_dump"), "--table=records_workevent", "--data-only", postgres.address(name, role)]
        return subprocess.run(command, capture_output=True, text=True)

    for role in (OWNER, SERVER):
        refused = dump(role)
        assert refused.returncode != 0 and "row-level security policy" in refused.stderr
    whole = dump("postgres")
    assert whole.returncode == 0 and len(whole.stdout.splitlines()) > place.run("events") > 0
    file = tmp_path / "backup.zip"
    assert place.remit("backup", file).returncode == 0
    with zipfile.ZipFile(file) as archive:
        assert len(archive.read("tables/records_workevent.jsonl").splitlines()) == place.run("events")


@pytest.fixture
def small_backup(installed: Installed, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    assert installed("sqlite").remit("backup", file).returncode == 0
    return file


def test_a_backup_that_was_changed_or_cut_is_refused_and_nothing_is_restored(small_backup: Path, tmp_path: Path) -> None:
    forged, cut = tmp_path / "forged.zip", tmp_path / "cut.zip"
    with zipfile.ZipFile(small_backup) as good, zipfile.ZipFile(forged, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"Ann Corner", b"Eve Corner"))
    cut.write_bytes(small_backup.read_bytes()[:-2_000])
    place = Installation("sqlite", tmp_path / "new")
    refused = place.remit("restore", forged)
    assert refused.returncode == 1 and "records_" in refused.stderr and "the digest differs" in refused.stderr
    assert "no whole backup" in place.remit("restore", cut).stderr
    assert place.remit("restore", small_backup, "--verify").returncode == 0, "the refused restore left something behind"
    again = place.remit("restore", small_backup)
    assert again.returncode == 1 and "holds people or engagements already" in again.stderr


def test_a_backup_lets_nobody_in(small_backup: Path) -> None:
    with zipfile.ZipFile(small_backup) as archive:
        assert not [name for name in archive.namelist() if "session" in name or "axes" in name]
        manifest = json.loads(archive.read("manifest.json"))
    assert len(manifest["secret_key"]) == 16
