"""Attach a file to the draft of a bid: locked with the draft's key before it is stored, its name too."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from remit.records.models.bid import SealedFile
from remit.records.models.member import Member
from remit.records.scoped import BIDDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.selection.bidding import bidder_of, key_from, opened, refuse_late, sealed_file
from remit.stages.workspace.attach_file import plain_name
from remit.values.fault import Fault, Place, Refused

LARGEST = 8 << 20
MOST = 12
TOTAL = 24 << 20
"""Bytes of one file, files of one bid, bytes of all of them."""


@action(may=roles.bids, says="attached a file to a bid", shared=False, keeps_back=("key", "file"))
def attach_to_bid(*, by: Member, request: str, key: SecretStr, file: FileParameter) -> SealedFile:
    """The file is not unpacked, not looked into and not shown by its type: whoever opens the bid downloads it. It never stands in a file of
    the server in the clear."""
    bidder = bidder_of(by, request)
    refuse_late(bidder.request, by.engagement.now())
    secret = key_from(key.get_secret_value())
    opened(bidder, secret)
    rows: Any = SealedFile.objects.filter(bidder=bidder, bid=None)
    sizes, faults = list(rows.values_list("size", flat=True)), []
    if not file.content:
        faults.append(Fault(Place(column="file"), "the file is empty", "choose another"))
    if len(file.content) > LARGEST:
        faults.append(
            Fault(Place(column="file"), f"the file is larger than {LARGEST >> 20} MB", "split it, or leave out what nobody asked")
        )
    if len(sizes) >= MOST:
        faults.append(Fault(Place(column="file"), f"a bid has at most {MOST} files", "take one out"))
    elif sum(sizes) + len(file.content) > TOTAL:
        faults.append(Fault(Place(column="file"), f"all files together are larger than {TOTAL >> 20} MB", "take one out"))
    if faults:
        raise Refused(faults)
    return SealedFile.objects.create(
        engagement=by.engagement,
        visible_to=BIDDER,
        request=bidder.request,
        bidder=bidder,
        sealed=sealed_file(bidder, secret, plain_name(file.name), file.content),
        size=len(file.content),
        added_at=by.engagement.now(),
    )
