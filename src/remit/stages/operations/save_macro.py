"""Keep a text that is used again, with what is done with the item after it."""

from __future__ import annotations

from remit.records.models.macro import Macro
from remit.records.models.member import Member
from remit.records.scoped import BOTH
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.macro_text import PLACES, unknown
from remit.stages.operations.own_queues import cause_of, running_queues, waiting_states
from remit.stages.operations.reply_to_customer import LONGEST, RESOLVE
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

AUDIENCES = ("customer", "note")


@action(may=roles.leads_queue, says="kept the macro '{name}'", shared=False)
def save_macro(
    *, by: Member, name: str, text: str, audience: str = "customer", then: str = "", shared: bool = False, macro: str = ""
) -> Macro:
    """`text` may hold {customer}, {item}, {subject}, {agent} and {company}. `audience` is customer or note. `then` is empty, resolve, or a
    state in which the item waits. `shared` shows it to both companies. `macro` is the number of one that is changed."""
    states = {one for queue in running_queues(by) for one in waiting_states(by.engagement, queue.record)}
    faults = [
        Fault(Place(column="text"), f"nothing fills {{{one}}}", f"use {listed([f'{{{place}}}' for place in PLACES])}")
        for one in unknown(text)
    ]
    if not name or len(name) > 120:
        faults.append(Fault(Place(column="name"), "a macro needs a name of up to 120 letters", "write one such as Delivery date"))
    if not text.strip() or len(text) > LONGEST:
        faults.append(Fault(Place(column="text"), "the text is missing, or too long", f"write up to {LONGEST:,} letters"))
    if audience not in AUDIENCES:
        faults.append(Fault(Place(column="audience"), f"'{audience[:20]}' is nobody", f"choose {listed(list(AUDIENCES))}"))
    if then and then != RESOLVE and then not in states:
        faults.append(Fault(Place(column="then"), f"'{then[:60]}' is no state to wait in", "leave it empty, or choose from the list"))
    old = visible(Macro, by).filter(public_id=macro, ended_at=None).first() if macro else None
    if macro and old is None:
        faults.append(Fault(Place(column="macro"), "there is no such macro any more", "keep it as a new one"))
    if faults:
        raise Refused(faults)
    row = old or Macro(engagement=by.engagement)
    row.name, row.text, row.audience, row.then = name, text, audience, then
    row.caused_by = cause_of(then) if then not in ("", RESOLVE) else ""
    row.visible_to = BOTH if shared else by.side
    row.changed_by, row.changed_at = by, by.engagement.now()
    row.save()
    return row
