"""Every acceptance scenario, played through the product's own commands."""

from pathlib import Path

import pytest

from engine.scenarios.run import Result, run_file
from engine.wiring import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = sorted(HERE.glob("*.yaml"))

SHIPPED = ROOT / "processes" / "national" / "scenarios"
ON_BOTH = ("notification-recalled", "transferred-at-filing")
"""Shipped files played here as well: what they show leans on how rows are kept."""

NOT_YET: dict[str, str] = {}
"""Files that need acts of later issues → what the first failing entry must say; none at present."""


def played(file: Path, database: str = "") -> list[Result]:
    _, results = run_file(file, Settings(definitions=str(ROOT), database=database))
    return [result for result in results if result.differences]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request) -> str:
    """A scratch file of the run's own, or an empty PostgreSQL database."""
    if request.param == "sqlite":
        return ""
    return request.getfixturevalue("postgres_address")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_goes_as_its_file_says(file, database):
    wrong = played(file, database)
    if file.name in NOT_YET:
        assert wrong, f"{file.name} goes through now: take it off the list"
        assert [line for line in wrong[0].differences if NOT_YET[file.name] in line] != []
        return
    assert [f"{one.number} {one.what}: {one.differences}" for one in wrong] == []


@pytest.mark.parametrize("name", ON_BOTH)
def test_a_shipped_scenario_goes_alike_on_both_databases(name, database):
    wrong = played(SHIPPED / f"{name}.yaml", database)
    assert [f"{one.number} {one.what}: {one.differences}" for one in wrong] == []


def test_every_file_that_waits_for_a_later_issue_is_there():
    assert set(NOT_YET) <= {file.name for file in FILES}


def test_a_scenario_that_expects_something_else_is_reported_at_its_entry(tmp_path):
    text = (HERE / "already-in-litigation.yaml").read_text("utf-8")
    changed = text.replace("status: rejected", "status: archived")
    assert changed != text
    other = tmp_path / "other.yaml"
    other.write_text(changed, "utf-8")
    assert any("应为 archived，实为 rejected" in "".join(one.differences) for one in played(other))
