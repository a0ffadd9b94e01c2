"""The press: a compiler and a folder for each thread, gone when the thread or the press goes."""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.documents.fonts import installed_fonts
from engine.documents.pdf import PdfPress

ONE_PAGE = "甲"
LET_GO_WHILE_THE_COLLECTOR_RUNS = """
import gc
from engine.documents.fonts import installed_fonts
from engine.documents.pdf import PdfPress

for _ in range(5):
    press = PdfPress(installed_fonts(None))
    press.picture("a", {})
    gc.set_threshold(1)
    del press
    gc.set_threshold(700)
print("alive")
"""


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """How many scratch folders there are now."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return lambda: len(list(tmp_path.glob("zhijian-documents-*")))


def print_in_a_thread(press, folders) -> int:
    """Print there; answers how many folders there were meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: (press.picture(ONE_PAGE, {}), folders())[1]).result()


def test_a_threads_folder_goes_with_the_thread_and_the_rest_with_the_press(folders):
    press = PdfPress(installed_fonts(None))
    assert folders() == 0
    press.picture(ONE_PAGE, {})
    press.picture(ONE_PAGE, {})
    assert folders() == 1
    assert print_in_a_thread(press, folders) == 2
    assert folders() == 1
    del press
    assert folders() == 0


def test_a_press_may_go_while_the_collector_runs():
    """A finalizer on a `threading.local` is freed twice then and ends the interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", LET_GO_WHILE_THE_COLLECTOR_RUNS],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
