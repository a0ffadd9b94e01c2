"""A yard of one's own, on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.scenarios.stage import Stage
from tests.durability.yard import open_yard, settings_in


@pytest.fixture
def yard(database_address: str, tmp_path: Path) -> Iterator[Stage]:
    """One case that waits for its second task."""
    stage = open_yard(settings_in(tmp_path, database_address), cases=1)
    yield stage
    stage.house.store.engine.dispose()
