"""Become one of the people who open the bids of a request: a key of one's own, locked with a passphrase that is stored nowhere."""

from __future__ import annotations

from pydantic import SecretStr

from remit.records.fields import public_id
from remit.records.models.member import Member
from remit.records.models.opener import Opener
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection import sealing
from remit.stages.selection.request_rows import draft_of
from remit.stages.selection.shares import MOST


@action(
    may=roles.opens_bids,
    says="became an opener of request {request}",
    shared=False,
    recent_mfa=True,
    keeps_back=("passphrase", "again"),
)
def become_opener(*, by: Member, request: str, passphrase: SecretStr, again: SecretStr | None = None) -> Opener:
    """Any two openers open the bids together; none does alone, and nobody without the passphrases. Who forgets a passphrase can be an
    opener no more, so name three. Choosing a passphrase again replaces the key, until the request is published."""
    row = draft_of(by, request)
    sealing.refuse_weak(passphrase.get_secret_value(), again.get_secret_value() if again is not None else None)
    Opener.objects.filter(request=row, member=by).delete()
    assert row.openers.count() < MOST
    number, (private, public) = public_id(), sealing.pair()
    lock = sealing.locked(private, passphrase.get_secret_value(), sealing.cost_of(by.engagement), about_key(number))
    return Opener.objects.create(
        public_id=number,
        engagement=by.engagement,
        visible_to=CLIENT,
        request=row,
        member=by,
        public_key=public,
        locked_key=lock.content,
        salt=lock.salt,
        cost=lock.cost,
        made_at=by.engagement.now(),
    )


def about_key(opener: str) -> bytes:
    """What an opener's locked key is bound to."""
    return f"opener {opener}".encode()
