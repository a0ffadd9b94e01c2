"""授权: the 安全管理员 gives and takes roles; proposed ones wait for him. Nobody serves himself."""

from dataclasses import dataclass

from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.commands.roster_door import TITLES, RosterDesk, change_roster, with_reason
from engine.commands.roster_refusals import LastAdministrator, OwnRights, RolesUnfit
from engine.domain import roster_events as ev
from engine.domain.administration import roles_fault
from engine.domain.people import Person
from engine.domain.plain import Plain
from engine.domain.separation import THREE_ADMINISTRATORS
from engine.domain.work_calendar import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRoles(Command):
    """From now on the person has exactly these roles."""

    person_id: str
    roles: frozenset[str]
    reason: str


def grant_roles(office: Office, command: GrantRoles) -> Answer:
    """Set the person's roles; whatever was proposed is thereby answered."""

    def deed(desk: RosterDesk) -> Answer:
        person = desk.person(command.person_id)
        if person.id == desk.by.id:
            raise OwnRights(who="安全管理员")
        why = roles_fault(command.roles, known=desk.roles())
        if why is not None:
            raise RolesUnfit(where={"field": "roles"}, why=why)
        reason = with_reason(command.reason)
        refuse_last(desk, person, person.roles - command.roles)
        _record(desk, person, command.roles, reason)
        granted: list[Plain] = [*sorted(command.roles)]
        return {"person_id": person.id, "roles": granted}

    return change_roster(office, command, deed)


def _record(desk: RosterDesk, person: Person, roles: frozenset[str], reason: str) -> None:
    new, gone = roles - person.roles, person.roles - roles
    if new:
        desk.record(ev.RolesGranted(person_id=person.id, roles=new, reason=reason))
    if gone:
        desk.record(ev.RolesWithdrawn(person_id=person.id, roles=gone, reason=reason))
    if desk.tx.roster.proposed_roles(person.id):
        desk.record(ev.RolesAnswered(person_id=person.id))


def refuse_last(desk: RosterDesk, person: Person, roles: frozenset[str]) -> None:
    """Each of the three stays with somebody; refuses `last_administrator`."""
    today = local_day(desk.at)
    for role in sorted(roles & THREE_ADMINISTRATORS):
        others = [
            one
            for one in desk.tx.directory.holders(role)
            if one.id != person.id and one.is_active_on(today)
        ]
        if not others:
            raise LastAdministrator(name=person.name, who=TITLES[role])
