"""Notices: one each key, whoever sends it how often; what is done stays done."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_notice_sent_again_is_the_same_one_brought_up_to_date(place: Any) -> None:
    from remit.records.models.notice import Notice
    from remit.stages.workspace.notify import notify

    finance = place("finance")
    first = notify(finance, kind="decision", title="September waits for your signature", key="sign 2026-09", due_at=5)
    again = notify(finance, kind="decision", title="September, version 2, waits for your signature", key="sign 2026-09", due_at=9)
    assert again.pk == first.pk
    (kept,) = Notice.objects.filter(member=finance, key="sign 2026-09")
    assert (kept.title, kept.due_at) == ("September, version 2, waits for your signature", 9)


def test_what_is_done_stays_done(place: Any) -> None:
    from remit.stages.workspace.notify import notify, settle

    finance = place("finance")
    notify(finance, kind="decision", title="Sign", key="sign 2026-09")
    assert settle(finance.engagement, "sign 2026-09") == 1
    again = notify(finance, kind="decision", title="Sign now", key="sign 2026-09")
    assert again.done_at is not None
    assert again.title == "Sign"


def test_an_unknown_kind_is_refused(place: Any) -> None:
    from remit.stages.workspace.notify import notify

    with pytest.raises(ValueError, match="'gossip' is no kind of notice; there are decision"):
        notify(place("finance"), kind="gossip", title="Psst", key="k")


def test_members_who_may_do_a_thing_on_one_side(place: Any) -> None:
    from remit.stages import roles
    from remit.stages.workspace.notify import members_who

    engagement = place("finance").engagement
    assert {one.role for one in members_who(engagement, roles.accepts_statements, "client")} == {"owner", "finance"}
    assert {one.role for one in members_who(engagement, roles.accepts_statements)} == {"owner", "finance", "delivery manager"}
