"""Drafts (草稿) as rows: what a person typed and did not send, sealed like a form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from engine.domain.plain import Plain
from engine.store.case_tables import drafts
from engine.store.secrecy import Secrecy


class DraftRows:
    """The drafts of one place inside one write transaction."""

    def __init__(self, connection: Connection, place: str, secrecy: Secrecy) -> None:
        self._connection = connection
        self._place = place
        self._secrecy = secrecy

    def of(self, item_id: str, person_id: str) -> Mapping[str, Plain] | None:
        """What the person saved for an item, or None."""
        query = select(drafts.c.sealed).where(*self._those(item_id, person_id))
        sealed = self._connection.execute(query).scalar()
        if sealed is None:
            return None
        opened: Any = self._secrecy.open(sealed, bound_to=self._bound(item_id))
        return dict(opened)

    def save(
        self, item_id: str, person_id: str, values: Mapping[str, Plain], *, at: datetime
    ) -> None:
        """Keep it in place of what the person saved before."""
        self._connection.execute(delete(drafts).where(*self._those(item_id, person_id)))
        self._connection.execute(
            insert(drafts),
            {
                "place": self._place,
                "item_id": item_id,
                "person_id": person_id,
                "sealed": self._secrecy.seal(dict(values), bound_to=self._bound(item_id)),
                "saved_at": at,
            },
        )

    def drop(self, item_id: str) -> None:
        """Drop everybody's: the item is done."""
        self._connection.execute(delete(drafts).where(*self._those(item_id)))

    def _those(self, item_id: str, *person_id: str) -> list[Any]:
        whose = [drafts.c.person_id == one for one in person_id]
        return [drafts.c.place == self._place, drafts.c.item_id == item_id, *whose]

    def _bound(self, item_id: str) -> str:
        return f"{self._place}/{item_id}"
