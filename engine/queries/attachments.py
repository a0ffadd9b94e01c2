"""附件: those of a case that a person may open, with the names they came under."""

from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.attach_file import refuse_unless_attaching
from engine.commands.refusals import CaseNotFound
from engine.domain.attachment import Attachment
from engine.domain.people import Person
from engine.domain.sight import Sight, knows_complainant, sight
from engine.errors import Refusal
from engine.queries.looking import Desk, looking
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.transaction import SqlTransaction
from engine.store.upload_rows import names_of


class AttachmentNotFound(Refusal):
    """No such attachment, or not for this person."""

    code = "attachment_not_found"
    http_status = 404
    what = "没有找到这个附件。"
    mend = "请刷新案件页面后重试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentLine:
    """An attachment with its name and who added it."""

    attachment: Attachment
    name: str
    added_by: str


def attachment_lines(desk: Desk, act: Act) -> list[AttachmentLine]:
    """Those the person may open, oldest first."""
    tx = act.tx
    assert isinstance(tx, SqlTransaction)  # noqa: S101 - looking() gives no other
    seen = [one for one in act.case.attachments.values() if _may_open(act, one, desk.by)]
    names = names_of(tx.connection, desk.place, [one.id for one in seen], desk.store.secrecy)
    return [
        AttachmentLine(attachment=one, name=names[one.id], added_by=_name(act, one.added_by))
        for one in seen
    ]


def attachment(desk: Desk, attachment_id: str) -> AttachmentLine:
    """One the person may open; raises `attachment_not_found` for every other."""
    table = t.attachments
    query = table.select().where(table.c.place == desk.place, table.c.id == attachment_id)
    with reading(desk.store.engine) as connection:
        row = connection.execute(query).mappings().first()
    if row is not None:
        with looking(desk, row["case_id"]) as act:
            for line in attachment_lines(desk, act):
                if line.attachment.id == attachment_id:
                    return line
    raise AttachmentNotFound(where={"attachment": attachment_id})


def refuse_unless_may_attach(desk: Desk, case_id: str) -> None:
    """Refuses as finishing the upload would: `case_not_found`, `case_has_ended`."""
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is Sight.NOTHING:
            raise CaseNotFound(where={"case": case_id})
        refuse_unless_attaching(act)


def _may_open(act: Act, one: Attachment, by: Person) -> bool:
    """The organ's people open what their own organ added; what may name the complainant, few."""
    seen = sight(act.case, by)
    if seen is Sight.NOTHING:
        return False
    if seen is Sight.ORGAN:
        giver = act.tx.directory.person(one.added_by)
        return giver is not None and giver.organ_id == by.organ_id
    return one.added_by == by.id or not one.before_filing or knows_complainant(act.case, by)


def _name(act: Act, person_id: str) -> str:
    person = act.tx.directory.person(person_id)
    return person.name if person else "（已不在名录）"
