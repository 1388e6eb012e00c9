"""What browsers may keep of a page, and what a client's pages know of them."""

from django.http import HttpRequest, HttpResponse

from config.middleware import Handler

CHECK_INS = "/check-in/"


def no_store(get_response: Handler) -> Handler:
    """Let no browser or proxy keep a page; static files are served further out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def check_in_apart(get_response: Handler) -> Handler:
    """Let a client's pages know nobody: what cookies the browser has is not looked at.

    So they neither need nor show a sign-in, and set no cookie. Their addresses are
    rights to answer, which no other site and no search engine is told.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(CHECK_INS):
            return get_response(request)
        request.COOKIES = {}
        response = get_response(request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return middleware
