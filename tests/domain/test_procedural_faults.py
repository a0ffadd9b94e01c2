"""程序性问题: what is 缺件, 越序, 越权, 未回避, and what is none of them."""

from dataclasses import replace
from datetime import date

import pytest

from engine.domain import events as ev
from engine.domain.case import Case, CaseHead
from engine.domain.document import Document
from engine.domain.events import Logged
from engine.domain.people import Person
from engine.domain.procedural_faults import FaultKind, Rulebook, faults_of
from engine.domain.visit import ItemState, Visit, WorkItem
from tests.domain.clocks import at

SEAL = "示例区司法局"
PERSON = Person(
    id="p1",
    login="p1",
    name="赵示例",
    organ_id="bureau",
    roles=frozenset({"lead_handler"}),
    certificate_no="示例001",
    certificate_to=date(2026, 6, 30),
    active_from=date(2026, 1, 1),
    active_to=date(2026, 12, 31),
)
NOTICE = Document(
    id="d1",
    kind="D04",
    title="立案通知书",
    doc_no="示执监通〔2026〕1号",
    drafted_at=at("2026-03-02 09:00"),
    signed_at=at("2026-03-03 09:00"),
    seal=SEAL,
    sealed_at=at("2026-03-03 15:00"),
    served_on=date(2026, 3, 4),
)


def a_case(*documents: Document, **head) -> Case:
    case = Case(CaseHead(id="c", place="p", release_id="r", entry="e", query_code_hash="", **head))
    for one in documents:
        case.documents[one.id] = one
    return case


def does(case: Case, closed: str, *, role="lead_handler", state=ItemState.DONE) -> Case:
    """`PERSON` did the task 调查 at that moment."""
    number = str(len(case.items))
    opened = {"opened_at": at("2026-03-02 09:00")}
    visit = Visit(
        id=f"v{number}", token_id=number, process="p", element="e", step="P3.3", form="",
        roles=(role,), title="调查", **opened,
    )  # fmt: skip
    item = WorkItem(
        id=f"i{number}", visit_id=visit.id, role=role, assignee="p1", candidates=(), **opened
    )
    case.visits[visit.id] = visit
    case.items[item.id] = replace(item, state=state, closed_at=at(closed))
    return case


def marks(case: Case, *log: Logged, person: Person = PERSON) -> list[tuple[FaultKind, str, str]]:
    rules = Rulebook(
        to_serve=frozenset({"D04"}),
        certified_roles=frozenset({"lead_handler"}),
        people={person.id: person},
    )
    return [(one.kind, str(one.on), one.why) for one in faults_of(case, log, rules)]


def kinds(case: Case, *log: Logged, **more) -> list[FaultKind]:
    return [one[0] for one in marks(case, *log, **more)]


def told(seq: int, when: str, event: ev.Event) -> Logged:
    return Logged(seq=seq, at=at(when), actor="p2", event=event)


CLOSED = {
    "accepted_on": date(2026, 3, 2),
    "filed_on": date(2026, 3, 2),
    "closed_on": date(2026, 4, 20),
}


def test_a_case_done_in_order_has_no_mark():
    assert marks(does(a_case(NOTICE, **CLOSED), "2026-03-05 10:00")) == []


# --- 缺件 --------------------------------------------------------------------------------------


def test_what_was_signed_and_never_sealed_is_missing_once_the_case_is_closed():
    unsealed = replace(NOTICE, sealed_at=None, served_on=None)
    found = marks(a_case(unsealed, **CLOSED))
    assert found == [(FaultKind.MISSING_PAPER, "2026-04-20", "已经签发，结案时没有用印")]


def test_what_had_to_be_served_and_was_not_is_missing():
    (found,) = marks(a_case(replace(NOTICE, served_on=None), **CLOSED))
    assert found[0] is FaultKind.MISSING_PAPER
    assert "没有送达" in found[2]


@pytest.mark.parametrize(
    "paper",
    [
        replace(NOTICE, signed_at=None, sealed_at=None, served_on=None),
        replace(NOTICE, sealed_at=None, served_on=None, void_reason="收回"),
        replace(NOTICE, kind="D03", seal=None, sealed_at=None, served_on=None),
    ],
    ids=["a draft", "void", "a form that is neither sealed nor served"],
)
def test_what_need_not_go_out_is_not_missing(paper):
    assert kinds(a_case(paper, **CLOSED)) == []


def test_nothing_is_missing_while_the_case_runs():
    open_case = a_case(replace(NOTICE, served_on=None), accepted_on=date(2026, 3, 2))
    assert kinds(open_case) == []


# --- 越序 --------------------------------------------------------------------------------------


def test_what_was_filed_before_it_was_accepted_is_out_of_order():
    case = a_case(accepted_on=date(2026, 3, 5), filed_on=date(2026, 3, 4))
    why = "立案日期2026-03-04早于受理日期2026-03-05"
    assert marks(case) == [(FaultKind.OUT_OF_ORDER, "2026-03-04", why)]


def test_what_was_closed_before_it_was_filed_is_out_of_order():
    case = a_case(filed_on=date(2026, 3, 4), closed_on=date(2026, 3, 3))
    assert kinds(case) == [FaultKind.OUT_OF_ORDER]


def test_the_same_day_is_in_order():
    same = date(2026, 3, 4)
    assert kinds(a_case(accepted_on=same, filed_on=same, closed_on=same)) == []


def test_what_was_served_before_its_seal_is_out_of_order():
    (found,) = marks(a_case(replace(NOTICE, served_on=date(2026, 3, 2))))
    assert found == (
        FaultKind.OUT_OF_ORDER, "2026-03-02", "送达日期2026年3月2日早于用印日期2026年3月3日"
    )  # fmt: skip


def test_what_was_sealed_before_it_was_signed_is_out_of_order():
    early = replace(NOTICE, sealed_at=at("2026-03-02 15:00"))
    (found,) = marks(a_case(early))
    assert (found[0], "早于签发日期" in found[2]) == (FaultKind.OUT_OF_ORDER, True)


# --- 越权 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2025-12-31 10:00", "2027-01-01 10:00"])
def test_who_was_not_in_office_that_day_acted_beyond_his_powers(day):
    (found,) = marks(does(a_case(), day))
    assert (found[0], found[2]) == (FaultKind.BEYOND_POWERS, "办理人当日已不在岗")


def test_who_had_no_valid_certificate_that_day_acted_beyond_his_powers():
    assert kinds(does(a_case(), "2026-06-30 23:00")) == []
    (found,) = marks(does(a_case(), "2026-07-01 00:00"))
    assert (found[0], found[2]) == (FaultKind.BEYOND_POWERS, "办理人当日没有有效的监督证")


def test_a_role_without_certificate_asks_for_none():
    nobody = replace(PERSON, certificate_no=None)
    assert kinds(does(a_case(), "2026-03-05", role="bureau_head"), person=nobody) == []
    assert kinds(does(a_case(), "2026-03-05"), person=nobody) == [FaultKind.BEYOND_POWERS]


def test_what_the_machine_closed_was_done_by_nobody():
    case = does(a_case(), "2027-01-01 10:00", state=ItemState.CLOSED_BY_SYSTEM)
    assert kinds(case) == []


# --- 未回避 ------------------------------------------------------------------------------------


def recusal(begin: str, end: str | None, person: str = "p1") -> list[Logged]:
    asked = told(1, begin, ev.RecusalRequested(person_id=person))
    if end is None:
        return [asked]
    return [asked, told(2, end, ev.RecusalGranted(person_id=person, replacement="p3"))]


def test_who_acts_while_his_recusal_is_examined_and_granted_did_not_leave():
    case = does(a_case(), "2026-03-05 10:00")
    (found,) = marks(case, *recusal("2026-03-05 10:00", "2026-03-06 10:00"))
    assert (found[0], found[1]) == (FaultKind.NOT_RECUSED, "2026-03-05")


@pytest.mark.parametrize(
    "log",
    [
        recusal("2026-03-05 10:01", "2026-03-06 10:00"),
        recusal("2026-03-04 10:00", "2026-03-05 10:00"),
        recusal("2026-03-04 10:00", None),
        recusal("2026-03-04 10:00", "2026-03-06 10:00", person="p9"),
    ],
    ids=["before he was asked", "after the grant another acts", "never granted", "another person"],
)
def test_other_acts_are_no_such_fault(log):
    assert kinds(does(a_case(), "2026-03-05 10:00"), *log) == []


# --- together ----------------------------------------------------------------------------------


def test_marks_stand_in_the_order_of_their_days():
    case = does(a_case(replace(NOTICE, served_on=None), **CLOSED), "2025-12-31 10:00")
    assert kinds(case) == [FaultKind.BEYOND_POWERS, FaultKind.MISSING_PAPER]
    assert {one.label for one in FaultKind} == {"缺件", "越序", "越权", "未回避"}
