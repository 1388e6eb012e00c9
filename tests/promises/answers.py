"""What an answer says, whatever it is: a page, a table, a printed sheet."""

from io import BytesIO

from django.http import HttpResponseBase
from pypdf import PdfReader


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


def text_of(response: HttpResponseBase) -> str:
    """Its words; those of a PDF as a reader takes them out of it."""
    body = body_of(response)
    if response.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode()
