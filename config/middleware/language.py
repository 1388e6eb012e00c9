"""The language of the reader, and how they want dates and times written."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from config.middleware import Handler
from dashboard.readers import language_for, preferences_of
from ruptures.dates import written_for


def as_the_reader_prefers(get_response: Handler) -> Handler:
    """Answer in the reader's language, with dates and times written as preferred.

    Who is not signed in, or chose none, gets the browser's language. Both end with the
    request: the next one in this thread is somebody else's.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language, preferences = language_for(request), preferences_of(request)
        with translation.override(language), written_for(preferences):
            response = get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware
