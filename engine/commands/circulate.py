"""传阅: send a case to colleagues for reading; it grants nothing, and waits for nobody.

A reader sees no more than he may see anyway, so nobody is sent what he could not open himself.
"""

from collections.abc import Sized
from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.refusals import CaseNotFound
from engine.definitions.form_reasons import FormInvalid
from engine.domain import events as ev
from engine.domain.people import COMPLAINANT, Person
from engine.domain.separation import WATCHERS
from engine.domain.sight import Sight, sight
from engine.domain.work_calendar import local_day
from engine.errors import Refusal
from engine.ports import Notice

WORDS_CHARACTERS_MAX = 200
READERS_MAX = 50
FACTS = {
    "readers": {"label": "传阅给", "max_items": READERS_MAX},
    "words": {"label": "附言", "max_length": WORDS_CHARACTERS_MAX},
}


class CirculationRefused(Refusal):
    """Somebody on the list may not read this case."""

    code = "circulation_refused"
    http_status = 403
    what = "不能把本案传阅给{person}：{why}。"
    mend = "请从可以查阅本案的同事中选择。"


@dataclass(frozen=True, slots=True, kw_only=True)
class CirculateCase(CaseCommand):
    """Send the case to these people, with a line that says why."""

    readers: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCirculation(CaseCommand):
    """Note that the person has opened the case that was sent to him."""


def circulate_case(office: Office, command: CirculateCase) -> Answer:
    """Send it; refuses `circulation_refused`, and `case_not_found` unless one sees all of it."""

    def deed(act: Act) -> Answer:
        _refuse_unless_whole(act)
        asked, words = _checked(command)
        readers = [_reader(act, one) for one in asked]
        act.record(
            ev.CaseCirculated(
                circulation_id=act.office.ids.next(),
                readers=tuple(one.id for one in readers),
                words=words,
            )
        )
        act.notices.extend(_notice(act, one) for one in readers)
        return answer(act)

    return change_case(office, command, deed)


def open_circulation(office: Office, command: OpenCirculation) -> Answer:
    """Note it, once for all he was sent of this case; where nothing is new, nothing changes."""

    def deed(act: Act) -> Answer:
        _refuse_unless_whole(act)
        unread = act.tx.unread_circulations(act.case.head.id, act.by.id)
        if unread:
            act.record(ev.CirculationOpened(circulations=tuple(unread)))
        return {"opened": len(unread)}

    return change_case(office, command, deed)


def possible_readers(act: Act) -> list[Person]:
    """Whom the person may send the case to: everybody else who sees all of it today."""
    case, directory = act.case, act.tx.directory
    near = {*case.head.handlers, *case.items.told("assignee"), *case.items.told("owner")}
    near.update(*case.items.told("candidates"))
    found = {one.id: one for role in sorted(WATCHERS) for one in directory.holders(role)}
    found |= {one: person for one in near if one and (person := directory.person(one))}
    fit = [one for one in found.values() if _why_not(act, one) is None]
    return sorted(fit, key=lambda one: (one.unit or "", one.name, one.id))


def _refuse_unless_whole(act: Act) -> None:
    """Whoever sees only his organ's part, or nothing, is told of no circulation."""
    if sight(act.case, act.by) is not Sight.WHOLE:
        raise CaseNotFound(where={"case": act.case.head.id})


def _checked(command: CirculateCase) -> tuple[list[str], str]:
    """The readers, each once, and the words; refuses `form_invalid`."""
    readers, words = list(dict.fromkeys(command.readers)), command.words.strip()
    faults = {"readers": _fault(readers, READERS_MAX, "too_many")}
    faults["words"] = _fault(words, WORDS_CHARACTERS_MAX, "too_long")
    if not words.isprintable():
        faults["words"] = "forbidden_characters"
    found = {place: reason for place, reason in faults.items() if reason is not None}
    if found:
        raise FormInvalid(found, facts=FACTS)
    return readers, words


def _fault(given: Sized, most: int, beyond: str) -> str | None:
    if not given:
        return "required"
    return beyond if len(given) > most else None


def _reader(act: Act, person_id: str) -> Person:
    person = act.tx.directory.person(person_id)
    where = {"case": act.case.head.id, "field": "readers"}
    if person is None:
        raise CirculationRefused(where=where, person="所选人员", why="名录中没有此人")
    why = _why_not(act, person)
    if why is not None:
        raise CirculationRefused(where=where, person=person.name, why=why)
    return person


def _why_not(act: Act, person: Person) -> str | None:
    if person.id == act.by.id:
        return "这是您自己"
    if person is COMPLAINANT:
        return "投诉举报人不查阅案件"
    if not person.is_active_on(local_day(act.at)):
        return "其今日已停用"
    return None if sight(act.case, person) is Sight.WHOLE else "其无权查阅本案"


def _notice(act: Act, reader: Person) -> Notice:
    head = act.case.head
    number = head.case_no or head.intake_no or "一件案件"
    return Notice(
        person_id=reader.id,
        subject=f"传阅：{number}",
        text=f"{act.by.name}请您阅看{number}，附言见案件页面。",
        case_id=head.id,
    )
