"""个人设置: how somebody likes his lists, his phrases, and by which ways he is told things."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain.plain import Plain
from engine.ports import Clock
from engine.store import tables as t
from engine.store.connection import reading, writing


class PersonalSettings:
    """The settings of all people, as plain values; what they mean is said where they are read."""

    def __init__(self, engine: Engine, *, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def of(self, place: str, person_id: str) -> Mapping[str, Plain]:
        """The person's settings; empty until some were saved."""
        table = t.personal_settings
        query = select(table.c.settings).where(
            table.c.place == place, table.c.person_id == person_id
        )
        with reading(self._engine) as connection:
            found: Any = connection.execute(query).scalar()
        return cast("Mapping[str, Plain]", found or {})

    def save(self, place: str, person_id: str, settings: Mapping[str, Plain]) -> None:
        """Keep these and forget those before."""
        table = t.personal_settings
        new = {"settings": dict(settings), "saved_at": self._clock.now()}
        with writing(self._engine) as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            connection.execute(
                dialect.insert(table)
                .values(place=place, person_id=person_id, **new)
                .on_conflict_do_update(index_elements=["place", "person_id"], set_=new)
            )
