"""故障任务: what failed for good is tried again or skipped by a person, and why."""

from dataclasses import dataclass

from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.commands.place_door import change_place
from engine.commands.reassign_task import REASON_CHARACTERS_MAX
from engine.commands.roster_refusals import ReasonMissing
from engine.commands.time_refusals import IncidentUnknown
from engine.domain.people import Person
from engine.domain.separation import TIMELINESS_SUPERVISOR
from engine.ports import IncidentDecision, Transaction

INCIDENT_ROLES = frozenset({"sys_admin", "section_head"})
INCIDENT_READERS = INCIDENT_ROLES | {TIMELINESS_SUPERVISOR}
RETRY, SKIP = "retry", "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndIncident(Command):
    """``retry``: from the beginning, now; ``skip``: somebody has done it by hand."""

    job_id: str
    decision: str
    reason: str


def end_incident(office: Office, command: EndIncident) -> Answer:
    """Refuses `reason_missing` and `incident_unknown`."""

    def deed(tx: Transaction, by: Person) -> Answer:
        if not command.reason.strip():
            raise ReasonMissing(where={"field": "reason"}, most=REASON_CHARACTERS_MAX)
        decision = IncidentDecision(
            decision=command.decision,
            reason=command.reason,
            decided_by=by.id,
            decided_at=office.clock.now(),
        )
        end = tx.incidents.retry if command.decision == RETRY else tx.incidents.skip
        if not end(command.job_id, decision):
            raise IncidentUnknown(where={"job": command.job_id})
        return {"job_id": command.job_id, "decision": command.decision}

    return change_place(office, command, deed, roles=INCIDENT_ROLES, task="故障任务处理")
