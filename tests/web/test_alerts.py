"""Alerts of clocks and levels: each once, to those whom the contract names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from remit.values.period import HOUR, MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_clock_that_uses_three_quarters_is_told_once_to_the_role_the_contract_names(place: Callable[[str], Any]) -> None:
    """Clause 7.1 warns the team lead at 75 % and the delivery manager at 100 %."""
    from remit.records.models.alert import Alert
    from remit.records.models.notice import Notice
    from remit.stages.operations.alerts import alerted

    lead, manager = place("agent"), place("delivery-manager")
    engagement = lead.engagement
    since = engagement.now()
    Notice.objects.all().delete()
    later = since + 3 * HOUR
    assert alerted(engagement, since, later) > 0
    told = {alert.percent: alert for alert in Alert.objects.filter(key__startswith="7.1/")}
    assert {75, 100} & set(told)
    for percent, member in ((75, lead), (100, manager)):
        mine = Alert.objects.filter(key__startswith="7.1/", percent=percent)
        titles = " ".join(Notice.objects.filter(member=member, why__startswith="Clause 7.1").values_list("title", flat=True))
        assert not mine or (f"{percent} % of email reply" in titles or "are overdue by email reply" in titles)
    count = Notice.objects.count()
    assert alerted(engagement, since, later) == 0 and Notice.objects.count() == count


def test_a_level_whose_misses_run_low_is_told_once_a_month(place: Callable[[str], Any]) -> None:
    from remit.records.models.notice import Notice
    from remit.stages.operations.alerts import alerted

    manager = place("delivery-manager")
    now = manager.engagement.now()
    alerted(manager.engagement, now - MINUTE, now)
    [notice] = Notice.objects.filter(member=manager, key="level 2026-11 8.2 75")
    assert notice.title == "chat answered may miss 7 more on today’s count of 688 before it is missed"
    assert not Notice.objects.filter(member__side="client", key__startswith="level ").exists()
    notice.delete()
    alerted(manager.engagement, now - MINUTE, now)
    assert not Notice.objects.filter(key="level 2026-11 8.2 75", member=manager).exists()


def test_the_job_runs_for_the_engagement(place: Callable[[str], Any]) -> None:
    from remit.records.models.alert import Alert
    from remit.stages.operations.send_alerts import send_alerts

    engagement = place("agent").engagement
    send_alerts.function(engagement=engagement)
    assert Alert.objects.filter(engagement=engagement, level="8.2").count() == 1
