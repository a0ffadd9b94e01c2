"""The golden tree: the examples of the format description, whole enough to publish."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.definitions.source_tree import read_tree

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def golden_files() -> Mapping[str, bytes]:
    """Bytes by path of the golden tree."""
    return read_tree(GOLDEN).files
