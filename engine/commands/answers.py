"""What a person is told after a deed: where the case stands now."""

from engine.commands.act import Act
from engine.commands.door import Answer


def answer(act: Act) -> Answer:
    """Number, status, the tasks that are open, and the case that began by it, if one did."""
    begun: Answer = {} if act.offshoot is None else {"offshoot": dict(act.offshoot)}
    return {
        **begun,
        "case_id": act.case.head.id,
        "case_no": act.case.head.case_no,
        "status": act.case.head.status,
        "open_tasks": [
            {"visit_id": visit.id, "step": visit.step, "title": visit.title}
            for visit in act.case.open_visits
        ],
    }
