"""案件状态 after a deed: what opened and what happened decide it (STEPS 1)."""

from engine.commands import milestones
from engine.commands.act import Act
from engine.domain import events as ev


def settle_status(act: Act, *, since: int) -> None:
    """Record the status that the events of this deed from number `since` on bring about."""
    happened = [line.event for line in act.case.new_events[since:]]
    opened = [event.visit for event in happened if isinstance(event, ev.VisitOpened)]
    names = [type(event).__name__ for event in happened]
    status = milestones.status_after(act, opened, names)
    if "DocumentSealed" in names and _is_final_seal(happened):
        status = "issued"
    if status != act.case.head.status:
        act.record(ev.StatusChanged(status=status))


def _is_final_seal(happened: list[ev.Event]) -> bool:
    return any(
        isinstance(event, ev.TaskCompleted) and event.step == milestones.FINAL_SEAL_STEP
        for event in happened
    )
