"""Tell another system what happens: an address, the form it understands, and which happenings it wants to hear of."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import Literal

from remit.records.models.member import Member
from remit.records.models.webhook import Webhook
from remit.stages import roles
from remit.stages.action import action
from remit.stages.happenings import HAPPENINGS
from remit.stages.workspace.webhook_call import Forbidden, parts_of
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

MOST = 20


@dataclass(frozen=True, slots=True)
class Added:
    """The webhook, and the secret by which its receiver checks the signatures."""

    webhook: Webhook
    secret: str


@action(may=roles.leads, says="added the webhook {name}", shared=False)
def add_webhook(
    *,
    by: Member,
    name: str,
    address: str,
    happenings: list[str] | str,
    form: Literal["standard", "slack", "teams"] = "standard",
) -> Added:
    """Adds a place that hears of one's own company's happenings and of those both companies see. The secret comes back here, and stands on
    the page of webhooks. `Refused` for an address that is no public HTTPS one, and for happenings that do not exist."""
    wanted = [happenings] if isinstance(happenings, str) else list(dict.fromkeys(happenings))
    faults = []
    if not name or len(name) > 120:
        faults.append(Fault(Place(column="name"), "is empty or longer than 120 characters", "give it a short name, such as billing"))
    strange = [one for one in wanted if one not in HAPPENINGS]
    if strange or not wanted:
        what = f"there is no happening {listed(strange)}" if strange else "nothing is chosen"
        faults.append(Fault(Place(column="happenings"), what, f"there are {listed(list(HAPPENINGS))}"))
    try:
        parts_of(address)
        if len(address) > 400:
            raise Forbidden("it is longer than 400 characters")
    except Forbidden as error:
        faults.append(Fault(Place(column="address"), str(error), "write a public address such as https://example.com/hook"))
    if Webhook.objects.filter(engagement=by.engagement, visible_to=by.side, ended_at=None).count() >= MOST:
        faults.append(Fault(Place(), f"there are {MOST} webhooks already", "end one that nobody needs"))
    if faults:
        raise Refused(faults)
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"
    row = Webhook.objects.create(
        engagement=by.engagement,
        visible_to=by.side,
        name=name,
        address=address,
        form=form,
        happenings=wanted,
        secret=secret,
        made_by=by,
        made_at=by.engagement.now(),
    )
    return Added(row, secret)
