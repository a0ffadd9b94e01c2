"""补录: a case that still runs on paper is walked to where it stands, each step with its own day.

Whoever enters it writes for whoever did it: the rules look at the doer and at his day, the log has
both people and both times. What the bells would have done in between is written down on the way
(lights, overdue), and nobody is told of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import ClassVar

from engine.commands import opening
from engine.commands.act import Act, PaperEntry
from engine.commands.assigning import EACH_ACTS, candidates
from engine.commands.complete_task import finish
from engine.commands.door import Answer, CaseCommand, Command, Start, change_case, open_case
from engine.commands.office import Office
from engine.commands.paper_time import let_time_pass
from engine.commands.paper_window import refuse_unless_entering
from engine.commands.refusals import CaseNotFound, StartNotHere, TaskNotFound
from engine.commands.start_case import ENTRY_OF_STEP, ORGAN_FIELD, received_on
from engine.day_words import moment_words
from engine.domain import events as ev
from engine.domain.people import Person
from engine.domain.sight import Sight, sight
from engine.domain.visit import Visit, WorkItem
from engine.domain.work_calendar import local_day, start_of_day
from engine.errors import Refusal

HANDED = "补录：当时由其办理"


class PaperDayUnfit(Refusal):
    """The day lies before the step before, or in the future."""

    code = "paper_day_unfit"
    http_status = 422
    what = "办理日期不能{why}。"
    mend = "请照纸质材料核对日期；各步骤按办理的先后补录。"


class PaperDoerUnfit(Refusal):
    """That person cannot have done this step on that day."""

    code = "paper_doer_unfit"
    http_status = 422
    what = "{name}在{day}不能办理“{task}”。"
    mend = "请选择当时在岗、担任该角色的办理人；已经离任的，由系统管理员先录入名录。"


class CaseNotOnPaper(Refusal):
    """The case runs here; what is done to it is done here, today."""

    code = "case_not_on_paper"
    what = "本案不在补录中，不能再补录过去的步骤。"
    mend = "请在待办中按系统流程办理。"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDeed:
    """What the paper says of a step: who did it and when, its numbers, its scans.

    Without `done_time` the day begins with it, or with the step before on the same day.
    """

    doer: str
    done_on: date
    done_time: time | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    scans: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPaperCase(Command):
    """Register a case that runs on paper, with what its first form asks for."""

    step: str
    paper: PaperDeed
    body: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPaperStep(CaseCommand):
    """Enter one step that was done on paper."""

    while_on_paper: ClassVar[bool] = True

    item_id: str
    paper: PaperDeed
    body: Mapping[str, object] = field(default_factory=dict)


def start_paper_case(office: Office, command: StartPaperCase) -> Answer:
    """Register it; answers with its id, its query code and the tasks that are open.

    Refuses what registering refuses, and `paper_entry_closed`, `paper_day_unfit`,
    `paper_doer_unfit`, `paper_number_missing`, `paper_number_taken`, `paper_number_ours`.
    """
    entry = ENTRY_OF_STEP.get(command.step)
    if entry is None:
        raise StartNotHere(where={"step": command.step}, step=command.step)
    received = received_on(command.body)

    def on_paper(act: Act) -> Act:
        refuse_unless_entering(act)
        return done_on_paper(
            act, command.paper, earliest=start_of_day(received) if received else None
        )

    def deed(act: Act) -> Answer:
        act.record(ev.PaperEntryStarted())
        visit, item = opening.begin(act, entry)
        _hand(act, item, visit)
        return finish(act, item.id, command.body)

    start = Start(
        entry=entry,
        received_on=received,
        organ_name=str(command.body.get(ORGAN_FIELD) or "") or None,
        on_paper=on_paper,
    )
    return open_case(office, command, start=start, deed=deed)


def enter_paper_step(office: Office, command: EnterPaperStep) -> Answer:
    """Finish the item as it was finished on paper; answers as `complete_task` does.

    Refuses what that refuses of the doer on his day, what the start refuses besides,
    `case_not_on_paper`, `paper_scan_missing` and `paper_scan_unfit`.
    """

    def deed(act: Act) -> Answer:
        refuse_unless_walking(act)
        refuse_unless_entering(act)
        item = act.case.items.get(command.item_id)
        if item is None:
            raise TaskNotFound(where={"item": command.item_id})
        before = latest_deed(act)
        then = done_on_paper(act, command.paper, earliest=before)
        let_time_pass(then, since=before)
        if item.is_open:
            _hand(then, item, act.case.visits[item.visit_id])
        return finish(then, item.id, command.body)

    return change_case(office, command, deed)


def refuse_unless_walking(act: Act) -> None:
    """Whoever sees the case may go on with it, as long as it is entered from paper."""
    where = {"case": act.case.head.id}
    if sight(act.case, act.by) is not Sight.WHOLE:
        raise CaseNotFound(where=where)
    if not act.case.head.runs_on_paper:
        raise CaseNotOnPaper(where=where)


def latest_deed(act: Act) -> datetime | None:
    """When the step before was done, or the open ones began."""
    visits, items = act.case.visits, act.case.items
    instants = (*visits.told("opened_at"), *items.told("closed_at"))
    return max((one for one in instants if one is not None), default=None)


def done_on_paper(act: Act, deed: PaperDeed, *, earliest: datetime | None) -> Act:
    """The same deed as whoever did it did it then; refuses a day or a person that cannot be."""
    at = _instant(deed, earliest=earliest, now=act.at)
    entry = PaperEntry(by=act.by, at=act.at, numbers=deed.numbers, scans=deed.scans)
    return replace(act, by=_doer(act, deed), at=at, paper=entry, jobs=[], notices=[])


def _instant(deed: PaperDeed, *, earliest: datetime | None, now: datetime) -> datetime:
    where = {"field": "done_on" if deed.done_time is None else "done_time"}
    if deed.done_time is not None:
        at = start_of_day(deed.done_on, deed.done_time)
    else:
        at = start_of_day(deed.done_on)
        if earliest is not None and deed.done_on == local_day(earliest):
            at = earliest
    if at > now:
        raise PaperDayUnfit(where=where, why="晚于现在")
    if earliest is not None and at < earliest:
        raise PaperDayUnfit(where=where, why=f"早于上一步的{moment_words(earliest)}")
    return at


def _doer(act: Act, deed: PaperDeed) -> Person:
    person = act.tx.directory.person(deed.doer)
    if person is None or not person.is_active_on(deed.done_on):
        name = person.name if person else "该人员"
        raise PaperDoerUnfit(where={"field": "doer"}, name=name, day=deed.done_on, task="这一步骤")
    return person


def _hand(act: Act, item: WorkItem, visit: Visit) -> None:
    """Whoever did it on paper has it, if he could have had it that day."""
    if item.may_be_done_by(act.by.id):
        return
    fit = visit.rule not in EACH_ACTS and act.by.id in candidates(act, item.role, step=visit.step)
    if not fit:
        raise PaperDoerUnfit(
            where={"field": "doer"}, name=act.by.name, day=local_day(act.at), task=visit.title
        )
    act.record(
        ev.TaskReassigned(
            item_id=item.id, from_person=item.assignee, to_person=act.by.id, reason=HANDED
        )
    )
