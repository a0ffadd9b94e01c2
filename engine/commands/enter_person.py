"""人员入册、变更: an account without any role, what is said of the person, the certificate."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.commands.roster_door import RosterDesk, change_roster, fitting
from engine.commands.roster_refusals import EntryUnfit, LoginTaken, OwnRights, RolesUnfit
from engine.definitions.identifiers import EMAIL, MOBILE
from engine.domain import roster_events as ev
from engine.domain.administration import login_fault, roles_fault
from engine.domain.work_calendar import local_day

NAME_MAX, UNIT_MAX, PHONE_MAX, MAIL_MAX, CERTIFICATE_MAX = 50, 100, 40, 100, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """What an administrator writes of a person. A field left None by a change stays as it is."""

    login: str | None = None
    name: str
    organ_id: str
    unit: str | None = None
    post: str | None = None
    office_phone: str | None = None
    mobile: str | None = None
    mail: str | None = None
    certificate_no: str | None = None
    certificate_to: date | None = None
    roles: frozenset[str] | None = None
    """Proposed, not granted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPerson(Command):
    """Enter a person with a first password, of which only the hash comes here."""

    entry: PersonEntry
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePerson(Command):
    """Change what is said of a person."""

    person_id: str
    entry: PersonEntry


def enter_person(office: Office, command: EnterPerson) -> Answer:
    """Make an account; answers the person's id. Refuses `login_taken` and `entry_unfit`."""

    def deed(desk: RosterDesk) -> Answer:
        person_id = enter(desk, command.entry, command.password_hash)
        return {"person_id": person_id, "password_hash": command.password_hash}

    return change_roster(office, command, deed)


def change_person(office: Office, command: ChangePerson) -> Answer:
    """Change what is said of a person; nobody changes what is said of himself."""

    def deed(desk: RosterDesk) -> Answer:
        change(desk, command.person_id, command.entry)
        return {"person_id": command.person_id}

    return change_roster(office, command, deed)


def enter(desk: RosterDesk, entry: PersonEntry, password_hash: str) -> str:
    """Let a person enter the register; answers the id."""
    login = (entry.login or "").strip().lower()
    why = login_fault(login)
    if why is not None:
        raise EntryUnfit(where={"field": "login"}, field="登录名", why=why)
    if desk.tx.directory.person_of_login(login) is not None:
        raise LoginTaken(where={"field": "login"}, login=login)
    person_id = desk.office.ids.next()
    event = ev.PersonEntered(
        person_id=person_id,
        login=login,
        active_from=local_day(desk.at),
        **_words(desk, entry),
    )
    desk.record(event, password_hash=password_hash, **_contacts(entry))
    if entry.certificate_no:
        desk.record(_certificate(person_id, entry))
    if entry.roles:
        propose(desk, person_id, entry.roles)
    return person_id


def change(desk: RosterDesk, person_id: str, entry: PersonEntry) -> bool:
    """Let what is said of a person change; answers whether anything did."""
    person = desk.person(person_id)
    if person.id == desk.by.id:
        raise OwnRights(who="系统管理员")
    before = len(desk.changes)
    words = _words(desk, entry)
    contacts = _contacts(entry)
    if contacts or any(getattr(person, name) != value for name, value in words.items()):
        desk.record(ev.PersonChanged(person_id=person_id, **words), **contacts)
    certificate = _certificate(person_id, entry)
    now = (person.certificate_no, person.certificate_to)
    if entry.certificate_no is not None and now != (
        certificate.certificate_no,
        certificate.certificate_to,
    ):
        desk.record(certificate)
    if entry.roles is not None and entry.roles - person.roles:
        propose(desk, person_id, entry.roles)
    return len(desk.changes) > before


def propose(desk: RosterDesk, person_id: str, roles: frozenset[str]) -> None:
    """拟授: write down which roles the person is to have; refuses `roles_unfit`."""
    why = roles_fault(roles, known=desk.roles())
    if why is not None:
        raise RolesUnfit(where={"field": "roles"}, why=why)
    if roles != desk.tx.roster.proposed_roles(person_id):
        desk.record(ev.RolesProposed(person_id=person_id, roles=roles))


def _words(desk: RosterDesk, entry: PersonEntry) -> dict[str, Any]:
    desk.organ(entry.organ_id)
    return {
        "name": fitting(entry.name, label="姓名", most=NAME_MAX, required=True),
        "organ_id": entry.organ_id,
        "unit": fitting(entry.unit, label="科室", most=UNIT_MAX),
        "post": fitting(entry.post, label="职务", most=UNIT_MAX),
        "office_phone": fitting(entry.office_phone, label="办公电话", most=PHONE_MAX),
    }


def _contacts(entry: PersonEntry) -> dict[str, str | None]:
    """Mobile number and mail address: they go into the row and into no log."""
    found = {}
    for name, label, most, shape in (
        ("mobile", "手机", PHONE_MAX, MOBILE),
        ("mail", "电子邮箱", MAIL_MAX, EMAIL),
    ):
        given = getattr(entry, name)
        if given is None:
            continue
        written = fitting(given, label=label, most=most)
        if written and not shape.fullmatch(written):
            raise EntryUnfit(where={"field": name}, field=label, why="不是一个能用的" + label)
        found[name] = written
    return found


def _certificate(person_id: str, entry: PersonEntry) -> ev.CertificateRecorded:
    number = fitting(entry.certificate_no, label="监督证号", most=CERTIFICATE_MAX)
    return ev.CertificateRecorded(
        person_id=person_id,
        certificate_no=number,
        certificate_to=entry.certificate_to if number else None,
    )
