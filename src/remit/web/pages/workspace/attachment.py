"""A file that was attached: always a download, never shown, whatever it claims to be."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from remit.records.models.attachment import Attachment
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.workspace.attach_file import found
from remit.web.page import Answered, Visit, page

PAGE = page("files/<slug:number>", may=roles.is_party, label="File", under="people")


@PAGE.reads
def read(visit: Visit, number: str) -> Answered:
    """The bytes, where the member may see the file and the record on which it hangs."""
    row = visible(Attachment, visit.by).filter(public_id=number).first()
    if row is None or found(visit.by, row.subject) is None:
        raise Http404
    answer = HttpResponse(bytes(row.content), content_type=row.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
