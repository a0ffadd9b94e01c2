"""A process that waits heeds a signal whichever of its threads the kernel hands it to."""

import subprocess
import sys

from tests.durability.yard import ROOT
from tests.waiting import SECONDS_MAX

WAITING = """
import signal, threading
from webui.serving import look_at_signals

about_to_wait, told = threading.Lock(), threading.Lock()
about_to_wait.acquire(), told.acquire()

def be_handed_it():
    about_to_wait.acquire()
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

signal.signal(signal.SIGTERM, lambda *_: told.release())
look_at_signals()
threading.Thread(target=be_handed_it).start()
about_to_wait.release()
told.acquire()
"""
"""The main thread lies down; another is handed the signal and cannot run what it asks for."""


def test_a_signal_handed_to_another_thread_is_heeded():
    ended = subprocess.run(
        [sys.executable, "-c", WAITING], cwd=ROOT, timeout=SECONDS_MAX, check=False
    )
    assert ended.returncode == 0
