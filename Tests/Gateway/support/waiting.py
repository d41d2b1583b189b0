# Waits for what must come to pass.
# SPDX-License-Identifier: Apache-2.0
import threading
import time

_never = threading.Event()


def eventually(look, seconds=20, what="it"):
    """What `look` finds, as soon as it finds something; fails after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        _never.wait(0.05)
