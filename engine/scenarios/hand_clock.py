"""A clock whose hands somebody moves."""

from datetime import datetime


class HandClock:
    """Shows the instant it was set to; never goes back."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The instant the hands show."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move the hands forward to `at`."""
        if at < self._at:
            message = f"the clock cannot go back from {self._at} to {at}"
            raise ValueError(message)
        self._at = at
