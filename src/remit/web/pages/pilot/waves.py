"""The handover: who does which work now, by which waves it changes its owner, and on which day nobody is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from remit.exchange.statement_words import Answer
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.pilot import ownership
from remit.stages.pilot.accept_wave import accept_wave
from remit.stages.pilot.ownership import Owned
from remit.stages.pilot.plan_wave import plan_wave
from remit.stages.pilot.tasks import tasks_of, terms_now
from remit.stages.pilot.wave_seen import WaveSeen, day_of, waves
from remit.stages.workspace.closed_days import places
from remit.terms.words import listed
from remit.values.period import moment
from remit.web.charts.ramp import ramp
from remit.web.page import Visit, page
from remit.work.closures import Closure, Places, closures, first_open

PAGE = page("waves/", may=roles.is_party, label="Handover", place=1)
SHOWN = 14
"""So many days stand around a day that is asked for."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip: who is closed on it, and whether it is the one asked for or the first on which both work."""

    day: date
    closed: tuple[Closure, ...]
    asked: bool
    best: bool

    @property
    def holiday(self) -> bool:
        return any(not one.weekend for one in self.closed)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day that somebody thinks of: who is closed, the first day on which both work, and the days around."""

    day: date
    closed: tuple[Closure, ...]
    best: date
    days: tuple[Day, ...]


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`day` asks whether a day is a good one to begin on."""
    by, now = visit.by, visit.now
    found = waves(by, now)
    owned = ownership.ownership(by, now, found)
    terms, where = terms_now(visit.engagement, now), places(visit.engagement, now)
    today = moment(now, visit.engagement.zone).date()
    people = list(Member.objects.filter(engagement=visit.engagement, ended_at=None).select_related("user").order_by("pk"))
    return {
        "answer": _said(visit, found, owned),
        "waves": found,
        "owned": owned,
        "ramp": ramp(owned, found, today, visit.engagement.zone),
        "ramp_said": _ramp_said(visit, owned),
        "asked": _asked(where, visit.asked("day"), today),
        "tasks": tasks_of(terms) if terms is not None else (),
        "may_plan": plan_wave.allowed(by) and terms is not None,
        "may_accept": accept_wave.allowed(by),
        "client_people": [one for one in people if one.side == "client"],
        "provider_people": [one for one in people if one.side == "provider"],
        "today": today,
    }


def _said(visit: Visit, found: Sequence[WaveSeen], owned: Sequence[Owned]) -> Answer:
    live = [one for one in found if one.word != "withdrawn"]
    provider, zone = str(visit.engagement.provider or _("the provider")), visit.engagement.zone
    if not live:
        return Answer(_("No work has been handed over, and no wave is planned."), "", "", "no data")
    held = next((one for one in live if one.word == "held"), None)
    if held is not None:
        what = _("wave %(number)s is held") % {"number": held.row.number}
        lacks = _(": it lacks %(what)s.") % {"what": listed(held.lacks)}
        return Answer(f"{_done(owned, provider)}; ", what, lacks, "amber")
    if ownership.all_with_provider(owned):
        last = max((one for one in live if one.in_force), key=lambda one: one.effective_at or 0)
        told = {"what": listed([one.task for one in owned]), "who": provider, "day": day_of(last, zone)}
        return Answer(_("All of %(what)s is with %(who)s since %(day)s.") % told, "", "", "met")
    ahead = next((one for one in live if not one.in_force), None)
    if ahead is None:
        return Answer(f"{_done(owned, provider)}; " + _("no further wave is planned."), "", "", "met")
    words = {"number": ahead.row.number, "day": day_of(ahead, zone)}
    coming = _("wave %(number)s follows on %(day)s") % words
    if not ahead.lacks:
        return Answer(f"{_done(owned, provider)}; {coming}.", "", "", "met")
    return Answer(f"{_done(owned, provider)}; {coming}, ", _("once it has %(what)s") % {"what": listed(ahead.lacks)}, ".", "amber")


def _done(owned: Sequence[Owned], provider: str) -> str:
    """`Salt River Desk does all of order lines and 10 % of email`."""
    parts = [_part(one) for one in owned if one.share]
    if not parts:
        return _("Nothing is with %(who)s yet") % {"who": provider}
    return _("%(who)s does %(what)s") % {"who": provider, "what": listed(parts)}


def _part(one: Owned) -> str:
    return _("all of %(task)s") % {"task": one.task} if not one.kept else f"{one.share.normalize():f} % {_('of')} {one.task}"


def _ramp_said(visit: Visit, owned: Sequence[Owned]) -> str:
    """The takeaway of the drawing."""
    done = sum(one.share == ownership.WHOLE for one in owned)
    words = {"done": done, "all": len(owned), "who": visit.engagement.provider or _("the provider")}
    return _("%(done)s of %(all)s tasks are wholly with %(who)s.") % words


def _asked(where: Places, text: str, today: date) -> Asked | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if abs((day - today).days) > 3_650:
        return None
    best = first_open(where, day)
    start = day - timedelta(days=day.weekday())
    days = (start + timedelta(days=ahead) for ahead in range(SHOWN))
    return Asked(day, closures(where, day), best, tuple(Day(one, closures(where, one), one == day, one == best) for one in days))
