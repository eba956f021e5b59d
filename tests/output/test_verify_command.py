"""`remit verify` on a statement, an engagement folder and a bundle: every check listed, exit code 1 where one fails."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from remit.cli.commands.verify import COMMAND
from remit.demo.specimen import demo_terms
from remit.exchange import statement_json
from remit.exchange.folder import Folder
from remit.work import digest, facts, log
from tests.output.samples import JULY, MAY
from tests.output.test_verification import recorded, work


@pytest.fixture
def engagement(tmp_path: Path) -> Path:
    """A folder with terms, work, facts and a chain of three statements."""
    home = tmp_path / "corner-books"
    home.mkdir()
    (home / "terms.yaml").write_text(demo_terms(), encoding="utf-8")
    folder = Folder.open(home)
    folder.add_events(work(), {"file": "sample"})
    folder.add_facts(recorded(), {"file": "sample"})
    previous = None
    for statement in (MAY, JULY, replace(JULY, version=2)):
        rest = {f"work/{name}": root for name, root in digest.digests(log.known_at(work(), statement.cut)).items()}
        rest["terms"] = f"sha256:{sha256(demo_terms().encode()).hexdigest()}"
        rest["facts"] = digest.facts_digest(facts.known_at(recorded(), statement.cut))
        if previous:
            rest["previous"] = previous
        linked = replace(statement, digests=rest)
        folder.issue(linked, statement_json.write(linked))
        previous = statement_json.digest(linked)
    return home


def verify(*call: object) -> Result:
    return CliRunner().invoke(COMMAND, [str(part) for part in call])


def test_a_folder_its_bundle_and_each_statement_hold(engagement: Path, tmp_path: Path) -> None:
    newest = json.loads((engagement / "statements" / "2026-07" / "v2.json").read_bytes())["envelope"]["digest"]
    found = verify(engagement, "--bundle", tmp_path / "bundle.zip", "--digest", newest)
    assert found.exit_code == 0, found.output
    assert "ok      2026-07-v2: follows the statement before it" in found.output and "Every check holds" in found.output
    assert verify(tmp_path / "bundle.zip", "--digest", newest).exit_code == 0
    assert verify(engagement / "statements" / "2026-07" / "v1.json").exit_code == 0
    assert verify(engagement / "statements" / "2026-07").exit_code == 0
    assert json.loads(verify(engagement, "--json").output)["failed"] == 0


def test_another_digest_than_the_paper_shows_fails(engagement: Path) -> None:
    found = verify(engagement, "--digest", "sha256:00")
    assert found.exit_code == 1 and "FAILED  newest statement: has the digest sha256:00" in found.output


def test_a_statement_that_was_removed_changed_or_cut_fails(engagement: Path) -> None:
    statements = engagement / "statements"
    newest = json.loads((statements / "2026-07" / "v2.json").read_bytes())["envelope"]["digest"]
    whole = (statements / "2026-07" / "v1.json").read_bytes()
    (statements / "2026-07" / "v1.json").write_bytes(whole.replace(b"17160.96", b"17160.97"))
    found = verify(engagement)
    assert found.exit_code == 1 and "something in it was changed" in found.output
    (statements / "2026-07" / "v1.json").unlink()
    found = verify(engagement)
    assert found.exit_code == 1 and "FAILED  2026-07-v2: follows the statement before it: one is missing" in found.output
    (statements / "2026-07" / "v1.json").write_bytes(whole)
    assert verify(engagement).exit_code == 0
    (statements / "2026-07" / "v2.json").unlink()
    assert verify(engagement).exit_code == 0  # a shorter chain is valid: only the paper's digest tells
    assert verify(engagement, "--digest", newest).exit_code == 1


def test_other_terms_than_were_settled_by_fail(engagement: Path) -> None:
    (engagement / "terms.yaml").write_text(demo_terms().replace("£2.60", "£2.70"), encoding="utf-8")
    found = verify(engagement)
    assert found.exit_code == 1 and found.output.count("the text of the terms is another") == 3


def test_work_that_is_missing_fails(engagement: Path) -> None:
    shutil.rmtree(engagement / "log")
    found = verify(engagement)
    assert found.exit_code == 1 and found.output.count("an event is missing, added or changed") == 3


def test_what_is_no_statement_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert verify(tmp_path / "empty").exit_code == 2
    (tmp_path / "x.json").write_text("{}")
    found = verify(tmp_path / "x.json")
    assert found.exit_code == 1 and "This is no statement" in found.output
    (tmp_path / "x.zip").write_bytes(b"PK\x05\x06 broken")
    assert verify(tmp_path / "x.zip").exit_code == 1
    assert verify(tmp_path / "x.json", "--bundle", tmp_path / "y.zip").exit_code == 2
