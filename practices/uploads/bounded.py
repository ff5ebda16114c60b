"""Keeps a file that is far too large from filling the disk while it comes in."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class BoundedUploads(FileUploadHandler):
    """Goes before Django's own handlers; `too_large` holds the fields whose file was let go."""

    def __init__(self, most: int):
        super().__init__()
        self.most = most
        self.too_large: set[str] = set()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > self.most:
            self.too_large.add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Those after it keep the file."""
