"""Uploads under way: whose, for which case, how large; the name is kept sealed."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from engine.commands.incoming import DAYS_TO_FINISH, Upload
from engine.ports import Clock, IdSource
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.secrecy import Secrecy


class Uploads:
    """What people are sending, or have sent."""

    def __init__(self, engine: Engine, *, secrecy: Secrecy, clock: Clock, ids: IdSource) -> None:
        self._engine = engine
        self._secrecy = secrecy
        self._clock = clock
        self._ids = ids

    def begin(self, place: str, upload: Upload) -> str:
        """Note an upload; answers its id."""
        upload_id = self._ids.next()
        row = {name: getattr(upload, name) for name in ("case_id", "person_id", "size", "sha256")}
        sealed = self._secrecy.seal({"name": upload.name}, bound_to=f"{place}/{upload_id}")
        with writing(self._engine) as connection:
            connection.execute(
                insert(t.uploads),
                {
                    **row,
                    "place": place,
                    "id": upload_id,
                    "name": sealed,
                    "begun_at": self._clock.now(),
                },
            )
        return upload_id

    def of(self, place: str, person_id: str, upload_id: str) -> Upload | None:
        """The upload, if it is this person's and not too old; else None."""
        table = t.uploads
        query = select(table).where(
            table.c.place == place,
            table.c.id == upload_id,
            table.c.person_id == person_id,
            table.c.begun_at > self._clock.now() - timedelta(days=DAYS_TO_FINISH),
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else self._upload(row)

    def begun_today(self, place: str, person_id: str) -> int:
        """How many the person began within a day."""
        table = t.uploads
        query = select(func.count()).where(
            table.c.place == place,
            table.c.person_id == person_id,
            table.c.begun_at > self._clock.now() - timedelta(days=1),
        )
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar() or 0)

    def _upload(self, row: Mapping[Any, Any]) -> Upload:
        names = ("id", "case_id", "person_id", "size", "sha256")
        return Upload(name=name_of(row, self._secrecy), **{name: row[name] for name in names})


def name_of(row: Mapping[Any, Any], secrecy: Secrecy) -> str:
    """What the file was called."""
    opened: Any = secrecy.open(row["name"], bound_to=f"{row['place']}/{row['id']}")
    return str(opened["name"])


def names_of(
    connection: Connection, place: str, ids: Iterable[str], secrecy: Secrecy
) -> dict[str, str]:
    """Names by upload id, which is the id of the attachment."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = select(t.uploads).where(t.uploads.c.place == place, t.uploads.c.id.in_(wanted))
    return {row["id"]: name_of(row, secrecy) for row in connection.execute(query).mappings()}
