"""Keep a backup of this version as a sample for all later ones: `python -m tests.upgrade.keep`.

Run before a release whose tables or states are new; the folder is committed and never changed.
"""

import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from engine.jobs.job_queue import work
from engine.running import backup
from engine.scenarios.demo import COMPLAINT
from engine.store import migrate
from tests.durability.yard import open_yard, settings_in

SAMPLES = Path(__file__).parent / "samples"
WALKED = (0, 9, 22)
"""After so many tasks the cases of a sample wait."""


def keep(target: Path) -> None:
    """Play the cases and back them up; the files they name are left out, as they are large."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage = open_yard(settings_in(folder, f"sqlite:///{folder / 'zhijian.db'}"), cases=0)
        for tasks in WALKED:
            player = stage.player()
            player.start("P1.1", "intake_clerk", COMPLAINT)
            for _ in range(tasks):
                visit, item = player.walkable()[0]
                player.complete(visit.step, player.doer(item), {})
                stage.clock.set(stage.clock.now() + timedelta(hours=1))
        work(stage.house.office, stage.house.store, owner="keep")
        backup(stage.house, target)
        stage.house.store.engine.dispose()
        shutil.rmtree(target / "files")
        shutil.copyfile(folder / "identity.key", target / "identity.key")


if __name__ == "__main__":
    made = SAMPLES / f"backup-{migrate.newest()}"
    keep(made)
    sys.stdout.write(f"{made}\n")
