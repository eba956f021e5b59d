"""Register an Ed25519 public key, to sign with it on the command line. The private key stays where it is."""

from __future__ import annotations

from remit.exchange import signature_text
from remit.records.models.member import Member
from remit.records.models.signing_key import SigningKey
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="registered the signing key “{result}”", recent_mfa=True)
def add_signing_key(*, by: Member, name: str, public_key: str) -> SigningKey:
    """`public_key` is OpenSSH's line (`ssh-ed25519 AAAA…`) or 64 hexadecimal digits. Both companies see it, with whose it is. `Refused` for
    any other kind of key, and for one that somebody of this engagement has registered already."""
    key = signature_text.read_key(public_key)
    faults = list(line("name", name, 80, "name the device that it is on", least=1))
    taken = SigningKey.objects.filter(engagement=by.engagement, public_key=key.hex()).first()
    if taken is not None:
        whose = "yours" if taken.holder_id == by.pk else "somebody else's"
        ended = "; it has ended" if taken.ended_at is not None else ""
        faults.append(Fault(Place(column="public_key"), f"this key is registered already and is {whose}{ended}", "register another one"))
    if faults:
        raise Refused(faults)
    return SigningKey.objects.create(
        engagement=by.engagement,
        holder=by,
        name=name,
        public_key=key.hex(),
        fingerprint=signature_text.fingerprint(key),
        added_at=by.engagement.now(),
    )
