"""登记回执: what was received is confirmed on paper; the query code stands on it once."""

from datetime import date

import pytest

from engine.commands.print_receipt import PrintReceipt, print_receipt
from engine.queries.case_file import case_file
from engine.queries.receipt import receipt_pdf
from engine.scenarios.demo import COMPLAINT
from tests.commands.desk import everything, new_desk
from tests.commands.test_case_volume import looker
from tests.commands.test_demo_case import IDENTITY, text_of

MATERIALS = [
    {"name": "现场照片", "pages": 3, "copy_kind": "复制件"},
    {"name": "扣押清单", "copy_kind": "原件"},
]
NOT_SEEN = "00000000000Z"


@pytest.fixture
def desk(database_address, tmp_path):
    made = new_desk(tmp_path / "desk", database=database_address)
    made.player.start("P1.1", "intake_clerk", {**COMPLAINT, "received_materials": MATERIALS})
    yield made
    made.engine.dispose()


def ask(desk, by="intake_clerk", **more):
    named = {"place": desk.player.place, "by": desk.id_of(by), "case_id": desk.player.case_id}
    return PrintReceipt(**{"key": desk.office.ids.next(), **named, **more})


def printed(desk, query_code="", by="intake_clerk") -> str:
    print_receipt(desk.office, ask(desk, by, query_code=query_code))
    return text_of(receipt_pdf(looker(desk, by), desk.player.case_id, query_code=query_code))


def printings(desk):
    return [
        (line.actor, line.event.with_query_code)
        for line in desk.player.log()
        if type(line.event).__name__ == "ReceiptPrinted"
    ]


def test_a_receipt_says_what_was_received_by_whom_and_until_when_it_is_judged(desk):
    text = printed(desk, desk.player.query_code)
    due = (
        desk.case().clocks_of("dl_accept")[-1].due_on(desk.office.calendar_of(desk.player.release))
    )
    clerk = desk.stage.cast.person("intake_clerk").name
    code = desk.player.query_code
    for words in (
        str(desk.case().head.intake_no),
        COMPLAINT["org_name"],
        f"登记人：{clerk}",
        f"{due.year}年{due.month}月{due.day}日以前",
        f"查询码：{code[:4]}-{code[4:8]}-{code[8:]}",
        *("现场照片", "3页", "复制件", "扣押清单"),
    ):
        assert words in text, words
    assert not any(word in text for word in IDENTITY)


def test_a_proposal_of_ours_is_not_printed_as_the_ground_of_the_promise(desk):
    text = printed(desk)
    assert "依据" not in text
    assert "本系统建议值" not in text


def test_the_code_is_printed_once_and_stands_nowhere_afterwards(desk):
    code = desk.player.query_code
    printed(desk, code)
    later = printed(desk)
    assert code[:4] not in later
    assert "不再印出" in later
    assert not any(code in row for rows in everything(desk.engine).values() for row in rows)
    clerk = desk.id_of("intake_clerk")
    assert printings(desk) == [(clerk, True), (clerk, False)]


def test_a_printing_does_not_make_stale_what_somebody_is_at(desk):
    version = desk.case().head.version
    print_receipt(desk.office, ask(desk))
    desk.send(desk.item("P1.2").id, "intake_clerk", {"is_complete": True}, seen_version=version)


def test_another_code_is_not_printed(desk):
    with desk.refused("query_code_not_of_case"):
        print_receipt(desk.office, ask(desk, query_code=NOT_SEEN))


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("section_head", "receipt_kept"),
        ("org_liaison", "case_not_found"),
        ("sys_admin", "case_not_found"),
    ],
)
def test_only_the_counter_gives_receipts(desk, by, code):
    with desk.refused(code):
        print_receipt(desk.office, ask(desk, by))
    if code == "receipt_kept":
        assert not case_file(looker(desk, by), desk.player.case_id).may_print_receipt


def test_what_was_found_ex_officio_has_no_receipt(desk):
    desk.player.start("P2.1", "section_head", {"discovered_on": date(2026, 3, 2)})
    desk.give_role("section_head", "intake_clerk")
    with desk.refused("no_receipt"):
        print_receipt(desk.office, ask(desk, "section_head"))
