"""What an answer says, whatever it is: a page, a table, a printed sheet, an archive."""

import re
from io import BytesIO
from zipfile import ZipFile

from django.http import HttpResponseBase
from pypdf import PdfReader

FRESH = re.compile(
    rb"csrfmiddlewaretoken[^>]+|X-CSRFToken[^}]+"
    rb"|name=\"submission\"[^>]+|name=\"salt\"[^>]+"
)


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


def text_of(response: HttpResponseBase) -> str:
    """Its words; those of a PDF as a reader takes them out of it.

    What is drawn anew for each answer is left out: a case code may fall in it.
    """
    body = body_of(response)
    if response.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if response.headers.get("Content-Type") == "application/zip":
        archive = ZipFile(BytesIO(body))
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return FRESH.sub(b"", body).decode()


def lasting(response: HttpResponseBase) -> bytes:
    """Its body without what is another at every request."""
    return FRESH.sub(b"", body_of(response))
