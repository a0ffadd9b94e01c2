"""机关入册、变更: what the register says of an organ. An organ is never deleted, only renamed."""

from dataclasses import dataclass, replace

from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.commands.roster_door import RosterDesk, change_roster, fitting
from engine.commands.roster_refusals import EntryUnfit, OrganNameTaken
from engine.definitions.identifiers import uscc_holds
from engine.domain import roster_events as ev
from engine.domain.administration import parent_fault
from engine.domain.people import Organ

NAME_MAX, WORD_MAX, ADDRESS_MAX, PHONE_MAX = 100, 40, 200, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterOrgan(Command):
    """Enter an organ, or with `organ_id` change what is said of one."""

    organ_id: str | None = None
    name: str
    uscc: str | None = None
    level: str | None = None
    kind: str | None = None
    parent_id: str | None = None
    address: str | None = None
    head_name: str | None = None
    head_title: str | None = None
    liaison_name: str | None = None
    liaison_phone: str | None = None


def enter_organ(office: Office, command: EnterOrgan) -> Answer:
    """Enter or change an organ; answers its id. Refuses `entry_unfit` and `organ_taken`."""

    def deed(desk: RosterDesk) -> Answer:
        organ = _organ(command, command.organ_id or office.ids.next())
        others = {one.id: one for one in desk.tx.directory.organs() if one.id != organ.id}
        _refuse_taken(organ, others)
        why = parent_fault(organ, {**others, organ.id: organ})
        if why is not None:
            raise EntryUnfit(where={"field": "parent_id"}, field="上级机关", why=why)
        if command.organ_id is None:
            desk.record(ev.OrganEntered(organ=organ))
        elif desk.organ(command.organ_id) != organ:
            desk.record(ev.OrganChanged(organ=organ))
        return {"organ_id": organ.id}

    return change_roster(office, command, deed)


def _organ(command: EnterOrgan, organ_id: str) -> Organ:
    uscc = fitting(command.uscc, label="统一社会信用代码", most=18)
    if uscc and not uscc_holds(uscc):
        why = "应为18位，校验码也要对；请核对有无错字"
        raise EntryUnfit(where={"field": "uscc"}, field="统一社会信用代码", why=why)
    name = fitting(command.name, label="机关名称", most=NAME_MAX, required=True)
    organ = Organ(id=organ_id, name=name or "", uscc=uscc, parent_id=command.parent_id or None)
    return replace(
        organ,
        level=fitting(command.level, label="层级", most=20),
        kind=fitting(command.kind, label="类别", most=WORD_MAX),
        address=fitting(command.address, label="地址", most=ADDRESS_MAX),
        head_name=fitting(command.head_name, label="负责人", most=50),
        head_title=fitting(command.head_title, label="负责人职务", most=50),
        liaison_name=fitting(command.liaison_name, label="联络员", most=50),
        liaison_phone=fitting(command.liaison_phone, label="联络电话", most=PHONE_MAX),
    )


def _refuse_taken(organ: Organ, others: dict[str, Organ]) -> None:
    for one in others.values():
        if one.name == organ.name:
            raise OrganNameTaken(where={"field": "name"}, value=organ.name)
        if organ.uscc and one.uscc == organ.uscc:
            raise OrganNameTaken(where={"field": "uscc"}, value=organ.uscc)
