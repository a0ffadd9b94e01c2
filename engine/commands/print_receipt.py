"""登记回执: printed for whoever came or wrote; that it was printed is on the log.

The query code is told once, by the answer to the registration. It comes back here to be printed, is
compared with what is kept of it, and is kept nowhere.
"""

import hmac
from dataclasses import dataclass

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.query_code import query_code_hash
from engine.commands.refusals import CaseNotFound
from engine.commands.template_choice import template_now
from engine.domain import events as ev
from engine.domain.sight import Sight, sight
from engine.errors import Refusal

RECEIPT = "A20"
INTAKE = "intake_clerk"


class ReceiptKept(Refusal):
    """Receipts are given out at the counter."""

    code = "receipt_kept"
    http_status = 403
    what = "您不能打印本案的登记回执。"
    mend = "请由登记人或者受理登记人员打印。"


class NoReceipt(Refusal):
    """The case did not come in at the counter, or its release has no such form."""

    code = "no_receipt"
    what = "本案没有登记回执。"
    mend = "依职权发现的案件不出具回执；以前登记的，适用的流程版本没有回执样式，请手写收件凭据。"


class QueryCodeNotOfCase(Refusal):
    """The code to be printed is not the one that was told."""

    code = "query_code_not_of_case"
    http_status = 422
    what = "这个查询码不是本案的。"
    mend = "请不填查询码重新打印；查询码只在登记时告诉本人一次，不能补发。"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReceipt(CaseCommand):
    """Print it; with the query code right after registering, without it later."""

    query_code: str = ""


def print_receipt(office: Office, command: PrintReceipt) -> Answer:
    """Record that it is printed now.

    Refuses `case_not_found`, `receipt_kept`, `no_receipt` and `query_code_not_of_case`.
    """

    def deed(act: Act) -> Answer:
        where = {"case": act.case.head.id}
        if sight(act.case, act.by) is not Sight.WHOLE:
            raise CaseNotFound(where=where)
        if not _gives_receipts(act):
            raise ReceiptKept(where=where)
        if not has_receipt(act):
            raise NoReceipt(where=where)
        if command.query_code and not _is_of_case(act, command):
            raise QueryCodeNotOfCase(where={**where, "field": "query_code"})
        act.record(ev.ReceiptPrinted(with_query_code=bool(command.query_code)))
        return answer(act)

    return change_case(office, command, deed)


def may_print(act: Act) -> bool:
    """Whether the person may have a receipt of the case printed."""
    whole = sight(act.case, act.by) is Sight.WHOLE
    return whole and _gives_receipts(act) and has_receipt(act)


def has_receipt(act: Act) -> bool:
    """Whether it came in at the counter, under a release that has the form."""
    registered = act.case.latest_document(automatic.IDENTITY_FORM) is not None
    return registered and template_now(act, RECEIPT) is not None


def _gives_receipts(act: Act) -> bool:
    if INTAKE in act.by.roles:
        return True
    given = automatic.registration_bodies(act)
    return bool(given) and given[0].given_by == act.by.id


def _is_of_case(act: Act, command: PrintReceipt) -> bool:
    head = act.case.head
    said = query_code_hash(head.place, command.query_code)
    return hmac.compare_digest(said, head.query_code_hash)
