"""The desks of the deeds' tests, for the questions asked about them."""

from tests.commands.conftest import desk_at, desks
from tests.store.conftest import desk

__all__ = ["desk", "desk_at", "desks"]
