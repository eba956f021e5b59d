"""Fit, goals, business case, role plan and sources in the browser, each row of the specification by its check."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused
from remit.values.period import Month

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]


@pytest.mark.row(1)
def test_unfit_answers_yield_dont_yet_with_reasons_and_what_to_do_first(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/fit/")
    assert "Outsourcing suits you now: 19 of 24 points" in page.locator("h1").inner_text()
    page.locator("input[name='answers.overseer'][value='0']").check()
    page.locator("input[name='answers.data'][value='0']").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.locator("h1", has_text="Don't yet: it may be unlawful to pass the data on.").wait_for()
    verdict = page.locator("#verdict").inner_text()
    assert "Nobody would notice when it goes wrong." in verdict
    assert "Name the person who will run the relationship, with a day a week for it." in verdict


@pytest.mark.row(3)
@pytest.mark.row(4)
@pytest.mark.row(5)
@pytest.mark.row(13)
def test_every_goal_has_baseline_target_and_date_and_quality_shows_before_and_after(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/goals/")
    rows = page.locator("#goals tbody tr")
    assert rows.count() == 4
    quality = page.locator("#goals tr", has_text="Order lines without an error").inner_text()
    assert "98.4" in quality and "99.5" in quality and "31 Oct 2026" in quality
    assert "before 98.4; May 99.65, Jun 99.62" in quality and "Sep 99.22" in quality  # before and after, by the contract's own level
    saving = page.locator("#goals tr", has_text="Care and order desk cost less").inner_text()  # section 5 of the specification
    assert "saved May 5,506.50, Jun 5,811.75, Jul 7,885.04, Aug 5,601.50, Sep 5,945.88, Oct 5,373.20" in saving
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_label("Kind").select_option("skill")
    page.get_by_label("Goal", exact=True).fill("Polish spoken at the desk")
    page.get_by_label("Baseline").fill("12")
    page.get_by_label("Target").fill("10")
    page.get_by_label("By", exact=True).fill("2027-03-31")
    page.get_by_label("Where it is measured").fill("roster")
    page.get_by_role("button", name="Set it").click()
    page.get_by_text("10 is no better than 12, where more is better").wait_for()
    page.get_by_label("Target").fill("60")
    page.get_by_role("button", name="Set it").click()
    wanted = page.locator("#goals tr", has_text="Polish spoken at the desk")
    wanted.get_by_role("link", name="1 provider of the directory has it").click()
    page.wait_for_url("**/providers?skill=Polish*")
    assert page.locator("main table tbody tr strong, main table tbody tr td:first-child a").all_inner_texts() == ["Vistula Desk Sp. z o.o."]


@pytest.mark.row(8)
@pytest.mark.row(96)
@pytest.mark.row(97)
def test_the_role_plan_ties_to_the_saving_and_freed_hours_are_never_cash(visit: Callable[..., Page]) -> None:
    """£22,780 of roles for £22,780 of work. A role more that does other work frees hours, and the cash stays what it was."""
    page = visit("owner", "/e/HAR/business-case/")
    assert page.locator("h1").inner_text() == (
        "Outsourcing saves £5,710 a month, 25.1 % of £22,780, and pays the transition of £24,600 back in month five."
    )
    people = page.locator("#people")
    assert "The role plan explains every pound: £22,780.00 a month is cash against the budget." in people.inner_text()
    page.get_by_role("button", name="Plan a role").click()
    page.locator("#r-name").fill("Supervisor of the order desk")
    page.locator("#r-outcome").select_option("redeployed")
    page.locator("#r-day").fill("2026-05-05")
    page.locator("#r-monthly").fill("3900")
    page.locator("#r-hours").fill("60")
    page.get_by_role("button", name="Plan it").click()
    page.get_by_text("nobody knows where they go").wait_for()
    page.locator("#r-destination").fill("range planning")
    page.get_by_role("button", name="Plan it").click()
    total = page.locator("#people tr.total")
    total.get_by_text("60 h").wait_for()
    assert "£22,780.00" in total.inner_text() and "26,680" not in people.inner_text()
    for use, hours in (("innovation", "25"), ("customers", "20")):
        page.get_by_label("Month", exact=True).fill("2026-10")
        page.get_by_label("Used for").select_option(use)
        page.get_by_label("Hours used").fill(hours)
        page.get_by_role("button", name="Record hours").click()
        page.locator("#freed tbody", has_text=f"{use} {hours} h").wait_for()
    row = page.locator("#freed tbody tr").inner_text()
    assert "60 h" in row and "15 h" in row  # released = uses + idle
    page.get_by_label("Hours used").fill("90")
    page.get_by_role("button", name="Record hours").click()
    page.get_by_text("hours would be used of 60").wait_for()


@pytest.mark.row(95)
def test_a_claim_opens_its_source(visit: Callable[..., Page]) -> None:
    page = visit("finance", "/e/HAR/business-case/")
    page.locator("tr", has_text="A day a week of Priya").get_by_role("link", name="S1").click()
    source = page.locator("#source-1")
    assert "Shared services benchmark 2025" in source.inner_text() and "six to nine per cent" in source.inner_text()
    source.get_by_role("link", name="A day a week of Priya").click()
    page.locator("#lines").wait_for()


def test_every_hidden_cost_has_a_range_and_the_widest_leads(visit: Callable[..., Page]) -> None:
    """Half as much volume again reprices baseline and charges; a line with a wide range leads the tornado, and the draws stay the same."""
    page = visit("owner", "/e/HAR/business-case/")
    assert "Tickets moves the result most: by £43,200.00 over the term." in page.locator("#tornado h2").inner_text()
    said = page.locator("#range p.takeaway").inner_text()
    page.reload()
    assert page.locator("#range p.takeaway").inner_text() == said
    page.goto("/e/HAR/processes/4/")
    page.get_by_label("Units a month").fill("18000")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("18,000 order lines × 1.2 min").wait_for()
    page.goto("/e/HAR/business-case/")
    assert "Outsourcing saves £6,490 a month" in page.locator("h1").inner_text()  # 6,000 lines more at £0.44 less £0.31
    page.get_by_text("The figures moved since the case was approved").wait_for()


def test_nobody_approves_what_they_did_not_see_and_no_line_is_forgotten(place: Any) -> None:
    from remit.records.models.business_case import CaseLine
    from remit.stages.needs.approve_case import approve_case
    from remit.stages.needs.case import approved_baseline
    from remit.stages.needs.change_process import change_process
    from remit.stages.needs.queries import process

    owner = place("owner")
    with pytest.raises(Refused, match=r"the saving is £5,710\.00 by now"):
        approve_case(by=owner, saving="6000.00")
    CaseLine.objects.filter(kind="exit").delete()
    with pytest.raises(Refused, match="nobody has put a figure on exit"):
        approve_case(by=owner, saving="5710.00")
    known = process(owner, 4)
    assert known is not None
    row = known.row
    change_process(by=owner, process=row.public_id, name=row.name, unit=row.unit, volume=Decimal(99), minutes=row.minutes, rate=row.rate)
    assert approved_baseline(owner).cost == 22_780  # approved figures do not move with the register


@pytest.mark.parametrize(
    ("monthly", "said"), [("-100", "£100.00 are missing: add roles"), ("250.50", "£250.50 are too much: take roles out")]
)
def test_a_case_is_approved_only_with_every_pound_explained_or_a_reason(place: Any, monthly: str, said: str) -> None:
    from remit.records.models.affected_role import AffectedRole
    from remit.stages.needs.approve_case import approve_case

    owner = place("owner")
    role = AffectedRole.objects.filter(engagement=owner.engagement, removed_at=None).exclude(outcome="redeployed").first()
    assert role is not None
    role.monthly += Decimal(monthly)
    role.save()
    with pytest.raises(Refused, match=re.escape(said)):
        approve_case(by=owner, saving="5710.00")
    assert approve_case(by=owner, saving="5710.00", despite="The overtime of May is left out.").approved


def test_a_plan_that_explains_too_much_says_so(place: Any, client_of: Any) -> None:
    from remit.stages.needs.plan_role import plan_role

    plan_role(by=place("owner"), name="Night desk", outcome="goes over", day=date(2027, 1, 4), monthly=Decimal("9000.50"))
    page = client_of("owner").get("/e/HAR/business-case/").content.decode()
    assert re.search(r"The role plan explains <bdi[^>]*>£9,000.50</bdi> a month more than the work costs.", page)


def test_a_goal_is_set_for_a_day_that_comes_and_an_overdue_one_may_keep_its_day(place: Any) -> None:
    from remit.records.models.goal import Goal
    from remit.stages.needs.set_goal import set_goal

    by = place("owner")
    figures = {"kind": "quality", "name": "Order lines without an error", "baseline": Decimal("98.4"), "target": Decimal("99.6")}
    given = {**figures, "unit": "%", "measured_from": "200 lines", "why": "half of it is done"}
    with pytest.raises(Refused, match="11 November 2026 is over; write a day that comes"):
        set_goal(by=by, due=date(2026, 11, 11), **given)
    set_goal(by=by, due=date(2026, 11, 12), **given)
    old = Goal.objects.get(engagement=by.engagement, name="Order lines without an error", ended_at=None, due=date(2026, 10, 31))
    with pytest.raises(Refused, match="30 October 2026 is over"):
        set_goal(by=by, due=date(2026, 10, 30), goal=old.public_id, **given)
    assert set_goal(by=by, due=old.due, goal=old.public_id, **given).due == old.due


def test_hours_have_at_most_two_decimals(place: Any) -> None:
    from remit.stages.needs.record_freed_hours import record_freed_hours

    with pytest.raises(Refused, match="is no number of hours"):
        record_freed_hours(by=place("owner"), month=Month(2026, 6), use="markets", hours=Decimal("0.005"))


def test_volumes_are_typed_once_and_taken_over_into_a_request(place: Any) -> None:
    from remit.stages.selection.start_request import start_request
    from remit.stages.selection.take_baseline_over import take_baseline_over

    owner = place("owner")
    made = start_request(by=owner, title="Care and data entry, again")
    lines = take_baseline_over(by=owner, request=made.public_id)
    assert [(one.name, one.unit, one.volume) for one in lines] == [("Tickets", "ticket", 4_000), ("Order lines", "order line", 12_000)]
    with pytest.raises(Refused, match="no volume that the price sheet lacks"):
        take_baseline_over(by=owner, request=made.public_id)


def test_freed_hours_cannot_be_used_before_they_are_free(place: Any) -> None:
    from remit.stages.needs.plan_role import plan_role
    from remit.stages.needs.record_freed_hours import record_freed_hours

    owner = place("owner")
    plan_role(by=owner, name="Lead", outcome="redeployed", day=date(2026, 6, 1), monthly=Decimal(0), hours=Decimal(10), destination="shop")
    with pytest.raises(Refused, match="of 0 that are free in 2026-05"):
        record_freed_hours(by=owner, month=Month(2026, 5), use="markets", hours=Decimal(1))
    assert record_freed_hours(by=owner, month=Month(2026, 6), use="markets", hours=Decimal(10)).hours == 10
