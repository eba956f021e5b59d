"""The directory of providers: sources with dates, filters, lists that merge and can be undone, what does not fit, shared hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]
LIST = (
    b"Company Name,Website,Location,Employees,Services,Stars\n"
    b"LUZON-ASSIST Inc,https://www.luzonassist.example/care,Makati,1500,phone support,4.6\n"
    b"Tagus Line Lda,taguslines.example,Lisbon,90,customer care,4.4\n"
    b"Tagus Lines,https://taguslines.example,Lisbon,95,phone support,4.5\n"
    b"Broken Desk,,Porto,many,customer care,4.1\n"
)


@pytest.mark.row(18)
@pytest.mark.row(19)
def test_sources_have_a_kind_and_a_date_and_are_filters(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/providers")
    assert page.locator("main tbody tr").count() == 7
    page.get_by_label("Learned from").select_option("referral")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="3 of 7 providers match.").wait_for()
    names = page.locator("main tbody tr td:first-child a").all_inner_texts()
    assert names == ["Karen Hub Limited", "Pennine Support Limited", "Salt River Desk (Pty) Ltd"]
    page.goto("/providers?source=industry+report")
    assert page.locator("main tbody tr td:first-child a").all_inner_texts() == ["Luzon Assist, Inc.", "Vistula Desk Sp. z o.o."]
    page.get_by_role("link", name="Vistula Desk Sp. z o.o.").click()
    report = page.locator("tr", has_text="ABSL, Business services in Poland").inner_text()
    assert "industry report" in report and "2 Jun 2025" in report and "Top of its size for data protection." in report


@pytest.mark.row(20)
def test_a_list_merges_duplicates_with_its_date_and_can_be_undone(visit: Callable[..., Any]) -> None:
    page = visit("process-owner", "/e/HAR/providers/imports/")
    page.set_input_files("#x-file", {"name": "clutch.csv", "mimeType": "text/csv", "buffer": LIST})
    page.get_by_label("Which one").fill("Clutch, November")
    page.get_by_label("As of").fill("2026-11-02")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="1 would be new, 2 would merge, 1 cannot be read.").wait_for()
    assert page.get_by_text("with Luzon Assist, Inc., which keeps its sources and gets this one").count() == 1
    assert page.get_by_text("'many' is no number of people").count() == 1
    page.get_by_role("button", name="Bring it in").click()
    page.locator("#in-faults").get_by_text("'many' is no number of people").wait_for()
    page.get_by_label("without the wrong lines").check()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("heading", name="1 new and 2 merged came in from Clutch, November.").wait_for()
    page.goto("/providers")
    assert page.locator("main tbody tr").count() == 8 and page.get_by_role("link", name="Tagus Line Lda").count() == 1
    page.get_by_role("link", name="Luzon Assist, Inc.").click()
    assert "2 Nov 2026" in page.locator("tr", has_text="Clutch, November").inner_text()
    assert page.get_by_text("Clutch, customer support, Philippines").count() == 1, "the merged row keeps its own sources"
    assert page.locator("dd", has_text="1400").count() == 1, "what was known is not written over"
    page.goto("/e/HAR/providers/imports/1/")
    page.get_by_role("button", name="Undo this list").click()
    page.get_by_role("heading", name="This list was undone.").wait_for()
    page.goto("/providers")
    assert page.locator("main tbody tr").count() == 7
    page.get_by_role("link", name="Luzon Assist, Inc.").click()
    assert page.get_by_text("Clutch, November").count() == 0


@pytest.mark.row(21)
@pytest.mark.row(23)
def test_what_does_not_fit_a_request_warns(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/e/HAR/shortlist/?request=1")
    danube = page.locator("tr", has_text="Danube Lines").inner_text()
    assert "Industry: retail: it has banking" in danube and "Function: customer care: it has collections" in danube
    assert "System, must-have: Zendesk: it has Salesforce" in danube
    assert "it has" not in page.locator("tr", has_text="Vistula Desk").inner_text()
    page.get_by_role("link", name="Danube Lines").click()
    assert "Danube Lines does not fit" in page.locator("h1").inner_text()
    matrix = page.locator("main aside").inner_text()
    assert "System, must-have: Zendesk" in matrix and "mismatch" in matrix


def test_a_level_below_the_one_asked_for_is_no_fit_and_an_ended_certificate_is_told(place: Callable[[str], Any]) -> None:
    from datetime import timedelta

    from remit.records.models.request import Request
    from remit.stages.selection.directory import ending, fits, providers
    from tests.web.isolation import NOW

    owner = place("owner")
    request = Request.objects.get(engagement__code="HAR", number=1)
    vistula = next(one for one in providers(owner) if one.name.startswith("Vistula"))
    spoken = vistula.languages.all()[0]
    spoken.level = "B2"
    spoken.save()
    for asked, word in (("B1", "fits"), ("B2", "fits"), ("C1", "mismatch")):
        request.languages = [{"language": spoken.language, "level": asked}]
        again = next(one for one in providers(owner) if one.pk == vistula.pk)
        assert [one.word for one in fits(again, request) if spoken.language in one.what] == [word], asked
    certificate = next(one for provider in providers(owner) for one in provider.certificates.all())
    today = date(2026, 11, 12)
    for ends, said in ((today - timedelta(days=1), "ended on 11 November 2026"), (today, "ends on 12 November 2026")):
        certificate.ends_on = ends
        certificate.save()
        again = next(one for one in providers(owner) if one.pk == certificate.provider_id)
        assert any(said in one for one in ending(again, owner, NOW))


def test_two_rows_of_one_company_are_merged_by_hand(place: Callable[[str], Any]) -> None:
    from remit.records.models.provider import Provider
    from remit.stages.selection.add_provider import add_provider
    from remit.stages.selection.directory import providers
    from remit.stages.selection.merge_providers import merge_providers
    from remit.values.fault import Refused

    owner = place("owner")
    source: dict[str, Any] = {"kind": "review", "title": "Trustpilot", "dated": date(2026, 10, 1)}
    with pytest.raises(Refused, match="is in the directory already"):
        add_provider(by=owner, name="SALT RIVER DESK", **source)
    twin = add_provider(by=owner, name="Salt River Customer Desk", functions="phone support", **source)
    kept = Provider.objects.get(engagement=owner.engagement, name="Salt River Desk (Pty) Ltd")
    merged = merge_providers(by=owner, keep=kept.public_id, other=twin.public_id)
    assert merged.sources.count() == 3 and "phone support" in merged.functions and merged.people == 210
    assert not providers(owner).filter(pk=twin.pk).exists()


def test_shared_hours_follow_both_clocks() -> None:
    """Against a count minute by minute on both walls, over a year in which Europe and America change on different nights."""
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    from remit.clock.overlap import seasons
    from remit.stages.workspace.working_hours import read
    from remit.values.period import HOUR, instant

    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    one, other = read("Monday to Friday: 09:00 to 17:30", "Europe/London"), read("Monday to Friday: 08:00 to 16:00", "America/New_York")
    found = seasons(one, other, instant(first), instant(last))
    assert [round(season.each_week / HOUR, 2) for season in found] == [22.5, 27.5, 22.5, 27.5, 22.5]
    for season in found:
        middle = datetime.fromtimestamp((season.span.start + season.span.end) // 2 / 1e6, UTC)
        minutes = 0
        day = middle.astimezone(ZoneInfo("Europe/London")).date()
        monday = datetime.combine(day - timedelta(days=day.weekday()), datetime.min.time(), ZoneInfo("Europe/London")).astimezone(UTC)
        for minute in range(7 * 24 * 60):
            at = monday + timedelta(minutes=minute)
            here, there = at.astimezone(ZoneInfo("Europe/London")), at.astimezone(ZoneInfo("America/New_York"))
            works = here.weekday() < 5 and 540 <= here.hour * 60 + here.minute < 1050
            minutes += works and there.weekday() < 5 and 480 <= there.hour * 60 + there.minute < 960
        assert season.each_week == minutes * 60_000_000, season.span


def test_the_client_finds_providers_and_requests_and_the_provider_does_not(place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.search import search

    found = {(hit.kind, hit.title) for hit in search(place("finance"), "vistula")}
    assert ("providers", "Vistula Desk Sp. z o.o.") in found
    assert ("requests", "2 Phone support") in {(hit.kind, hit.title) for hit in search(place("finance"), "phone support")}
    for words in ("vistula", "phone support"):
        assert {hit.kind for hit in search(place("delivery-manager"), words)} & {"providers", "requests"} == set()
