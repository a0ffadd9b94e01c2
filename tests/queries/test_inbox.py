"""The lists of the inbox: kept beside the items, and always what the case itself says."""

from datetime import timedelta

import pytest
from sqlalchemy import literal, select

from engine.commands.lighting import light_rules
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.commands.save_draft import SaveDraft, save_draft
from engine.domain.biting import bite_of, biting
from engine.domain.lights import Light, light_of
from engine.domain.sight import Sight, sight
from engine.domain.visit import ItemState
from engine.jobs.job_queue import work
from engine.queries.case_list import Wanted, case_list
from engine.queries.inbox import Narrowed, Page, Tab, inbox
from engine.queries.inbox_lists import SORTS
from engine.queries.inbox_search import TITLES
from engine.queries.looking import Desk, looking
from engine.queries.visible_cases import (
    PLACE,
    Eyes,
    eyes_of,
    hidden_from_watcher,
    may_open,
    whole_for,
)
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.desk_rows import NEVER, people_of, shelf_of
from engine.store.migrate import downgrade, upgrade
from engine.store.search_words import readings_of

BEFORE_LISTS = "0008"
KEPT = (t.work_items, t.item_candidates, t.case_people)


def desk_of(desk, name):
    """Where that person sits."""
    store = desk.stage.house.store
    person = desk.stage.cast.person(name)
    return Desk(office=desk.office, store=store, place=desk.player.place, by=person)


def rows_of(desk, table):
    with reading(desk.engine) as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def kept(desk):
    return {one.name: sorted(map(str, rows_of(desk, one))) for one in KEPT}


def listed(desk, name, tab, **narrowed):
    return [row.item_id for row in inbox(desk_of(desk, name), tab, Narrowed(**narrowed)).rows]


@pytest.mark.parametrize("until", ["P1.2", "P2.7", "P6.6", "R3", "end"])
def test_what_is_kept_for_the_lists_is_what_the_case_says(desk_at, until):
    desk = desk_at(until)
    with looking(desk_of(desk, "section_head"), desk.player.case_id) as act:
        pools = set()
        for row in rows_of(desk, t.work_items):
            item = act.case.items[row["id"]]
            visit = act.case.visits[item.visit_id]
            assert row["shelf"] == shelf_of(act.case, item)
            task = act.release.tasks.get((visit.process, visit.element))
            clock = biting(act.case.clocks.values(), act.case.due_on, task.limit if task else None)
            if clock is None or not item.is_open:
                assert (row["due_on"], row["sort_on"], row["limit_title"]) == (None, NEVER, None)
            else:
                assert row["limit_title"] == clock.title
                assert row["due_on"] == act.case.due_on[clock.id]
            if item.state is ItemState.TO_CLAIM:
                pools |= {(one, item.id, row["sort_on"]) for one in item.candidates}
        people = people_of(act.case)
        ended = act.case.head.ended
    found = rows_of(desk, t.item_candidates)
    assert {(row["person_id"], row["item_id"], row["sort_on"]) for row in found} == pools
    known = rows_of(desk, t.case_people)
    assert {(row["person_id"], row["ended"]) for row in known} == {(one, ended) for one in people}


def test_the_light_of_a_list_is_the_light_of_the_clock_on_every_day(desk_at):
    desk = desk_at("P2.7")
    with looking(desk_of(desk, "section_head"), desk.player.case_id) as act:
        rules = light_rules(act.release)
        for clock in act.case.clocks.values():
            if not clock.is_running:
                continue
            bite = bite_of(clock, act.case.due_on[clock.id], act.calendar, rules)
            for days in range(120):
                at = act.at + timedelta(days=days, hours=5)
                assert bite.light(at) is light_of(clock, at, act.calendar, rules), (clock.key, at)


def test_every_light_narrows_to_its_own_items_and_together_they_are_all(desk_at):
    desk = desk_at("P2.7")
    seen = set()
    for days in (0, 14, 30):
        desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=days))
        for name, tab in (("org_liaison", Tab.TODO), ("lead_handler", Tab.ACTIVE)):
            everything = inbox(desk_of(desk, name), tab).rows
            seen |= {one.light for one in everything}
            for light in Light:
                found = inbox(desk_of(desk, name), tab, Narrowed(light=light)).rows
                assert [one for one in everything if one.light is light] == list(found)
    assert len(seen) > 1


def test_whoever_finds_a_case_in_sql_may_open_it_and_nobody_else(desk):
    """In the list ⇔ may open; also after a recusal, for every person of the place."""
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    desk.player.walk("P2.6")
    for recused in (None, "bureau_head", "lead_handler"):
        if recused is not None:
            with writing(desk.engine) as connection:
                connection.execute(t.cases.update().values(recused=[desk.id_of(recused)]))
                gone = t.case_people.c.person_id == desk.id_of(recused)
                connection.execute(t.case_people.delete().where(gone))
        for name, person in desk.stage.cast.people.items():
            with looking(desk_of(desk, name), desk.player.case_id) as act:
                seen = sight(act.case, person)
            with reading(desk.engine) as connection:
                found = connection.execute(select(t.cases.c.id).where(may_open(person))).scalar()
                whole = connection.execute(
                    select(t.cases.c.id).where(may_open(person), whole_for(person))
                ).scalar()
                asked = (literal(one) for one in (desk.player.place, person.id, person.organ_id))
                hidden = connection.execute(hidden_from_watcher(*asked)).scalar()
            assert (found is not None) is (seen is not Sight.NOTHING), (name, recused)
            assert (whole is not None) is (seen is Sight.WHOLE), (name, recused)
            if eyes_of(person) is Eyes.EVERY:
                assert (hidden is None) is (found is not None), (name, recused)
            listed_cases = case_list(desk_of(desk, name), Wanted()).rows
            assert bool(listed_cases) is (found is not None), (name, recused)


def test_an_item_goes_from_list_to_list(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    item = desk.item("P1.2")
    assert listed(desk, "intake_clerk", Tab.CLAIM) == [item.id]
    assert listed(desk, "intake_clerk#2", Tab.CLAIM) == [item.id]
    (started,) = inbox(desk_of(desk, "intake_clerk"), Tab.STARTED).rows
    assert started.now == "形式审查（待签收）"
    assert listed(desk, "intake_clerk#2", Tab.STARTED) == []
    body = {"is_complete": True}
    order = {"place": desk.player.place, "case_id": desk.player.case_id, "item_id": item.id}
    save_draft(
        desk.office, SaveDraft(key="draft", by=desk.id_of("intake_clerk"), body=body, **order)
    )
    assert listed(desk, "intake_clerk", Tab.DRAFTS) == [item.id]
    assert listed(desk, "intake_clerk#2", Tab.DRAFTS) == []
    desk.player.walk("P1.3")
    assert item.id not in listed(desk, "intake_clerk", Tab.CLAIM)
    assert listed(desk, "intake_clerk", Tab.DRAFTS) == []
    (now_open,) = [one for one in desk.case().items.values() if one.is_open]
    assert now_open.id in {
        *listed(desk, "intake_clerk", Tab.CLAIM),
        *listed(desk, "intake_clerk", Tab.TODO),
        *listed(desk, "intake_clerk", Tab.ACTIVE),
    }


def test_each_title_of_a_task_is_known_once(desk):
    for _ in range(2):
        desk.player.start("P1.1", "intake_clerk", COMPLAINT)
        desk.player.walk("P1.3")
    with reading(desk.engine) as connection:
        known = connection.execute(TITLES, {PLACE.key: desk.player.place}).scalars().all()
        elsewhere = connection.execute(TITLES, {PLACE.key: "999999"}).scalars().all()
    assert sorted(known) == sorted({row["title"] for row in rows_of(desk, t.visits)})
    assert elsewhere == []


def test_drafts_of_two_people_of_one_pool_do_not_touch_each_other(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    item = desk.item("P1.2")
    order = {"place": desk.player.place, "case_id": desk.player.case_id, "item_id": item.id}
    for name, body in (("intake_clerk", {"is_complete": True}), ("intake_clerk#2", {})):
        save_draft(
            desk.office, SaveDraft(key=f"draft {name}", by=desk.id_of(name), body=body, **order)
        )
    with desk.office.store.begin(desk.player.place) as tx:
        assert tx.draft(item.id, desk.id_of("intake_clerk")) == {"is_complete": True}
        assert tx.draft(item.id, desk.id_of("intake_clerk#2")) == {}


def test_a_row_says_why_it_came(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    (row,) = inbox(desk_of(desk, "intake_clerk#2"), Tab.CLAIM).rows
    assert row.why == "由“登记”转来"
    reassign_task(
        desk.office,
        ReassignTask(
            key="give",
            place=desk.player.place,
            by=desk.id_of("section_head"),
            case_id=desk.player.case_id,
            item_id=row.item_id,
            to_person=desk.id_of("intake_clerk#2"),
            reason="熟悉情况",
        ),
    )
    (row,) = inbox(desk_of(desk, "intake_clerk#2"), Tab.TODO).rows
    assert row.why == "改派：熟悉情况"
    desk.player.walk("P2.3")
    desk.player.complete("P2.3", "section_head", {"result": "退回", "opinion": "补充材料"})
    (back,) = inbox(desk_of(desk, "lead_handler"), Tab.TODO).rows
    assert back.why == "被退回：补充材料"


@pytest.mark.parametrize("many", [0, 200])
def test_words_find_the_number_the_title_the_organ_and_the_task(desk, monkeypatch, many):
    monkeypatch.setattr("engine.queries.inbox.MANY_ROWS_MIN", many)
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    (row,) = inbox(desk_of(desk, "intake_clerk"), Tab.CLAIM).rows
    for words in (row.case_no[2:6], row.case_title[3:8], "形式审"):
        assert listed(desk, "intake_clerk", Tab.CLAIM, words=words) == [row.item_id]
    spoken = readings_of(row.case_title).split(" x ")
    for read in spoken:
        words = "".join(one[1:] for one in read.split(" ")[2:6])
        assert listed(desk, "intake_clerk", Tab.CLAIM, words=words) == [row.item_id]
    assert listed(desk, "intake_clerk", Tab.CLAIM, words=f"形式审 {row.case_no[2:6]}") == [
        row.item_id
    ]
    for words in ("%", "_", "没有这样的案件", "' OR 1=1"):
        assert listed(desk, "intake_clerk", Tab.CLAIM, words=words) == []
    assert listed(desk, "intake_clerk", Tab.CLAIM, step="P1.2") == [row.item_id]
    assert listed(desk, "intake_clerk", Tab.CLAIM, step="P1.3") == []
    assert listed(desk, "intake_clerk", Tab.CLAIM, process="proc_acceptance") == [row.item_id]
    assert listed(desk, "intake_clerk", Tab.CLAIM, due_before=row.due_on) == [row.item_id]
    day_before = row.due_on - timedelta(days=1)
    assert listed(desk, "intake_clerk", Tab.CLAIM, due_before=day_before) == []


def test_every_page_of_every_order_shows_each_item_once(desk):
    for _ in range(5):
        desk.player.start("P1.1", "intake_clerk", COMPLAINT)
        desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=1))
    mine = desk_of(desk, "intake_clerk")
    for tab in (Tab.CLAIM, Tab.STARTED, Tab.DONE):
        for sort in ("", *SORTS, *(f"-{one}" for one in SORTS)):
            pages = [inbox(mine, tab, page=Page(number=n, rows=2, sort=sort)) for n in (1, 2, 3)]
            shown = [row.item_id for one in pages for row in one.rows]
            assert (len(shown), len(set(shown))) == (5, 5), (tab, sort)
            assert {(one.total, one.pages) for one in pages} == {(5, 3)}
    beyond = inbox(mine, Tab.CLAIM, page=Page(number=99, rows=2))
    assert (beyond.page, len(beyond.rows)) == (3, 1)


def test_the_organ_sees_neither_the_desks_of_the_bureau_nor_its_reasons(desk_at):
    desk = desk_at("P2.7")
    liaison = desk_of(desk, "org_liaison")
    assert inbox(liaison, Tab.ACTIVE).rows == []
    for tab in Tab:
        for row in inbox(liaison, tab).rows:
            assert (row.now, row.why) == ("", "")


@pytest.mark.parametrize("until", ["P2.7", "R3"])
def test_a_database_without_the_kept_columns_is_filled_as_if_it_had_always_had_them(desk_at, until):
    desk = desk_at(until)
    work(desk.office, desk.stage.house.store, owner="before")
    before = kept(desk)
    downgrade(desk.engine, BEFORE_LISTS)
    upgrade(desk.engine)
    desk.stage.house.store.live.__init__()
    work(desk.office, desk.stage.house.store, owner="after")
    assert kept(desk) == before
