"""What a provider gains: credits at risk, own cost and margin, clients side by side, a record that its client attests. Figures by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused
from remit.values.period import Month
from tests.web.isolation import NOW, client_of, readings, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]
CANARY = "Canaryfreight"
JULY = Decimal("17160.96") - (9800 + 1150 + 4720 * Decimal("0.38") + 13400 * Decimal("0.04"))
"""The statement of July less what ten people, their desks, 4,720 tickets and 13,400 order lines cost: £3,881.36."""


@pytest.mark.row(98)
def test_first_screen_of_the_delivery_manager(visit: Callable[..., Page]) -> None:
    """Credits at risk with what saves them, the margin ahead with its range, the clients; a cost is recorded, July answers to the penny,
    and the client's people find no trace of it."""
    page = visit("delivery-manager")
    page.get_by_text("is likely to leave").wait_for(timeout=60_000)
    risk = page.locator("#gain")
    assert "Credits at risk in November 2026: £" in risk.inner_text()
    chat = risk.locator("tr", has_text="Chat answered")
    assert "£520.35" in chat.inner_text() and "more may miss" in chat.inner_text()
    assert "7 misses of email first reply that the client caused" in risk.inner_text()
    assert "in eight of ten runs £" in risk.inner_text()
    clients = page.locator("table.portfolio")
    assert "Harbour & Pine" in clients.inner_text() and "£5,104.40" in clients.inner_text()
    risk.get_by_role("link", name="Margin, month by month").click()
    page.get_by_role("link", name="July 2026").click()
    assert "£3,881.36" in page.locator("tr.opened").inner_text()
    page.get_by_role("button", name="Record a cost").click()
    page.get_by_label("What", exact=True).fill(CANARY)
    page.get_by_label("Amount, in GBP").fill("100.10")
    page.get_by_label("From the month on").fill("2026-07")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Recorded, for your side alone.").wait_for()
    page.get_by_role("link", name="July 2026").click()
    assert "£3,781.26" in page.locator("tr.opened").inner_text()
    other = visit("owner", "/e/HAR/margin/")
    assert "does not include this page" in other.content() and CANARY not in other.content()
    for path in ("/", "/portfolio", f"/search?q={CANARY}", "/e/HAR/audit/", "/e/HAR/", "/e/HAR/record/"):
        other.goto(path)
        shown = other.locator("main .found" if "search" in path else "body").inner_text()  # a search says in its title what was asked
        assert CANARY not in shown and "5,104.40" not in shown, path


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    from remit.records.models.engagement import Engagement

    monkeypatch.setattr(Engagement, "now", lambda self: NOW)


def test_own_cost_leaves_no_trace_on_the_client_s_side(place: Callable[[str], Any], at_noon: None) -> None:
    """A word in every text of a cost: no page, file, search, API answer, audit text, notice or webhook of anybody else holds it."""
    from remit.records.models.notice import Notice
    from remit.records.models.webhook import Delivery
    from remit.stages.improvement.import_own_costs import import_own_costs
    from remit.stages.improvement.record_own_cost import record_own_cost
    from remit.stages.inputs import FileInput

    manager = place("delivery-manager")
    record_own_cost(by=manager, name=f"{CANARY} desk", amount="7531.97", month="2026-07", note=f"{CANARY} note")
    file = FileInput(f"{CANARY}.csv", f"name,per,amount,month\n{CANARY} file,6.1,0.7531,2026-08\n".encode())
    import_own_costs(by=manager, file=file)
    seen = text_of(client_of(manager.user).get("/e/HAR/margin/"))
    assert seen.count(CANARY.encode()) >= 3
    api = [f"/api/v1/engagements/HAR/{what}" for what in ("audit", "facts", "imports", "disputes", "statements", "notices", "members")]
    more = ["/e/HAR/audit/?form=json", "/e/HAR/margin/?form=csv", "/e/HAR/margin/?list=costs&form=csv", "/portfolio?form=csv", *api]
    for persona in ("owner", "finance", "process-owner", "security-officer", "agent", "quality-auditor", "bidder"):
        client = client_of(place(persona).user)
        searched = [f"/search?q={CANARY[:9]}", "/search?q=7531.97"] if place(persona).side == "client" else []
        for where in [*(readings("HAR") if persona == "owner" else ["/", "/e/HAR/"]), *more, *searched]:
            said = text_of(client.get(where))
            own_log = place(persona).side == "provider" and "audit" in where
            assert CANARY.encode() not in said or own_log, (persona, where)
            asked = said.replace(b"7531.97", b"") if where.endswith("7531.97") else said  # the search says what was asked
            assert all(word not in asked for word in (b"7531.97", b"7,531.97", b"0.7531")), (persona, where)
    assert not Delivery.objects.filter(payload__icontains=CANARY).exists()
    assert not Notice.objects.filter(title__icontains=CANARY).exists()


def test_margin_of_closed_months_to_the_penny(place: Callable[[str], Any]) -> None:
    from remit.stages.improvement import margin

    found = {str(one.month): one for one in margin.closed(place("delivery-manager"))}
    assert found["2026-07"].margin == JULY == Decimal("3881.36")
    assert found["2026-09"].margin == Decimal("3852.82")  # version 2, and the pay round: 17,439.62 - 11,400 - 1,618.80 - 568.00
    assert all(one.margin is None for one in margin.closed(place("owner")))


def test_an_offer_shows_the_provider_alone_what_it_does_to_the_margin(place: Callable[[str], Any]) -> None:
    """July, by hand: 17,160.96 as signed and 16,982.20 by the draft, each less 13,279.60 of own cost."""
    from remit.records.models.draft import Draft
    from remit.stages.contract.offer_draft import offer_draft

    row = Draft.objects.get(title="Stricter first reply")
    offer_draft(by=place("owner"), draft=row.public_id, revision=row.revision)
    where = f"/e/HAR/contract/drafts/{row.number}/"
    said = {who: client_of(place(who).user).get(where).content.decode() for who in ("owner", "agent", "delivery-manager")}
    assert "Your margin" not in said["owner"] + said["agent"] and "3,702.60" not in said["owner"] + said["agent"]
    shown = said["delivery-manager"].split("Your margin", 1)[1].split("</section>", 1)[0]
    assert "£3,881.36" in shown and "£3,702.60" in shown


def test_margin_ahead_is_that_of_each_drawn_end(place: Callable[[str], Any], at_noon: None) -> None:
    """Not the total's range less one cost: an end with more tickets costs more."""
    from remit.stages.improvement import margin
    from remit.stages.operations import levels

    manager = place("delivery-manager")
    running = margin.running(manager, NOW, compute=True)
    drawn = levels.forecast(manager, Month(2026, 11), NOW, compute=False)
    assert running is not None and running.margin is not None and drawn is not None
    each = sorted(
        end.total - 11400 - round(end.units["6.1"] * Decimal("0.38"), 2) - round(end.units["6.2"] * Decimal("0.04"), 2)
        for end in drawn.drawn
    )
    assert len(each) == 100
    assert (running.margin.p10, running.margin.p50, running.margin.p90) == (each[9], each[49], each[89])
    assert levels.forecast(manager, Month(2026, 11), NOW, compute=False) is drawn


def test_a_cost_holds_until_its_next_line_and_a_wrong_file_changes_nothing(place: Callable[[str], Any]) -> None:
    from remit.records.models.own_cost import OwnCost
    from remit.stages.improvement import own_costs
    from remit.stages.improvement.import_own_costs import import_own_costs
    from remit.stages.improvement.record_own_cost import record_own_cost
    from remit.stages.inputs import FileInput

    manager = place("delivery-manager")
    record_own_cost(by=manager, name="Desks and systems", amount="0", month="2026-10")
    record_own_cost(by=manager, name="Desks and systems", amount="900", month="2026-08")
    rows = own_costs.recorded(manager)

    def desks(month: Month) -> list[str]:
        return [str(line.cost) for line in own_costs.lines_of(rows, month, {}) if line.name.startswith("Desks")]

    assert [desks(Month(2026, month)) for month in (4, 7, 9, 10)] == [[], ["1150.00"], ["900.00"], []]
    before = OwnCost.objects.count()
    with pytest.raises(Refused) as refused:
        bad = b"name,per,amount,month\nGood,month,1.00,2026-10\nBad,7.9,1.00,2026-10\nWorse,month,1.23456,October\n"
        import_own_costs(by=manager, file=FileInput("costs.csv", bad))
    assert [(fault.place.row, fault.place.column) for fault in refused.value.faults] == [(3, "per"), (4, "amount"), (4, "month")]
    assert OwnCost.objects.count() == before
    again = FileInput("costs.csv", b"name,per,amount,month\nKeying and second look,6.2,0.04,2026-05\n")
    assert import_own_costs(by=manager, file=again) == []


def test_portfolio_of_two_clients(place: Callable[[str], Any], at_noon: None) -> None:
    """A second engagement in which the same person answers for the provider stands beside the first; the first's client sees neither."""
    from remit.demo.specimen import demo_terms
    from remit.records.models.member import Member
    from remit.records.models.organisation import Organisation
    from remit.stages.contract.record_terms import record_terms
    from remit.stages.inputs import FileInput
    from remit.stages.workspace.create_engagement import create_engagement

    manager = place("delivery-manager")
    fjord = Organisation.objects.create(name="Fjord Bank", short_name="Fjord Bank", town="Oslo", zone="Europe/Oslo")
    engagement, first = create_engagement(
        user=place("bidder").user,
        name="Cards",
        code="FJO",
        client=fjord,
        provider=manager.engagement.provider,
        side="client",
        role="owner",
        place="Europe/London",
    )
    record_terms(by=first, file=FileInput("terms.yaml", demo_terms().encode()))
    Member.objects.create(engagement=engagement, user=manager.user, side="provider", role="delivery manager", joined_at=1)
    client = client_of(manager.user)
    for where in ("/", "/portfolio"):
        said = text_of(client.get(where)).decode()
        table = said[said.index('class="stacks portfolio"') :]
        assert "Fjord Bank" in table and "Harbour &amp; Pine" in table and "£5,104.40" in table, where
    lines = text_of(client.get("/portfolio?form=csv")).decode().splitlines()
    har = next(line for line in lines if line.startswith("HAR,"))
    assert har.startswith("HAR,Harbour & Pine Limited,Care and data entry,2026-10,18754.80,13650.40,5104.40,")
    assert ",1214.15,8.1 email first reply,missed," in har  # as it stands: 4 % and 3 % of October's 17,345.00
    assert sum(line.startswith("FJO,") for line in lines) == 1
    for persona in ("owner", "agent"):
        assert client_of(place(persona).user).get("/portfolio").status_code == 403


def test_attested_record_is_what_was_ticked_and_proves_itself(place: Callable[[str], Any], tmp_path: Any) -> None:
    """Five months are signed by both; 23 of 25 results met; 715.04 of 82,412.00 taken off and not yet earned back in a signed month."""
    from click.testing import CliRunner

    from remit.cli.commands.verify import COMMAND
    from remit.records.models.attestation import Attestation
    from remit.stages.action import NotAllowed
    from remit.stages.improvement.attest_record import attest_record
    from remit.stages.improvement.end_attestation import end_attestation

    owner, manager = place("owner"), place("delivery-manager")
    with pytest.raises(NotAllowed):
        attest_record(by=manager, shows=["levels"])
    row = attest_record(by=owner, shows=["levels", "credits"])
    client, address = client_of(manager.user), f"/e/HAR/record/{row.public_id}"
    as_json, as_text = (text_of(client.get(f"{address}.{form}")) for form in ("json", "md"))
    record = json.loads(as_json)["record"]
    assert [one["month"] for one in record["months"]] == [f"2026-0{month}" for month in range(5, 10)]
    assert (record["levels_met"], record["levels_judged"], record["credits"]) == (23, 25, "9/1000")
    assert (record["client"], record["service"], record["disputes"]) == ("", "", None)
    for said in (as_json, as_text):
        shown = re.sub(rb"[0-9a-f]{64,}", b"", said)  # the letters of a digest or a signature may spell any sum
        assert all(word not in shown for word in (b"Harbour", b"Care and data", "£".encode(), b"17160", b"4720"))

    def verified(name: str, content: bytes) -> tuple[int, str]:
        path = tmp_path / name
        path.write_bytes(content)
        found = CliRunner().invoke(COMMAND, [str(path)])
        return found.exit_code, found.output

    for name, content in (("record.json", as_json), ("record.md", as_text)):
        code, output = verified(name, content)
        assert code == 0 and "is signed by the installation of Remit" in output, output
    assert verified("better.json", as_json.replace(b'"levels_met":23', b'"levels_met":25'))[0] == 1
    assert verified("better.md", as_text.replace(b"23 of 25", b"25 of 25"))[0] == 1
    forged = json.loads(as_json)
    forged["envelope"]["signatures"][0]["signature"] = "00" * 64
    assert verified("forged.json", json.dumps(forged, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode())[0] == 1
    end_attestation(by=owner, attestation=row.public_id)
    assert client.get(f"{address}.json").status_code == 404
    assert Attestation.objects.filter(ended_at=None).count() == 1  # the demo's own stands
