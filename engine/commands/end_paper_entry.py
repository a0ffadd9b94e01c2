"""补录完毕: the case has been walked to where it stands on paper, and goes on here."""

from dataclasses import dataclass, replace
from typing import ClassVar

from engine.commands import moving
from engine.commands.act import Act, PaperEntry
from engine.commands.answers import answer
from engine.commands.assigning import EACH_ACTS, candidates
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.paper_steps import latest_deed, refuse_unless_walking
from engine.commands.paper_time import let_time_pass
from engine.commands.paper_window import refuse_unless_named
from engine.commands.refusals import RoleUnfilled
from engine.domain import events as ev
from engine.domain.document import Document, DocumentState
from engine.domain.visit import ItemState, Visit, WorkItem
from engine.errors import Refusal


class PaperDocumentOpen(Refusal):
    """A document has its number on paper and not yet its seal: it is finished on paper too."""

    code = "paper_document_open"
    what = "《{title}》（{doc_no}）已在纸上签发，还没有补录到用印。"
    mend = "请先补录用印这一步并附上扫描件；同一文号不能再由系统制作文书。"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPaperEntry(CaseCommand):
    """What is on paper has been entered; from now on everything is done here."""

    while_on_paper: ClassVar[bool] = True


def end_paper_entry(office: Office, command: EndPaperEntry) -> Answer:
    """The open tasks go to whoever does them today, the bells are set.

    It may be said also when nothing can be entered any more. Refuses `case_not_on_paper`,
    `not_your_task`, `paper_document_open` and `role_unfilled`.
    """

    def deed(act: Act) -> Answer:
        refuse_unless_walking(act)
        refuse_unless_named(act)
        for document in act.case.documents.values():
            _refuse_half_done(act, document)
        until_now = replace(act, paper=PaperEntry(by=act.by, at=act.at), jobs=[], notices=[])
        let_time_pass(until_now, since=latest_deed(act))
        act.record(ev.PaperEntryEnded(items=tuple(_handed_over(act))))
        if not act.case.head.ended:
            moving.let_timers_fire(act)
        for clock in act.case.clocks_not_stopped:
            act.set_bell(clock)
        return answer(act)

    return change_case(office, command, deed)


def _refuse_half_done(act: Act, document: Document) -> None:
    sealed = act.release.documents[document.kind].seal is not None
    if sealed and document.state is DocumentState.SIGNED:
        raise PaperDocumentOpen(
            where={"document": document.id}, title=document.title, doc_no=document.doc_no or ""
        )


def _handed_over(act: Act) -> list[WorkItem]:
    """The open items, each with those who may do it today."""
    return [
        _today(act, item, visit)
        for visit in act.case.open_visits
        for item in act.case.items_of(visit.id)
        if item.is_open
    ]


def _today(act: Act, item: WorkItem, visit: Visit) -> WorkItem:
    if visit.rule in EACH_ACTS:
        return item
    pool = candidates(act, item.role, step=visit.step)
    if not pool:
        title = act.release.place_info.role_title(item.role)
        raise RoleUnfilled(where={"step": visit.step}, task=visit.title, role=title)
    alone = pool[0] if len(pool) == 1 else None
    return replace(
        item,
        candidates=tuple(pool),
        owner=alone,
        assignee=alone,
        state=ItemState.IN_HAND if alone else ItemState.TO_CLAIM,
        claimed_at=None,
    )
