"""检索: any two characters find what they should, and nobody finds what he may not open."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from engine.commands.refusals import CaseNotFound
from engine.domain.separation import THREE_ADMINISTRATORS
from engine.jobs.indexing import INDEX_AGAIN, index_page
from engine.queries.case_file import case_file, visible_documents
from engine.queries.case_list import Wanted, case_list
from engine.queries.looking import Desk, looking
from engine.queries.roster_pages import PeopleAsked, people_page
from engine.queries.search import BY_COMPLAINANT, search
from engine.scenarios.demo import COMPLAINT, ORGANS
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.job_rows import due_jobs
from engine.store.migrate import downgrade, upgrade
from engine.store.search_index import rebuild_all
from engine.store.search_words import READINGS_MAX, phrases, readings_of, tokens, words_of
from tests.commands.desk import PLACE

ORGAN = ORGANS[0]["name"]


@pytest.fixture
def yard(desk):
    """A place with one case that has been filed, on each kind of database."""
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    desk.player.walk("P3.3")
    return desk


def at(yard, name):
    office, store = yard.office, yard.stage.house.store
    return Desk(office=office, store=store, place=PLACE, by=yard.stage.cast.person(name))


def found(yard, name, asked, kind=None):
    rows = search(at(yard, name), asked).rows
    return {one.id for one in rows if kind in {None, one.kind}}


def test_any_two_characters_of_a_title_or_number_find_the_case(yard):
    head = yard.case().head
    for text in (head.title, head.case_no, head.intake_no):
        for two in pairwise(text):
            if len(tokens("".join(two))) == 2:
                asked = "".join(two)
                assert found(yard, "section_head", asked, "case") == {head.id}, asked


@pytest.mark.parametrize(
    "asked", ["云道", "监督云雀", "不存在的", "", "  ", '"', "云雀 不存在", "*"]
)
def test_what_is_not_written_so_is_not_found(yard, asked):
    assert found(yard, "section_head", asked) == set()


@pytest.mark.parametrize("asked", ["云雀街道", "云雀 监督", "ＹＱＪＤ", "slq", "云", "yqjdbsc"])
def test_words_and_initials_find_case_and_organ(yard, asked):
    assert found(yard, "section_head", asked)


def test_people_are_found_by_name_and_by_initials(yard):
    person = yard.stage.cast.person("lead_handler")
    letters, syllables = (one.split(" ") for one in readings_of(person.name).split(" x ")[:2])
    spoken = ["".join(one[1:] for one in read) for read in (letters, syllables)]
    for asked in (person.name, person.name[:2], *spoken):
        assert person.id in found(yard, "section_head", asked, "person"), asked


def test_in_the_list_is_what_one_may_open(yard):
    """For everybody of the register: found ⇔ may be opened; of documents too."""
    case_id = yard.player.case_id
    titles = {one.id: one.title for one in yard.case().documents.values()}
    seen = 0
    for name in yard.stage.cast.people:
        desk = at(yard, name)
        try:
            case_file(desk, case_id)
            may = True
        except CaseNotFound:
            may = False
        assert found(yard, name, "云雀", "case") == ({case_id} if may else set()), name
        with looking(desk, case_id) as act:
            readable = {one.id for one in visible_documents(act, desk.by)} if may else set()
        listed = {
            one for text in set(titles.values()) for one in found(yard, name, text, "document")
        }
        assert listed == readable, name
        seen += may
    assert 5 < seen < len(yard.stage.cast.people)


def test_the_three_administrators_find_nothing(yard):
    for role in THREE_ADMINISTRATORS:
        assert found(yard, role, "云雀") == set()


def test_the_organ_looks_up_nobody_and_no_other_organ(yard):
    assert found(yard, "org_liaison", "演示") == set()
    assert found(yard, "org_liaison", "司法局", "organ") == set()
    assert len(found(yard, "org_liaison", "云雀", "organ")) == 1


def test_a_complainant_is_found_by_the_whole_name_by_those_who_may_know_it(yard):
    case_id = yard.player.case_id
    for asked in (COMPLAINT["name"], COMPLAINT["phone"], f" {COMPLAINT['name']} "):
        rows = search(at(yard, "section_head"), asked).rows
        assert [(one.id, one.by) for one in rows] == [(case_id, BY_COMPLAINANT)], asked
    handler = yard.case().head.handlers[0]
    for name, person in yard.stage.cast.people.items():
        rows = search(at(yard, name), COMPLAINT["name"]).rows
        may = person.id == handler or bool(
            person.roles & {"intake_clerk", "section_head", "bureau_deputy", "bureau_head"}
        )
        if may:
            assert rows, name
        elif person.id not in yard.case().head.handlers:
            assert not rows, name
    assert found(yard, "section_head", COMPLAINT["name"][:2]) == set()


def test_no_name_of_a_complainant_is_in_the_index(yard):
    kept = words_of(COMPLAINT["name"])
    with reading(yard.engine) as connection:
        rows = connection.execute(select(t.search_rows)).mappings().all()
        words = connection.execute(select(t.identity_words.c.word_hmac)).scalars().all()
    assert rows
    assert words
    assert not [row for row in rows if kept in row["words"] or COMPLAINT["name"] in row["title"]]


def listed(yard, name, asked):
    return {one.case_id for one in case_list(at(yard, name), Wanted(words=asked)).rows}


ASKED = "云雀街道", "云雀 监督", "ＹＱＪＤ", "yunque", "yqjdbsc", "雀街", "云道", "%", "不存在"


def test_the_list_of_cases_finds_what_the_search_finds(yard):
    for name in ("section_head", "lead_handler", "org_liaison", "sys_admin", "co_handler"):
        for asked in ASKED:
            assert listed(yard, name, asked) == found(yard, name, asked, "case"), (name, asked)


def test_the_administrators_list_of_people_finds_how_a_name_is_read(yard):
    person = yard.stage.cast.person("lead_handler")
    letters, syllables = (one.split(" ") for one in readings_of(person.name).split(" x ")[:2])
    for asked in ("".join(one[1:] for one in read) for read in (letters, syllables)):
        page = people_page(at(yard, "sys_admin"), PeopleAsked(text=asked))
        assert person.id in {one.person.id for one in page.rows}
    assert not people_page(at(yard, "sys_admin"), PeopleAsked(text="zzzz")).rows


def kept_rows(yard):
    query = select(t.search_rows).order_by(t.search_rows.c.id)
    with reading(yard.engine) as connection:
        return connection.execute(query).all()


def test_what_was_cut_otherwise_is_found_all_the_while_and_cut_anew_in_pages(yard, monkeypatch):
    """As after the step of the database: killed after any page, the next goes on."""
    monkeypatch.setattr("engine.store.search_index.AGAIN_AT_ONCE", 1)
    before = kept_rows(yard)
    downgrade(yard.engine, "0017")
    upgrade(yard.engine)
    assert not [row for row in kept_rows(yard) if row.pairs]
    pages = 0
    while waiting := [
        one for one in due_jobs(yard.engine, yard.office.clock.now()) if one.kind == INDEX_AGAIN
    ]:
        assert listed(yard, "section_head", "云雀街道") == {yard.player.case_id}
        assert found(yard, "section_head", "云雀街道", "case") == {yard.player.case_id}
        (page,) = waiting
        index_page(yard.office, yard.stage.house.store, page)
        index_page(yard.office, yard.stage.house.store, page)  # a second worker: done once
        pages += 1
    assert pages > len(yard.stage.cast.people)
    assert kept_rows(yard) == before


def test_an_index_made_anew_is_the_same(yard):
    query = select(t.search_rows).order_by(t.search_rows.c.id)
    with reading(yard.engine) as connection:
        before = connection.execute(query).all()
    with writing(yard.engine) as connection:
        assert rebuild_all(connection) == len(before)
    with reading(yard.engine) as connection:
        assert connection.execute(query).all() == before
    assert found(yard, "section_head", "云雀", "case") == {yard.player.case_id}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("川双12号", ["h5ddd", "h53cc", "d1", "d2", "h53f7"]),
        ("ＡＢ－ab", ["wab", "wab"]),
        ("〔2026〕", ["d2", "d0", "d2", "d6"]),
        ("𠮷", ["h20bb7"]),
        ("", []),
    ],
)
def test_texts_are_cut_alike_on_every_database(text, cut):
    assert tokens(text) == cut


def test_letters_are_looked_for_as_a_word_and_as_initials():
    assert phrases("yq") == [["wyq", "py pq"]]


def test_letters_are_cut_into_syllables_in_each_way_they_may_be():
    assert phrases("xian")[0][2:] == ["sxian", "sxi san"]
    assert phrases("yunque")[0][2:] == ["syun sque", "syun squ se"]
    assert len(phrases("xian" * 15)[0]) == 1 + READINGS_MAX, "a bounded number of ways"
    assert len(phrases("xian" * 14 + "q")[0]) == 1, "no way at all is known at once"


def test_a_name_is_found_by_each_way_to_read_it_and_a_text_by_the_likeliest():
    kept = readings_of("单行").split(" x ")
    assert kept[1] == "sdan sxing", "as the dictionary reads it"
    assert {"sshan sxing", "sdan shang"} <= set(kept)
    kept = readings_of("重庆市重点行业监管局").split(" x ")
    assert kept[1].startswith("schong sqing sshi szhong sdian shang sye")
    assert len(kept) == 2


ELECTRONIC = ("A06", "A10", "A11")
"""What the organ is served, or hands in, without a proof of service (送达回证)."""


def test_what_the_organ_was_served_without_a_proof_it_finds_after_the_index_is_made_anew(yard):
    player = yard.player
    player.operation("suspend")("EX4", "lead_handler", {})
    for by in ("section_head", "bureau_deputy"):
        player.complete("EX4", by, {})
    player.operation("resume")("EX4b", "section_head", {})
    player.walk("R3")
    player.operation("object")("RO", "org_head", {})
    player.complete("RO1", "section_head", {"reexaminer": "lead_handler#3"})
    player.complete("RO2", "lead_handler#3", {})
    player.complete("R3", "org_head", {})
    served = [one for one in yard.case().documents.values() if one.kind in ELECTRONIC]
    assert {one.kind for one in served} == set(ELECTRONIC)

    asked = {(one.id, who): one.title for one in served for who in ("org_liaison", "org_head")}

    def seen():
        return {key: found(yard, key[1], title, "document") for key, title in asked.items()}

    before = seen()
    assert [key for key, ids in before.items() if key[0] not in ids] == []
    with writing(yard.engine) as connection:
        rebuild_all(connection)
    assert seen() == before
