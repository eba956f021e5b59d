"""Signing keys: the public keys that people of both companies sign offers with, and the form to register one."""

from __future__ import annotations

from typing import Any

from remit.stages import roles
from remit.stages.contract.sentences import count
from remit.stages.workspace.add_signing_key import add_signing_key
from remit.stages.workspace.signing_keys import keys
from remit.web.page import Visit, page

PAGE = page("contract/keys", may=roles.is_party, label="Signing keys", under="contract")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    found = keys(visit.by)
    used = [one for one in found if one.ended_at is None]
    own = sum(one.holder_id == visit.by.pk for one in used)
    said = f"{count(len(used), 'key')} can sign offers here, {own or 'none'} of them yours." if used else "Nobody signs with a key yet."
    return {
        "answer": said,
        "listed": [(one, one.holder_id == visit.by.pk or (one.holder.side == visit.by.side and roles.invites(visit.by))) for one in found],
        "may_add": add_signing_key.allowed(visit.by),
    }
