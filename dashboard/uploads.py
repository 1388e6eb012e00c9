"""Which files the server takes at all, and how large: others are passed over."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import reverse

from dashboard.http import AppRequest

IMPORT = "dashboard:import-list"


class Limit(FileUploadHandler):
    """The first of the handlers; what it lets through goes on to the others."""

    request: AppRequest

    def __init__(self, request: Any = None):
        super().__init__(request)
        self.left = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Raises SkipFile but for somebody signed in, where files are asked for."""
        request = self.request
        if request.path_info != reverse(IMPORT) or not request.user.is_authenticated:
            raise SkipFile
        self.left = settings.UPLOAD_LARGEST

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler has the file."""


def was_too_large(request: AppRequest) -> bool:
    """Whether the request brought a file, and was passed over."""
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    return not request.FILES and sent > settings.UPLOAD_LARGEST
