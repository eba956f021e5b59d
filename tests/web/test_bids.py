"""Sealed bids in the browser: nothing of a bid can be found before two people open it, and a receipt proves what came in and when."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Server, copied, running_server

pytestmark = [pytest.mark.django_db]
BID, ASKED = "four words of a bidder", "four words of an opener"
CANARIES = ("zirkelnuss", "korallenfink", "7.31337", "mondkalb")
"""What the bid says: in an answer, in the covering letter, as a price, in a file and its name."""


@pytest.fixture(scope="module")
def server(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its temporary files go where the test can look at them."""
    folder = tmp_path_factory.mktemp("bids")
    (folder / "temporary").mkdir()
    with running_server(copied(seeded, folder), TMPDIR=str(folder / "temporary")) as running:
        yield running


def at(server: Server, wall: datetime) -> None:
    """Moves the demo's clock, as the server sees it at the next request."""
    import time

    from remit.demo.relationship import moment_in_london

    with sqlite3.connect(server.home / "remit.sqlite3", timeout=30) as database:
        shift = moment_in_london(str(wall)) - time.time_ns() // 1_000
        database.execute("UPDATE records_engagement SET clock_shift = ? WHERE code = 'HAR'", [shift])


def found(server: Server, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where the words stand: database and its log, a backup, the server's log, mails, uploads, temporary files."""
    backup = server.home / "backup.zip"
    backup.unlink(missing_ok=True)
    made = subprocess.run(
        [sys.executable, "-m", "remit", "backup", str(backup)],
        env={**os.environ, "REMIT_HOME": str(server.home)},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    texts = {path.name: path.read_bytes() for path in server.home.rglob("*") if path.is_file() and path != backup}
    with zipfile.ZipFile(backup) as archive:
        texts |= {f"backup/{name}": archive.read(name) for name in archive.namelist()}
    assert "remit.sqlite3" in texts and "server.log" in texts
    return [(name, word) for name, content in texts.items() for word in words if word.encode() in content]


def open_draft(page: Any) -> None:
    page.goto("/e/HAR/bid/2/")
    page.get_by_label("Passphrase of the draft").fill(BID)
    page.get_by_role("button", name="Open the draft").click()
    page.get_by_role("button", name="Save the draft").wait_for()


@pytest.mark.row(27)
@pytest.mark.row(110)
def test_a_bid_is_unreadable_until_two_people_open_it(visit: Callable[..., Any], server: Server, tmp_path: Path) -> None:
    from remit.exchange import verification

    bidder = visit("bidder", "/")
    assert "Bid for “Phone support”" in bidder.content() and "6 of 10 things" in bidder.content()
    open_draft(bidder)
    answers = bidder.locator("form.bid textarea[name^='answers']")
    answers.first.fill("We answer as zirkelnuss does.")
    bidder.locator("textarea[name='note']").fill("Dear korallenfink,")
    for field in bidder.locator("form.bid select").all():
        field.select_option(index=1)
    for field in bidder.locator("form.bid input.count-input").all():
        field.fill("7.31337" if (field.get_attribute("name") or "").startswith("prices") else "5000")
    bidder.get_by_role("button", name="Save the draft").click()
    bidder.get_by_text("Saved in your draft, locked.").wait_for()
    content = b"mondkalb " * 700_000  # larger than what Django keeps in memory by itself
    bidder.set_input_files("#b-file", {"name": "mondkalb.txt", "mimeType": "text/plain", "buffer": content})
    bidder.get_by_role("button", name="Attach", exact=True).click()
    bidder.get_by_text("The file lies in your draft, locked.").wait_for(timeout=60_000)
    assert found(server, ("Is the telephone open on Sundays?",)), "the search must find what is not sealed"
    assert found(server, (*CANARIES, BID)) == [], "the draft"

    bidder.get_by_role("button", name="Submit the bid").click()
    bidder.get_by_text("Your bid is in, sealed. Keep its receipt.").wait_for(timeout=60_000)
    assert found(server, (*CANARIES, BID)) == [], "the bid"
    with bidder.expect_download() as download:
        bidder.get_by_role("link", name="Bid and receipt").click()
    proof = Path(download.value.path()).read_bytes()
    checks, _ = verification.receipt(proof, "bid.json")
    assert [str(check) for check in checks if not check.holds] == [] and len(checks) == 4
    assert all(word.encode() in proof for word in ("zirkelnuss", "7.31337", "korallenfink"))
    for changed in (proof.replace(b"7.31337", b"7.31338"), proof.replace(b'"version":1', b'"version":2')):
        assert any(not check.holds for check in verification.receipt(changed, "bid.json")[0])
    (tmp_path / "bid.json").write_bytes(proof)
    proved = subprocess.run([sys.executable, "-m", "remit", "verify", str(tmp_path / "bid.json")], capture_output=True, text=True)
    assert proved.returncode == 0 and "Every check holds (4)." in proved.stdout, proved.stdout + proved.stderr

    owner = visit("owner", "/e/HAR/requests/2/")
    assert "1 of 3 bids are in, sealed" in owner.content() and "in, sealed" in owner.content()
    assert owner.get_by_label("Your opening passphrase").count() == 0, "nobody is asked before the time"
    _two_open(visit, server, owner)
    bidder.goto("/e/HAR/bid/2/")
    told = bidder.content()
    assert "First share given" in told and "Ruth Ashdown" in told and "Jon Penrose" in told, "every bidder is told who opened and when"


def _two_open(visit: Callable[..., Any], server: Server, owner: Any) -> None:
    """One share opens nothing; two open everything, and only then the words can be found."""
    at(server, datetime(2026, 11, 27, 10, 1))
    owner.goto("/e/HAR/requests/2/")
    for passphrase, said in (("not the right words", "this is not your opening passphrase"), (ASKED, "It takes one more of you.")):
        owner.get_by_label("Your opening passphrase").fill(passphrase)
        owner.get_by_role("button", name="Give my share").click()
        owner.get_by_text(said).first.wait_for()
    assert found(server, (*CANARIES, ASKED)) == [], "one share"
    owner.get_by_label("Your opening passphrase").fill(ASKED)
    owner.get_by_role("button", name="Open the bids").click()
    owner.get_by_text("you have given your share").wait_for()
    finance = visit("finance", "/e/HAR/requests/2/")
    assert "Ruth Ashdown gave the first share" in finance.content()
    finance.get_by_label("Your opening passphrase").fill(ASKED)
    finance.get_by_role("button", name="Open the bids").click()
    finance.get_by_text("Opened. Every bidder was told by whom and when.").wait_for(timeout=60_000)
    finance.get_by_role("link", name="Read", exact=True).first.click()
    finance.get_by_text("We answer as zirkelnuss does.").wait_for()
    assert "mondkalb.txt" in finance.content() and "7.31337" in finance.content()
    assert {word for _, word in found(server, CANARIES)} == set(CANARIES), "else the search would find nothing anyway"


@pytest.mark.row(17)
def test_weights_total_100_or_are_refused(visit: Callable[..., Any]) -> None:
    page = visit("process-owner", "/e/HAR/requests/")
    page.get_by_label("What is it about?").fill("Returns")
    page.get_by_label(re.compile("^Five criteria")).check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("Started. Nobody but your company sees it").wait_for()
    weights = {
        name: page.get_by_label(name, exact=True).input_value() for name in ("Cost", "Experience", "Reputation", "Culture", "Language")
    }
    assert weights == {"Cost": "30", "Experience": "25", "Reputation": "15", "Culture": "15", "Language": "15"}
    page.get_by_label("Cost", exact=True).fill("40")
    page.get_by_role("button", name="Set the weights").click()
    page.get_by_text("the weights total 110, not 100").wait_for()
    page.get_by_label("Experience", exact=True).fill("15")
    page.get_by_role("button", name="Set the weights").click()
    page.locator("#criteria-faults:empty").wait_for(state="attached")
    page.reload()
    assert page.get_by_label("Cost", exact=True).input_value() == "40"
    missing = page.locator("section.main").first.inner_text()
    assert "Nothing is priced" in missing and "Nobody has an opening key, and it takes two to open" in missing
    assert page.get_by_role("button", name="Publish").count() == 0


@pytest.mark.row(25)
def test_two_on_a_shortlist_warn(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/e/HAR/shortlist/?request=1")
    assert page.get_by_text("4 shortlisted; 3 to 5 are a choice").count() == 1 and page.locator("#warning").count() == 0
    page.goto("/e/HAR/requests/")
    page.get_by_label("What is it about?").fill("Payroll")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("Started. Nobody but your company sees it").wait_for()
    page.get_by_role("link", name="Shortlist", exact=True).last.click()
    for name in ("Vistula Desk", "Luzon Assist"):
        row = page.locator("tr", has=page.get_by_role("link", name=name))
        row.get_by_text("Decide").click()
        row.get_by_label("Why").fill("Known to do payroll.")
        row.get_by_role("button", name="Shortlist").click()
        row.get_by_text("Known to do payroll.").first.wait_for()
    page.reload()
    assert "fewer than three leave no choice" in page.locator("h1").inner_text()
    assert "Fewer than 3" in page.locator("#warning").inner_text()


@pytest.mark.row(24)
def test_what_a_bidder_can_carry_is_held_against_the_forecast(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/requests/1/")
    page.locator("tr", has_text="Pennine Support").get_by_role("link", name="Read").click()
    page.get_by_text("cannot carry the forecast peak of Email and chat, Order data entry").wait_for()
    assert page.locator("tr", has_text="Email and chat").inner_text().count("too little") == 1, "4,300 against 4,600"
    page.goto("/e/HAR/requests/1/")
    page.locator("tr", has_text="Luzon Assist").get_by_role("link", name="Read").click()
    page.get_by_text("and can carry the forecast peak").wait_for()


def test_the_days_of_a_request_stand_before_whoever_bids_and_whoever_asks(client_of: Callable[[str], Any]) -> None:
    """The bidder's first page names the deadline on both clocks, and nothing of the contract that another company holds. What both of its
    companies see together names no request."""
    mine = client_of("bidder").get("/").content.decode().partition("Next dates")[2]
    assert "“Phone support”: deadline" in mine and "“Phone support”: opening of the bids" in mine
    assert "Fri 01:00 Manila" in re.sub("<[^>]+>", "", mine)
    assert not any(word in mine for word in ("records freeze", "last day to give notice", "Cape Town", "Salt River"))
    owner = client_of("owner")
    assert "“Phone support”: deadline" in owner.get("/e/HAR/workspace/calendar").content.decode()
    assert "Phone support”: deadline" not in owner.get("/e/HAR/").content.decode(), "the overview is for both"
    assert "Phone support" not in client_of("delivery-manager").get("/e/HAR/workspace/calendar").content.decode()


def test_a_bid_file_is_served_as_a_download_only(client_of: Callable[[str], Any]) -> None:
    client = client_of("owner")
    page = client.get("/e/HAR/requests/1/").content.decode()
    bid = client.get(re.findall(r'href="(/e/HAR/requests/1/bids/[a-z0-9]+/)"', page)[0]).content.decode()
    answer = client.get(re.findall(r'href="(/e/HAR/requests/1/bids/[a-z0-9]+/[a-z0-9]+)"', bid)[0])
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert json.dumps(answer.content.decode()).endswith('references on request.\\n"')
