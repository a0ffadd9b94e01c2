"""A process heeds what tells it to stop, whenever it comes and whichever thread is handed it."""

import signal
import subprocess
import sys

import pytest

from tests.durability.yard import ROOT
from tests.waiting import SECONDS_MAX

HANDED_TO_ANOTHER_THREAD = """
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

WHILE_BORN = """
import os, signal
from webui.serving import heed_from_birth

signal.signal(signal.SIGTERM, lambda *_: None)
heed_from_birth()
born = os.fork()
signal.alarm(120)
while not born:
    signal.pause()
os.kill(born, signal.SIGTERM)
_, ended = os.waitpid(born, 0)
os._exit(os.WTERMSIG(ended))
"""
"""The first process only notes the signal; one that it has just begun must not."""


@pytest.mark.parametrize(
    ("program", "answer"), [(HANDED_TO_ANOTHER_THREAD, 0), (WHILE_BORN, signal.SIGTERM)]
)
def test_a_process_that_is_told_to_stop_stops(program, answer):
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, timeout=SECONDS_MAX, check=False
    )
    assert ended.returncode == answer
