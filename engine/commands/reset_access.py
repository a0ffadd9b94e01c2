"""账号的恢复: a new first password, the end of a lost second factor, the match of a sign-on."""

from dataclasses import dataclass

from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.commands.roster_door import RosterDesk, change_roster, fitting, with_reason
from engine.commands.roster_refusals import EntryUnfit, OwnRights
from engine.domain import roster_events as ev

SUBJECT_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacePassword(Command):
    """A new first password, of which only the hash comes here; every session ends."""

    person_id: str
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropSecondFactor(Command):
    """Phone and recovery codes are lost."""

    person_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSubject(Command):
    """The person comes by single sign-on as `subject`; None = no longer."""

    person_id: str
    issuer: str
    subject: str | None


def replace_password(office: Office, command: ReplacePassword) -> Answer:
    """Make a first password anew."""

    def deed(desk: RosterDesk) -> Answer:
        _refuse_oneself(desk, command.person_id, "系统管理员")
        event = ev.PasswordReplaced(person_id=desk.person(command.person_id).id)
        desk.record(event, password_hash=command.password_hash)
        return {"person_id": command.person_id, "password_hash": command.password_hash}

    return change_roster(office, command, deed)


def drop_second_factor(office: Office, command: DropSecondFactor) -> Answer:
    """Take the second factor away; the reason stays on record."""

    def deed(desk: RosterDesk) -> Answer:
        _refuse_oneself(desk, command.person_id, "安全管理员")
        person = desk.person(command.person_id)
        desk.record(ev.SecondFactorDropped(person_id=person.id, reason=with_reason(command.reason)))
        return {"person_id": command.person_id}

    return change_roster(office, command, deed)


def match_subject(office: Office, command: MatchSubject) -> Answer:
    """Match the person with a subject; refuses one that is another's."""

    def deed(desk: RosterDesk) -> Answer:
        _refuse_oneself(desk, command.person_id, "安全管理员")
        person = desk.person(command.person_id)
        issuer = fitting(command.issuer, label="身份提供方", most=SUBJECT_MAX, required=True) or ""
        subject = fitting(command.subject, label="统一身份编号", most=SUBJECT_MAX)
        holder = desk.tx.roster.person_of_subject(issuer, subject) if subject else None
        if holder not in {None, person.id}:
            why = "已经对应另一人"
            raise EntryUnfit(where={"field": "subject"}, field="统一身份编号", why=why)
        desk.record(ev.SubjectMatched(person_id=person.id, issuer=issuer, subject=subject))
        return {"person_id": command.person_id}

    return change_roster(office, command, deed)


def _refuse_oneself(desk: RosterDesk, person_id: str, who: str) -> None:
    if desk.by.id == person_id:
        raise OwnRights(who=who)
