"""One team of two companies: a joint directory, and one search that finds what one may see and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]
CANARY = "zanzibarcanary"


@pytest.mark.row(62)
def test_one_search_for_both_companies_and_only_permitted_rows(visit: Callable[..., Any]) -> None:
    """In the browser: people, items, statements and comments in one list; what the provider wrote for itself is found by it alone."""
    page = visit("delivery-manager", "/e/HAR/items/HAR-32117")
    page.fill("#write-text", f"Between us: the {CANARY} shift was short of people")
    page.get_by_role("button", name="Add internal note").click()
    page.locator(".said.inside >> text=zanzibarcanary").wait_for()
    page.get_by_label("both companies", exact=True).check()
    page.fill("#write-text", "The sharedpelican rota is in the calendar")
    page.get_by_role("button", name="Add note for both companies").click()
    page.locator(".said:not(.inside) >> text=sharedpelican").wait_for()
    seen = {}
    for persona in ("delivery-manager", "owner", "bidder"):
        page = visit(persona, "/search")
        for words in ("Lindiwe", "Ruth Ashdown", "HAR-32117", "July statement", "sharedpelican", CANARY):
            page.goto(f"/search?q={words}")
            kinds = page.locator("main .found h2, main .found h3").all_inner_texts()
            seen[persona, words] = sorted(kind for kind in kinds if kind.casefold() != "audit log")
    for words, kind in (("Lindiwe", "people"), ("Ruth Ashdown", "people"), ("HAR-32117", "items"), ("July statement", "statements")):
        for persona in ("delivery-manager", "owner"):
            assert kind in [one.casefold() for one in seen[persona, words]], (persona, words, seen[persona, words])
    assert seen["owner", "sharedpelican"] == seen["delivery-manager", "sharedpelican"] != []
    assert seen["delivery-manager", CANARY] != []
    assert seen["owner", CANARY] == []
    assert [words for (persona, words), kinds in seen.items() if persona == "bidder" and kinds] == []
    page = visit("owner", f"/search?q={CANARY}")
    assert "Nothing that you may see holds" in page.locator("h1").inner_text()
    page.goto("/search?q=Lindiwe")
    page.click("main .found a:has-text('Lindiwe Adams')")
    page.wait_for_url("**/e/HAR/people/#person-*")
    line = page.locator("tr:has(strong:has-text('Lindiwe Adams'))").first.inner_text()
    assert "Email, Chat, Order lines" in line and "Thandi Mokoena" in line
    clocks = re.search(r"(\d\d):(\d\d) \(Bristol (\d\d):(\d\d)\)", line)  # the demonstration's clock runs on while tests run
    assert clocks is not None and clocks[2] == clocks[4] and int(clocks[1]) - int(clocks[3]) == 2


def test_an_address_finds_colleagues_only(place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.search import search

    found = {key: [hit.title for hit in search(place(key), "saltriver.example") if hit.kind == "people"] for key in ("owner", "agent")}
    assert found == {"owner": [], "agent": ["Lindiwe Adams", "Sipho Dlamini", "Thandi Mokoena"]}


@pytest.mark.parametrize(
    ("wall", "works"),
    [
        (datetime(2026, 11, 12, 14, 20), {"Sipho Dlamini": False, "Jon Penrose": True, "Lindiwe Adams": True}),
        (datetime(2026, 11, 13, 14, 20), {"Sipho Dlamini": False, "Jon Penrose": False, "Lindiwe Adams": True}),
        (datetime(2026, 5, 4, 10, 0), {"Ruth Ashdown": False, "Thandi Mokoena": True}),
        (datetime(2026, 5, 1, 10, 0), {"Ruth Ashdown": True, "Thandi Mokoena": False}),
    ],
)
def test_hours_follow_each_own_clock_and_holidays(place: Callable[[str], Any], wall: datetime, works: dict[str, bool]) -> None:
    from remit.stages.demonstration.relationship import set_clock
    from remit.stages.workspace.directory import directory

    member = place("finance")
    set_clock(member.engagement, wall)
    found = {one.member.name: one.works for one in directory(member, member.engagement.now())}
    assert {name: found[name] for name in works} == works


def test_one_tells_ones_own_hours_and_nobody_elses(place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.directory import directory
    from remit.stages.workspace.tell_contact import tell_contact
    from remit.values.fault import Refused

    agent = place("agent")
    with pytest.raises(Refused, match="are no working hours"):
        tell_contact(by=agent, hours="whenever")
    with pytest.raises(Refused, match="no day of the week"):
        tell_contact(by=agent, hours="Funday to Friday: 08:00 to 17:00")
    tell_contact(by=agent, contact="desk 7", hours="Sunday to Tuesday: 22:00 to 06:00")
    entry = next(one for one in directory(place("owner"), agent.engagement.now()) if one.member.pk == agent.pk)
    assert (entry.member.contact, entry.works) == ("desk 7", False)
    assert directory(place("bidder"), agent.engagement.now()) == ()
