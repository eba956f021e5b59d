"""Confirm that a returned file carries the other company's signature. Only then does it count."""

from __future__ import annotations

from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import papers, signing
from remit.stages.contract.drafts import is_outgrown
from remit.values.fault import Fault, Place, Refused


@action(may=roles.signs_terms, says="confirmed the signed paper of draft {result}", recent_mfa=True, happening="contract signed")
def confirm_paper(*, by: Member, paper: str, digits: str = "") -> Draft:
    """Where no program can read the file (a scan), `digits` are the first twelve of the digest as it is printed at the foot of the paper,
    so that the person has looked. A file with both signatures is the confirming company's signature too, within the person's limit."""
    found = papers.waiting_paper(by, paper)
    row, faults = found.draft, list[Fault]()
    wanted = row.digest.removeprefix("sha256:")[: papers.DIGITS]
    if found.found == "nothing" and digits.replace(" ", "").lower() != wanted:
        what = "these are not the digits of this offer" if digits else "the file holds nothing that a program can read"
        faults.append(Fault(Place(column="digits"), what, "type the first twelve digits after sha256: at the foot of the paper"))
    if row.state != "offered" or is_outgrown(by, row):
        faults.append(Fault(Place(), f"draft {row.number} is no open offer any more", "nothing is left to confirm"))
    if DraftSignature.objects.filter(draft=row, side=found.side).exists():
        faults.append(Fault(Place(), "the other company has signed it another way meanwhile", "nothing is left to confirm"))
    both = found.carries == "both" and not DraftSignature.objects.filter(draft=row, side=by.side).exists()
    if both and not faults:
        faults += signing.beyond_limit(by, row)
    if faults:
        raise Refused(faults)
    found.state, found.answered_by, found.answered_at = "confirmed", by, by.engagement.now()
    found.save(update_fields=["state", "answered_by", "answered_at"])
    proof = {"file": found.attachment.digest, "name": found.attachment.name, "found": found.found, "confirmed by": by.name}
    signing.put(by, row, "paper", proof, side=found.side, given_by=found.uploaded_by)
    if both:
        signing.put(by, row, "paper", proof)
    row.refresh_from_db()
    return row
