"""Priced change requests: raised by either company, priced by the provider, approved within limits, and then part of the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from remit.values.fault import Refused

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]


def raised(by: Any, title: str = "Answer on Saturdays") -> Any:
    from remit.stages.contract.raise_change import raise_change

    return raise_change(by=by, title=title, what="Email is answered on Saturdays from 09:00 to 13:00.", why="Sales at weekends.")


def priced(by: Any, row: Any, once: str = "0", monthly: str = "0", **more: Any) -> Any:
    from remit.stages.contract.price_change import price_change

    given = {"starts": date(2026, 12, 1), "impact": "One agent more on Saturdays.", "sign": True} | more
    return price_change(by=by, change=row.public_id, price_once=Decimal(once), price_monthly=Decimal(monthly), **given)


def approved(by: Any, row: Any) -> Any:
    from remit.stages.contract.approve_change import approve_change

    row.refresh_from_db()
    return approve_change(by=by, change=row.public_id, digest=row.draft.digest)


def lines_of(by: Any, month: str) -> dict[str, Any]:
    """The running month as it would bill by the terms in force."""
    from remit.intake.knowledge import forget
    from remit.stages.improvement.queries import preview
    from remit.values.period import Month

    forget()
    by.engagement.refresh_from_db()
    return {line.name: line for line in preview(by, Month.read(month), by.engagement.now()).lines}


def test_an_approved_change_is_an_amendment_that_bills_from_its_day(place: Place) -> None:
    from remit.stages.contract.drafts import in_force

    owner, manager = place("owner"), place("delivery-manager")
    row = priced(manager, raised(owner), "1200", "450", starts=date(2026, 11, 1))
    assert (row.code, row.state, row.draft.state, row.first_year) == ("HAR-CR-1", "priced", "offered", Decimal("6600"))
    before = lines_of(owner, "2026-11")
    row = approved(owner, row)
    now = in_force(owner)
    assert row.state == "approved" and now.amendments[-1]["from"] == date(2026, 11, 1)
    new = {name: line for name, line in lines_of(owner, "2026-11").items() if name not in before}
    assert {(line.clause, line.amount, line.base_charge) for line in new.values()} == {
        ("10.11", Decimal("1200.00"), False),
        ("10.12", Decimal("450.00"), True),
    }


def test_a_sum_wants_the_role_that_the_contract_names_for_it(place: Place) -> None:
    owner, finance, process, manager = place("owner"), place("finance"), place("process-owner"), place("delivery-manager")
    small, large = priced(manager, raised(owner), monthly="400"), raised(process, "Phone support")
    with pytest.raises(Refused, match=r"£4,800\.00 in the first year wants the approval of the finance manager \(clause 13\.4\)"):
        approved(process, small)
    approved(finance, small)
    large = priced(manager, large, monthly="400", once="201")
    with pytest.raises(Refused, match=r"£5,001\.00 in the first year wants the approval of the operations director"):
        approved(finance, large)
    approved(owner, large)


def test_the_first_year_names_who_approves_and_a_deputy_may(place: Place) -> None:
    """£400 a month are £4,800 in the first year; nobody but the operations director approves more than £5,000, or their deputy."""
    owner, process, manager = place("owner"), place("process-owner"), place("delivery-manager")
    assert priced(manager, raised(owner), monthly="400").approver_role == "finance manager"
    large = priced(manager, raised(process, "Phone support"), monthly="500")
    assert large.approver_role == "operations director"
    with pytest.raises(Refused, match=r"wants the approval of the operations director"):
        approved(process, large)
    type(process).objects.filter(pk=process.pk).update(contract_role="head of customer care")
    process.refresh_from_db()
    assert approved(process, large).state == "approved"


def test_a_limit_of_the_person_holds_besides(place: Place) -> None:
    owner, manager = place("owner"), place("delivery-manager")
    type(owner).objects.filter(pk=owner.pk).update(approval_limit="4000")
    owner.refresh_from_db()
    with pytest.raises(Refused, match=r"£4,800\.00 a year, above your limit of £4,000\.00"):
        approved(owner, priced(manager, raised(owner), monthly="400"))


def test_a_refused_change_is_priced_again(place: Place) -> None:
    from remit.stages.contract.refuse_change import refuse_change

    owner, manager = place("owner"), place("delivery-manager")
    row = priced(manager, raised(manager), monthly="900")
    first = row.draft
    with pytest.raises(Refused, match="withdraw its offer first"):
        priced(manager, row, monthly="700")
    row = refuse_change(by=owner, change=row.public_id, answer="Half of it would be acceptable.")
    first.refresh_from_db()
    assert (row.state, first.state) == ("refused", "refused")
    with pytest.raises(Refused, match="HAR-CR-1 is refused"):
        approved(owner, row)
    again = approved(owner, priced(manager, row, monthly="450"))
    assert again.state == "approved" and again.draft.pk != first.pk and again.price_monthly == Decimal(450)


def test_only_the_provider_prices_and_only_the_client_approves(place: Place) -> None:
    from remit.stages.action import NotAllowed

    owner, manager = place("owner"), place("delivery-manager")
    row = raised(owner)
    with pytest.raises(NotAllowed):
        priced(owner, row, monthly="1")
    row = priced(manager, row, monthly="1")
    with pytest.raises(NotAllowed):
        approved(manager, row)
    with pytest.raises(Refused, match="nothing would change"):
        priced(manager, raised(owner, "Something free"))


def test_a_price_that_is_withdrawn_leaves_the_request(place: Place) -> None:
    from remit.stages.contract.withdraw_change import withdraw_change
    from remit.stages.contract.withdraw_draft import withdraw_draft

    owner, manager = place("owner"), place("delivery-manager")
    row = priced(manager, raised(owner), monthly="450")
    withdraw_draft(by=manager, draft=row.draft.public_id)
    row.refresh_from_db()
    assert row.state == "raised"
    row = withdraw_change(by=manager, change=priced(manager, row, monthly="400").public_id, only_price=True)
    row.draft.refresh_from_db()
    assert (row.state, row.draft.state) == ("raised", "withdrawn")
    with pytest.raises(Refused, match="raised by the other company"):
        withdraw_change(by=manager, change=row.public_id)


@pytest.mark.row(64)
def test_a_change_of_scope_is_priced_approved_and_makes_a_version(visit: Callable[..., Any]) -> None:
    page = visit("process-owner", "/e/HAR/changes/")
    page.get_by_label("What it is called").fill("Answer on Saturdays")
    page.get_by_label("What should change").fill("Email is answered on Saturdays from 09:00 to 13:00.")
    page.get_by_role("button", name="Raise it").click()
    page.get_by_role("heading", name="“Answer on Saturdays” waits for a price from Salt River Desk.").wait_for()
    assert page.get_by_text("HAR-CR-1").count()
    theirs = visit("delivery-manager", "/e/HAR/changes/1")
    theirs.get_by_label("What it means for people").fill("One agent more on Saturdays; the levels stay.")
    theirs.get_by_label("Once, in GBP").fill("1200")
    theirs.get_by_label("Each month, in GBP").fill("450")
    theirs.get_by_label("From", exact=True).fill("2026-11-01")
    theirs.get_by_role("button", name="Offer and sign it at this price").click()
    theirs.get_by_role("heading", name="would cost £1,200.00 once and £450.00 a month from 1 November 2026").wait_for()
    page.goto("/e/HAR/changes/1")
    page.get_by_text("This sum wants the operations director (clause 13.4).").wait_for()
    owner = visit("owner", "/e/HAR/changes/1")
    owner.get_by_text("£6,600.00").wait_for()
    owner.get_by_role("button", name="Approve and sign").click()
    owner.get_by_role("heading", name="is part of the contract from 1 November 2026").wait_for()
    owner.goto("/e/HAR/contract/")
    owner.get_by_role("heading", name="The contract stands with 1 amendment").wait_for()
    owner.goto("/e/HAR/statements/2026-11")
    assert "£1,200.00" in owner.get_by_role("row").filter(has_text="10.11").first.inner_text()
    assert "£450.00" in owner.get_by_role("row").filter(has_text="10.12").first.inner_text()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "no line of 1 to 120 letters; write it as both companies call it"),
        ({"title": "a\nb"}, "no line of 1 to 120 letters"),
        ({"what": " "}, "is empty; write what should change"),
        ({"what": "x" * 20_001}, "more than 20,000 letters"),
        ({"why": "x" * 20_001}, "more than 20,000 letters"),
        ({"wanted_on": date(2026, 11, 11)}, "11 November 2026 is over; write a day that comes, or leave it out"),
    ],
)
def test_a_change_that_nobody_could_price_is_refused(place: Any, wrong: dict[str, Any], said: str) -> None:
    from remit.records.models.change_request import ChangeRequest
    from remit.stages.contract.raise_change import raise_change

    given: dict[str, Any] = {"title": "Saturdays", "what": "Email is answered on Saturdays.", "wanted_on": date(2026, 11, 12)}
    with pytest.raises(Refused, match=said):
        raise_change(by=place("owner"), **{**given, **wrong})
    assert not ChangeRequest.objects.filter(title="Saturdays").exists()
    raise_change(by=place("owner"), **given)
