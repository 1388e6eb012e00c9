"""Room for the frames of Python's calls, which lie in chunks of 16 KiB.

A loop that calls from the very end of a chunk asks the system for another one at each
call, and gives it back: up to a fifth of a page's time, as deep as its templates happen
to stand. Releases of 3.13 and 3.14 since March 2026 keep one (python/cpython#142183).
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ROOM = 16_384  # words, so that a chunk of 256 KiB is taken, half of it for what follows


def with_room(application: WSGIApplication) -> WSGIApplication:
    """The application with 128 KiB for the frames of a request, in one chunk.

    A chunk is as large as its first frame says that it needs. What the server iterates
    once the application has returned has none of it; a kept traceback keeps it.
    """

    def roomy(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return application(environ, start)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=ROOM)
    return roomy
