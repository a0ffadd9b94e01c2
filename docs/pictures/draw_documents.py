"""Draws the pictures of documents for the manual: two invented cases, played and printed.

Run: ``python -m docs.pictures.draw_documents``.
"""

import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2

from engine.jobs.job_queue import work
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, ORGANS, PLACE, draw_sample_seals, play_demo
from engine.scenarios.stage import set_stage
from engine.wiring import Settings

TARGET = Path(__file__).parent / "documents"
WANTED = {"D02-A": "D02", "D04": "D04", "D06": "D06", "D09b": "D09b", "D13": "D13"}
SCALE = 1.25
BETWEEN = 12
DECISION = {
    "instrument_kind": "D10",
    "is_major_direct": True,
    "direct_reason": "涉及面广、社会影响大，须由区人民政府作出决定",
}


def draw(pdf: bytes, name: str) -> None:
    """The pages of a document side by side, two at most."""
    file = pypdfium2.PdfDocument(pdf)
    pages = [file[number].render(scale=SCALE).to_pil() for number in range(min(len(file), 2))]
    picture = pages[0]
    if len(pages) > 1:
        width = sum(page.width for page in pages) + BETWEEN
        picture = pages[0].resize((width, pages[0].height))
        picture.paste((120, 120, 120), (0, 0, width, pages[0].height))
        picture.paste(pages[0], (0, 0))
        picture.paste(pages[1], (pages[0].width + BETWEEN, 0))
    picture.convert("P", palette=1, colors=64).save(TARGET / f"{name}.png", optimize=True)


def settings_in(folder: Path) -> Settings:
    """A database and files of their own."""
    return Settings(
        database=f"sqlite:///{folder / 'zhijian.db'}",
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
        seals=str(folder / "seals"),
    )


def draw_demo(folder: Path) -> None:
    """All but the decision come from the demonstration case."""
    play_demo(settings_in(folder), folder, lambda _line: None)
    for code, name in WANTED.items():
        found = sorted((folder / "documents").glob(f"*-{code}-*.pdf"))
        draw(found[0].read_bytes(), name)


def draw_decision(folder: Path) -> None:
    """A second case that ends in a decision of the government."""
    stage = set_stage(settings_in(folder), PLACE, ORGANS, at=BEGUN_AT)
    draw_sample_seals(stage.release, replace(stage.house.settings))
    player = stage.player()
    player.start("P1.1", "intake_clerk", COMPLAINT)
    player.walk("P6.1")
    stage.clock.set(stage.clock.now() + timedelta(days=20))
    player.complete("P6.1", "lead_handler", DECISION)
    player.walk("R1")
    work(stage.house.office, stage.house.store, owner="pictures")
    file = player.case().latest_document("D10").file
    draw(stage.house.office.files.get(file.pdf_sha256), "D10")


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        draw_demo(Path(scratch) / "demo")
        (Path(scratch) / "decision").mkdir()
        draw_decision(Path(scratch) / "decision")
    sys.stdout.write("".join(f"{one.name}\n" for one in sorted(TARGET.glob("*.png"))))
