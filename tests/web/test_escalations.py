"""Escalations reach the roles that the contract names, and their deputies where somebody is away, has left, or does not answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from remit.values.fault import Refused

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]


def at(member: Any, wall: datetime) -> Any:
    """The member with the demo's clock at a moment of London, and the escalations climbed up to it."""
    from remit.stages.demonstration.relationship import set_clock
    from remit.stages.operations.climb import climb

    set_clock(member.engagement, wall)
    member.engagement.refresh_from_db()
    climb(member.engagement, member.engagement.now())
    return member


def raised(by: Any, about: str = "The returns portal is down") -> Any:
    from remit.stages.operations.raise_escalation import raise_escalation

    return raise_escalation(by=by, clause="13.3", about=about)


def reached(row: Any) -> list[tuple[int, str, str, bool]]:
    """Step, role, who, and whether instead of somebody."""
    rows = row.reached.select_related("whom__user").order_by("reached_at", "pk")
    return [(one.step, one.role, one.whom.user.persona if one.whom else "", bool(one.instead)) for one in rows]


def told(member: Any) -> list[str]:
    from remit.records.models.notice import Notice

    return list(Notice.objects.filter(member=member, key__startswith="escalation ", done_at=None).values_list("title", flat=True))


def test_each_step_reaches_its_roles_in_working_time(place: Place) -> None:
    manager, agent, process, owner = (place(name) for name in ("delivery-manager", "agent", "process-owner", "owner"))
    at(manager, datetime(2026, 11, 13, 16, 29, 59))  # a Friday; both offices close at 17:00
    row = raised(manager)
    assert reached(row) == []
    at(manager, datetime(2026, 11, 16, 9, 29))
    assert reached(row) == []
    at(manager, datetime(2026, 11, 16, 9, 31))  # one business hour: half of it on Monday
    assert reached(row) == [(0, "team lead", "agent", False), (0, "order desk supervisor", "process-owner", False)]
    assert told(agent) == told(process) == ["Escalation 1: The returns portal is down"]
    at(manager, datetime(2026, 11, 16, 9, 40))
    assert len(reached(row)) == 2 and told(owner) == []  # nobody twice, nobody early


def test_the_overseer_is_reached_and_the_deputy_where_nobody_holds_the_role(place: Place, mailoutbox: list[Any]) -> None:
    from remit.stages.workspace.mail_notices import send

    owner, manager, agent = place("owner"), place("delivery-manager"), place("agent")
    row = raised(at(agent, datetime(2026, 11, 16, 8, 59)))
    at(agent, datetime(2026, 11, 16, 13, 0))  # four business hours
    assert [one for one in reached(row) if one[0] == 1] == [
        (1, "delivery manager", "delivery-manager", False),
        (1, "head of customer care", "owner", True),
    ]
    why = row.reached.get(role="head of customer care").instead
    assert why == "instead: nobody here holds the role head of customer care"
    assert told(owner) == told(manager) == ["Escalation 1: The returns portal is down"]
    send(owner.engagement, owner.engagement.now())
    mine = [mail for mail in mailoutbox if mail.to == [owner.user.email]]
    assert len(mine) == 1 and "The returns portal is down" in mine[0].body


def test_who_is_away_is_passed_over(place: Place) -> None:
    from remit.stages.workspace.tell_contact import tell_contact

    agent, manager, finance = place("agent"), place("delivery-manager"), place("finance")
    tell_contact(by=agent, away_until=date(2026, 11, 16))
    row = raised(at(finance, datetime(2026, 11, 16, 8, 59)))
    at(finance, datetime(2026, 11, 16, 10, 0))
    assert (0, "team lead", "delivery-manager", True) in reached(row)
    assert row.reached.get(role="team lead").instead == "instead: Lindiwe Adams (team lead) is away until 16 November"
    assert told(agent) == [] and told(manager)
    later = raised(at(finance, datetime(2026, 11, 17, 8, 59)), "Chat is down")  # the day after
    at(finance, datetime(2026, 11, 17, 10, 0))
    assert (0, "team lead", "agent", False) in reached(later)


def test_who_has_left_is_passed_over(place: Place) -> None:
    from remit.stages.workspace.end_access import end_access

    agent, manager, finance = place("agent"), place("delivery-manager"), place("finance")
    end_access(by=manager, member=agent.public_id, reason="left the company")
    row = raised(at(finance, datetime(2026, 11, 16, 8, 59)))
    at(finance, datetime(2026, 11, 16, 10, 0))
    assert (0, "team lead", "delivery-manager", True) in reached(row)


def test_the_deputy_is_told_where_the_first_does_not_react_in_time(place: Place) -> None:
    from remit.stages.operations.take_escalation import take_escalation

    finance, process = place("finance"), place("process-owner")
    row = raised(at(finance, datetime(2026, 11, 16, 8, 59)))
    at(finance, datetime(2026, 11, 16, 11, 29))  # told at 10:00; the next step is at 13:00, so until 11:30
    assert len(reached(row)) == 2
    at(finance, datetime(2026, 11, 16, 11, 30))
    assert [one for one in reached(row) if one[3]] == [
        (0, "team lead", "delivery-manager", True),
        (0, "order desk supervisor", "owner", True),
    ]
    assert row.reached.get(whom__user__persona="owner").instead == "instead: Priya Nair did not take it on in time"
    other = raised(at(finance, datetime(2026, 11, 17, 8, 59)), "Chat is down")
    at(finance, datetime(2026, 11, 17, 10, 0))
    take_escalation(by=process, escalation=other.public_id)
    at(finance, datetime(2026, 11, 17, 12, 0))
    assert len(reached(other)) == 2  # taken on: no deputy


def test_who_took_it_on_and_is_away_since_is_passed_over(place: Place) -> None:
    from remit.stages.operations.take_escalation import take_escalation
    from remit.stages.workspace.tell_contact import tell_contact

    finance, process = place("finance"), place("process-owner")
    row = raised(at(finance, datetime(2026, 11, 17, 8, 59)))
    at(finance, datetime(2026, 11, 17, 10, 0))
    take_escalation(by=process, escalation=row.public_id)
    tell_contact(by=process, away_until=date(2026, 11, 17))
    at(finance, datetime(2026, 11, 17, 12, 0))
    assert any(instead for *_, instead in reached(row))


def test_where_nobody_can_be_reached_those_who_lead_are_told_of_that(place: Place) -> None:
    from remit.stages.workspace.tell_contact import tell_contact

    agent, manager, finance, owner = place("agent"), place("delivery-manager"), place("finance"), place("owner")
    for one in (agent, manager):
        tell_contact(by=one, away_until=date(2026, 11, 20))
    row = raised(at(finance, datetime(2026, 11, 16, 8, 59)))
    at(finance, datetime(2026, 11, 16, 10, 0))
    assert (0, "team lead", "", True) in reached(row)
    assert "Escalation 1 reaches nobody as team lead" in told(owner)


def test_a_closed_escalation_climbs_no_further(place: Place) -> None:
    from remit.stages.operations.close_escalation import close_escalation

    finance, auditor, owner = place("finance"), place("quality-auditor"), place("owner")
    row = raised(at(finance, datetime(2026, 11, 16, 8, 59)))
    with pytest.raises(Refused, match="not yours to close"):
        close_escalation(by=auditor, escalation=row.public_id, outcome="x")
    close_escalation(by=finance, escalation=row.public_id, outcome="The portal is back.")
    at(finance, datetime(2026, 11, 18, 9, 0))
    assert reached(row) == [] and told(owner) == []
    again = raised(at(finance, datetime(2026, 11, 18, 9, 30)))
    at(finance, datetime(2026, 11, 18, 10, 31))
    assert told(place("agent")) == ["Escalation 2: The returns portal is down"]
    close_escalation(by=finance, escalation=again.public_id, outcome="It is back.")
    assert told(place("agent")) == []  # nothing of it waits in an inbox
    with pytest.raises(Refused, match=r"no escalation 8\.1"):
        from remit.stages.operations.raise_escalation import raise_escalation

        raise_escalation(by=finance, clause="8.1", about="x")


@pytest.mark.row(33)
def test_an_escalation_is_raised_and_reaches_overseer_and_contact(visit: Callable[..., Any], server: Any) -> None:
    """In the running product: the worker's minute is played by a call of the job; everything else by hand."""
    import os
    import subprocess
    import sys

    page = visit("finance", "/e/HAR/escalations/")
    page.get_by_label("What it is about").fill("The returns portal is down")
    page.get_by_role("button", name="Escalate").click()
    page.get_by_role("heading", name="“The returns portal is down” has reached nobody yet").wait_for()
    later = (
        "import django; django.setup()\n"
        "from remit.records.models.engagement import Engagement\n"
        "from remit.stages.operations.climb_escalations import climb_escalations\n"
        "one = Engagement.objects.get(code='HAR'); one.clock_shift += 86_400_000_000 * 4; one.save()\n"
        "climb_escalations(engagement=one)\n"
    )
    subprocess.run([sys.executable, "-c", later], check=True, env={**os.environ, "REMIT_HOME": str(server.home), "REMIT_DEMO": "1"})
    page.reload()
    table = page.locator("#escalation-1 table").inner_text()
    assert "Thandi Mokoena" in table and "Ruth Ashdown" in table and "nobody here holds the role head of customer care" in table
    inbox = visit("owner", "/inbox")
    inbox.get_by_role("row", name="Escalation 1: The returns portal is down").first.get_by_role("link", name="Take it on").click()
    inbox.wait_for_url("**/escalations/**")
    inbox.get_by_role("button", name="Take it on").click()
    inbox.get_by_role("heading", name="Ruth Ashdown has taken it on").wait_for()
