"""办理日志: what happened in a case, and the proof that nobody touched the record."""

from typing import Any

from marshmallow import Schema, fields

from engine.commands.refusals import CaseNotFound
from engine.domain.sight import Sight
from engine.queries.case_file import CaseFile, case_file
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import blueprint, moment, text

api = blueprint("case_log", "案件的办理日志")


class LogLineShown(Schema):
    """One line of the log."""

    seq = fields.Integer(required=True)
    at = moment()
    effective_at = moment()
    actor = text()
    what = text()
    about = text()
    minor = fields.Boolean(required=True)


class LogVerified(Schema):
    """Whether the chain of hashes is whole; `faults` says where not."""

    lines = fields.Integer(required=True)
    head_hash = text()
    whole = fields.Boolean(required=True)
    faults = fields.List(fields.String(), required=True)


@api.get("/cases/<case_id>/log")
@open_to(Rule.CASE_INSIDER)
@api.response(200, LogLineShown(many=True))
def log(case_id: str) -> list[Any]:
    """What happened, oldest first; no form body, no identity."""
    return list(_insider(case_id).log)


@api.get("/cases/<case_id>/log/verification")
@open_to(Rule.CASE_INSIDER)
@api.response(200, LogVerified)
def verification(case_id: str) -> dict[str, object]:
    """Whether nobody touched the log."""
    file = _insider(case_id)
    head = file.case.head
    return {
        "lines": head.log_seq,
        "head_hash": head.log_hash,
        "whole": not file.log_faults,
        "faults": list(file.log_faults),
    }


def _insider(case_id: str) -> CaseFile:
    file = case_file(the_desk(), case_id)
    if file.sight is not Sight.WHOLE:
        raise CaseNotFound(where={"case": case_id})
    return file
