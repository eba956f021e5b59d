"""Settle the scores of a request: what the panel agreed, else the mean. From here on they never change, and the bids can be compared."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.scoring import Panel
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import open_panel_of
from remit.stages.selection.panel_seen import seen
from remit.stages.workspace.notify import settle
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="settled the scores of request {request}", shared=False)
def settle_scores(*, by: Member, request: str) -> Panel:
    """Refused until all have handed in, and while scorers are two points or more apart somewhere without an agreed score."""
    panel = open_panel_of(by, request)
    waiting = panel.scorers.filter(handed_in_at=None).count()
    if waiting:
        raise Refused([Fault(Place(), f"{waiting} of the panel have not handed in", "wait for them")])
    grid = seen(by, panel)
    faults = [
        Fault(Place(column="scores"), f"{one.label} on {one.criterion.name.lower()}: {one.scores_said}", "talk, and agree what counts")
        for row in grid.rows
        for one in row.cells
        if one.diverges and one.agreed is None
    ]
    if faults:
        raise Refused(faults)
    panel.settled_by, panel.settled_at = by, by.engagement.now()
    panel.save(update_fields=["settled_by", "settled_at"])
    settle(by.engagement, f"settle {panel.public_id}")
    return panel
