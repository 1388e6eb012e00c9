"""Waiting for what another process, thread or page does in its own time."""

import time

LONGEST = 60  # seconds


def until(happened):
    """What `happened` gives, once it gives anything."""
    end = time.monotonic() + LONGEST
    while not (found := happened()):
        assert time.monotonic() < end
        time.sleep(0.005)
    return found
