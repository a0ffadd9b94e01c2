"""案件: the whole file of one case as one person may see it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.corrections import reached_organ
from engine.commands.lighting import light_rules
from engine.commands.print_receipt import may_print
from engine.commands.refusals import CaseNotFound
from engine.day_words import day_words
from engine.domain.case import ON_PAPER, Case
from engine.domain.document import Document
from engine.domain.events import Logged, TaskCompleted
from engine.domain.lights import Light, light_of
from engine.domain.people import Person
from engine.domain.sight import Sight, knows_complainant, sight
from engine.domain.visit import Opinion, Visit, WorkItem
from engine.queries.attachments import AttachmentLine, attachment_lines
from engine.queries.case_acts import OfferedAct, offered_acts
from engine.queries.case_circulation import CirculationLine, circulation_lines
from engine.queries.case_list import CaseRow, related_cases
from engine.queries.case_log import chain_faults
from engine.queries.case_track import Track, tracks
from engine.queries.case_words import CASE_STATUS, FLAGS, word
from engine.queries.document_copies import has_masked_copy
from engine.queries.linked_cases import LinkedCase, linked_cases
from engine.queries.log_lines import LogLine, log_lines
from engine.queries.looking import Desk, looking
from engine.queries.paper_cases import paper_cover
from engine.queries.paper_walk import may_enter
from engine.queries.task_deeds import may_take_back
from engine.queries.task_papers import reported_lines
from engine.store.case_rows import read_log
from engine.store.transaction import SqlTransaction

MASK = "＊"  # noqa: RUF001 - the full-width star keeps a name as wide as it was
SHOWN_WORDS = ("name", "comp_org_name", "phone", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One slot of a visit: who, in which role, what was said; `text` None where not shown."""

    item_id: str
    person: str
    role: str
    open: bool
    mine: bool
    may_take_back: bool
    closed_at: datetime | None
    reason: str | None
    result: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One visit of the timeline."""

    title: str
    step: str
    procedure: str
    opened_at: datetime
    ended_at: datetime | None
    open: bool
    items: Sequence[ItemLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLine:
    """One clock. `due_on` is None while a pause keeps it open."""

    title: str
    amount: str
    started_on: date
    due_on: date | None
    light: Light
    source: str
    stopped: bool
    stopped_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document with what may be fetched of it."""

    document: Document
    has_files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything the page of a case shows; for the organ's people most of it is empty."""

    case: Case
    sight: Sight
    status: str
    flags: Sequence[str]
    cover: Sequence[tuple[str, str]]
    reported: Sequence[tuple[str, str]]
    complainant: Sequence[tuple[str, str]]
    may_unmask: bool
    may_print_receipt: bool
    may_enter_paper: bool
    """Whether the person may enter its steps from paper, or end that (补录)."""
    has_masked_copy: frozenset[str]
    linked: Sequence[LinkedCase]
    tracks: Sequence[Track]
    visits: Sequence[VisitLine]
    periods: Sequence[PeriodLine]
    documents: Sequence[DocumentLine]
    log: Sequence[LogLine]
    log_faults: Sequence[str]
    acts: Sequence[OfferedAct]
    attachments: Sequence[AttachmentLine]
    circulations: Sequence[CirculationLine]
    related: Sequence[CaseRow]


def case_file(desk: Desk, case_id: str) -> CaseFile:
    """The file; raises `case_not_found` also where `by` may not see the case."""
    by = desk.by
    with looking(desk, case_id) as act:
        seen = sight(act.case, by)
        if seen is Sight.NOTHING:
            raise CaseNotFound(where={"case": case_id})
        whole = seen is Sight.WHOLE
        tx = act.tx
        assert isinstance(tx, SqlTransaction)  # noqa: S101 - looking() gives no other
        log: list[Logged] = list(read_log(tx.connection, desk.place, case_id)) if whole else []
        broken = [fault.what for fault in chain_faults(tx.connection, act.case.head)]
        return CaseFile(
            case=act.case,
            sight=seen,
            status=_status(act.case, seen),
            flags=[word(FLAGS, one) for one in sorted(act.case.head.flags)] if whole else [],
            cover=list(_cover(act, seen, log)),
            reported=reported_lines(act) if whole else [],
            complainant=[(label, masked(words)) for label, words in _complainant(act)]
            if whole
            else [],
            may_unmask=knows_complainant(act.case, by),
            may_print_receipt=may_print(act) and not act.case.head.runs_on_paper,
            may_enter_paper=may_enter(act),
            has_masked_copy=_with_masked_copy(act) if whole else frozenset(),
            linked=linked_cases(tx.connection, desk, log),
            tracks=tracks(act.case, act.release, log) if whole else [],
            visits=list(_visits(act, by, seen, entered=_entered(act, log))),
            periods=list(_periods(act)) if whole else [],
            documents=[_document_line(one) for one in visible_documents(act, by)],
            log=log_lines(act, log),
            log_faults=broken if whole else [],
            acts=offered_acts(act),
            attachments=attachment_lines(desk, act),
            circulations=circulation_lines(tx.connection, desk, case_id) if whole else [],
            related=related_cases(tx.connection, desk, case_id, act.case.head.organ_id),
        )


def _status(case: Case, seen: Sight) -> str:
    """The status; the organ is not told which of us has the case on his desk."""
    if seen is Sight.WHOLE:
        return word(CASE_STATUS, case.head.status)
    return "已办结" if case.head.ended or case.head.closed_on else "办理中"


def visible_documents(act: Act, by: Person) -> list[Document]:
    """All of them; for the supervised organ those that were served on it."""
    documents = list(act.case.documents.values())
    seen = sight(act.case, by)
    if seen is Sight.WHOLE:
        return documents
    if seen is Sight.NOTHING:
        return []
    return [one for one in documents if reached_organ(act, one)]


def _cover(act: Act, seen: Sight, log: Sequence[Logged]) -> Iterator[tuple[str, str]]:
    head = act.case.head
    if head.entry == ON_PAPER:
        yield from paper_cover(act, log)
        return
    yield "案件编号", head.case_no or "（立案后编号）"
    if seen is Sight.ORGAN:
        yield "被监督机关", head.organ_name or "—"
        return
    yield "登记编号", head.intake_no or "—"
    yield "被监督机关", head.organ_name or "—"
    yield "案件来源", word(act.release.place_info.enums.get("case_source", {}), head.source)
    yield "承办人员", "、".join(_name(act, one) for one in head.handlers) or "（尚未指定）"
    dates = (
        ("登记", head.registered_at.date() if head.registered_at else None),
        ("受理", head.accepted_on),
        ("立案", head.filed_on),
        ("结案", head.closed_on),
    )
    for title, day in dates:
        if day is not None:
            yield f"{title}日期", day_words(day)
    yield "适用流程", f"{act.release.place_info.title}　发布版 {head.release_id[7:19]}"


def complainant_in_full(desk: Desk, case_id: str) -> list[tuple[str, str]]:
    """The complainant's data as written; asked for only after it was put on record."""
    with looking(desk, case_id) as act:
        return list(_complainant(act)) if knows_complainant(act.case, desk.by) else []


def _complainant(act: Act) -> Iterator[tuple[str, str]]:
    """The complainant's data as written."""
    labels = {key: one.label for key, one in act.release.forms["D01"].fields.items()}
    found: dict[str, object] = {}
    for body in automatic.registration_bodies(act):
        found.update(body.identity)
    for key in SHOWN_WORDS:
        if found.get(key):
            yield labels.get(key, key), str(found[key])


def masked(text: str) -> str:
    """The first character and stars: enough to tell two people of one case apart, no more."""
    return text[:1] + MASK * 2


def _entered(act: Act, log: Sequence[Logged]) -> Mapping[str, str]:
    """By item: who entered it from paper."""
    return {
        line.event.item_id: _name(act, line.actor)
        for line in log
        if line.is_from_paper and isinstance(line.event, TaskCompleted)
    }


def _visits(
    act: Act, by: Person, seen: Sight, *, entered: Mapping[str, str]
) -> Iterator[VisitLine]:
    opinions = {one.item_id: one for one in act.case.opinions.values() if one.voided_by is None}
    for visit in sorted(act.case.visits.values(), key=lambda one: (one.opened_at, one.id)):
        items = act.case.items_of(visit.id)
        if seen is Sight.ORGAN:
            items = [one for one in items if one.may_be_done_by(by.id)]
            if not items:
                continue
        yield VisitLine(
            title=visit.title,
            step=visit.step,
            procedure=_procedure(act, visit),
            opened_at=visit.opened_at,
            ended_at=visit.ended_at,
            open=visit.ended_at is None,
            items=[_item_line(act, item, opinions.get(item.id), by, entered) for item in items],
        )


def _procedure(act: Act, visit: Visit) -> str:
    definition = act.release.process_definitions.get(visit.process)
    return definition.name if definition else ""


def _item_line(
    act: Act, item: WorkItem, opinion: Opinion | None, by: Person, entered: Mapping[str, str]
) -> ItemLine:
    here = not act.case.head.runs_on_paper
    role = act.release.place_info.roles.get(item.role)
    pool = "、".join(_name(act, one) for one in item.candidates)
    afterwards = f"（经{entered[item.id]}补录）" if item.id in entered else ""
    return ItemLine(
        item_id=item.id,
        person=f"{_name(act, item.assignee)}{afterwards}" if item.assignee else pool,
        role=role.title if role else item.role,
        open=item.is_open,
        mine=here and item.is_open and item.may_be_done_by(by.id),
        may_take_back=here
        and item.assignee == by.id
        and not item.is_open
        and may_take_back(act, item),
        closed_at=item.closed_at,
        reason=item.close_reason.value if item.close_reason else None,
        result=opinion.result if opinion else None,
        text=opinion.text if opinion else None,
    )


def _name(act: Act, person_id: str) -> str:
    person = act.tx.directory.person(person_id)
    return person.name if person else "（已不在名录）"


def _periods(act: Act) -> Iterator[PeriodLine]:
    rules = light_rules(act.release)
    clocks = act.case.clocks.values()
    for clock in sorted(clocks, key=lambda one: (one.stop is not None, one.started.at, one.id)):
        yield PeriodLine(
            title=clock.title,
            amount=f"{clock.value.amount}{clock.value.unit.label}",
            started_on=clock.started_on,
            due_on=clock.due_on(act.calendar),
            light=light_of(clock, act.at, act.calendar, rules),
            source=clock.value.source,
            stopped=clock.stop is not None,
            stopped_on=clock.stop.mark.at.date() if clock.stop else None,
        )


def _with_masked_copy(act: Act) -> frozenset[str]:
    """Ids of the documents of which there is a 脱敏件."""
    return frozenset(
        one.id
        for one in act.case.documents.values()
        if one.content_id is not None and has_masked_copy(act, one)
    )


def _document_line(document: Document) -> DocumentLine:
    return DocumentLine(document=document, has_files=document.file is not None)
