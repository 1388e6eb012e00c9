"""Waiting for what another process, thread or page does in its own time."""

import os
import time

LONGEST = 60  # seconds


def until(happened):
    """What `happened` gives, once it gives anything."""
    end = time.monotonic() + LONGEST
    while not (found := happened()):
        assert time.monotonic() < end
        time.sleep(0.005)
    return found


def let_wait(process):
    """Let that process wait for all others: however busy the machine is, whoever looks
    often meets it in the middle of its work.
    """
    os.setpriority(os.PRIO_PROCESS, process, 10)
