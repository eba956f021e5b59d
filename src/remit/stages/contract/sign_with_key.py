"""Sign an offer for one's company with an Ed25519 key: `remit sign` makes the signature on the person's own machine, this checks it."""

from __future__ import annotations

from collections.abc import Iterator

from remit.exchange import signature_text
from remit.exchange.signature_text import SignatureText
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import signing
from remit.stages.contract.drafts import draft_of
from remit.stages.workspace.signing_keys import own_key
from remit.values.fault import Fault, Place, Refused


@action(may=roles.signs_terms, says="signed draft {result} with a key", happening="contract signed", keeps_back=("signature",))
def sign_with_key(*, by: Member, draft: str, signature: str) -> Draft:
    """`signature` is what `remit sign` printed. Refused are a signature of another offer or text, one that does not hold, and one by a key
    that the person has not registered here, or has ended."""
    row, given = draft_of(by, draft), signature_text.read(signature)
    faults = list(_faults(by, row, given))
    if not faults:
        faults += signing.unsignable(by, row, given.digest)
    if not faults:
        faults += signing.beyond_limit(by, row)
    if faults:
        raise Refused(faults)
    key = signature_text.written_key(given.key)
    signing.put(by, row, "key", {"key": key, "fingerprint": signature_text.fingerprint(given.key), "text": str(given)})
    return row


def _faults(by: Member, row: Draft, given: SignatureText) -> Iterator[Fault]:
    place = Place(column="signature")
    if given.offer != row.public_id:
        yield Fault(place, f"this signature is for offer {given.offer}, and this is offer {row.public_id}", "sign this offer's own text")
    elif given.digest != row.digest:
        yield Fault(place, "this signature is over another text than the one offered", "download the amendment again, and sign that file")
    elif not signature_text.verifies(given):
        yield Fault(place, "the signature does not hold: something in it was changed", "sign again, and paste all that is printed")
    key = own_key(by, given.key)
    name = signature_text.fingerprint(given.key)
    if key is None:
        yield Fault(place, f"the key {name} is not one of yours here", "register its public half first, under signing keys")
    elif key.ended_at is not None:
        yield Fault(place, f"your key {name} has ended", "sign with another one")
