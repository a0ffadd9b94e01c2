"""The desks of the deeds' tests serve the rows' tests too, and a desk on any database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import desk_at, desks
from tests.commands.desk import Desk, new_desk

__all__ = ["desk_at", "desks"]


@pytest.fixture
def desk(database_address: str, tmp_path: Path) -> Iterator[Desk]:
    """An empty place, once on SQLite and once on PostgreSQL."""
    made = new_desk(tmp_path / "desk", database=database_address)
    yield made
    made.engine.dispose()
