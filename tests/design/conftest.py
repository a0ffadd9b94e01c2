"""A drawing board on SQLite and on PostgreSQL, and one on SQLite alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import desk_at, desks
from tests.commands.desk import new_desk
from tests.design.board import DrawingBoard

__all__ = ["desk_at", "desks"]


@pytest.fixture
def board(database_address: str, tmp_path: Path) -> Iterator[DrawingBoard]:
    """An empty place and its designers, once on each kind of database."""
    made = new_desk(tmp_path / "desk", database=database_address)
    yield DrawingBoard(desk=made)
    made.engine.dispose()


@pytest.fixture
def quick_board(desk_at) -> DrawingBoard:
    """The same on SQLite, copied from one made before."""
    return DrawingBoard(desk=desk_at(""))
