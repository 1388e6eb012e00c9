"""Logs that help to find a fault and hold nothing anyone entered."""

import logging
import traceback
from types import TracebackType
from typing import Any

ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class WithoutContent(logging.Formatter):
    """Names an exception and where it arose, but not its message.

    A message can quote a row ("Key (code)=(...) already exists"), and the address of a
    request can hold a one-time token: neither belongs in a log.
    """

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        kind, _, trace = ei
        name = f"{kind.__module__}.{kind.__qualname__}" if kind else ""
        return "".join([*traceback.format_tb(trace), name])

    def format(self, record: logging.LogRecord) -> str:
        if hasattr(record, "request"):
            record = logging.makeLogRecord(record.__dict__ | self.bare(record))
        return super().format(record)

    def bare(self, record: logging.LogRecord) -> dict[str, Any]:
        request: Any = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        status = getattr(record, "status_code", "")
        name = match.view_name if match else "unknown address"
        text = f"{status} {getattr(request, 'method', '')} {name}"
        return {"msg": text, "args": (), "exc_text": None}
