"""Files of bids are taken in memory alone: Django would spool a large upload into a temporary file, where a bid could be read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

from remit.stages.selection.attach_to_bid import LARGEST

ADDRESSES = ("/selection/attach_to_bid",)


class SealedUploads(FileUploadHandler):
    """Stands before Django's own handlers, and lets them alone everywhere but at the addresses of a bid. What is larger than a bid's file
    may be is not read to its end."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:
        self.takes_it = self.request is not None and self.request.path.endswith(ADDRESSES)

    def new_file(self, *given: Any, **named: Any) -> None:
        super().new_file(*given, **named)
        if self.takes_it:
            self.content, self.size = BytesIO(), 0
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.takes_it:
            return raw_data
        self.size += len(raw_data)
        if self.size > LARGEST + 1:
            raise StopUpload(connection_reset=False)
        self.content.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if not self.takes_it:
            return None
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name or "upload", self.content_type or "", file_size, self.charset
        )
