"""Maps of processes: logs from which they are discovered and drawings that somebody made; and bringing one in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from remit.exchange.statement_words import Answer
from remit.intake import uploads
from remit.stages import roles
from remit.stages.needs import maps, queries
from remit.stages.needs.add_log import add_log
from remit.web.page import Visit, page

PAGE = page("maps/", may=roles.is_client, label="Maps", place=4, visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`process` chooses the process in the forms."""
    by = visit.by
    logs, drawn = maps.logs(by), maps.drawn(by)
    return {
        "answer": _said(logs, drawn),
        "logs": logs,
        "drawn": drawn,
        "processes": queries.processes(by),
        "chosen": visit.asked("process"),
        "formats": uploads.FORMATS,
        "may_write": add_log.allowed(by),
    }


def _said(logs: Any, drawn: Any) -> str | Answer:
    if not logs and not drawn:
        return Answer(_("No map yet: a log of a system "), _("shows how the work really runs"), ".", "no data")
    events, cases = sum(one.events for one in logs), sum(one.cases for one in logs)
    told = {"events": f"{events:,}", "cases": f"{cases:,}", "drawn": len(drawn)}
    before = _("%(events)s events of %(cases)s cases show how the work runs") % told
    return f"{before}; " + _("%(drawn)s maps are drawn by hand.") % told if drawn else f"{before}."
