"""Wait for what another process or the kernel still has to do, a bounded time."""

import time
from collections.abc import Callable

SECONDS_MAX = 300


def until(holds: Callable[[], object], what: str) -> None:
    """Return as soon as it holds; fail with ``what`` went wrong after ``SECONDS_MAX``."""
    end = time.monotonic() + SECONDS_MAX
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)
