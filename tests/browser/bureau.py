"""A bureau with people and cases on PostgreSQL, served on loopback as `zhijian serve` does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from werkzeug.serving import make_server

from engine.domain.work_calendar import SHANGHAI
from engine.jobs.job_queue import work
from engine.scenarios.player import Player
from engine.scenarios.stage import Stage, set_stage
from engine.wiring import Settings
from webui.app import create_app

PLACE = "510116"
PASSWORD = "a long password of a test"
ORGAN = {"name": "双流区云雀街道办事处", "level": "乡镇街道", "kind": "街道办事处"}
COMPLAINT = {"name": "林示例", "phone": "13900000001", "org_name": ORGAN["name"]}
AT = datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI)
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """The address of the app, the stage behind it, and two cases left under way."""

    address: str
    stage: Stage
    young: Player
    grown: Player

    def settle(self) -> None:
        """Let the machine's own work be done: documents are rendered, messages sent."""
        work(self.stage.house.office, self.stage.house.store, owner="test")


@contextmanager
def open_bureau(database: str, folder: Path) -> Iterator[Bureau]:
    """Serve a bureau until the block ends."""
    settings = replace(
        Settings(),
        database=database,
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
    )
    stage = set_stage(settings, PLACE, [ORGAN], at=AT, password_hash=QUICK_HASH.hash(PASSWORD))
    grown = stage.player()
    grown.start("P1.1", "intake_clerk", COMPLAINT)
    grown.walk("P6.2")
    young = stage.player()
    young.start("P1.1", "intake_clerk", COMPLAINT)
    young.walk("P1.4")
    work(stage.house.office, stage.house.store, owner="test")
    server = make_server("127.0.0.1", 0, create_app(stage.house), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.port}"
        yield Bureau(address=address, stage=stage, young=young, grown=grown)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        stage.house.store.engine.dispose()
