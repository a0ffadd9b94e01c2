"""补录: what ended on paper stands in the register with its own days and number, and is found."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from engine.commands.attach_file import refuse_unless_attaching
from engine.commands.enter_paper_case import EnterPaperCase, enter_paper_case
from engine.commands.operate import Operate, operate
from engine.domain.history import replay
from engine.errors import ZhijianError
from engine.queries.case_file import case_file
from engine.queries.paper_cases import paper_form, paper_window
from engine.queries.search import search
from engine.queries.similar_cases import ToCompare, similar_cases
from engine.store.audit import verify
from engine.store.connection import writing
from engine.store.number_series import begin_series
from tests.commands.desk import PLACE, everything, new_desk
from tests.commands.test_case_volume import looker

ORGAN = "双流区云雀街道办事处"
NAME, PHONE = "闻人示例", "13912340000"
SERIES = "双执监案〔2026〕{seq}号"
PAPER = {
    "case_no": "双府执监〔2024〕第3号",
    "case_cause": "云雀街道未出示证件检查案",
    "org_name": ORGAN,
    "case_source": "complaint",
    "received_date": "2025-11-03",
    "filed_date": "2025-11-10",
    "closed_date": "2026-01-15",
    "outcome": "opinion_and_corrected",
    "name": NAME,
    "phone": PHONE,
    "volume_place": "档案室3柜2026-15盒",
}


@pytest.fixture
def desk(database_address, tmp_path):
    made = new_desk(tmp_path / "desk", database=database_address)
    yield made
    made.engine.dispose()


def enter(desk, by="section_head", *, key=None, **changed):
    body = {name: value for name, value in {**PAPER, **changed}.items() if value is not None}
    order = EnterPaperCase(
        key=key or desk.office.ids.next(), place=PLACE, by=desk.id_of(by), body=body
    )
    answer = enter_paper_case(desk.office, order)
    desk.player.case_id = str(answer["case_id"])
    return answer


def test_the_days_are_those_of_the_paper_and_the_log_says_when_they_were_entered(desk):
    enter(desk)
    head = desk.case().head
    assert (head.case_no, head.status, head.ended) == (PAPER["case_no"], "archived", True)
    assert (head.registered_at.date(), head.filed_on) == (date(2025, 11, 3), date(2025, 11, 10))
    (line,) = [one for one in desk.player.log() if type(one.event).__name__ == "PaperCaseEntered"]
    assert line.at == desk.stage.clock.now()
    assert line.effective_at.date() == date(2026, 1, 15)
    assert line.actor == desk.id_of("section_head")


def test_nothing_of_its_course_is_invented(desk):
    enter(desk)
    case = desk.case()
    assert [*case.visits, *case.items, *case.clocks, *case.documents] == []
    assert case_file(looker(desk, "section_head"), desk.player.case_id).acts == []
    with desk.refused("case_ended_on_paper"):
        named = {"place": PLACE, "by": desk.id_of("section_head"), "case_id": case.head.id}
        operate(desk.office, Operate(key="k", verb="review_file", **named))


def test_its_page_says_that_it_was_entered_afterwards_and_names_nobody(desk):
    enter(desk)
    page = case_file(looker(desk, "section_head"), desk.player.case_id)
    cover = dict(page.cover)
    assert page.flags == ["补录"]
    assert "2026年3月2日" in cover["补录"]
    assert cover["卷宗存放位置"] == PAPER["volume_place"]
    assert cover["办理结果"] == "意见书（通知书）后已纠正"
    assert [one.what for one in page.log if not one.minor][-1] == "补录纸质案件"
    assert page.complainant == []
    assert NAME not in str(page.log) + str(cover)


def test_it_is_found_by_number_words_and_whoever_complained(desk):
    enter(desk)
    head = looker(desk, "section_head")
    for asked in (PAPER["case_no"], "未出示证件", NAME):
        assert [one.case_id for one in search(head, asked).rows if one.kind == "case"] == [
            desk.player.case_id
        ]
    (same,) = similar_cases(
        looker(desk, "intake_clerk"), ToCompare(organ_name=ORGAN, words=(NAME, "", ""))
    )
    assert (same.no, list(same.why)) == (PAPER["case_no"], ["同一投诉举报人", "同一被投诉机关"])
    assert same.case_id is None  # who has no part in it is told of it, not into it


def test_its_log_proves_itself_and_gives_the_same_case(desk):
    enter(desk)
    secrecy = desk.stage.house.store.secrecy
    assert verify(desk.engine, place=PLACE, secrecy=secrecy).faults == ()
    again = replay(desk.player.log()).head
    assert (again.case_no, again.closed_on, again.flags) == (
        PAPER["case_no"],
        date(2026, 1, 15),
        frozenset({"paper"}),
    )
    with writing(desk.engine) as connection:
        connection.execute(text("UPDATE bodies SET sha256 = 'changed'"))
    (fault,) = verify(desk.engine, place=PLACE, secrecy=secrecy).faults
    assert fault.what == "所附表单内容被改动"


def test_entered_twice_it_is_one_case(desk):
    first = enter(desk, key="once")
    assert enter(desk, key="once") == first
    with desk.refused("paper_number_taken"):
        enter(desk)


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"closed_date": "2026-03-03"}, "closed_date", "in_future"),
        ({"closed_date": "2025-11-02", "filed_date": None}, "closed_date", "before_start"),
        ({"filed_date": "2025-11-02"}, "filed_date", "before_start"),
        ({"filed_date": "2026-01-16"}, "closed_date", "before_start"),
        ({"received_date": None}, "received_date", "required"),
        ({"case_cause": f"关于{NAME}投诉的案件"}, "case_cause", "identity_leak"),
    ],
)
def test_days_that_cannot_be_and_names_in_the_title_are_refused(desk, changed, field, reason):
    with desk.refused("form_invalid") as caught:
        enter(desk, **changed)
    assert caught.value.fields[field] == reason


@pytest.mark.parametrize("by", ["intake_clerk", "bureau_head", "org_liaison", "sys_admin"])
def test_only_whom_the_place_names_enters_cases(desk, by):
    with desk.refused("not_your_task"):
        enter(desk, by)
    assert not paper_window(looker(desk, by)).open


def test_after_the_last_day_nothing_is_entered_and_nothing_attached(desk):
    head = looker(desk, "section_head")
    assert paper_window(head).until == date(2026, 12, 31)
    assert paper_form(head).values == {}
    enter(desk)
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=365))
    assert not paper_window(head).open
    with desk.refused("paper_entry_closed") as caught:
        enter(desk, case_no="双府执监〔2024〕第4号")
    assert "2026-12-31" in str(caught.value)


def test_a_number_of_ours_is_not_taken_in_advance(desk):
    with desk.refused("paper_number_ours"):
        enter(desk, case_no="双执监案〔2026〕5号")
    with writing(desk.engine) as connection:
        begin_series(connection, PLACE, SERIES, 2026, last=5)
    enter(desk, case_no="双执监案〔2026〕5号")
    with desk.refused("paper_number_ours"):
        enter(desk, case_no="双执监案〔2026〕6号")
    enter(desk, case_no="双执监案〔2025〕6号")


def test_its_volume_is_attached_by_whoever_may_enter_it(desk):
    enter(desk)
    with desk.office.store.begin(PLACE) as tx:
        act = desk.player.act_of_nobody(tx, tx.case(desk.player.case_id))
        act.by = desk.stage.cast.person("section_head")
        refuse_unless_attaching(act)
        for by, code in (("intake_clerk", "case_not_found"), ("bureau_head", "not_your_task")):
            act.by = desk.stage.cast.person(by)
            with pytest.raises(ZhijianError) as caught:
                refuse_unless_attaching(act)
            assert caught.value.code == code
    assert NAME not in str(everything(desk.engine))
