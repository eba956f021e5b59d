"""Every instant is told on the contract's wall and on the provider's, in one order, and on the reader's own where that is a third."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

pytestmark = [pytest.mark.django_db]


def _at(text: str, zone: str = "Europe/London") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


def _said(place: Callable[[str], Any], tag: str, at: int) -> str:
    return Template("{% " + tag + " %}").render(Context({"at": at, "engagement": place("finance").engagement}))


def test_an_instant_is_told_in_both_towns(place: Callable[[str], Any]) -> None:
    assert '<bdi dir="ltr">16:36 / 17:36</bdi>' in _said(place, "times at engagement", _at("2026-07-20 16:36"))
    assert _said(place, "towns engagement", 0) == "Bristol / Cape Town"
    assert _said(place, "times_in_towns at engagement", _at("2026-11-16 17:00")) == "17:00 in Bristol, 19:00 in Cape Town"


def test_the_day_is_said_again_where_the_other_town_is_a_day_ahead(place: Callable[[str], Any]) -> None:
    last_minute = _at("2026-11-30 23:59")
    assert "23:59 / Tue 01:59" in _said(place, "times at engagement", last_minute)
    assert "<small>Tue 01:59 Cape Town</small>" in _said(place, "two_times at engagement", last_minute)


def test_a_reader_in_a_third_zone_sees_their_own_wall_as_well(place: Callable[[str], Any]) -> None:
    with timezone.override(ZoneInfo("Asia/Manila")):
        assert "09:00 / 11:00 / 17:00" in _said(place, "times at engagement", _at("2026-11-12 09:00"))
        assert _said(place, "towns engagement", 0) == "Bristol / Cape Town / Manila"
    with timezone.override(ZoneInfo("Africa/Johannesburg")):
        assert _said(place, "towns engagement", 0) == "Bristol / Cape Town"


@pytest.mark.parametrize(
    ("persona", "address", "both"),
    [
        ("finance", "/e/HAR/statements/2026-07", "15:12 / 16:12"),
        ("finance", "/e/HAR/statements/2026-07/items?v=1&line=3", "16:36 / 17:36"),
        ("delivery-manager", "/e/HAR/imports/", "14:20 / 16:20"),
        ("owner", "/e/HAR/audit/", "14:20 / 16:20"),
        ("process-owner", "/e/HAR/disputes/1", "10:15 / 11:15"),
        ("agent", "/e/HAR/open/", "08:26 / 10:26"),
    ],
)
def test_signatures_lists_imports_and_logs_name_both(client_of: Callable[[str], Any], persona: str, address: str, both: str) -> None:
    assert both in client_of(persona).get(address).content.decode()


def test_the_inbox_says_both_times_of_a_deadline(client_of: Callable[[str], Any]) -> None:
    page = client_of("owner").get("/inbox").content.decode()
    assert "Mon 16 Nov, 17:00" in page and "19:00 Cape Town" in page
