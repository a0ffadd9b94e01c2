"""Deeds as the tests order them: by whom, on which task, with what."""

from datetime import date

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.commands.save_draft import SaveDraft, save_draft

COMPLETE = {"is_complete": True}
SCOPE = {
    "is_in_scope": True,
    "has_jurisdiction": True,
    "in_remedy_procedure": False,
    "remedy_available": False,
}
ELSEWHERE = "370100"
NOBODY = "f" * 32
YESTERDAY = date(2026, 3, 1)
DEEDS = {
    "complete": (complete_task, CompleteTask, {"body": COMPLETE}),
    "claim": (claim_task, ClaimTask, {}),
    "draft": (save_draft, SaveDraft, {"body": COMPLETE}),
    "reassign": (reassign_task, ReassignTask, {"to_person": NOBODY, "reason": "出差"}),
}


def do(desk, verb: str, by: str, **more):
    """Let somebody of the cast do a deed to the task P1.2, or to what `more` says."""
    deed, kind, own = DEEDS[verb]
    order = {
        "key": desk.office.ids.next(),
        "place": desk.player.place,
        "by": by if by == NOBODY else desk.id_of(by),
        "case_id": desk.player.case_id,
        "item_id": desk.item("P1.2").id,
        **own,
        **more,
    }
    return deed(desk.office, kind(**order))


def give(desk, to: str, by: str = "section_head", step: str = "P1.2", **more):
    item = desk.item(step)
    return do(desk, "reassign", by, item_id=item.id, to_person=desk.id_of(to), **more)
