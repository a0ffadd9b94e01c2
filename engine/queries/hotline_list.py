"""12345 工单: what waits to be registered, for whoever registers."""

from collections.abc import Sequence

from engine.commands.hotline import REGISTERING
from engine.commands.refusals import NotYourTask
from engine.outgoing import HotlineOrder
from engine.queries.looking import Desk
from engine.store.connection import reading
from engine.store.hotline_rows import HotlineRows


def waiting_orders(desk: Desk) -> Sequence[HotlineOrder]:
    """The oldest first; refuses `not_your_task`."""
    if not desk.by.roles & REGISTERING:
        raise NotYourTask(where={"step": "P1.1"}, task="12345工单登记")
    with reading(desk.store.engine) as connection:
        rows = HotlineRows(connection, desk.place, secrecy=desk.store.secrecy, ids=desk.office.ids)
        return rows.waiting()
