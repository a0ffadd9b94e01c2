"""12345 工单 as rows, inside one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, insert, select, update

from engine.domain.plain import Plain
from engine.outgoing import HotlineOrder
from engine.ports import IdSource
from engine.store.hotline_tables import hotline_orders
from engine.store.secrecy import Secrecy

ORDERS_MAX = 200


class HotlineRows:
    """The work orders of one place."""

    def __init__(
        self, connection: Connection, place: str, *, secrecy: Secrecy, ids: IdSource
    ) -> None:
        self._connection = connection
        self._place = place
        self._secrecy = secrecy
        self._ids = ids

    def take(
        self, order_no: str, content: Mapping[str, Plain], *, answer_by: date | None, at: datetime
    ) -> str:
        """Keep an order; one that came before keeps its id and its content."""
        known = self._one(hotline_orders.c.order_no == order_no)
        if known is not None:
            return known.id
        order_id = self._ids.next()
        row = {
            "place": self._place,
            "id": order_id,
            "order_no": order_no,
            "received_at": at,
            "answer_by": answer_by,
            "sealed": self._secrecy.seal(dict(content), bound_to=self._bound(order_id)),
        }
        self._connection.execute(insert(hotline_orders), row)
        return order_id

    def order(self, order_id: str) -> HotlineOrder | None:
        """The order of that id."""
        return self._one(hotline_orders.c.id == order_id)

    def waiting(self) -> Sequence[HotlineOrder]:
        """Those of which no case has come yet, the oldest first."""
        query = (
            select(hotline_orders)
            .where(hotline_orders.c.place == self._place, hotline_orders.c.case_id.is_(None))
            .order_by(hotline_orders.c.received_at, hotline_orders.c.id)
            .limit(ORDERS_MAX)
        )
        return [self._opened(row) for row in self._connection.execute(query).mappings()]

    def change(self, order_id: str, **values: str) -> None:
        """Write which case came of it, or which status the hotline was told."""
        self._connection.execute(
            update(hotline_orders)
            .where(hotline_orders.c.place == self._place, hotline_orders.c.id == order_id)
            .values(**values)
        )

    def _one(self, where: Any) -> HotlineOrder | None:  # noqa: ANN401 - an SQL condition
        query = (
            select(hotline_orders).where(hotline_orders.c.place == self._place, where)
        ).with_for_update()
        row = self._connection.execute(query).mappings().first()
        return None if row is None else self._opened(row)

    def _opened(self, row: Mapping[Any, Any]) -> HotlineOrder:
        content = self._secrecy.open(row["sealed"], bound_to=self._bound(row["id"]))
        names = ("id", "order_no", "received_at", "answer_by", "case_id", "told_status")
        return HotlineOrder(
            content=cast("Mapping[str, Plain]", content), **{one: row[one] for one in names}
        )

    def _bound(self, order_id: str) -> str:
        return f"{self._place}/hotline/{order_id}"
