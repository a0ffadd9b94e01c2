"""Desks for the tests of deeds."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.desk import Desk, Desks

DeskAt = Callable[[str], Desk]


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return Desks(tmp_path_factory.mktemp("desks"))


@pytest.fixture
def desk_at(desks: Desks, tmp_path: Path) -> Iterator[DeskAt]:
    """``desk_at("P1.2")``: a desk whose case waits there; ``desk_at("")``: no case yet."""
    opened: list[Desk] = []

    def make(until: str) -> Desk:
        opened.append(desks.at(until, tmp_path / f"desk-{len(opened)}"))
        return opened[-1]

    yield make
    for desk in opened:
        desk.engine.dispose()
