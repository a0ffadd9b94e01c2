"""A wire between us and PostgreSQL that can be cut at a commit, on either side of it."""

import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from enum import Enum
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
BYTES_AT_ONCE = 1 << 16
COMMIT = b"COMMIT"


class Cut(Enum):
    """Where the wire is cut."""

    BEFORE_THE_COMMIT = "the server never hears of it"
    AFTER_THE_COMMIT = "the server did it, its answer is lost"


class Wire:
    """Passes on what both sides say; `cut` is done once, after letting `pass_on` commits by."""

    def __init__(self, address: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="zj-wire-"))
        there = address.partition("host=")[2]
        self._server = f"{there}/{SOCKET_NAME}"
        self.address = address.replace(f"host={there}", f"host={self._folder}")
        self.cut: Cut | None = None
        self.pass_on = 0
        self.cuts = 0
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self._folder / SOCKET_NAME))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        shutil.rmtree(self._folder)

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                ours, _ = self._listening.accept()
                theirs = socket.socket(socket.AF_UNIX)
                theirs.connect(self._server)
                lost = threading.Event()
                for passing in (
                    lambda a=ours, b=theirs, c=lost: self._asked(a, b, c),
                    lambda a=ours, b=theirs, c=lost: self._answered(a, b, c),
                ):
                    threading.Thread(target=passing, daemon=True).start()

    def _asked(self, ours: socket.socket, theirs: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while said := ours.recv(BYTES_AT_ONCE):
                cut = self._cut_here() if COMMIT in said else None
                if cut is Cut.BEFORE_THE_COMMIT:
                    break
                if cut is Cut.AFTER_THE_COMMIT:
                    lost.set()
                theirs.sendall(said)
        _hang_up(ours, theirs, unless=lost)

    def _cut_here(self) -> Cut | None:
        if self.cut is None or self.pass_on:
            self.pass_on = max(0, self.pass_on - 1)
            return None
        cut, self.cut = self.cut, None
        self.cuts += 1
        return cut

    def _answered(self, ours: socket.socket, theirs: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while said := theirs.recv(BYTES_AT_ONCE):
                if lost.is_set():
                    lost.clear()  # it answered, so it has committed; nobody hears it
                    break
                ours.sendall(said)
        _hang_up(ours, theirs, unless=lost)


def _hang_up(ours: socket.socket, theirs: socket.socket, *, unless: threading.Event) -> None:
    if unless.is_set():
        return  # the other direction waits for the answer first
    for one in (ours, theirs):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
