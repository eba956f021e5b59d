"""Bring an offer back that was signed on paper, or in another program. It counts once the other company has confirmed it."""

from __future__ import annotations

from remit.exchange import signed_pdf
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.records.models.paper_signature import PaperSignature
from remit.records.scoped import BOTH
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import signing
from remit.stages.contract.drafts import draft_of
from remit.stages.inputs import FileParameter
from remit.stages.workspace.attach_file import attach_file
from remit.values.fault import Fault, Place, Refused


@action(may=roles.signs_terms, says="brought {result} back signed")
def upload_signed_paper(*, by: Member, draft: str, file: FileParameter, carries: str = "own") -> PaperSignature:
    """`file` is a PDF, `carries` says whose signatures are on it: own, or both. It is kept as an attachment that both companies see.
    Whether the offered text or its digest lies in the file is found and kept; whose signature is on it nobody but a person can tell."""
    row: Draft = draft_of(by, draft)
    faults = list(signing.unsignable(by, row, row.digest))
    if not faults:
        faults += signing.beyond_limit(by, row)
    if not signed_pdf.is_pdf(file.content):
        faults.append(Fault(Place(column="file"), f"{file.name[-60:]} is no PDF", "scan it, or export it, as PDF"))
    if carries not in ("own", "both"):
        faults.append(Fault(Place(column="carries"), f"'{carries[:20]}' says nobody's signatures", "write own or both"))
    if faults:
        raise Refused(faults)
    kept = attach_file(by=by, subject=f"draft:{row.public_id}", file=file, visible_to=BOTH)
    PaperSignature.objects.filter(draft=row, side=by.side, state="waiting").update(state="withdrawn")  # the newer one replaces it
    return PaperSignature.objects.create(
        engagement=by.engagement,
        draft=row,
        attachment=kept,
        side=by.side,
        carries=carries,
        found=signed_pdf.found(file.content, row.digest),
        uploaded_by=by,
        uploaded_at=by.engagement.now(),
    )
