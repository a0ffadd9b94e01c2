"""查看投诉举报人身份信息: shown in full to those who may know it, and each time on record."""

from dataclasses import dataclass
from typing import ClassVar

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.refusals import CaseNotFound
from engine.domain import events as ev
from engine.domain.sight import Sight, knows_complainant, sight
from engine.errors import Refusal


class ComplainantKept(Refusal):
    """The person works on the case, but need not know who complained."""

    code = "complainant_kept"
    http_status = 403
    what = "您不能查看本案投诉举报人的身份信息。"
    mend = "确需了解的，请联系本案承办人。"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskComplainant(CaseCommand):
    """Have the data shown in full."""

    while_on_paper: ClassVar[bool] = True


def unmask_complainant(office: Office, command: UnmaskComplainant) -> Answer:
    """Record that they are shown now; refuses `case_not_found` and `complainant_kept`."""

    def deed(act: Act) -> Answer:
        where = {"case": act.case.head.id}
        if sight(act.case, act.by) is Sight.NOTHING:
            raise CaseNotFound(where=where)
        if not knows_complainant(act.case, act.by):
            raise ComplainantKept(where=where)
        act.record(ev.ComplainantUnmasked())
        return answer(act)

    return change_case(office, command, deed)
