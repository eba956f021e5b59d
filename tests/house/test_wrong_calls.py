"""Wrong calls and bad luck end in a sentence and the right code, never in a traceback, and leave nothing half done."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from remit.__main__ import main
from remit.exchange import folder as folder_module

Call = Callable[..., tuple[int, str, str]]
CUT = ("--cut", "2026-05-06T18:00:00+01:00")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def called(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["remit", *[str(word) for word in words]])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return called


@pytest.fixture
def books(tmp_path: Path, call: Call) -> Path:
    home = tmp_path / "books"
    call("new", home)
    sample = home / "samples" / "tickets-2026-04.csv"
    assert call("import", sample, "--into", home, "--received", "2026-05-04T09:00:00+01:00")[0] == 0
    return home


def test_a_refusal_is_json_where_json_is_asked_for(books: Path, call: Call) -> None:
    code, out, err = call("explain", books, "2026-04", "no such thing", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out)["faults"][0]["text"].startswith("'no such thing' is neither a line of April 2026")


def test_a_place_that_cannot_be_written_is_named(books: Path, call: Call) -> None:
    code, out, err = call("prose", books / "terms.yaml", "--output", books / "nowhere" / "terms.md", "--json")
    assert (code, err) == (1, "")
    assert "No such file or directory" in json.loads(out)["faults"][0]["text"]


def test_an_instant_beyond_the_calendar_is_a_wrong_call(books: Path, call: Call) -> None:
    code, _, err = call("statement", books, "2026-04", "--cut", "9999-12-31T00:00:00Z")
    assert code == 2 and "lies outside the years 1900 to 2199" in err
    assert call("statement", books, "2026-04..")[0] == 2
    assert call("explain", books, "2026-04", "8.1", "--most", "-3")[0] == 2


@pytest.mark.parametrize(
    ("month", "cut", "said"),
    [
        ("2026-03", "2026-05-06T18:00:00+01:00", "nothing is measured or charged in March 2026: the services start on 2026-04-01"),
        ("2026-05", "2026-05-31T22:59:59Z", "May 2026 is not over at the cut"),
    ],
)
def test_a_month_outside_the_term_or_under_way_is_not_issued(books: Path, call: Call, month: str, cut: str, said: str) -> None:
    code, _, err = call("statement", books, month, "--issue", "--cut", cut)
    assert code == 1 and said in err
    assert not (books / "statements").exists()


def test_a_full_disk_leaves_no_papers_of_a_statement(books: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    real = folder_module.replace

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".xlsx":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path, content)

    monkeypatch.setattr(folder_module, "replace", full)
    code, _, err = call("statement", books, "2026-04", "--issue", *CUT)
    assert code == 1 and err.endswith("v1.xlsx: No space left on device.\n")
    assert not list((books / "statements").rglob("v*"))


def test_a_renamed_folder_is_the_same_engagement(books: Path, call: Call) -> None:
    call("statement", books, "2026-04", "--issue", *CUT)
    issued = json.loads((books / "statements" / "2026-04" / "v1.json").read_bytes())
    other = books.rename(books.with_name("renamed"))
    _, out, _ = call("statement", other, "2026-05", "--json")
    assert json.loads(out)["engagement"] == "books" and "books" in json.dumps(issued)


def test_a_month_computed_again_with_its_old_cut_is_the_same(books: Path, call: Call) -> None:
    """Also after later months were issued and more was received: digests, version and all."""
    call("statement", books, "2026-04", "--issue", *CUT)
    sample = (books / "samples" / "tickets-2026-04.csv").read_text().splitlines()
    late = books / "late.csv"
    late.write_text(f"{sample[0]}\nLATE-1,2026-04-20 09:00,2026-04-20 09:30,2026-04-20 10:00,2026-04-21 10:00,,,normal,email\n")
    text = (books / "mappings" / "helpdesk.yaml").read_text().replace("received: when it happened", "received: on import")
    (books / "mappings" / "helpdesk.yaml").write_text(text)
    assert call("import", late, "--into", books, "--received", "2026-05-20T09:00:00+01:00")[0] == 0
    _, may, _ = call("statement", books, "2026-05", "--issue", "--cut", "2026-06-03T18:00:00+01:00")
    assert "customer email (April 2026)" in may and "£3.20 of corrections" in may
    issued = json.loads((books / "statements" / "2026-04" / "v1.json").read_bytes())["statement"]
    again = json.loads(call("statement", books, "2026-04", "--json", *CUT)[1])
    assert {name: again[name] for name in issued if name in again} == {name: issued[name] for name in issued if name in again}
    assert again["digests"] == issued["digests"] and again["version"] == 1


def test_the_workbook_of_an_issued_statement_holds_its_items(books: Path, call: Call) -> None:
    call("statement", books, "2026-04", "--issue", *CUT)
    from remit.exchange import xlsx

    items = xlsx.read(books / "statements" / "2026-04" / "v1.xlsx", None, "Items behind").rows
    first = items.filter((pl.col("Level") == "8.1") & (pl.col("item") == "CB-1004"))
    assert first.select("counted", "why", "start", "due", "running time").rows() == [
        ("yes", "met", "2026-04-01 16:28:00", "2026-04-02 16:28:00", "0:32:00")
    ]
    assert items.filter((pl.col("Level") == "8.1") & (pl.col("counted") == "yes")).height == 80


def test_facts_received_at_a_time_without_a_zone_are_refused(books: Path, call: Call) -> None:
    facts = books / "facts.csv"
    facts.write_text("kind,subject,day,value,source,received\nforecast,customer email,2026-05,1200,e-mail,2026-04-28 09:00\n")
    code, out, _ = call("import", facts, "--into", books, "--facts")
    assert code == 1 and "row 2, column 'received': '2026-04-28 09:00' is not an instant" in out
    assert call("import", facts, "--into", books, "--facts", "--zone", "Europe/London")[0] == 0


def test_a_claim_that_asks_for_something_unknown_is_refused(books: Path, call: Call) -> None:
    facts = books / "facts.csv"
    facts.write_text("kind,subject,day,unit,clause,source\nrelief,CB-1004,2026-05-01,corect,9.1,letter\n")
    code, out, _ = call("import", facts, "--into", books, "--facts")
    assert code == 1 and "row 2, column 'unit': 'corect' is nothing that a claim can ask" in out


def test_commands_on_terms_take_the_folder_as_well(books: Path, call: Call) -> None:
    assert call("prose", books)[1] == call("prose", books / "terms.yaml")[1]
    assert call("test", books)[1] == call("test", books / "tests.yaml")[1]
    assert call("test", books / "samples")[0] == 2


def test_a_suggestion_says_which_columns_it_leaves_unread(books: Path, call: Call) -> None:
    export = books / "export.csv"
    export.write_text("ticket,created,resolved,on hold from\nA-1,2026-05-04 09:00,2026-05-04 10:00,2026-05-04 09:30\n")
    code, _, err = call("import", export, "--into", books, "--suggest", "--zone", "Europe/London")
    assert code == 0 and "Not read: on hold from." in err


def test_check_tells_claims_that_reach_nothing(books: Path, call: Call) -> None:
    terms = books / "terms.yaml"
    relief = "relief:\n  9.1 wrong address: {rule: excused items, covers: customer email, cause: a wrong address}\ncharges:\n"
    terms.write_text(terms.read_text().replace("charges:\n", relief))
    facts = books / "facts.csv"
    rows = ("CB-1004,2026-05-01,9.1,a", "CB-1004,2026-05-01,9.9,b", "NONE-1,2026-05-01,9.1,c")
    facts.write_text("kind,subject,day,clause,id,source\n" + "".join(f"relief,{row},letter\n" for row in rows))
    assert call("import", facts, "--into", books, "--facts")[0] == 0
    code, out, _ = call("check", books)
    assert code == 0 and out.endswith("2 notices.\n")
    assert "the claim 'b' of relief for CB-1004 names the clause 9.9, which is no relief of the terms" in out
    assert "the claim 'c' of relief for NONE-1 names no item of the log" in out


def test_nothing_new_was_received_before_the_cut_of_an_issued_statement(books: Path, call: Call) -> None:
    call("statement", books, "2026-04", "--issue", *CUT)
    sample = books / "samples" / "tickets-2026-04.csv"
    head = sample.read_text().splitlines()[0]
    late = books / "late.csv"
    late.write_text(f"{head}\nLATE-1,2026-04-20 09:00,2026-04-20 09:30,2026-04-20 10:00,2026-04-21 10:00,,,normal,email\n")
    code, out, _ = call("import", late, "--into", books)
    assert code == 1 and "new rows would have been received before the cut of April 2026, version 1, which is issued" in out
    assert call("import", sample, "--into", books)[0] == 0, "what is known already changes nothing"
    facts = books / "facts.csv"
    facts.write_text("kind,subject,day,value,source\nforecast,customer email,2026-05,1200,e-mail\n")
    assert call("import", facts, "--into", books, "--facts", "--received", "2026-05-01T09:00:00Z")[0] == 1
    assert call("import", facts, "--into", books, "--facts", "--received", "2026-05-07T09:00:00Z")[0] == 0


def test_a_forecast_below_nothing_is_refused(books: Path, call: Call) -> None:
    facts = books / "facts.csv"
    facts.write_text("kind,subject,day,value,source\nforecast,customer email,2026-05,-1200,e-mail\n")
    code, out, _ = call("import", facts, "--into", books, "--facts")
    assert code == 1 and "row 2, column 'value': '-1200' is below nothing" in out
