"""`remit new` and `remit import` from the outside: what they print, what they write, and with which code they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from remit.__main__ import remit
from remit.catalogue import standard_catalogue
from remit.exchange.decidable import undecided
from remit.exchange.folder import Folder


def run(*words: object) -> Result:
    return CliRunner().invoke(remit, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("new", tmp_path / "books").exit_code == 0
    return tmp_path / "books"


def test_a_new_folder_works_at_once(folder: Path) -> None:
    done = run("import", folder / "samples" / "tickets-2026-04.csv", "--into", folder, "--control", "rows=84")
    assert done.exit_code == 0, done.output
    assert "547 new events, 0 already known" in done.output
    assert "control total of rows: agrees" in done.output
    terms = Folder.open(folder).terms(standard_catalogue())
    assert undecided(terms, folder) == ()


def test_new_never_writes_over_anything(folder: Path) -> None:
    done = run("new", folder)
    assert done.exit_code == 2
    assert "exists already and is not empty" in done.output
    assert run("new", folder.parent / "other", "--preset", "grand").exit_code == 2


def test_a_dry_run_and_a_repetition(folder: Path) -> None:
    sample = folder / "samples" / "tickets-2026-04.csv"
    dry = run("import", sample, "--into", folder, "--dry-run", "--json")
    assert json.loads(dry.output)["imported"] is False
    assert not (folder / "log").exists()
    run("import", sample, "--into", folder)
    again = json.loads(run("import", sample, "--into", folder, "--json").output)
    assert (again["new"], again["known"]) == (0, 547)


def test_a_fault_is_listed_and_nothing_is_imported(folder: Path) -> None:
    sample = folder / "samples" / "tickets-2026-04.csv"
    broken = folder / "broken.csv"
    broken.write_text(sample.read_text().replace("2026-04-01 12:07", "2026-02-31 12:07"))
    done = run("import", broken, "--into", folder)
    assert done.exit_code == 1
    assert "broken.csv, row 3, column 'created': '2026-02-31 12:07' is not a date of the form year-month-day hour:minute" in done.output
    assert not (folder / "log").exists()
    faults = json.loads(run("import", broken, "--into", folder, "--json").output)["faults"]
    assert (faults[0]["row"], faults[0]["column"]) == (3, "created")


def test_a_record_that_the_terms_do_not_have(folder: Path) -> None:
    done = run("import", folder / "samples" / "tickets-2026-04.csv", "--into", folder, "--record", "switchboard")
    assert done.exit_code == 1
    assert "section 5 of the terms has helpdesk" in done.output


@pytest.mark.parametrize("words", [("--received", "yesterday"), ("--control", "many")])
def test_a_wrong_call_ends_with_two(folder: Path, words: tuple[str, str]) -> None:
    assert run("import", folder / "samples" / "tickets-2026-04.csv", "--into", folder, *words).exit_code == 2
    assert run("import", folder / "samples" / "tickets-2026-04.csv").exit_code == 2


def test_received_is_what_the_cut_bounds(folder: Path) -> None:
    mapping = folder / "mappings" / "helpdesk.yaml"
    mapping.write_text(mapping.read_text().replace("received: when it happened", "received: on import"))
    run("import", folder / "samples" / "tickets-2026-04.csv", "--into", folder, "--received", "2026-05-06T18:00:00+01:00")
    assert Folder.open(folder).log()["received_at"].unique().to_list() == [1_778_086_800_000_000]


def test_facts_come_in(folder: Path) -> None:
    facts = folder / "rates.csv"
    rows = ["rate,rand rate,2026-05-01,23.4000,ZAR for 1 GBP,bulletin", 'forecast,tickets,2026-05,"4,000",,sheet']
    facts.write_text("\n".join(["kind,subject,day,value,unit,source", *rows]) + "\n")
    assert "2 new facts, 0 already known" in run("import", facts, "--into", folder, "--facts").output
    assert "0 new facts, 2 already known" in run("import", facts, "--into", folder, "--facts").output
    assert sorted(Folder.open(folder).facts()["value"].to_list()) == ["23.4000", "4000"]


def test_a_suggestion_is_written_and_then_used(folder: Path) -> None:
    export = folder / "desk.csv"
    export.write_text("Ticket ID,Opened,Solved\n1,2026-05-14 09:00,2026-05-15 09:00\n")
    done = run("import", export, "--into", folder, "--suggest")
    assert done.exit_code == 0
    assert "Open: On the clocks of which place are the dates written?" in done.output
    assert run("import", export, "--into", folder).exit_code == 1  # the question is still open
    assert run("import", export, "--into", folder, "--zone", "Europe/London").exit_code == 0
    assert run("import", export, "--into", folder, "--suggest").exit_code == 2  # never written over
