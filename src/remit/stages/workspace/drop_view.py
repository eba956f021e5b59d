"""Drop a saved view of one's own."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.saved_view import SavedView
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="dropped the view {view}", shared=False)
def drop_view(*, by: Member, view: str) -> int:
    """`view` is its public number; whoever made a view drops it."""
    gone = SavedView.objects.filter(member=by, public_id=view).delete()[0]
    if not gone:
        raise Refused([Fault(Place(column="view"), "this view is not yours", "ask whoever made it")])
    return gone
