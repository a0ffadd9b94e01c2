"""管理日志: what the administrators did, for the auditor, with the proof that it is whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.queries.looking import Desk
from engine.queries.roster_pages import role_titles
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.register import Register
from engine.store.roster_rows import roster_log_faults

PAGE_ROWS = 50

WORDS: Mapping[str, str] = {
    "OrganEntered": "机关入册：{about}",
    "OrganChanged": "变更机关：{about}",
    "PersonEntered": "建立账号：{about}（{login}）",
    "PersonChanged": "变更人员信息：{about}",
    "CertificateRecorded": "登记监督证：{about}，{certificate_no}，有效期至{certificate_to}",
    "RolesProposed": "拟授角色：{about}，{roles}",
    "RolesAnswered": "拟授角色已处理：{about}",
    "RolesGranted": "授予角色：{about}，{roles}。理由：{reason}",
    "RolesWithdrawn": "收回角色：{about}，{roles}。理由：{reason}",
    "PostLeft": "离岗：{about}，最后一天{last_day}，移交{item_count}项任务。理由：{reason}",
    "PostTaken": "到岗：{about}，自{from_day}起",
    "PasswordReplaced": "重设初始口令：{about}",
    "SecondFactorDropped": "解除第二重验证：{about}。理由：{reason}",
    "SubjectMatched": "统一身份认证对应：{about}",
    "ListTaken": "导入人员名单：{row_count}行，新增{entered}，变更{changed}，未导入{refused}",
}
"""How each event is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLogLine:
    """One deed."""

    seq: int
    at: datetime
    by: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLog:
    """A page of the log, the latest deeds first; `faults` is empty while the chain holds."""

    rows: Sequence[RosterLogLine]
    page: int
    pages: int
    total: int
    faults: Sequence[str]


def roster_log(desk: Desk, *, page: int = 1) -> RosterLog:
    """The log of the place."""
    titles = role_titles(desk)
    heads, log = t.roster_log_heads, t.roster_log
    with reading(desk.store.engine) as connection:
        register = Register(connection, desk.place)
        head = select(heads.c.seq).where(heads.c.place == desk.place)
        total = int(connection.execute(head).scalar() or 0)
        pages = max(1, -(-total // PAGE_ROWS))
        shown = min(max(page, 1), pages)
        query = (
            select(log)
            .where(log.c.place == desk.place)
            .order_by(log.c.seq.desc())
            .offset((shown - 1) * PAGE_ROWS)
            .limit(PAGE_ROWS)
        )
        rows = [
            RosterLogLine(
                seq=row["seq"],
                at=row["at"],
                by=_name(register, row["actor"]),
                kind=row["kind"],
                words=_words(register, titles, row),
            )
            for row in connection.execute(query).mappings()
        ]
        faults = [f"第{one.seq}条：{one.what}" for one in roster_log_faults(connection, desk.place)]
    return RosterLog(rows=rows, page=shown, pages=pages, total=total, faults=faults)


def _words(register: Register, titles: Mapping[str, str], row: Any) -> str:  # noqa: ANN401 - a row
    said = json.loads(row["payload"])
    roles = "、".join(titles.get(one, one) for one in said.get("roles", ()))
    about = said["organ"]["name"] if "organ" in said else _name(register, row["about_id"])
    return WORDS[row["kind"]].format_map({**said, "about": about, "roles": roles})


def _name(register: Register, person_id: str) -> str:
    if person_id == "system":
        return "系统"
    person = register.person(person_id) if person_id else None
    return person.name if person else ""
