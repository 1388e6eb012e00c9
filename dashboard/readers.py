"""In which language, and with which dates and times, a page is for whom it is for."""

from django.http import HttpRequest
from django.utils import translation

from ruptures.dates import NOBODYS, Preferences


def language_for(request: HttpRequest) -> str:
    """The user's own, else the browser's, else that of the settings."""
    chosen = request.user.language if request.user.is_authenticated else ""
    if chosen:
        return translation.get_supported_language_variant(chosen)
    return translation.get_language_from_request(request)


def preferences_of(request: HttpRequest) -> Preferences:
    user = request.user
    if not user.is_authenticated:
        return NOBODYS
    return Preferences(date_style=user.date_style, clock=user.clock)
