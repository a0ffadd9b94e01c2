"""备份: taken while others work, restored into an empty place, and everything holds there."""

import json

import pytest
from sqlalchemy import func, select

from engine.errors import ZhijianError
from engine.jobs.job_queue import work
from engine.running import backup, restore
from engine.scenarios.demo import COMPLAINT
from engine.store import migrate
from engine.store import tables as t
from engine.store.connection import reading
from engine.wiring import open_house
from tests.durability.yard import (
    assert_sound,
    case_ids,
    enter_yard,
    open_yard,
    player_of,
    settings_in,
    start_hand,
)

TASKS_BEFORE = 6


def counts(house) -> dict[str, int]:
    with reading(house.store.engine) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in t.metadata.sorted_tables
        }


def elsewhere(tmp_path, key_of) -> object:
    """Settings of an empty place whose key was brought along by hand."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "identity.key").write_bytes((key_of / "identity.key").read_bytes())
    return settings_in(folder, f"sqlite:///{folder / 'zhijian.db'}")


def test_a_backup_under_load_holds_in_an_empty_place(database_address, tmp_path):
    settings = settings_in(tmp_path, database_address)
    stage = open_yard(settings, cases=2)
    hand = start_hand(settings, tmp_path, name="busy", seed=1)
    try:
        hand.wait_until_ready()
        before = hand.acknowledged()
        report = backup(stage.house, tmp_path / "backup")
        work_went_on = hand.process.is_alive()
    finally:
        hand.kill()
    assert work_went_on
    assert report.cases >= 2
    target = elsewhere(tmp_path, tmp_path)
    assert restore(tmp_path / "backup", target).rows == report.rows
    restored = enter_yard(target)
    assert_sound(restored.house, acknowledged=before)
    stage.house.store.engine.dispose()
    restored.house.store.engine.dispose()


def test_work_goes_on_where_a_backup_was_restored(yard, tmp_path):
    player = player_of(yard, case_ids(yard.house)[0])
    for _ in range(TASKS_BEFORE):
        visit, item = player.walkable()[0]
        player.complete(visit.step, player.doer(item), {})
    work(yard.house.office, yard.house.store, owner="before")
    backup(yard.house, tmp_path / "backup")
    target = elsewhere(tmp_path, tmp_path)
    restore(tmp_path / "backup", target)
    restored = enter_yard(target)
    assert counts(restored.house) == counts(yard.house)
    again = player_of(restored, player.case_id)
    for document in again.case().documents.values():
        if document.file is not None:
            assert restored.house.office.files.get(document.file.pdf_sha256)
    visit, item = again.walkable()[0]
    again.complete(visit.step, again.doer(item), {})
    assert_sound(restored.house, acknowledged=set())
    restored.house.store.engine.dispose()


@pytest.mark.postgres
def test_a_county_on_a_file_moves_to_a_server(sqlite_address, postgres_address, tmp_path):
    stage = open_yard(settings_in(tmp_path, sqlite_address), cases=1)
    backup(stage.house, tmp_path / "backup")
    target = settings_in(tmp_path, postgres_address)
    restore(tmp_path / "backup", target)
    moved = enter_yard(target)
    assert counts(moved.house) == counts(stage.house)
    player = player_of(moved, case_ids(moved.house)[0])
    visit, item = player.walkable()[0]
    player.complete(visit.step, player.doer(item), {})
    assert_sound(moved.house, acknowledged=set())
    moved.house.store.engine.dispose()
    stage.house.store.engine.dispose()


def test_no_name_of_a_complainant_stands_in_a_backup(yard, tmp_path):
    backup(yard.house, tmp_path / "backup")
    import zstandard  # noqa: PLC0415 - one test looks inside

    for file in (tmp_path / "backup" / "rows").iterdir():
        text = zstandard.ZstdDecompressor().decompressobj().decompress(file.read_bytes())
        assert str(COMPLAINT["name"]).encode() not in text, file.name
        assert str(COMPLAINT["phone"]).encode() not in text, file.name


def test_an_altered_backup_is_not_restored(yard, tmp_path):
    backup(yard.house, tmp_path / "backup")
    file = tmp_path / "backup" / "rows" / "case_log.jsonl.zst"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ZhijianError) as caught:
        restore(tmp_path / "backup", elsewhere(tmp_path, tmp_path))
    assert caught.value.code == "backup_incomplete"


@pytest.mark.parametrize(
    "newer", [{"revision": "9999"}, {"rows": {"cases": 1, "invented": 1}}, {"format": 2}], ids=str
)
def test_a_backup_of_a_newer_version_is_refused_and_nothing_left_out(yard, tmp_path, newer):
    backup(yard.house, tmp_path / "backup")
    manifest = tmp_path / "backup" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **newer}))
    target = elsewhere(tmp_path, tmp_path)
    with pytest.raises(ZhijianError) as caught:
        restore(tmp_path / "backup", target)
    assert caught.value.code == "backup_from_newer_version"
    assert migrate.current(open_house(target).store.engine) is None


def test_neither_a_backup_nor_a_restore_overwrites_anything(yard, tmp_path):
    backup(yard.house, tmp_path / "backup")
    with pytest.raises(ZhijianError) as caught:
        backup(yard.house, tmp_path / "backup")
    assert caught.value.code == "backup_target_not_empty"
    with pytest.raises(ZhijianError) as caught:
        restore(tmp_path / "backup", yard.house.settings)
    assert caught.value.code == "database_not_empty"
