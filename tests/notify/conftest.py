"""The desks of the deeds' tests, and those on any database, serve the notices too."""

from tests.commands.conftest import desk_at, desks
from tests.store.conftest import desk

__all__ = ["desk", "desk_at", "desks"]
