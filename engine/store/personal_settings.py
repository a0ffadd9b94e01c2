"""个人设置: how somebody likes his lists, his phrases, and by which ways he is told things."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain.plain import Plain
from engine.domain.preferences import given_filters
from engine.ports import Clock
from engine.store import tables as t
from engine.store.connection import reading, writing


class PersonalSettings:
    """The settings of all people, as plain values; what they mean is said where they are read.

    Which filters are shared stands in `shared_filters` alone, written with the rest.
    """

    def __init__(self, engine: Engine, *, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def of(self, place: str, person_id: str) -> Mapping[str, Plain]:
        """The person's settings; empty until some were saved."""
        table, shared = t.personal_settings, t.shared_filters
        query = select(table.c.settings).where(
            table.c.place == place, table.c.person_id == person_id
        )
        given = select(shared.c.name).where(
            shared.c.place == place, shared.c.person_id == person_id
        )
        with reading(self._engine) as connection:
            found: Any = connection.execute(query).scalar()
            names = set(connection.execute(given).scalars())
        return _marked(cast("Mapping[str, Plain]", found or {}), names)

    def save(self, place: str, person_id: str, settings: Mapping[str, Plain]) -> None:
        """Keep these and forget those before; what they share is shared from now on, no more."""
        table = t.personal_settings
        new = {"settings": _marked(settings, set()), "saved_at": self._clock.now()}
        with writing(self._engine) as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            connection.execute(
                dialect.insert(table)
                .values(place=place, person_id=person_id, **new)
                .on_conflict_do_update(index_elements=["place", "person_id"], set_=new)
            )
            _share(connection, place, person_id, settings)


def take_back_filters(
    connection: Connection, place: str, person_id: str, *, staying_in: str | None = None
) -> None:
    """Whoever leaves an organ leaves no filter there; his own list keeps it."""
    table = t.shared_filters
    given = [table.c.place == place, table.c.person_id == person_id]
    if staying_in is not None:
        given.append(table.c.organ_id != staying_in)
    connection.execute(delete(table).where(*given))


def _share(
    connection: Connection, place: str, person_id: str, settings: Mapping[str, Plain]
) -> None:
    """Exactly these lie with the person's organ."""
    take_back_filters(connection, place, person_id)
    people = t.people.c
    organ = select(people.organ_id).where(people.place == place, people.id == person_id)
    about = {"place": place, "person_id": person_id, "organ_id": connection.scalar(organ)}
    rows = [
        {**about, **{name: one[name] for name in ("name", "tab", "query")}}
        for one in given_filters(settings)
    ]
    if rows:
        connection.execute(insert(t.shared_filters), rows)


def _marked(settings: Mapping[str, Plain], shared: set[str]) -> dict[str, Plain]:
    """The settings with those filters, and no other, marked as shared."""
    filters = settings.get("filters")
    if not isinstance(filters, list):
        return dict(settings)
    marked: list[Plain] = []
    for one in filters:
        own = {name: value for name, value in one.items() if name != "shared"}  # type: ignore[union-attr]
        marked.append({**own, "shared": True} if own.get("name") in shared else own)
    return {**settings, "filters": marked}
