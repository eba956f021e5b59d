"""Inbox: what waits for this person and what was told, grouped by when it is due; done, put off, many at once after a preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from remit.exchange.statement_words import Answer
from remit.records.scoping import places
from remit.stages.improvement import inbox
from remit.stages.improvement.inbox import GROUPS, Entry
from remit.web.page import Visit, page, signed_in

PAGE = page("inbox", may=signed_in, label="Inbox", place=2, visible_to=None)
TITLES = {
    "today": gettext_noop("Due today"),
    "this week": gettext_noop("Due this week"),
    "later": gettext_noop("Due later"),
    "for your information": gettext_noop("For your information"),
}
SHOWS = (("", gettext_noop("Open")), ("later", gettext_noop("Put off")), ("done", gettext_noop("Done")))


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`show` is empty, later or done; `do` with chosen lines (`pick`) previews what would happen to them, and changes nothing."""
    show = visit.asked("show")
    reader = {"later": inbox.put_off, "done": inbox.finished}.get(show, inbox.inbox)
    found = [one for place in places(visit.user) for one in reader(place, place.engagement.now())]
    found.sort(key=lambda one: (GROUPS.index(one.group), one.by or 0) if not show else (0, 0))
    picked = [one for one in found if one.name in visit.request.GET.getlist("pick")]
    do = visit.asked("do")
    return {
        "answer": _said(found, show),
        "show": show,
        "shows": SHOWS,
        "groups": [(TITLES[group], lines) for group in GROUPS if (lines := [one for one in found if one.group == group])],
        "count": len(found),
        "do": do if picked and do in ("done", "snooze", "reopen") else "",
        "picked": picked,
        "staying": [one for one in picked if do == "done" and one.decision],
        "moving": [one for one in picked if not (do == "done" and one.decision)],
        "until": visit.asked("day") or visit.asked("until", "tomorrow"),
        "several": len({one.member.engagement_id for one in found}) > 1,
    }


def _said(found: Sequence[Entry], show: str) -> Answer:
    count = len(found)
    if show == "later":
        said = ngettext("%(count)s thing is put off.", "%(count)s things are put off.", count) if count else _("Nothing is put off.")
        return Answer(said % {"count": count}, "", "", "met")
    if show == "done":
        said = ngettext("%(count)s thing is done.", "%(count)s things are done.", count) if count else _("Nothing is done yet.")
        return Answer(said % {"count": count}, "", "", "met")
    if not count:
        return Answer(_("All clear."), "", "", "met")
    decisions = sum(bool(one.decision) for one in found)
    parts = []
    if decisions:
        parts.append(ngettext("%(count)s decision waits for you", "%(count)s decisions wait for you", decisions) % {"count": decisions})
    if told := count - decisions:
        parts.append(ngettext("%(count)s thing to know", "%(count)s things to know", told) % {"count": told})
    opening = _(", and ").join(parts)
    today = sum(one.group == "today" for one in found)
    if today:
        marked = ngettext("%(count)s is due today", "%(count)s are due today", today) % {"count": today}
        return Answer(f"{opening}; ", marked, ".", "amber")
    week = sum(one.group == "this week" for one in found)
    rest = ngettext("%(count)s is due this week", "%(count)s are due this week", week) % {"count": week}
    return Answer(f"{opening}; {rest if week else _('nothing is due this week')}.", "", "", "met")
