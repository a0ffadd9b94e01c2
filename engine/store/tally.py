"""How many write transactions one process did, how they ended, and how long they took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from engine.commands.refusals import Interrupted


class Tally:
    """Counters that only grow, since the process began; `seconds` is the sum over all of them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.committed = 0
        self.undone = 0
        self.interrupted = 0
        self.seconds = 0.0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what happens inside as one transaction."""
        begun = time.perf_counter()
        ended = "undone"
        try:
            yield
            ended = "committed"
        except Interrupted:
            ended = "interrupted"
            raise
        finally:
            with self._lock:
                self.seconds += time.perf_counter() - begun
                setattr(self, ended, getattr(self, ended) + 1)
