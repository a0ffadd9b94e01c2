"""三员分立: who may do what to the register, and who may hold which roles.

The 系统管理员 makes accounts, the 安全管理员 grants roles, the 审计管理员 reads what both did;
nobody is two of them, none of them handles a case, and nobody changes his own rights.
"""

import re
from collections.abc import Iterable

from engine.domain.people import COMPLAINANT, Organ
from engine.domain.roster_events import (
    CertificateRecorded,
    ListTaken,
    OrganChanged,
    OrganEntered,
    PasswordReplaced,
    PersonChanged,
    PersonEntered,
    PostLeft,
    PostTaken,
    RolesAnswered,
    RolesGranted,
    RolesProposed,
    RolesWithdrawn,
    RosterEvent,
    SecondFactorDropped,
    SubjectMatched,
)
from engine.domain.separation import (
    ORGAN_ROLES,
    THREE_ADMINISTRATORS,
    TIMELINESS_SUPERVISOR,
)

SYS_ADMIN, SECURITY_ADMIN, AUDITOR = "sys_admin", "security_admin", "auditor"

DUTY: dict[type[RosterEvent], str] = {
    OrganEntered: SYS_ADMIN,
    OrganChanged: SYS_ADMIN,
    PersonEntered: SYS_ADMIN,
    PersonChanged: SYS_ADMIN,
    CertificateRecorded: SYS_ADMIN,
    RolesProposed: SYS_ADMIN,
    PostLeft: SYS_ADMIN,
    PostTaken: SYS_ADMIN,
    PasswordReplaced: SYS_ADMIN,
    ListTaken: SYS_ADMIN,
    RolesAnswered: SECURITY_ADMIN,
    RolesGranted: SECURITY_ADMIN,
    RolesWithdrawn: SECURITY_ADMIN,
    SecondFactorDropped: SECURITY_ADMIN,
    SubjectMatched: SECURITY_ADMIN,
}
"""Whose duty each deed is; nobody else's."""

LOGIN_CHARACTERS_MAX = 64
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
ORGAN_DEPTH_MAX = 8


def login_fault(login: str) -> str | None:
    """Why nobody can log in by that name, in Chinese; None when one can."""
    if _LOGIN.fullmatch(login):
        return None
    return "登录名须为2至64个小写字母、数字、点、横线或者下划线，并以字母或者数字开头"


def roles_fault(roles: frozenset[str], *, known: Iterable[str]) -> str | None:
    """Why nobody may hold these roles together, in Chinese; None when one may."""
    strange = sorted(roles - set(known) | roles & {COMPLAINANT.id})
    if strange:
        return f"没有“{strange[0]}”这个角色"
    of_three = roles & THREE_ADMINISTRATORS
    if len(of_three) > 1:
        return "系统管理员、安全管理员、审计员须由不同的人担任"
    if of_three and roles - of_three:
        return "三员不得兼任其他角色"
    if TIMELINESS_SUPERVISOR in roles and roles & ORGAN_ROLES:
        return "被监督机关的人员不得担任督查管理员"
    return None


def parent_fault(organ: Organ, organs: dict[str, Organ]) -> str | None:
    """Why the organ cannot stand below its parent, in Chinese; None when it can."""
    above, depth = organ.parent_id, 1
    while above is not None:
        if above not in organs:
            return "上级机关不在名录中"
        if above == organ.id:
            return "机关不能是自己的上级"
        above, depth = organs[above].parent_id, depth + 1
        if depth > ORGAN_DEPTH_MAX:
            return f"机关的层次最多{ORGAN_DEPTH_MAX}层"
    return None
