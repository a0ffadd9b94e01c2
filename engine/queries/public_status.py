"""What the complainant's page (查询页) shows of a case: an allow-list, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from engine.commands.act import Act
from engine.commands.chains import is_under_way
from engine.commands.office import Office
from engine.commands.operate import refuse_unless_timely
from engine.commands.operations import OPERATIONS
from engine.commands.query_code import query_code_hash
from engine.definitions.release import Release
from engine.domain.case import Case
from engine.domain.document import Document
from engine.domain.people import COMPLAINANT
from engine.errors import Refusal
from engine.ports import Body
from engine.queries.looking import Desk, looking
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.transaction import SqlStore

WITHDRAWAL = OPERATIONS["withdraw"]

STATUS_AT_THE_END = {
    "rejected": "不予受理",
    "transferred_out": "已移送",
    "withdrawn": "视为放弃",
    "archived": "已办结",
    "closed": "已办结",
    "not_filed": "已办结",
    "merged": "已办结",
    "terminated": "已办结",
}
"""Status → word, once it is told to the complainant."""

ENDED_BY_HIMSELF = "已办结"
SHOWN_OF_DOCUMENTS: Mapping[str, Sequence[str]] = {
    "D02": ("reason_text", "supplement_items", "receiver_org"),
    "D11": ("verify_result", "handling_summary"),
}
"""Keys of documents sent to the complainant that the page repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStatus:
    """One word of status, and what the letters to the complainant said."""

    intake_no: str | None
    status: str
    told: tuple[str, ...]
    may_withdraw: bool = False
    withdrawal_waits: bool = False
    """Whether the complainant has asked to withdraw and nobody has decided yet."""


def case_for_code(store: SqlStore, *, place: str, query_code: str) -> str | None:
    """The case whose query code (查询码) that is; None for a code nobody was told."""
    query = select(t.cases.c.id).where(
        t.cases.c.place == place, t.cases.c.query_code_hash == query_code_hash(place, query_code)
    )
    with reading(store.engine) as connection:
        case_id = connection.execute(query).scalar()
    return None if case_id is None else str(case_id)


def status_for_code(
    office: Office, store: SqlStore, *, place: str, query_code: str
) -> PublicStatus | None:
    """The page of the case whose query code that is; None for a code nobody was told."""
    case_id = case_for_code(store, place=place, query_code=query_code)
    if case_id is None:
        return None
    desk = Desk(office=office, store=store, place=place, by=COMPLAINANT)
    with looking(desk, case_id) as act:
        sent = [one for one in act.case.documents.values() if one.kind in SHOWN_OF_DOCUMENTS]
        ids = [body_id for document in sent for body_id in document.bodies]
        bodies = {body.id: body for body in act.bodies_of(ids)}
        return replace(
            public_status(act.case, act.release, bodies),
            may_withdraw=_may_withdraw(act),
            withdrawal_waits=is_under_way(act, WITHDRAWAL.step),
        )


def _may_withdraw(act: Act) -> bool:
    """撤回: until the case is closed, and not while it is being decided."""
    if act.case.head.closed_on is not None:
        return False
    try:
        refuse_unless_timely(act, WITHDRAWAL)
    except Refusal:
        return False
    return True


def public_status(case: Case, release: Release, bodies: Mapping[str, Body]) -> PublicStatus:
    """The page of one case; `bodies` are the form bodies of its documents by id."""
    return PublicStatus(
        intake_no=case.head.intake_no,
        status=_status(case, release),
        told=tuple(_told(case, release, bodies)),
    )


def _status(case: Case, release: Release) -> str:
    if "suspended" in case.head.flags and not case.head.ended:
        return "已中止"
    if _is_told(case):
        return _final(case)
    word = "已登记"
    for visit in case.visits.values():
        task = release.tasks.get((visit.process, visit.element))
        if task is not None and task.public:
            word = task.public
    return word


def _is_told(case: Case) -> bool:
    """Whether the end may be shown: 不予立案 of a real name only once its letter went out."""
    waits_for_letter = any(visit.step == "P2.9" for visit in case.open_visits)
    if case.head.status == "not_filed":
        return not waits_for_letter
    return case.head.status in {"closed", "archived"} or case.head.ended


def _final(case: Case) -> str:
    if case.head.status == "withdrawn" and case.facts.values.get("supplement_result") is None:
        return ENDED_BY_HIMSELF
    return STATUS_AT_THE_END.get(case.head.status, ENDED_BY_HIMSELF)


def _told(case: Case, release: Release, bodies: Mapping[str, Body]) -> list[str]:
    told = []
    for document in case.documents.values():
        if document.kind in SHOWN_OF_DOCUMENTS and _has_been_sent(document):
            told.append(f"《{document.title}》（{document.doc_no}）")
            fields = release.forms[document.kind].fields
            labels = {key: one.label for key, one in fields.items()}
            for body_id in document.bodies:
                told.extend(_values(bodies[body_id], SHOWN_OF_DOCUMENTS[document.kind], labels))
    return told


def _has_been_sent(document: Document) -> bool:
    return (
        document.sealed_at is not None if document.kind == "D02" else document.served_on is not None
    )


def _values(body: Body, keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """核查结果：属实; each with what it answers."""
    found = []
    for key in keys:
        value = body.values.get(key)
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            text = row.get("text") if isinstance(row, dict) else row
            if text is not None:
                found.append(f"{labels.get(key, key)}：{text}")
    return found
