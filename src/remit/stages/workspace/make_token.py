"""Make a token by which a program acts for oneself: never beyond what oneself may do, never longer than a year."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BeforeValidator

from remit.records.models.api_token import ApiToken
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.values.fault import Fault, Place, Refused
from remit.values.period import DAY

READ = "read"
LONGEST = 366


@dataclass(frozen=True, slots=True)
class MadeToken:
    """The token's row, and the secret, which is shown this once and kept nowhere."""

    row: ApiToken
    shown_once: str

    @property
    def name(self) -> str:
        return self.row.name


def _scopes(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@action(may=roles.is_party, says="made the API token '{name}'", shared=False)
def make_token(*, by: Member, name: str, scopes: Annotated[list[str], BeforeValidator(_scopes)], days: int = 90) -> MadeToken:
    """`scopes` are `read` or names of actions ("operations/import_work"). What the member may not do cannot be given, and what the member
    may no longer do later the token cannot do either, because every call asks the member's role."""
    faults = [_unknown(scope) for scope in scopes if scope not in offered(by)]
    if not scopes:
        faults.append(Fault(Place(column="scopes"), "a token without scopes can do nothing", "choose at least one"))
    if not 1 <= days <= LONGEST:
        faults.append(Fault(Place(column="days"), f"{days} days is not between 1 and {LONGEST}", f"write a number from 1 to {LONGEST}"))
    faults += line("name", name, 120)
    if faults:
        raise Refused(faults)
    secret, now = f"remit_{secrets.token_urlsafe(32)}", by.engagement.now()
    row = ApiToken.objects.create(
        engagement=by.engagement,
        visible_to=by.side,
        member=by,
        name=name,
        scopes=sorted({*scopes}),
        secret_digest=sha256(secret.encode()).hexdigest(),
        made_at=now,
        expires_at=now + days * DAY,
    )
    return MadeToken(row, secret)


def offered(member: Member) -> Sequence[str]:
    """What a token of this member may be given: reading, and the actions that the member's role includes. Not signing, which asks for a
    person; and not making tokens, by which a token would reach beyond its own scopes."""
    from remit.stages.catalogue import actions

    own = (name for name, one in sorted(actions().items()) if one.allowed(member) and not one.recent_mfa and one is not make_token)
    return [READ, *own]


def _unknown(scope: str) -> Fault:
    return Fault(Place(column="scopes"), f"your role does not include '{scope}'", "choose among what you may do yourself")
