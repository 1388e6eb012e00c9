"""Bytes over the wire, as a browser that takes brotli would get them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from tools.bench.measured import Wire
from tools.bench.server import BASE

FRAGMENT = {"HX-Request": "true", "HX-Target": "results"}
LOADED = {"script": "src", "link": "href", "img": "src"}  # of an element, its file
NOT_LOADED = {"apple-touch-icon", "manifest"}  # of a link, its rel


class Files(HTMLParser):
    """The files that a page makes a browser load."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        given = dict(attributes)
        file = given.get(LOADED.get(tag, ""))
        if file and given.get("rel") not in NOT_LOADED and file not in self.found:
            self.found.append(file)


def measured(path: str, cookie: str) -> Wire:
    """A first visit to the page, a second, and its fragment."""
    page = sent(path, cookie)
    plain = body(path, cookie)
    files = {file: sent(file, cookie) for file in Files(plain.decode()).found}
    again = [file for file in files if not immutable(file, cookie)]
    return Wire(
        first=page + sum(files.values()),
        warm=page + sum(files[file] for file in again),
        warm_plain=len(plain) + sum(len(body(file, cookie)) for file in again),
        fragment=sent(path, cookie, FRAGMENT),
        fragment_plain=len(body(path, cookie, FRAGMENT)),
        parts={"page": page} | {file.split("/")[-1]: n for file, n in files.items()},
    )


def sent(path: str, cookie: str, headers: dict[str, str] | None = None) -> int:
    """Bytes of the answer's head and body, compressed where the server does so."""
    answer, content = get(path, cookie, {"Accept-Encoding": "br"} | (headers or {}))
    return len(content) + sum(len(line) for line in head(answer))


def head(answer: HTTPResponse) -> Iterator[str]:
    yield "HTTP/1.1 200 OK\r\n\r\n"
    yield from (f"{name}: {value}\r\n" for name, value in answer.getheaders())


def body(path: str, cookie: str, headers: dict[str, str] | None = None) -> bytes:
    return get(path, cookie, headers or {})[1]


def immutable(path: str, cookie: str) -> bool:
    """Whether the browser keeps it and does not ask again."""
    answer, _ = get(path, cookie, {})
    return "immutable" in answer.getheader("Cache-Control", "")


def get(path: str, cookie: str, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
    """The answer as it came, not decompressed; RuntimeError unless it is a 200."""
    connection = HTTPConnection(urlsplit(BASE).netloc)
    connection.request("GET", path, headers={"Cookie": cookie} | headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer, content
