"""Take in one mail, as a mail server hands it over: a new item, or a further letter of one that is there."""

from __future__ import annotations

from remit.records.models.letter import MailReceived
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.operations.mail_in import taken


@action(may=roles.works_queue | roles.brings_work, says="received a mail", streams=True)
def receive_mail(*, by: Member, file: FileParameter) -> MailReceived:
    """`file` is the mail itself, every byte (RFC 5322). The same one again changes nothing and gives what became of it the first time.
    `outcome`: item, thread (it joined the one that it answers), aside (a person looks first; `why` says why)."""
    return taken(by.engagement, file.content)
