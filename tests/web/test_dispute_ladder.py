"""An objection that nobody answers goes to whom clause 12.8 names, each in its working time, and both companies see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]
Place = Callable[[str], Any]


def at(member: Any, wall: datetime) -> Any:
    """The member with the demo's clock at a moment of London, and the disputes escalated up to it."""
    from remit.stages.demonstration.relationship import set_clock
    from remit.stages.improvement.escalate_disputes import escalate_disputes

    set_clock(member.engagement, wall)
    member.engagement.refresh_from_db()
    escalate_disputes.function(engagement=member.engagement)
    return member


def objected(by: Any) -> Any:
    from remit.stages.improvement import queries
    from remit.stages.improvement.dispute_items import dispute_items
    from remit.values.period import Month

    where = queries.standing(by, Month(2026, 10), by.engagement.now())
    return dispute_items(
        by=by, statement=where.latest.public_id, asked="amount", line="10.6", amount=Decimal("-18.00"), reason="Two seats were closed."
    )


def reached(row: Any) -> list[tuple[int, str, str]]:
    rows = row.reached.select_related("whom__user").order_by("reached_at", "pk")
    return [(one.step, one.role, one.whom.user.persona if one.whom else "") for one in rows]


def told(member: Any) -> list[str]:
    from remit.records.models.notice import Notice

    return list(
        Notice.objects.filter(member=member, key__startswith="dispute ", title__contains="Dispute", done_at=None).values_list(
            "title", flat=True
        )
    )


def terms_of(member: Any) -> Any:
    from remit.intake.knowledge import terms_in_force
    from remit.values.period import Month

    return terms_in_force(member.engagement, Month(2026, 11))


def shown(client: Any) -> list[str]:
    page = client.get("/e/HAR/disputes/2").content.decode()
    return (
        re.findall(r"<tr[^>]*>(.*?)</tr>", page[page.index('id="ladder"') :].split("</section>")[0], re.S)[1:]
        if 'id="ladder"' in page
        else []
    )


def test_each_step_reaches_its_roles_in_working_time_and_nobody_twice(place: Place, client_of: Callable[[str], Any]) -> None:
    """Five business days of both offices after Friday 13 November end on the 20th at 17:00, ten on the 27th, twenty on 11 December."""
    finance = at(place("finance"), datetime(2026, 11, 13, 10))
    row = objected(finance)
    at(finance, datetime(2026, 11, 20, 16, 59))
    assert reached(row) == []
    assert ["to come" in one for one in shown(client_of("delivery-manager"))] == [True, True, True]
    at(finance, datetime(2026, 11, 20, 17, 0))
    first = [(0, "delivery manager", "delivery-manager"), (0, "head of customer care", "owner")]
    assert reached(row) == first  # nobody is head of customer care, and the operations director is the deputy
    assert row.reached.get(role="head of customer care").instead == "instead: nobody here holds the role head of customer care"
    at(finance, datetime(2026, 11, 27, 16, 59))
    assert reached(row) == first
    assert told(place("owner")) == told(place("delivery-manager")) == ["Dispute 2: clause 10.6 of October 2026 without an answer"]
    for persona in ("finance", "delivery-manager"):
        rows = shown(client_of(persona))
        assert ["to come" in one for one in rows] == [False, False, True, True] and "Thandi Mokoena" in rows[0]
    at(finance, datetime(2026, 12, 11, 17, 0))
    assert reached(row)[2:] == [
        (1, "account director", "delivery-manager"),
        (1, "operations director", "owner"),
        (2, "independent expert", ""),
    ]
    assert "Dispute 2 reaches nobody as independent expert" in told(place("owner"))


def test_whoever_is_away_is_passed_over(place: Place) -> None:
    from remit.stages.workspace.tell_contact import tell_contact

    manager = place("delivery-manager")
    row = objected(at(place("finance"), datetime(2026, 11, 13, 10)))
    tell_contact(by=manager, away_until=date(2026, 11, 20))
    at(manager, datetime(2026, 11, 20, 17, 30))
    assert (0, "delivery manager", "agent") in reached(row) and told(manager) == []


def test_an_answer_ends_it(place: Place, client_of: Callable[[str], Any]) -> None:
    from remit.stages.improvement.answer_dispute import answer_dispute

    manager = place("delivery-manager")
    row = objected(at(place("finance"), datetime(2026, 11, 13, 10)))
    at(manager, datetime(2026, 11, 20, 17, 30))
    answer_dispute(by=manager, dispute=row.public_id, verdict="refused", answer="They were closed in October.")
    at(manager, datetime(2026, 12, 20))
    assert [step for step, _, _ in reached(row)] == [0, 0]
    assert told(manager) == told(place("owner")) == []  # nothing waits in an inbox any more
    assert ["to come" in one for one in shown(client_of("finance"))] == [False, False]


def test_withdrawing_ends_it_too(place: Place) -> None:
    from remit.stages.improvement.withdraw_dispute import withdraw_dispute

    finance, manager = place("finance"), place("delivery-manager")
    row = objected(at(finance, datetime(2026, 11, 13, 10)))
    at(finance, datetime(2026, 11, 20, 17, 30))
    assert told(manager)
    withdraw_dispute(by=finance, dispute=row.public_id)
    assert told(manager) == []


def test_where_silence_answers_only_the_steps_before_it_remain(place: Place, client_of: Callable[[str], Any]) -> None:
    from remit.records.models.dispute import Dispute
    from remit.stages.improvement.accept_by_silence import accepted_by_silence

    manager = place("delivery-manager")
    row = objected(at(place("finance"), datetime(2026, 11, 13, 10)))
    at(manager, datetime(2026, 11, 24, 9))
    until = manager.engagement.now()
    Dispute.objects.filter(pk=row.pk).update(answer_until=until)
    assert len(shown(client_of("finance"))) == 2  # both of the first step, reached; nothing to come
    at(manager, datetime(2026, 12, 20))
    assert [step for step, _, _ in reached(row)] == [0, 0] and told(manager)
    accepted_by_silence(manager.engagement, manager.engagement.now())
    assert told(manager) == []


def test_the_default_of_the_clause_reaches_those_who_run_the_work_then_those_who_answer_for_it(place: Place) -> None:
    from remit.records.models.member import Member
    from remit.stages.operations.climb import those_told
    from remit.stages.workspace.stand_in import reached as found
    from remit.terms.fixed import STATEMENT

    default = next(one.default for one in STATEMENT if one.name == "disputes go to")
    owner = place("owner")
    people, terms = those_told(owner.engagement), terms_of(owner)
    names = [sorted(one.user.persona for one in found(people, terms, str(row["to"][0]), date(2026, 11, 13)).people) for row in default]
    assert names == [["delivery-manager", "process-owner"], ["owner"], []]
    Member.objects.filter(pk=place("delivery-manager").pk).update(away_until=date(2026, 11, 13))
    people = those_told(owner.engagement)
    assert [one.user.persona for one in found(people, terms, "delivery managers", date(2026, 11, 13)).people] == ["process-owner"]


def test_a_claim_before_the_month_is_closed_is_no_dispute(place: Place, client_of: Callable[[str], Any]) -> None:
    from remit.records.models.dispute import Dispute

    row = objected(at(place("finance"), datetime(2026, 11, 13, 10)))
    Dispute.objects.filter(pk=row.pk).update(statement=None)
    at(place("finance"), datetime(2026, 12, 20))
    assert reached(row) == [] and shown(client_of("finance")) == []
