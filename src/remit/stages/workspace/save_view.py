"""Keep the filters of a list under a name, for oneself or for one's own company."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.saved_view import SavedView
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused

MOST = 40
"""So many views a member keeps of one page."""
LONGEST_QUERY = 2_000


@action(may=roles.is_party, says="kept the view '{name}' of {page}", shared=False)
def save_view(*, by: Member, page: str, name: str, query: str = "", shared: bool = False) -> SavedView:
    """`page` is the page's own name (improvement/statements), `query` its filters as they stand in the address. The same name again
    replaces one's own view. `shared` shows it to everybody of one's own company."""
    own = SavedView.objects.filter(engagement=by.engagement, member=by, page=page)
    faults = []
    if not name or len(name) > 120:
        faults.append(Fault(Place(column="name"), "a view needs a name of up to 120 letters", "write one such as Late chats"))
    if len(query) > LONGEST_QUERY or len(page) > 80:
        faults.append(Fault(Place(column="query"), "the filters are too long to keep", "choose fewer of them"))
    if own.exclude(name=name).count() >= MOST:
        faults.append(Fault(Place(), f"you keep {MOST} views of this page already", "drop one that you no longer use"))
    if faults:
        raise Refused(faults)
    row, _new = SavedView.objects.update_or_create(
        engagement=by.engagement,
        member=by,
        page=page,
        name=name,
        defaults={"query": query.lstrip("?"), "shared": shared, "visible_to": by.side, "made_at": by.engagement.now()},
    )
    return row
