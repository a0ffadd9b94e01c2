"""重新推算: the open clocks of a case by the calendar now in force; told where a last day moved."""

from dataclasses import dataclass, replace

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.climbing import tell_holders
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.domain import events as ev
from engine.ports import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalculateCase(CaseCommand):
    """Let every clock of the case that has not ended follow the calendar."""


def recalculate_case(office: Office, command: RecalculateCase) -> Answer:
    """Records one event per last day that moved; where none did, the bells alone are set anew."""

    def deed(act: Act) -> Answer:
        for clock in act.case.clocks_not_stopped:
            due_before, due_on = act.case.due_on.get(clock.id), clock.due_on(act.calendar)
            if due_on == due_before:
                act.set_bell(clock)
                act.jobs.append(_weigh(act, command.key))
                continue
            followed = replace(clock, calendar_hash=act.calendar.hash)
            act.record(
                ev.LimitRecalculated(
                    clock=followed, due_on=due_on, limit=clock.key, due_before=due_before
                )
            )
            moved = f"由{due_before or '待定'}变为{due_on or '待定'}"
            words = f"“{clock.title}”的届满日因放假安排变动，{moved}"
            tell_holders(act, words, clock)
        return answer(act)

    return change_case(office, command, deed)


def _weigh(act: Act, key: str) -> Job:
    """The lists show the hours at which lights change; they may have moved as well."""
    return Job(kind="weigh_case", key=f"weigh:{key}", due_at=act.at, case_id=act.case.head.id)
