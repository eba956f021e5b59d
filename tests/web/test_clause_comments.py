"""What is said of one clause: of an own draft among colleagues, of an offer between the companies, and it stays with the clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from remit.values.fault import Refused
from tests.web.test_negotiation import edit, offer, start

pytestmark = [pytest.mark.django_db, pytest.mark.both]
Place = Callable[[str], Any]


def said(by: Any, row: Any, clause: str, text: str, to: str = "") -> Any:
    from remit.stages.workspace.comment import comment

    return comment(by=by, subject=f"clause:{row.public_id}/{clause}", text=text, visible_to=to)


def test_of_a_draft_it_is_said_to_ones_own_company_alone(place: Place, client_of: Callable[[str], Any]) -> None:
    owner, manager = place("owner"), place("delivery-manager")
    mine = edit(owner, start(owner, title="Ours"), "8.1", target="92 %")
    said(owner, mine, "8.1", "They reached 91.4 % in May.")
    with pytest.raises(Refused, match="the other company cannot see this record"):
        said(owner, mine, "8.1", "Do you agree?", "both")
    with pytest.raises(Refused, match="there is no record"):
        said(manager, mine, "8.1", "What is this?")
    with pytest.raises(Refused, match="there is no record"):
        said(owner, mine, "8.9", "There is no such clause.")
    client = client_of("process-owner")
    page = client.get(f"/e/HAR/contract/drafts/{mine.number}/clauses/8.1").content.decode()
    assert "They reached 91.4 % in May." in page and "Write for both companies" not in page
    edit(owner, mine, "8.1", target="93 %")
    assert "They reached 91.4 % in May." in client.get(f"/e/HAR/contract/drafts/{mine.number}/clauses/8.1").content.decode()
    assert "1 comment</a>" in client.get(f"/e/HAR/contract/drafts/{mine.number}/").content.decode()


def test_of_an_offer_it_is_said_to_both_and_follows_the_clause_into_the_answer(place: Place, client_of: Callable[[str], Any]) -> None:
    owner, manager = place("owner"), place("delivery-manager")
    mine = edit(owner, start(owner, title="Ours"), "8.1", target="92 %")
    said(owner, mine, "8.1", "Among ourselves: 91 % would do.")
    offer(owner, mine)
    said(manager, mine, "8.1", "92 % needs two more agents.", "both")
    theirs = start(manager, answers=mine.public_id)
    said(manager, theirs, "8.1", "Shall we ask for 91 %?")
    client = client_of("delivery-manager")
    page = client.get(f"/e/HAR/contract/drafts/{theirs.number}/clauses/8.1").content.decode()
    assert page.index("92 % needs two more agents.") < page.index("Shall we ask for 91 %?")
    assert "Among ourselves" not in page
    client = client_of("owner")
    page = client.get(f"/e/HAR/contract/drafts/{mine.number}/clauses/8.1").content.decode()
    assert "Among ourselves" in page and "92 % needs two more agents." in page and "Shall we ask" not in page


def test_what_was_said_of_a_clause_that_is_taken_out_stays_with_the_draft(place: Place, client_of: Callable[[str], Any]) -> None:
    from remit.stages.contract.remove_clause import remove_clause

    owner = place("owner")
    mine = start(owner)
    said(owner, mine, "11.4", "Nobody has ever earned this.")
    remove_clause(by=owner, draft=mine.public_id, clause="11.4", revision=0)
    page = client_of("owner").get(f"/e/HAR/contract/drafts/{mine.number}/").content.decode()
    assert "On clause 11.4, taken out" in page and "Nobody has ever earned this." in page
