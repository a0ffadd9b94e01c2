"""Databases and backups of former versions: upgraded, they hold together and their cases go on.

The samples were made by the code of their time (`tests/upgrade/keep.py` makes those to come); the
number is the last step of their tables. None is ever changed or dropped.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard

from engine.running import restore
from engine.scenarios.demo import BEGUN_AT, COMPLAINT
from engine.scenarios.stage import Stage
from engine.store import audit, migrate
from engine.store.connection import open_database
from tests.durability.yard import (
    PLACE,
    assert_sound,
    case_ids,
    enter_yard,
    player_of,
    settings_in,
    stored_keys,
)
from tests.upgrade.keep import SAMPLES, WALKED, keep

TASKS_ON = 5
LATER = BEGUN_AT + timedelta(days=90)

pytestmark = pytest.mark.upgrade


@dataclass(frozen=True, kw_only=True)
class Upgraded:
    """A sample under this program; `keys` are the commands its people had answers to."""

    stage: Stage
    keys: set[str]


def upgraded_file(sample: Path, folder: Path) -> Stage:
    """`zhijian migrate` on the file of a county."""
    packed = (sample / "zhijian.db.zst").read_bytes()
    (folder / "zhijian.db").write_bytes(zstandard.ZstdDecompressor().decompress(packed))
    settings = settings_in(folder, f"sqlite:///{folder / 'zhijian.db'}")
    engine = open_database(settings.database)
    with pytest.raises(migrate.DatabaseNotCurrent):
        migrate.refuse_unless_current(engine)
    migrate.upgrade(engine)
    engine.dispose()
    return enter_yard(settings, at=LATER)


def restored_backup(sample: Path, folder: Path, address: str) -> Stage:
    """`zhijian restore` into an empty database."""
    settings = settings_in(folder, address)
    restore(sample, settings)
    return enter_yard(settings, at=LATER)


def named(kind: str) -> list[str]:
    return sorted(path.name for path in SAMPLES.glob(f"{kind}-*"))


@pytest.fixture(params=[*named("database"), *named("backup")])
def upgraded(request, tmp_path) -> Iterator[Upgraded]:
    sample = SAMPLES / request.param
    shutil.copyfile(sample / "identity.key", tmp_path / "identity.key")
    if sample.name.startswith("database"):
        stage = upgraded_file(sample, tmp_path)
    else:
        stage = restored_backup(sample, tmp_path, f"sqlite:///{tmp_path / 'zhijian.db'}")
    yield Upgraded(stage=stage, keys=stored_keys(stage.house))
    stage.house.store.engine.dispose()


def test_everything_holds_together_after_the_upgrade(upgraded):
    house = upgraded.stage.house
    assert len(case_ids(house)) == len(WALKED)
    assert upgraded.keys
    migrate.refuse_unless_current(house.store.engine)
    assert_sound(house, acknowledged=upgraded.keys)
    assert not audit.verify(house.store.engine, secrecy=house.store.secrecy).faults


def test_the_cases_go_on_under_their_old_release(upgraded):
    house = upgraded.stage.house
    for case_id in case_ids(house):
        player = player_of(upgraded.stage, case_id)
        for _ in range(TASKS_ON):
            visit, item = player.walkable()[0]
            player.complete(visit.step, player.doer(item), {})
    assert_sound(house, acknowledged=upgraded.keys)


def test_who_complained_is_still_read_with_the_old_key(upgraded):
    house = upgraded.stage.house
    for case_id in case_ids(house):
        case = player_of(upgraded.stage, case_id).case()
        bodies = [item.body_id for item in case.items.values() if item.body_id]
        with house.office.store.begin(PLACE) as tx:
            names = {body.identity.get("name") for body in tx.bodies(bodies).values()}
        assert COMPLAINT["name"] in names


@pytest.mark.postgres
@pytest.mark.parametrize("name", named("backup"))
def test_an_old_backup_is_restored_into_a_server(name, postgres_address, tmp_path):
    shutil.copyfile(SAMPLES / name / "identity.key", tmp_path / "identity.key")
    stage = restored_backup(SAMPLES / name, tmp_path, postgres_address)
    assert_sound(stage.house, acknowledged=stored_keys(stage.house))
    stage.house.store.engine.dispose()


def test_the_present_version_can_be_kept_for_later_ones(tmp_path):
    keep(tmp_path / "sample")
    shutil.copyfile(tmp_path / "sample" / "identity.key", tmp_path / "identity.key")
    address = f"sqlite:///{tmp_path / 'zhijian.db'}"
    stage = restored_backup(tmp_path / "sample", tmp_path, address)
    assert_sound(stage.house, acknowledged=stored_keys(stage.house))
    stage.house.store.engine.dispose()
