"""导入人员名单: every row judged, then those without fault taken, or none where all must fit.

Somebody whose login is there already is changed; an empty cell leaves what was there. The roles of
a list are proposed, never granted. The report says of each row what became of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands.door import Answer, Command
from engine.commands.enter_person import PersonEntry, change, enter
from engine.commands.office import Office
from engine.commands.roster_door import RosterDesk, change_roster
from engine.definitions.people_sheet import SheetRow
from engine.domain import roster_events as ev
from engine.domain.plain import Plain
from engine.errors import Refusal

ENTERED, CHANGED, SAME, REFUSED, LEFT = "entered", "changed", "same", "refused", "left"
_BETWEEN = re.compile(r"[、，,;； ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePeopleList(Command):
    """The rows of a file. With `all_or_none` one fault keeps the whole list out."""

    file_sha256: str
    rows: Sequence[SheetRow]
    all_or_none: bool
    check_only: bool = False
    """Only tell what would become of each row."""
    password_hashes: Mapping[str, str]
    """Of first passwords, by line."""


def take_people_list(office: Office, command: TakePeopleList) -> Answer:
    """Take the list in; answers a report per row."""

    def deed(desk: RosterDesk) -> Answer:
        seen: set[str] = set()
        lines: list[dict[str, Plain]] = [_take(desk, command, row, seen) for row in command.rows]
        refused = [one for one in lines if one["outcome"] == REFUSED]
        if refused and command.all_or_none:
            desk.changes.clear()
            lines = [_left(one) for one in lines]
        counts = {kind: sum(one["outcome"] == kind for one in lines) for kind in (ENTERED, CHANGED)}
        if command.check_only:
            desk.changes.clear()
        if desk.changes:
            desk.record(
                ev.ListTaken(
                    file_sha256=command.file_sha256,
                    row_count=len(lines),
                    entered=counts[ENTERED],
                    changed=counts[CHANGED],
                    refused=len(refused),
                )
            )
        rows: list[Plain] = [*lines]
        mark = next(iter(command.password_hashes.values()), "")
        return {"rows": rows, "refused": len(refused), "password_hash": mark, **counts}

    return change_roster(office, command, deed)


def _take(
    desk: RosterDesk, command: TakePeopleList, row: SheetRow, seen: set[str]
) -> dict[str, Plain]:
    login = row.values["login"].lower()
    line: dict[str, Plain] = {"line": row.line, "login": login, "name": row.values["name"]}
    before = len(desk.changes)
    try:
        if row.faults:
            title, why = next(iter(row.faults.items()))
            return {**line, "outcome": REFUSED, "why": f"“{title}”{why}"}
        if login in seen:
            return {**line, "outcome": REFUSED, "why": "同一登录名在名单中出现了两次"}
        seen.add(login)
        return {**line, "outcome": _enter_or_change(desk, command, row), "why": None}
    except Refusal as refused:
        del desk.changes[before:]
        return {**line, "outcome": REFUSED, "why": refused.what_text}


def _enter_or_change(desk: RosterDesk, command: TakePeopleList, row: SheetRow) -> str:
    entry = _entry(desk, row)
    person = desk.tx.directory.person_of_login(row.values["login"].lower())
    if person is None:
        enter(desk, entry, command.password_hashes[str(row.line)])
        return ENTERED
    kept = {
        name: getattr(entry, name) or getattr(person, name)
        for name in ("unit", "post", "office_phone")
    }
    return CHANGED if change(desk, person.id, _with(entry, kept)) else SAME


def _with(entry: PersonEntry, kept: Mapping[str, Any]) -> PersonEntry:
    given = {name: getattr(entry, name) for name in PersonEntry.__slots__}
    return PersonEntry(**{**given, **kept})


def _entry(desk: RosterDesk, row: SheetRow) -> PersonEntry:
    written = {name: text or None for name, text in row.values.items()}
    organ = desk.tx.directory.organ_named(row.values["organ"])
    titles = {role.title: key for key, role in desk.roles().items()}
    named = [one for one in _BETWEEN.split(row.values["roles"]) if one]
    return PersonEntry(
        login=written["login"],
        name=row.values["name"],
        organ_id=organ.id if organ else row.values["organ"],
        certificate_to=row.certificate_to,
        roles=frozenset(titles.get(one, one) for one in named) if named else None,
        **{
            name: written[name]
            for name in ("unit", "post", "office_phone", "mobile", "mail", "certificate_no")
        },
    )


def _left(line: dict[str, Plain]) -> dict[str, Plain]:
    """A row without fault of a list that was not taken."""
    return line if line["outcome"] == REFUSED else {**line, "outcome": LEFT}
