"""Both companies object in the same way, to items and to charges; whoever loses by it answers. Figures by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused
from remit.values.period import MINUTE, Month
from tests.web.isolation import NOW

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]
OCTOBER = Month(2026, 10)


def test_client_objects_to_a_charge_and_the_provider_gives_way(visit: Callable[..., Page]) -> None:
    """£118.00 of licences should have been £100.00: meanwhile £18,736.80 of £18,754.80 is due, and version 2 comes to just that."""
    page = visit("finance", "/e/HAR/statements/2026-10")
    page.get_by_role("button", name="Object").click()
    page.get_by_text("A charge", exact=True).click()
    page.get_by_label("Charge", exact=True).select_option("10.6")
    page.get_by_label("Change of its amount, in GBP").fill("-18.00")
    page.get_by_label("Why", exact=True).fill("Two seats were closed on 30 September.")
    page.get_by_role("button", name="Open the objection to the charge").click()
    page.get_by_text("The objection is open; the other company has been told.").wait_for()
    assert "£18,736.80 is undisputed and due; £18.00 waits for the answer to the objection." in page.inner_text("main")
    manager = visit("delivery-manager", "/")
    manager.locator("tr", has_text="Answer dispute 2 of October 2026").get_by_role("link", name="Answer").click()
    assert "Silence accepts nothing here" in manager.inner_text("main")
    manager.get_by_role("button", name="Accept").click()
    manager.get_by_text("Answered; close the month again for its next version.").wait_for()
    manager.goto("/e/HAR/statements/2026-10?v=preview")
    manager.get_by_role("button", name="Close October 2026").click()
    manager.get_by_text("October 2026 is closed").wait_for()
    manager.goto("/e/HAR/statements/2026-10?v=2")
    told = manager.inner_text("main")
    assert "£18,736.80" in told and "Helpdesk licences: dispute 2" in told and "−£18.00" in told and "£118.00" in told
    manager.goto("/e/HAR/statements/2026-10/versions")
    assert "£18.00 less than version 1: 1 line differs" in manager.inner_text("h1")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The engagement's clock stands at its noon, and goes on by a minute when called."""
    from remit.records.models.engagement import Engagement

    at = [NOW]
    monkeypatch.setattr(Engagement, "now", lambda self: at[0])

    def later() -> None:
        at[0] += MINUTE

    return later


def _accuracy(member: Any) -> tuple[int, int]:
    """Errors and lines that October's accuracy rests on, by its latest version."""
    from remit.scorecard import good_items
    from remit.stages.improvement import queries

    where = queries.standing(member, OCTOBER, member.engagement.now())
    level = queries.issued(member, where.latest).scorecard["8.3"].measure  # type: ignore[arg-type]
    return level.count - (good_items(level) or 0), level.count


def test_client_objects_that_excused_items_count(place: Callable[[str], Any], clock: Callable[[], None]) -> None:
    """Ten wrong lines leave October's accuracy under 9.1; four of them come back, and neither silence nor a refusal brings them back."""
    from remit.records.models.issued_statement import IssuedStatement
    from remit.stages.improvement.accept_by_silence import accepted_by_silence
    from remit.stages.improvement.answer_dispute import answer_dispute
    from remit.stages.improvement.close_month import close_month
    from remit.stages.improvement.dispute_items import dispute_items
    from remit.stages.operations import levels

    manager, desk, finance = place("delivery-manager"), place("process-owner"), place("finance")
    for one in (desk, finance):
        one.engagement = manager.engagement
    errors, lines = _accuracy(manager)
    behind = levels.items_behind(manager, OCTOBER, "8.3", NOW)
    wrong = sorted(levels.missed(behind)["item"].to_list())[:10]

    def object_to(by: Any, items: list[str]) -> Any:
        clock()
        row = IssuedStatement.objects.filter(engagement=by.engagement, month="2026-10").order_by("-version")[0]
        return dispute_items(by=by, statement=row.public_id, relief="9.1", items=items, reason="Look at the files.")

    with pytest.raises(Refused, match=r"not excused under 9\.1"):
        object_to(finance, wrong[:4])
    claim = object_to(manager, wrong)
    with pytest.raises(Refused, match="your own company objected"):
        answer_dispute(by=manager, dispute=claim.public_id, verdict="accepted")
    clock()
    answer_dispute(by=desk, dispute=claim.public_id, verdict="accepted")
    clock()
    close_month(by=manager, month=OCTOBER)
    assert _accuracy(manager) == (errors - 10, lines - 10)
    refused = object_to(finance, wrong[:4])
    accepted_by_silence(manager.engagement, NOW + 60 * 24 * 60 * MINUTE)
    refused.refresh_from_db()
    assert refused.state == "open"
    clock()
    answer_dispute(by=manager, dispute=refused.public_id, verdict="refused", answer="The files were malformed.")
    clock()
    with pytest.raises(Refused, match="nothing has changed since version 2"):
        close_month(by=manager, month=OCTOBER)
    again = object_to(finance, wrong[:4])
    clock()
    answer_dispute(by=manager, dispute=again.public_id, verdict="accepted")
    clock()
    close_month(by=manager, month=OCTOBER)
    assert _accuracy(manager) == (errors - 6, lines - 6)


def test_only_whoever_loses_by_a_concession_can_give_it(place: Callable[[str], Any], clock: Callable[[], None]) -> None:
    """£25.00 off the licences counts once the provider's role stands behind it, £25.00 on top once the client's does."""
    import polars as pl

    from remit import closing
    from remit.intake.knowledge import knowledge
    from remit.work import facts as work_facts

    known = knowledge(place("owner").engagement)

    def settled(value: str, role: str | None) -> tuple[Decimal, Decimal]:
        fact = {
            "kind": "concession",
            "subject": "dispute 9",
            "day": OCTOBER.last,
            "value": value,
            "clause": "10.6",
            "approved_by": role,
            "source": "dispute 9: counted twice",
            "received_at": NOW - MINUTE,
            "id": "dispute 9",
        }
        batch = pl.DataFrame([fact], schema_overrides={"approved_by": pl.String})
        facts, _ = work_facts.append(known.facts, batch)
        made = closing.settle(closing.Knowledge(known.engagement, known.agreements, known.log, facts, known.issued), OCTOBER, NOW)
        return made.total, made.agreed

    before, less, more = Decimal("18754.80"), Decimal("18729.80"), Decimal("18779.80")
    assert settled("-25.00", None) == (before, less)
    assert settled("-25.00", "finance manager") == (before, less)
    assert settled("-25.00", "delivery manager") == (less, less)
    assert settled("25.00", "delivery manager") == (before, more)
    assert settled("25.00", "finance manager") == (more, more)


def test_wrong_objections_are_told_at_once_and_change_nothing(place: Callable[[str], Any], clock: Callable[[], None]) -> None:
    from remit.records.models.dispute import Dispute
    from remit.records.models.issued_statement import IssuedStatement
    from remit.stages.improvement.dispute_items import dispute_items
    from remit.stages.improvement.withdraw_dispute import withdraw_dispute

    finance, manager = place("finance"), place("delivery-manager")
    row = IssuedStatement.objects.get(engagement=finance.engagement, month="2026-10")
    given = {"by": finance, "statement": row.public_id, "reason": "It is too much."}
    for wrong, said in (
        ({"line": "11.4", "amount": Decimal("-10.00")}, "is no charge of this contract"),
        ({"line": "10.7", "amount": Decimal("-10.00")}, "the statement has no line of clause 10.7"),
        ({"line": "10.6", "amount": Decimal("10.00")}, "in the other company's favour"),
        ({"line": "10.6", "amount": Decimal("-118.01")}, "is more than the 118.00 charged"),
        ({"relief": "9.3", "items": ["1"]}, "excuses without a claim"),
        ({"relief": "9.1", "items": ["1"], "asked": "excuse"}, "is nothing that the client can ask"),
    ):
        with pytest.raises(Refused, match=said):
            dispute_items(**given, **wrong)  # type: ignore[arg-type]
    assert Dispute.objects.filter(month="2026-10").count() == 0
    made = dispute_items(**given, line="10.6", amount=Decimal("-18.00"))
    with pytest.raises(Refused, match="no open objection"):
        withdraw_dispute(by=manager, dispute=made.public_id)
    withdraw_dispute(by=finance, dispute=made.public_id)
    clock()
    again = dispute_items(**given, line="10.6", amount=Decimal("-18.00"))
    assert (again.number, again.state) == (made.number + 1, "open")
