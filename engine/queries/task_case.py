"""The case of a task, for whoever may know that there is one."""

from engine.commands.refusals import TaskNotFound
from engine.domain.sight import Sight, sight
from engine.queries.looking import Desk, case_of_item, looking
from engine.store.connection import reading


def task_case(desk: Desk, item_id: str) -> str:
    """Id of the case; raises `task_not_found`. Whether the person may see it is not asked."""
    with reading(desk.store.engine) as connection:
        case_id = case_of_item(connection, desk.place, item_id)
    if case_id is None:
        raise TaskNotFound(where={"item": item_id})
    return case_id


def sees_case(desk: Desk, case_id: str) -> bool:
    """Whether the person may know of the case at all."""
    with looking(desk, case_id) as act:
        return sight(act.case, desk.by) is not Sight.NOTHING
