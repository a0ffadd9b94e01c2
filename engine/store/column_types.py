"""Column types that mean the same on every database (no arrays, no enums, no triggers)."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.domain.plain import Plain, canonical
from engine.domain.work_calendar import SHANGHAI

read_json = json.JSONDecoder().raw_decode
"""What `json.loads` does to a text without blanks around it, in half the time."""


class Instant(TypeDecorator[datetime]):
    """An instant; kept in UTC, given back with the offset of Asia/Shanghai."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite has no instants: text of fixed width sorts as time does."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """To UTC; a datetime without offset is refused, never guessed."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant needs its offset"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Back to Asia/Shanghai."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            value = datetime.fromisoformat(value)
        moment: datetime = value.astimezone(SHANGHAI)
        return moment


class PlainJson(TypeDecorator[Plain]):
    """Plain JSON as text: we never query inside it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Plain, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Canonical: sorted keys, no spaces, Chinese as it is."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Plain:  # noqa: ARG002
        """The plain value."""
        return None if value is None else read_json(value)[0]
