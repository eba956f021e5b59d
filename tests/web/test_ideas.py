"""The library of ideas: what an adopted one moved is the statements' own arithmetic, and nobody can choose the month that suits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from remit.values.fault import Refused
from remit.values.period import Month

pytestmark = [pytest.mark.django_db]


@pytest.mark.row(7)
def test_an_adopted_idea_shows_what_it_moved(visit: Callable[..., Any]) -> None:
    """By hand: May to July 91.4, 92.1 and 83.1, mean 88.9; August to October 91.2, 90.6 and 92.4, mean 91.4; 2.5 points."""
    page = visit("agent", "/e/HAR/ideas/")
    assert "email first reply stands at +2.5 points" in page.locator("h1").inner_text()
    row = page.locator("#idea-1").inner_text()
    assert "88.9" in row and "91.4" in row and "+2.5 points" in row and "August 2026" in row
    page.get_by_label("Idea", exact=True).fill("Photographs of the damage asked for at once")
    page.get_by_label("Service level that shall show it").select_option("8.1")
    page.get_by_role("button", name="Propose it").click()
    page.locator("#idea-3", has_text="Photographs of the damage").wait_for()
    assert page.locator("#idea-3").get_by_role("button").count() == 0  # an agent proposes; who leads adopts
    page = visit("owner", "/e/HAR/ideas/")
    page.locator("#idea-2").get_by_label("First month of").fill("2026-10")
    page.locator("#idea-2").get_by_role("button", name="Adopt").click()
    page.locator("#idea-2", has_text="October 2026").wait_for()


@pytest.mark.both
def test_an_idea_is_adopted_once_and_never_ahead_of_time(place: Callable[[str], Any]) -> None:
    from remit.records.models.idea import Idea
    from remit.stages.improvement.adopt_idea import adopt_idea
    from remit.stages.improvement.propose_idea import propose_idea

    owner = place("owner")
    with pytest.raises(Refused, match="no service level of the contract"):
        propose_idea(by=place("agent"), title="More coffee", level="9.9")
    mine = propose_idea(by=place("agent"), title="Fewer forms", level="8.4")
    with pytest.raises(Refused, match="has not begun"):
        adopt_idea(by=owner, idea=mine.public_id, since=Month(2026, 12))
    adopt_idea(by=owner, idea=mine.public_id, since=Month(2026, 11))
    with pytest.raises(Refused, match="practised since November 2026"):
        adopt_idea(by=owner, idea=mine.public_id, since=Month(2026, 7))
    assert Idea.objects.get(pk=mine.pk).since == date(2026, 11, 1)


def test_what_cannot_be_compared_says_nothing(place: Callable[[str], Any]) -> None:
    from remit.stages.improvement.ideas import effects, ideas

    owner = place("owner")
    rows = ideas(owner)
    assert [row.number for row in rows] == [1, 2]
    found = effects(owner, rows, owner.engagement.now())
    assert set(found) == {1} and [str(month) for month, _ in found[1].before] == ["2026-05", "2026-06", "2026-07"]
    rows[0].since = date(2026, 11, 1)
    assert effects(owner, rows, owner.engagement.now())[1].said == ""
