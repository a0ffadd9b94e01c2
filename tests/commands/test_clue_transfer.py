"""镇街与部门线索移送: who hands over, who takes, until when; a ledger of its own, not a case."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from engine.commands.clue_refusals import ClueNamesSomebody, ClueTextUnfit
from engine.commands.clue_texts import CLUE_CHARACTERS_MAX, CLUE_MATERIALS_MAX, readable
from engine.commands.clue_transfer import (
    ReceiveClue,
    receive_clue,
    send_clue,
)
from engine.commands.door import TRIES_MAX
from engine.commands.refusals import Interrupted
from engine.domain.clue import MOVES, ClueState
from engine.domain.people import Organ
from engine.domain.work_calendar import SHANGHAI
from engine.errors import ZhijianError
from engine.queries import clue_ledger as ledger_of
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.register import Register
from tests.commands.clue_yard import (
    BEFORE_QINGMING,
    DEPT,
    DEPT_MAN,
    HEAD,
    OTHER_DEPT,
    STATION_MAN,
    Yard,
)
from tests.commands.desk import PLACE, new_desk
from tests.laws import PROPOSAL, law


@pytest.fixture
def yard(database_address, tmp_path):
    desk = new_desk(tmp_path / "desk", database=database_address)
    town = next(one for one in desk.stage.cast.organs if one.level == "乡镇街道").id
    station = desk.stage.cast.person(STATION_MAN).organ_id
    with writing(desk.engine) as connection:
        depts = [
            Organ(id=DEPT, name="双流区示例执法局", level="县级部门"),
            Organ(id=OTHER_DEPT, name="双流区示例市场局", level="县级部门"),
        ]
        Register(connection, PLACE).enter_organs(depts)
        connection.execute(t.organs.update().where(t.organs.c.id == station).values(parent_id=town))
    for name in ("dept_supervisor#1", "dept_supervisor#2"):
        desk.change_person(name, organ_id=DEPT)
    yield Yard(desk=desk, town=town, station=station)
    desk.engine.dispose()


def test_a_state_leads_only_to_states_there_are_and_what_is_received_stays():
    assert set(MOVES) == set(ClueState)
    assert MOVES[ClueState.RECEIVED] == frozenset()


def test_what_a_department_sends_the_towns_station_receives(yard):
    clue_id = yard.send()["clue_id"]
    assert yard.receive(clue_id)["state"] == "received"
    yard.feedback(clue_id)
    line = yard.ledger()[0]
    assert (line.direction, line.state) == ("部门移镇街", "已接收")
    assert (line.from_organ, line.to_organ) == ("双流区示例执法局", "双流区云雀街道办事处")
    assert line.feedback == "已责令当事人清理完毕。"
    moves = [step.move for step in line.trail]
    assert moves == ["移送线索", "接收线索", "反馈处理情况"]
    assert len(set(line.handed_over_by)) == 2
    assert line.material_count == 3


def test_what_a_town_sends_the_department_receives(yard):
    clue_id = yard.from_town()["clue_id"]
    with yard.desk.refused("clue_not_yours"):
        yard.receive(clue_id)
    yard.receive(clue_id, DEPT_MAN)
    assert yard.ledger()[0].direction == "镇街移部门"


def test_the_bureau_says_who_takes_a_refused_clue(yard):
    clue_id = yard.send()["clue_id"]
    yard.refuse(clue_id)
    yard.at(BEFORE_QINGMING)
    answer = yard.designate(clue_id, DEPT)
    assert (answer["state"], answer["due_on"]) == ("designated", "2026-04-08")
    with yard.desk.refused("clue_not_yours"):
        yard.receive(clue_id)
    with yard.desk.refused("clue_move_not_possible"):
        yard.refuse(clue_id, DEPT_MAN)
    yard.receive(clue_id, DEPT_MAN)
    notes = [step.note for step in yard.ledger()[0].trail]
    assert notes == ["", "不属于本街道的执法事项。", "按权责清单由该机关管辖。", ""]


def test_nobody_but_the_section_head_designates_and_only_what_was_refused(yard):
    clue_id = yard.send()["clue_id"]
    with yard.desk.refused("clue_move_not_possible"):
        yard.designate(clue_id, DEPT)
    yard.refuse(clue_id)
    with yard.desk.refused("clue_not_yours"):
        yard.designate(clue_id, DEPT, by=DEPT_MAN)
    with yard.desk.refused("organ_unknown"):
        yard.designate(clue_id, "f" * 32)


def test_twice_is_once(yard):
    order = yard.sending(key="once")
    first = send_clue(yard.desk.office, order)
    assert send_clue(yard.desk.office, order) == first
    assert len(yard.ledger()) == 1
    received = yard.receive(first["clue_id"], key="take")
    assert yard.receive(first["clue_id"], key="take") == received
    assert len(yard.ledger()[0].trail) == 2


def test_a_key_names_one_order_with_one_content(yard):
    clue_id = yard.send(key="once")["clue_id"]
    with yard.desk.refused("command_key_reused"):
        yard.send(key="once", materials=4)
    with yard.desk.refused("command_key_reused"):
        yard.receive(clue_id, key="once")
    with yard.desk.refused("command_key_malformed"):
        yard.send(key="x" * 121)


def test_of_two_who_answer_at_once_one_is_refused(yard):
    clue_id = yard.send()["clue_id"]

    def attempt(deed):
        try:
            return deed(clue_id)["state"]
        except ZhijianError as error:
            return error.code

    with ThreadPoolExecutor(2) as hands:
        found = list(hands.map(attempt, (yard.receive, yard.refuse)))
    assert found.count("clue_move_not_possible") == 1
    assert len(yard.ledger()[0].trail) == 2


def test_a_clue_received_is_not_received_again_and_feedback_is_given_once(yard):
    clue_id = yard.send()["clue_id"]
    with yard.desk.refused("clue_move_not_possible"):
        yard.feedback(clue_id)
    yard.receive(clue_id)
    with yard.desk.refused("clue_move_not_possible"):
        yard.receive(clue_id)
    yard.feedback(clue_id)
    with yard.desk.refused("clue_move_not_possible") as caught:
        yard.feedback(clue_id)
    assert "已反馈" in caught.value.what_text


def test_only_the_supervisor_of_the_sending_organ_sends(yard):
    for by in (STATION_MAN, HEAD, "lead_handler", "sys_admin"):
        with yard.desk.refused("clue_not_yours") as caught:
            yard.send(by=by)
        assert "双流区示例执法局的部门法制机构监督人员" in caught.value.mend_text


def test_a_supervisor_of_another_organ_neither_sends_nor_receives(yard):
    with yard.desk.refused("clue_not_yours"):
        yard.send(from_organ=OTHER_DEPT)
    clue_id = yard.from_town(to_organ=OTHER_DEPT)["clue_id"]
    with yard.desk.refused("clue_not_yours"):
        yard.receive(clue_id, DEPT_MAN)


def test_who_is_not_of_the_place_does_nothing(yard):
    yard.desk.change_person(DEPT_MAN, active_to=date(2026, 3, 1))
    with yard.desk.refused("person_unknown"):
        yard.send()


def test_both_organs_stand_in_the_register(yard):
    for side in ("from_organ", "to_organ"):
        with yard.desk.refused("organ_unknown"):
            yard.send(**{side: "f" * 32})


def test_what_goes_to_a_town_goes_to_a_town(yard):
    for to_organ in (OTHER_DEPT, DEPT):
        with yard.desk.refused("clue_organs_unfit"):
            yard.send(to_organ=to_organ)


def test_an_unknown_clue_is_not_found(yard):
    with yard.desk.refused("clue_not_found"):
        yard.receive("f" * 32)


def test_two_different_people_hand_the_materials_over(yard):
    one, other = yard.id_of("dept_supervisor#1"), yard.id_of("dept_supervisor#2")
    for people in ((one, one), (one,), ()):
        with yard.desk.refused("two_people_required"):
            yard.send(handed_over_by=people)
    for stranger in (yard.id_of(STATION_MAN), "f" * 32):
        with yard.desk.refused("hand_over_person_unfit"):
            yard.send(handed_over_by=(one, stranger))
    yard.desk.change_person("dept_supervisor#2", active_to=date(2026, 3, 1))
    with yard.desk.refused("hand_over_person_unfit"):
        yard.send(handed_over_by=(one, other))


@pytest.mark.parametrize("text", ["", "  ", "字" * (CLUE_CHARACTERS_MAX + 1), "占道\0经营"])
def test_a_text_is_readable_and_bounded(text):
    with pytest.raises(ClueTextUnfit):
        readable(text, field="线索摘要")


@pytest.mark.parametrize("number", ["13900000001", "51011619900101001X", "510116199001010010"])
def test_the_ledger_keeps_nobodys_number(number):
    with pytest.raises(ClueNamesSomebody):
        readable(f"举报人{number}反映占道经营。", field="线索摘要")


def test_other_numbers_are_no_persons():
    written = readable(" 许可证915101160012号，长12900000001毫米 ", field="线索摘要")
    assert written == "许可证915101160012号，长12900000001毫米"


def test_every_text_of_the_ledger_is_read_so(yard):
    told = "举报人13900000001"
    with yard.desk.refused("clue_names_somebody"):
        yard.send(summary=told)
    clue_id = yard.send()["clue_id"]
    with yard.desk.refused("clue_names_somebody"):
        yard.refuse(clue_id, reason=told)
    yard.refuse(clue_id)
    with yard.desk.refused("clue_names_somebody"):
        yard.designate(clue_id, DEPT, reason=told)
    yard.designate(clue_id, yard.town)
    yard.receive(clue_id)
    with yard.desk.refused("clue_names_somebody"):
        yard.feedback(clue_id, feedback=told)


def test_pieces_are_counted_within_bounds(yard):
    for materials in (-1, CLUE_MATERIALS_MAX + 1):
        with yard.desk.refused("clue_materials_unfit"):
            yard.send(materials=materials)


def test_without_a_release_or_its_limit_nothing_is_sent(yard):
    office = yard.desk.office
    bare = replace(yard.desk.stage.release, limits={})
    with yard.desk.refused("clue_limit_missing"):
        send_clue(replace(office, open_release=lambda *_: bare), yard.sending())
    with writing(yard.desk.engine) as connection:
        connection.execute(t.publications.update().values(in_force_from=BEFORE_QINGMING))
    with yard.desk.refused("no_release"):
        yard.send()


def test_an_interrupted_order_is_tried_to_the_last_time_and_done_once(yard):
    office, told = yard.desk.office, iter([True] * (TRIES_MAX - 1))

    def open_release(*asked):
        if next(told, False):
            raise Interrupted(why="deadlock")
        return office.open_release(*asked)

    send_clue(replace(office, open_release=open_release), yard.sending())
    assert len(yard.ledger()) == 1


@law(PROPOSAL)
def test_a_clue_is_received_within_three_working_days_over_a_holiday(yard):
    yard.at(BEFORE_QINGMING)
    answer = yard.send()
    assert answer["due_on"] == "2026-04-08"
    assert answer["due_at"] == "2026-04-09T00:00:00+08:00"


@law(PROPOSAL)
def test_an_urgent_clue_is_received_within_twenty_four_hours_holiday_or_not(yard):
    yard.at(BEFORE_QINGMING + timedelta(days=1, minutes=30))
    answer = yard.send(is_urgent=True)
    assert answer["due_on"] == "2026-04-04"
    assert answer["due_at"] == "2026-04-04T15:30:00+08:00"


def test_the_last_day_is_in_time_and_the_next_is_overdue(yard):
    yard.at(BEFORE_QINGMING)
    clue_id = yard.send()["clue_id"]
    yard.at(datetime(2026, 4, 8, 23, 59, tzinfo=SHANGHAI))
    assert not yard.ledger()[0].is_overdue
    yard.at(datetime(2026, 4, 9, 0, 0, tzinfo=SHANGHAI))
    assert yard.ledger()[0].is_overdue
    yard.receive(clue_id)
    assert yard.ledger()[0].is_overdue  # it came late, and stays so


def test_what_was_answered_in_time_never_becomes_overdue(yard):
    received, refused = yard.send()["clue_id"], yard.send()["clue_id"]
    yard.receive(received)
    yard.refuse(refused)
    yard.at(BEFORE_QINGMING)
    yard.feedback(received)
    assert [line.is_overdue for line in yard.ledger()] == [False, False]


def test_the_ledger_is_newest_first_page_by_page(yard, monkeypatch):
    sent = []
    for hours in range(3):
        yard.at(BEFORE_QINGMING + timedelta(hours=hours))
        sent.append(yard.send()["clue_id"])
    assert [line.clue_id for line in yard.ledger()] == sent[::-1]
    monkeypatch.setattr(ledger_of, "LEDGER_ROWS_MAX", 2)
    assert [line.clue_id for line in yard.ledger()] == sent[:0:-1]
    assert [line.clue_id for line in yard.ledger(page=1)] == sent[:1]


def test_each_sees_the_clues_of_the_own_organ_and_the_leaders_see_all(yard):
    with_dept = yard.from_town()["clue_id"]
    elsewhere = yard.from_town(to_organ=OTHER_DEPT)["clue_id"]

    def seen(by):
        return {line.clue_id for line in yard.ledger(by)}

    assert seen(HEAD) == seen("bureau_head") == seen(STATION_MAN) == {with_dept, elsewhere}
    assert seen(DEPT_MAN) == {with_dept}
    assert seen("sys_admin") == seen("org_liaison") == set()


def test_another_place_has_a_ledger_of_its_own(yard):
    clue_id = yard.send()["clue_id"]
    order = yard.order(ReceiveClue, clue_id, STATION_MAN)
    with yard.desk.refused("clue_not_found"):
        receive_clue(yard.desk.office, replace(order, place="370200"))
