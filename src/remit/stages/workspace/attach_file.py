"""Attach a file to a record. It is stored in the database under a random number, and only ever served as a download."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.apps import apps

from remit.records.models.attachment import Attachment
from remit.records.models.member import Member
from remit.records.models.work_event import WorkEvent
from remit.records.scoped import BOTH, Scoped
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.values.fault import Fault, Place, Refused

LARGEST = 25 << 20
TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "txt": "text/plain", "csv": "text/csv",
    "md": "text/markdown", "json": "application/json", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "eml": "message/rfc822", "zip": "application/zip",
}  # fmt: skip
"""What a download is called by its ending. Everything else, HTML and SVG among them, is only bytes."""
_TEXTS = ("txt", "csv", "md", "json", "eml")
_SEARCHED = 200_000
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")


@action(may=roles.is_party, says="attached {file} to {subject}", shared=False)
def attach_file(*, by: Member, subject: str, file: FileParameter, visible_to: str = "") -> Attachment:
    """`subject` is a record by kind and public number ("dispute:8k2…", "item:HAR-30412"). A file is internal to the writer's company unless
    `visible_to` is both, and a record of one side has no shared files. A file of the same name is a new version; the old one stays."""
    faults, shown = [], visible_to or by.side
    record = found(by, subject)
    if record is None:
        faults.append(Fault(Place(column="subject"), f"there is no record '{subject[:80]}'", "open it, and attach the file there"))
    if shown not in (BOTH, by.side):
        faults.append(
            Fault(Place(column="visible_to"), f"'{shown[:20]}' is not open to {by.organisation}", "choose both, or your own company")
        )
    elif shown == BOTH and record is not None and getattr(record, "visible_to", BOTH) != BOTH:
        faults.append(Fault(Place(column="visible_to"), "the record is your company's own", "keep the file internal"))
    if not file.content:
        faults.append(Fault(Place(column="file"), "the file is empty", "choose another"))
    if len(file.content) > LARGEST:
        faults.append(Fault(Place(column="file"), f"{len(file.content):,} bytes are more than {LARGEST:,}", "split it, or link to it"))
    if faults:
        raise Refused(faults)
    name = plain_name(file.name)
    before = Attachment.objects.filter(engagement=by.engagement, subject=subject, name=name, visible_to=shown).count()
    return Attachment.objects.create(
        engagement=by.engagement,
        visible_to=shown,
        subject=subject,
        name=name,
        version=before + 1,
        content=file.content,
        size=len(file.content),
        media_type=media_type(name),
        digest=file.digest,
        text=_text(name, file.content),
        added_by=by,
        added_at=by.engagement.now(),
    )


def found(member: Member, subject: str) -> Any:
    """The record that a subject names, if the member may see it; None otherwise. An attachment hangs on what its reader may see."""
    kind, _, number = subject.partition(":")
    if not number or "\0" in subject:
        return None
    if kind == "item":
        return WorkEvent.objects.filter(engagement=member.engagement, item=number).first() if roles.is_party(member) else None
    for model in apps.get_app_config("records").get_models():
        if model._meta.model_name == kind and issubclass(model, Scoped) and any(one.name == "public_id" for one in model._meta.fields):
            rows: Any = visible(model, member)
            return rows.filter(public_id=number).first()
    return None


def attached(member: Member, subject: str) -> list[Attachment]:
    """The files of a record that the member may see, without their contents, the newest version first."""
    rows = visible(Attachment, member).filter(subject=subject).select_related("added_by__user").defer("content", "text")
    return list(rows.order_by("name", "-version"))


def plain_name(name: str) -> str:
    """The file's name as it is shown and offered: its last part, one line, without signs that hide or turn the text.

    >>> plain_name("../../etc/passwd"), plain_name("a\\\\b\\u202efdp.exe"), plain_name("  ")
    ('passwd', 'bfdp.exe', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split()).strip(". ")[-200:] or "file"


def media_type(name: str) -> str:
    """
    >>> media_type("Report.PDF"), media_type("drawing.svg"), media_type("page.html")
    ('application/pdf', 'application/octet-stream', 'application/octet-stream')
    """
    ending = _ENDING.search(name)
    return TYPES.get(ending[1].lower(), "application/octet-stream") if ending else "application/octet-stream"


def _text(name: str, content: bytes) -> str:
    """What search finds of it: plain texts only. Archives and documents are never unpacked here, so there is nothing to explode."""
    ending = _ENDING.search(name)
    if ending is None or ending[1].lower() not in _TEXTS:
        return ""
    return content[:_SEARCHED].decode("utf-8", "ignore").replace("\0", "")
