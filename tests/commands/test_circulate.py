"""传阅: to whom a case may be sent for reading, and what comes of it."""

import pytest
from sqlalchemy import insert, select

from engine.commands.circulate import (
    READERS_MAX,
    WORDS_CHARACTERS_MAX,
    CirculateCase,
    OpenCirculation,
    circulate_case,
    open_circulation,
)
from engine.domain.sight import Sight, sight
from engine.queries.case_circulation import readers
from engine.queries.inbox import Narrowed, Page, Tab, inbox
from engine.queries.inbox_lists import SORTS
from engine.queries.looking import Desk as Looker
from engine.store import tables as t
from engine.store.case_rows import read_log
from engine.store.circulation_rows import write_circulations
from engine.store.connection import reading, writing

WORDS = "请阅看调查意见"


@pytest.fixture
def desk(desk_at):
    return desk_at("P2.7")


def order_of(desk, by, **more):
    about = {"place": desk.player.place, "case_id": desk.player.case_id}
    return {"key": desk.office.ids.next(), "by": desk.id_of(by), **about, **more}


def send(desk, by, *to, words=WORDS, **more):
    ids = tuple(desk.id_of(one) for one in to)
    return circulate_case(
        desk.office, CirculateCase(readers=ids, words=words, **order_of(desk, by, **more))
    )


def opened(desk, by):
    return open_circulation(desk.office, OpenCirculation(**order_of(desk, by)))["opened"]


def looker(desk, name):
    person = desk.stage.cast.person(name)
    store = desk.stage.house.store
    return Looker(office=desk.office, store=store, place=desk.player.place, by=person)


def listed(desk, name, **narrowed):
    return inbox(looker(desk, name), Tab.COPIED, Narrowed(**narrowed)).rows


def rows_of(engine):
    with reading(engine) as connection:
        found = connection.execute(select(t.circulations)).mappings()
        return sorted((dict(row) for row in found), key=str)


def test_a_colleague_finds_it_in_his_tab_unread_until_he_opens_it(desk):
    send(desk, "lead_handler", "section_head", "bureau_head")
    (row,) = listed(desk, "section_head")
    assert (row.case_id, row.whose, row.why) == (
        desk.player.case_id,
        desk.stage.cast.person("lead_handler").name,
        WORDS,
    )
    assert row.closed_at is None
    assert opened(desk, "section_head") == 1
    (read,) = listed(desk, "section_head")
    assert read.closed_at == desk.stage.clock.now()
    assert opened(desk, "section_head") == 0
    (other,) = listed(desk, "bureau_head")
    assert other.closed_at is None
    assert listed(desk, "lead_handler") == []


def test_every_reader_is_told_without_the_words(desk):
    send(desk, "lead_handler", "section_head", "bureau_head")
    with reading(desk.engine) as connection:
        told = connection.execute(
            select(t.notices).where(t.notices.c.subject.like("传阅%"))
        ).mappings()
        found = {row["person_id"]: row["text"] for row in told}
    assert found.keys() == {desk.id_of("section_head"), desk.id_of("bureau_head")}
    assert not any(WORDS in text for text in found.values())


def test_it_stands_in_the_log_and_the_log_tells_the_rows(desk):
    send(desk, "lead_handler", "section_head", "bureau_head")
    send(desk, "bureau_head", "section_head", words="并请提出意见")
    opened(desk, "section_head")
    kept = rows_of(desk.engine)
    assert len(kept) == 3
    head = desk.case().head
    with writing(desk.engine) as connection:
        connection.execute(t.circulations.delete())
        log = list(read_log(connection, head.place, head.id))
        write_circulations(connection, head, log)
    assert rows_of(desk.engine) == kept
    assert [type(line.event).__name__ for line in log[-3:]] == [
        *("CaseCirculated", "CaseCirculated", "CirculationOpened")
    ]


@pytest.mark.parametrize("reader", ["org_liaison", "expert", "sys_admin", "lead_handler"])
def test_nobody_is_sent_what_he_could_not_open(desk, reader):
    with desk.refused("circulation_refused"):
        send(desk, "lead_handler", "section_head", reader)


def test_whoever_left_the_case_or_the_house_is_sent_nothing(desk):
    send(desk, "lead_handler", "section_head", "bureau_head")
    assert len(listed(desk, "section_head")) == 1
    with writing(desk.engine) as connection:
        connection.execute(t.cases.update().values(recused=[desk.id_of("section_head")]))
        gone = t.case_people.c.person_id == desk.id_of("section_head")
        connection.execute(t.case_people.delete().where(gone))
    desk.stage.house.store.live.__init__()
    assert listed(desk, "section_head") == []
    with desk.refused("circulation_refused"):
        send(desk, "lead_handler", "section_head")
    desk.change_person("bureau_head", active_to=desk.stage.clock.now().date().replace(year=2020))
    with desk.refused("circulation_refused"):
        send(desk, "lead_handler", "bureau_head")
    with desk.refused("circulation_refused") as caught:
        circulate_case(
            desk.office,
            CirculateCase(readers=("nobody",), words=WORDS, **order_of(desk, "lead_handler")),
        )
    assert "名录中没有" in str(caught.value)


@pytest.mark.parametrize("name", ["org_liaison", "expert", "sys_admin"])
def test_whoever_sees_not_the_whole_case_neither_sends_nor_opens(desk, name):
    with desk.refused("case_not_found"):
        send(desk, name, "section_head")
    with desk.refused("case_not_found"):
        opened(desk, name)
    with desk.refused("case_not_found"):
        readers(looker(desk, name), desk.player.case_id)
    assert listed(desk, name) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "required"),
        ("　 ", "required"),
        ("阅" * (WORDS_CHARACTERS_MAX + 1), "too_long"),
        ("请\u202e阅", "forbidden_characters"),
    ],
)
def test_the_line_says_something_and_not_too_much(desk, words, fault):
    with desk.refused("form_invalid") as caught:
        send(desk, "lead_handler", "section_head", words=words)
    assert caught.value.fields == {"words": fault}


def test_there_are_some_readers_and_not_too_many(desk):
    with desk.refused("form_invalid") as caught:
        send(desk, "lead_handler")
    assert caught.value.fields == {"readers": "required"}
    many = tuple(f"{one}" for one in range(READERS_MAX + 1))
    with desk.refused("form_invalid") as caught:
        circulate_case(
            desk.office,
            CirculateCase(readers=many, words=WORDS, **order_of(desk, "lead_handler")),
        )
    assert caught.value.fields == {"readers": "too_many"}


def test_sent_twice_with_one_key_it_is_sent_once_to_each(desk):
    for _ in range(2):
        send(desk, "lead_handler", "section_head", "section_head", key="once")
    assert len(listed(desk, "section_head")) == 1


def test_the_choice_is_exactly_those_it_may_be_sent_to(desk):
    """Also where the complainant holds a task of the case: he is nobody's colleague."""
    case = desk.case()
    found = {one.person_id for one in readers(looker(desk, "lead_handler"), case.head.id)}
    others = {person.id: person for person in desk.stage.cast.people.values()}
    del others[desk.id_of("lead_handler")]
    assert found == {one for one, person in others.items() if sight(case, person) is Sight.WHOLE}
    item = desk.item("P2.7")
    with writing(desk.engine) as connection:
        mine = t.work_items.c.id == item.id
        connection.execute(
            t.work_items.update().where(mine).values(candidates=["complainant"], assignee=None)
        )
    desk.stage.house.store.live.__init__()
    assert found == {one.person_id for one in readers(looker(desk, "lead_handler"), case.head.id)}


def test_an_open_page_stays_good_while_the_case_is_circulated(desk):
    seen = desk.case().head.version
    send(desk, "bureau_head", "section_head")
    opened(desk, "section_head")
    send(desk, "lead_handler", "bureau_head", seen_version=seen)
    assert desk.case().head.acted_version <= seen


def test_the_tab_is_searched_sorted_and_paged(desk):
    for number in range(5):
        send(desk, "lead_handler", "section_head", words=f"第{number}次")
    head = desk.case().head
    assert len(listed(desk, "section_head", words=head.title[2:6])) == 5
    assert listed(desk, "section_head", words="没有这样的案件") == []
    assert listed(desk, "section_head", words="%") == []
    assert listed(desk, "section_head", step="P2.7") == []
    mine = looker(desk, "section_head")
    for sort in ("", *SORTS, *(f"-{one}" for one in SORTS)):
        pages = [inbox(mine, Tab.COPIED, page=Page(number=n, rows=2, sort=sort)) for n in (1, 2, 3)]
        shown = [row.item_id for one in pages for row in one.rows]
        assert (len(shown), len(set(shown))) == (5, 5), sort
        assert {(one.total, one.counts[Tab.COPIED]) for one in pages} == {(5, 5)}
    newest = inbox(mine, Tab.COPIED).rows[0]
    assert newest.why == "第4次"


def test_a_sending_to_another_place_is_none_of_ours(desk):
    send(desk, "lead_handler", "section_head")
    (row,) = rows_of(desk.engine)
    with writing(desk.engine) as connection:
        connection.execute(insert(t.places), {"code": "999999", "title": "别处"})
        bundle = connection.execute(select(t.releases)).mappings().first()
        connection.execute(insert(t.releases), {**bundle, "place": "999999"})
        case = connection.execute(select(t.cases)).mappings().first()
        connection.execute(insert(t.cases), {**case, "place": "999999"})
        connection.execute(insert(t.circulations), {**row, "place": "999999", "id": "f" * 32})
    assert len(listed(desk, "section_head")) == 1
