"""The close in the workspace: preview, close, objection, answer, version 2, signatures, silence; each rule refuses what it must."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused
from remit.values.period import Month

if TYPE_CHECKING:
    from remit.records.models.member import Member

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], "Member"]


def _october(place: Place) -> Any:
    from remit.records.models.issued_statement import IssuedStatement

    return IssuedStatement.objects.get(engagement=place("owner").engagement, month="2026-10")


def test_above_the_limit_finance_cannot_sign_and_the_owner_can(place: Place) -> None:
    from remit.stages.improvement.sign_statement import sign_statement

    row = _october(place)
    with pytest.raises(Refused, match=r"£18,754\.80 is above your limit of £18,000\.00"):
        sign_statement(by=place("finance"), statement=row.public_id, digest=row.digest)
    with pytest.raises(Refused, match="not the statement you looked at"):
        sign_statement(by=place("owner"), statement=row.public_id, digest="sha256:0")
    assert sign_statement(by=place("owner"), statement=row.public_id, digest=row.digest).side == "client"
    with pytest.raises(Refused, match="has signed version 1 already"):
        sign_statement(by=place("owner"), statement=row.public_id, digest=row.digest)


def test_an_agent_may_not_close_and_a_month_without_news_is_not_issued_again(place: Place) -> None:
    from remit.stages.action import NotAllowed
    from remit.stages.improvement.close_month import close_month

    with pytest.raises(NotAllowed, match="Lindiwe Adams may not close month"):
        close_month(by=place("agent"), month=Month(2026, 10))
    manager = place("delivery-manager")
    version = close_month(by=manager, month=Month(2026, 10)).version  # what was still open at the first close has been decided since
    with pytest.raises(Refused, match=f"nothing has changed since version {version} of October 2026"):
        close_month(by=manager, month=Month(2026, 10))
    with pytest.raises(Refused, match="November 2026 is not over"):
        close_month(by=place("delivery-manager"), month=Month(2026, 11))


@pytest.mark.row(101)
def test_silence_accepts_after_the_last_day_to_object(place: Place) -> None:
    from remit.records.models.acceptance import Acceptance
    from remit.stages.improvement.accept_by_silence import accepted_by_silence

    engagement, row = place("owner").engagement, _october(place)
    assert accepted_by_silence(engagement, row.object_until) == []
    assert accepted_by_silence(engagement, row.object_until + 1) == ["2026-10, version 1: deemed accepted by the client"]
    assert accepted_by_silence(engagement, row.object_until + 2) == []
    said = Acceptance.objects.get(statement=row, side="client")
    assert (said.kind, said.given_at) == ("deemed accepted", row.object_until)


def test_after_the_last_day_nobody_objects(place: Place) -> None:
    from remit.stages.demonstration.relationship import set_clock
    from remit.stages.improvement.dispute_items import dispute_items

    manager, row = place("delivery-manager"), _october(place)
    set_clock(manager.engagement, datetime(2026, 11, 20, 9))
    with pytest.raises(Refused, match="the last moment to object was"):
        dispute_items(by=manager, statement=row.public_id, relief="9.1", items=["1"], reason="late")


@pytest.mark.row(37, 38)
def test_the_september_dispute_replayed_by_hand_gives_version_two_to_the_penny(visit: Callable[..., Any]) -> None:
    """In the browser: September's two versions stand side by side, and the dispute between them tells who accepted what."""
    page = visit("finance", "/e/HAR/statements/2026-09/versions")
    assert "Version 2 comes to £17,439.62, £677.12 more than version 1" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Dispute 1").click()
    assert "45 items" in page.locator("h1").inner_text()
    assert "Priya Nair" in page.locator("main").inner_text()


def test_an_objection_divides_the_total_and_its_answer_gives_the_next_version(place: Place) -> None:
    """The same by hand for October: open, agreed and disputed apart, refused, nothing moves; accepted, the level is computed anew."""
    from remit.intake.knowledge import knowledge
    from remit.stages.improvement import queries
    from remit.stages.improvement.answer_dispute import answer_dispute
    from remit.stages.improvement.close_month import close_month
    from remit.stages.improvement.dispute_items import dispute_items

    manager, desk, row = place("delivery-manager"), place("process-owner"), _october(place)
    log = knowledge(manager.engagement).log
    bounds = Month(2026, 10).bounds("Europe/London")
    errors = log.filter((log["record"] == "order system") & (log["event"] == "error") & log["at"].is_between(bounds.start, bounds.end))
    wrong = errors["item"].to_list()[:3]
    dispute = dispute_items(by=manager, statement=row.public_id, relief="9.1", items=wrong, reason="The file broke the format.")
    with pytest.raises(Refused, match="are in an open dispute already"):
        dispute_items(by=manager, statement=row.public_id, relief="9.1", items=wrong[:1], reason="again")
    with pytest.raises(Refused, match="a refusal needs a reason"):
        answer_dispute(by=desk, dispute=dispute.public_id, verdict="refused")
    answer_dispute(by=desk, dispute=dispute.public_id, verdict="accepted", answer="Ours.")
    second = close_month(by=manager, month=Month(2026, 10))
    assert (second.version, second.total) == (2, Decimal("18754.80"))
    value = queries.issued(manager, second)
    assert value.scorecard["8.3"].excused == 3


@pytest.mark.row(103)
def test_volume_above_the_forecast_leaves_the_levels_and_stays_billed(place: Place) -> None:
    """July had 4,720 tickets on a forecast of 4,600, within 110 %; with a forecast of 4,000 the last to arrive would leave."""
    import polars as pl

    from remit.closing import settle
    from remit.intake.knowledge import knowledge
    from remit.stages.improvement import queries

    member = place("owner")
    known = knowledge(member.engagement)
    row = next(one for one in queries.standing(member, Month(2026, 7), 0).versions)
    low = known.facts.with_columns(
        value=pl.when((pl.col("kind") == "forecast") & (pl.col("id") == "forecast customer contact 2026-07"))
        .then(pl.lit("4000"))
        .otherwise(pl.col("value"))
    )
    before = settle(known, Month(2026, 7), row.cut)
    after = settle(replace(known, facts=low), Month(2026, 7), row.cut)
    contact = next(one for one in after.volumes if one.service == "customer contact")
    assert contact.billed == 4_720
    assert contact.excess == 4_720 - 4_400
    assert after.scorecard["8.1"].measure.count < before.scorecard["8.1"].measure.count
    assert after.base == before.base


@pytest.mark.row(40)
def test_client_and_provider_see_the_same_number(visit: Callable[..., Any]) -> None:
    said = {who: visit(who, "/e/HAR/statements/2026-08").locator("h1").inner_text() for who in ("finance", "delivery-manager")}
    assert said["finance"] == said["delivery-manager"]
    assert re.search(r"£17,387\.00 is due", said["finance"])


@pytest.mark.both
def test_the_bundle_verifies_without_remit(place: Place, client: Any, tmp_path: Any) -> None:
    import subprocess
    import sys
    import zipfile

    client.force_login(place("finance").user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/e/HAR/statements/2026-05/v1.bundle")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        file.extractall(tmp_path)
    check = [sys.executable, str(tmp_path / "verify_statement.py"), str(tmp_path)]
    told = subprocess.run(check, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-2000:]
    facts = (tmp_path / "facts.jsonl").read_text(encoding="utf-8")
    (tmp_path / "facts.jsonl").write_text(facts.replace("4000", "4001", 1), encoding="utf-8")
    assert subprocess.run(check, capture_output=True).returncode == 1


@pytest.mark.row(39)
def test_a_bonus_is_paid_for_what_exceeds_the_target_and_capped(visit: Callable[..., Any], place: Place) -> None:
    """October: satisfaction 4.63 of at least 4.6 pays 1 % of the base charges; were the limit of 3 % lower, the limit would hold."""
    from dataclasses import replace as changed

    from remit.agreement import Agreement
    from remit.closing import settle
    from remit.intake.knowledge import knowledge
    from remit.terms.reader import read as read_terms

    page = visit("finance", "/e/HAR/statements/2026-10")
    page.get_by_role("link", name="11.4").click()
    page.locator(".proof").wait_for()
    proof = page.locator(".proof").inner_text()
    assert "4.63" in proof and "1 % × £17,345.00" in proof and "£173.45" in proof

    row, known = _october(place), knowledge(place("owner").engagement)
    catalogue = known.agreements(Month(2026, 10)).catalogue
    text = bytes(known.agreements(Month(2026, 10)).terms.text).decode()
    lower = text.replace("    limits: [satisfaction bonus]\n    at most: 3 %", "    limits: [satisfaction bonus]\n    at most: 0.5 %")
    assert lower != text
    agreement = Agreement(read_terms(lower.encode(), catalogue), catalogue)
    value = settle(changed(known, agreements=lambda month: agreement, issued=known.issued[:-1]), Month(2026, 10), row.cut)
    bonus = next(line for line in value.lines if line.kind == "bonus")
    assert (bonus.asked, bonus.amount) == (Decimal("173.45"), Decimal("86.73"))
