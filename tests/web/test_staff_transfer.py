"""People who go over with the work: the order of the law is enforced, a reason overrides it and stays, and the provider sees none of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]
COUNSEL = {"law": "united kingdom", "applies": True, "said_by": "Finch & Alder", "said_on": date(2026, 1, 19), "because": "Letter, file 9"}
MARCH = date(2027, 3, 1)


@pytest.mark.row(107)
def test_the_order_of_a_staff_transfer_is_enforced_in_the_browser(visit: Callable[..., Page]) -> None:
    """The demo's people again, for work that moves on 1 March 2027 in Germany: with a month to object, they are informed by 29 January."""
    page = visit("process-owner", "/e/HAR/staff-transfer/")
    assert page.locator("h1").inner_text() == "All 9 steps for the move of 5 May 2026 were done in order and in time."
    assert "leaves the country by international data transfer agreement" in page.locator("#data").inner_text()

    page.locator("#step-representatives summary").click()
    page.locator("#step-representatives").get_by_role("button", name="take it back").click()
    page.locator("#refusals", has_text="This came after it: representatives are informed in writing; take that back first").wait_for()
    for step in ("agreed", "person", "consulted", "informed"):
        page.locator(f"#step-{step} summary").click()
        page.locator(f"#step-{step}").get_by_role("button", name="take it back").click()
        page.locator(f"#step-{step} .status", has_text="done").wait_for(state="detached")

    page.get_by_role("button", name="Counsel said something else").click()
    page.get_by_label("Where the people work").select_option("germany")
    page.get_by_label("The work moves on").fill("2027-03-01")
    page.get_by_label("Planned for talks, days").fill("14")
    page.locator("#counsel").get_by_role("button", name="Record it").click()
    page.locator(
        "h1", has_text="5 of 9 steps for the move of 1 March 2027 are done; next, by 29 January 2027: representatives are informed"
    ).wait_for()
    assert "overdue" not in page.locator("#order").inner_text()

    step = page.locator("#step-consulted")
    step.locator("summary").click()
    step.get_by_label("What was done").fill("Two talks in October")
    step.get_by_label("Done on").fill("2026-11-20")
    step.get_by_role("button", name="Record it").click()
    step.get_by_text("20 November 2026 has not come yet").wait_for()
    assert "Why so late, or out of order: this comes first: representatives are informed in writing" in step.inner_text()
    assert step.get_by_label("Done on").get_attribute("aria-invalid") == "true"
    assert "has not come yet" in page.locator(f"#{step.get_by_label('Done on').get_attribute('aria-describedby')}").inner_text()
    step.get_by_role("link", name="Done on").press("Enter")  # a fault leads to its field
    assert page.evaluate("document.activeElement.name") == "day"
    step.get_by_label("Done on").fill("2026-11-10")
    assert step.get_by_label("Done on").get_attribute("aria-invalid") is None
    step.get_by_label("Why so late, or out of order").fill("The council asked to talk before it had the letter")
    step.get_by_role("button", name="Record it").click()
    page.locator("#step-consulted .status", has_text="before its time").wait_for()
    page.reload()  # nothing of it is lost
    assert "The council asked to talk before it had the letter" in page.locator("#step-consulted").inner_text()


def test_nobody_is_described_to_the_provider_while_nobody_goes_over(place: Any) -> None:
    from remit.stages.needs.plan_role import plan_role
    from remit.stages.needs.record_transfer_step import record_transfer_step

    by = place("owner")
    with pytest.raises(Refused, match="nobody goes over, so this step is not asked"):
        record_transfer_step(by=by, step="liability", day=date(2026, 11, 2), note="List of two")
    plan_role(by=by, name="Night desk", outcome="goes over", day=MARCH, monthly=Decimal(2400), people=2)
    with pytest.raises(Refused, match="the last day for it was 7 April 2026") as refused:
        record_transfer_step(by=by, step="liability", day=date(2026, 11, 2), note="List of two")
    assert "say why it came later" in refused.value.faults[0].remedy
    kept = record_transfer_step(by=by, step="liability", day=date(2026, 4, 7), note="List of two", despite="no reason was needed")
    assert kept.despite == ""


def test_what_comes_after_holds_a_correction_back(place: Any) -> None:
    """Informing after the talks have ended is no informing, also where it is the first row that is changed."""
    from remit.stages.needs.record_transfer_step import record_transfer_step

    with pytest.raises(Refused, match="came already on 10 April 2026, and comes after: talks about the changes have ended"):
        record_transfer_step(by=place("owner"), step="informed", day=date(2026, 4, 12), note="Letter")
    record_transfer_step(by=place("owner"), step="informed", day=date(2026, 4, 5), note="Letter")


def test_the_papers_go_over_on_the_day_and_not_before(place: Any) -> None:
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer
    from remit.stages.needs.plan_role import plan_role
    from remit.stages.needs.record_transfer_step import record_transfer_step

    by = place("owner")
    plan_role(by=by, name="Night desk", outcome="goes over", day=MARCH, monthly=Decimal(2400))
    record_transfer_step(by=by, step="liability", day=date(2026, 4, 1), note="List of two")
    with pytest.raises(Refused, match="the work moves on 5 May 2026"):
        record_transfer_step(by=by, step="moved", day=date(2026, 5, 4), note="Payroll", despite="early")
    record_transfer_step(by=by, step="moved", day=date(2026, 5, 5), note="Payroll")
    with pytest.raises(Refused, match="the papers have gone over already"):
        decide_staff_transfer(by=by, day=MARCH, **COUNSEL)


def test_counsel_is_asked_about_people_who_are_known(place: Any) -> None:
    from remit.records.models.affected_role import AffectedRole
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer

    by = place("owner")
    AffectedRole.objects.filter(engagement=by.engagement).update(removed_at=1)
    with pytest.raises(Refused, match="nobody knows of whom it was said"):
        decide_staff_transfer(by=by, day=MARCH, **COUNSEL)
    assert decide_staff_transfer(by=by, day=MARCH, despite="The board wanted to know first", **COUNSEL).despite
    for wrong, said in (
        ({"law": "mars"}, "write united kingdom, germany"),
        ({"talks": 400}, "not between 0 and 365"),
        ({"said_on": date(2026, 11, 13)}, "has not come yet"),
        ({"because": " "}, "no text of 1 to 2,000"),
        ({"said_by": ""}, "no line of 1 to 120"),
    ):
        with pytest.raises(Refused, match=said):
            decide_staff_transfer(by=by, day=MARCH, despite="x", **{**COUNSEL, **wrong})


def test_work_changes_hands_only_when_its_people_were_heard(place: Any) -> None:
    """The client plans, moves and accepts no wave on or after the day while a law's hearing is open."""
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer
    from remit.stages.needs.record_transfer_step import record_transfer_step
    from remit.stages.needs.take_back_transfer_step import take_back_transfer_step
    from remit.stages.pilot.accept_wave import accept_wave
    from remit.stages.pilot.move_wave import move_wave
    from remit.stages.pilot.plan_wave import plan_wave

    owner, manager = place("owner"), place("delivery-manager")
    decide_staff_transfer(by=owner, day=date(2026, 11, 20), **COUNSEL)
    for step in ("person", "consulted"):
        take_back_transfer_step(by=owner, step=step)
    wave = {"name": "Chat at night", "tasks": ["chat"], "share": Decimal(50), "owner_before": owner.public_id}
    wave["owner_after"] = place("agent").public_id
    made = plan_wave(by=manager, day=date(2026, 11, 19), **wave)
    accept_wave(by=owner, wave=made.public_id, day=made.day)  # before the day: a trial of a part
    said = "not recorded: talks about the changes have ended and each person has it in writing"
    for late in (date(2026, 11, 20), date(2026, 11, 23)):
        with pytest.raises(Refused, match=said):
            plan_wave(by=owner, day=late, **wave)
        with pytest.raises(Refused, match=said):
            move_wave(by=owner, wave=made.public_id, day=late, why="later")
    moved = move_wave(by=manager, wave=made.public_id, day=date(2026, 11, 20), why="later")
    with pytest.raises(Refused, match=said):
        accept_wave(by=owner, wave=made.public_id, day=moved.day)
    record_transfer_step(by=owner, step="consulted", day=date(2026, 11, 10), note="Talks")
    record_transfer_step(by=owner, step="person", day=date(2026, 11, 11), note="Letters")
    accept_wave(by=owner, wave=made.public_id, day=moved.day)


def test_an_acceptance_that_comes_after_the_day_asks_as_well(place: Any, client_of: Callable[[str], Any]) -> None:
    """A wave planned for the day before hands the work over when it is accepted, and that may be after the day of the move."""
    from remit.stages.demonstration.relationship import set_clock
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer
    from remit.stages.needs.take_back_transfer_step import take_back_transfer_step
    from remit.stages.pilot.accept_wave import accept_wave
    from remit.stages.pilot.plan_wave import plan_wave

    owner = place("owner")
    decide_staff_transfer(by=owner, day=date(2026, 11, 20), **COUNSEL)
    take_back_transfer_step(by=owner, step="consulted")
    made = plan_wave(
        by=place("delivery-manager"),
        name="Chat at night",
        tasks=["chat"],
        share=Decimal(50),
        day=date(2026, 11, 19),
        owner_before=owner.public_id,
        owner_after=place("agent").public_id,
    )
    set_clock(owner.engagement, datetime(2026, 11, 25, 9))
    owner.engagement.refresh_from_db()
    with pytest.raises(Refused, match="not recorded: talks about the changes have ended"):
        accept_wave(by=owner, wave=made.public_id, day=made.day)
    told = client_of("delivery-manager").get("/e/HAR/waves/").content.decode()
    assert "the acceptance of Harbour &amp; Pine" in told and "talks" not in told.lower()


def test_what_nobody_is_asked_for_any_more_holds_nothing_back(place: Any) -> None:
    """Papers that went over are no step once the plan sends nobody; before that they are taken back first, whatever stands between."""
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer
    from remit.stages.needs.plan_role import plan_role
    from remit.stages.needs.record_transfer_step import record_transfer_step
    from remit.stages.needs.remove_role import remove_role
    from remit.stages.needs.take_back_transfer_step import take_back_transfer_step

    by = place("owner")
    role = plan_role(by=by, name="Night desk", outcome="goes over", day=MARCH, monthly=Decimal(2400))
    record_transfer_step(by=by, step="liability", day=date(2026, 4, 1), note="List of two")
    record_transfer_step(by=by, step="moved", day=date(2026, 5, 5), note="Payroll")
    for step in ("consulted", "person"):  # as somebody may who recorded the last step for a reason
        found = type(record_transfer_step(by=by, step=step, day=date(2026, 4, 14), note="again")).objects
        found.filter(step=step, removed_at=None).update(removed_at=1)
    with pytest.raises(Refused, match="contracts and papers are with the provider"):
        take_back_transfer_step(by=by, step="informed")
    remove_role(by=by, role=role.public_id)
    take_back_transfer_step(by=by, step="informed")
    decide_staff_transfer(by=by, day=MARCH, **COUNSEL)


def test_what_was_done_before_counsel_spoke_of_this_move_is_no_proof_for_it(place: Any, client_of: Callable[[str], Any]) -> None:
    """The demo's people were heard in spring; what counsel says in November of another law and another day makes nothing of that right."""
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer

    said = {**COUNSEL, "law": "germany", "said_on": date(2026, 11, 10)}
    decide_staff_transfer(by=place("owner"), day=date(2027, 2, 1), **said)
    page = client_of("owner").get("/e/HAR/staff-transfer/").content.decode()
    assert "All 9 steps for the move of 1 February 2027 are done, " in page and "3 of them late or out of order" in page


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 28)])
def test_a_year_that_was_typed_wrong_is_refused(place: Any, day: date) -> None:
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer

    with pytest.raises(Refused, match="more than ten years away"):
        decide_staff_transfer(by=place("owner"), day=day, **COUNSEL)


def test_talks_of_no_day_stay_so_in_the_form(place: Any, client_of: Callable[[str], Any]) -> None:
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer

    decide_staff_transfer(by=place("owner"), day=MARCH, talks=0, **COUNSEL)
    page = client_of("owner").get("/e/HAR/staff-transfer/").content.decode()
    assert re.search(r'name="talks"[^>]*value="0"', page)


def test_faults_of_choices_are_named_by_their_question(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/waves/")
    page.get_by_label("Name", exact=True).fill("Chat at night")
    page.get_by_label("From this day on").fill("2026-11-20")
    page.get_by_role("button", name="Plan the wave").click()
    page.locator("#plan-faults", has_text="Work: is missing; fill it in.").wait_for()
    assert page.locator("input[name=tasks][aria-invalid=true]").count() == page.locator("input[name=tasks]").count() > 1
    page.locator("input[name=tasks]").last.check()
    assert page.locator("input[name=tasks][aria-invalid=true]").count() == 0


def test_last_days_stand_in_the_clients_own_dates_and_nowhere_else(place: Any, client_of: Callable[[str], Any]) -> None:
    from remit.stages.improvement.dates import ahead, coming
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer
    from remit.stages.needs.plan_role import plan_role
    from remit.stages.needs.record_transfer_step import record_transfer_step
    from remit.stages.needs.take_back_transfer_step import take_back_transfer_step

    owner = place("owner")
    decide_staff_transfer(by=owner, day=date(2027, 1, 4), **COUNSEL)
    take_back_transfer_step(by=owner, step="agreed")
    found = {(one.what, one.day) for one in ahead(owner, owner.engagement.now())}
    assert {
        ("last day: who bears what is agreed", date(2027, 1, 3)),
        ("the work moves, and people with it or to other posts", date(2027, 1, 4)),
    } <= found
    plan_role(by=owner, name="Night desk", outcome="goes over", day=MARCH, monthly=Decimal(2400))
    record_transfer_step(by=owner, step="agreed", day=date(2026, 4, 20), note="Side letter")
    record_transfer_step(by=owner, step="liability", day=date(2026, 11, 2), note="List of two")
    decide_staff_transfer(by=owner, day=date(2026, 11, 9), **COUNSEL)  # it has moved; the papers have a week
    assert [(one.what, one.day) for one in ahead(owner, owner.engagement.now()) if one.kind == "people"] == [
        ("last day: contracts and papers are with the provider", date(2026, 11, 16))
    ]
    decide_staff_transfer(by=owner, day=date(2026, 11, 4), **COUNSEL)
    assert ("overdue since 11 November: contracts and papers are with the provider", date(2026, 11, 12)) in {
        (one.what, one.day) for one in ahead(owner, owner.engagement.now())
    }
    manager = place("delivery-manager")
    for one in (*coming(owner, owner.engagement.now()), *ahead(manager, manager.engagement.now())):
        assert one.kind != "people"
    for persona in ("delivery-manager", "agent", "bidder"):
        assert client_of(persona).get("/e/HAR/staff-transfer/").status_code in (403, 404)


@pytest.mark.parametrize("applies", [True, False])
def test_the_list_leaves_as_a_file_with_every_step_that_is_asked(client_of: Callable[[str], Any], place: Any, applies: bool) -> None:
    from remit.stages.needs.decide_staff_transfer import decide_staff_transfer

    decide_staff_transfer(by=place("owner"), day=MARCH, **{**COUNSEL, "applies": applies})
    said = client_of("finance").get("/e/HAR/staff-transfer/?form=csv").content.decode()
    assert said.count("\r\n") == (10 if applies else 4) and ("Salt River's letter" in said) is applies
    shown = client_of("finance").get("/e/HAR/staff-transfer/").content.decode()
    assert ("No law moves anybody with the work, said Finch &amp; Alder." in shown) is not applies
