"""How the own queues are set up: of which records Remit holds the items, the guides beside them, the texts that are used again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from remit.stages import roles
from remit.stages.operations import own_queues, queue_thread
from remit.stages.operations.macro_text import PLACES
from remit.terms.words import listed
from remit.web.page import Visit, page

PAGE = page("queue/set-up", may=roles.is_party, label="Set-up", under="queue")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`guide` and `macro` name one that is changed: its text stands in the form."""
    known = {one.record: one for one in own_queues.queues(visit.by)}
    records = [
        (one, known.get(one.name), own_queues.fields_of(visit.engagement, one.name).get("channel", ()))
        for one in own_queues.records_with_services(visit.engagement)
    ]
    on = [name for name, row in known.items() if row.is_on]
    guides, macros = queue_thread.newest_guides(visit.by), queue_thread.macros(visit.by)
    return {
        "answer": _("Items of %(records)s are worked here.") % {"records": listed(on)} if on else _("No queue is worked here yet."),
        "records": records,
        "on": on,
        "guides": guides,
        "guide": next((one for one in guides if str(one.number) == visit.asked("guide")), None),
        "macros": macros,
        "macro": next((one for one in macros if one.public_id == visit.asked("macro")), None),
        "channels": sorted({channel for _clause, _row, channels in records for channel in channels}),
        "states": list(dict.fromkeys(state for record in on for state in own_queues.waiting_states(visit.engagement, record))),
        "places": [f"{{{place}}}" for place in PLACES],
        "may_lead": roles.leads_queue(visit.by),
    }
