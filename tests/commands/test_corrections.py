"""更正、收回: the old number, the notice with its own, the registers, the verification page."""

from engine.commands.corrections import readers_of
from engine.jobs.job_queue import work
from engine.queries.case_file import visible_documents
from engine.queries.document_register import number_report
from engine.queries.looking import Desk as Looker
from engine.queries.looking import looking
from engine.queries.verification import verify
from tests.commands.desk import PLACE
from tests.commands.test_demo_case import text_of

WRONG, RIGHT = "第一项", "第二项"


def amended(desk, kind, document="D04"):
    """A notice about the document of that kind, applied for, approved, sealed and served."""
    number = desk.case().latest_document(document).doc_no
    form = {"document_no": number, "kind": kind, "reason": "引用的条款项有误"}
    if kind == "更正":
        form["corrections"] = [{"place": "正文第一段", "wrong": WRONG, "right": RIGHT}]
    desk.player.operation("correct_document")("EX13", "lead_handler", form)
    for role in ("bureau_deputy", "seal_keeper", "service_clerk"):
        desk.player.complete("EX13", role, {})
    work(desk.office, desk.stage.house.store, owner="test")
    return number, desk.case().latest_document("A19")


def looker(desk, role):
    return Looker(
        office=desk.office,
        store=desk.stage.house.store,
        place=PLACE,
        by=desk.stage.cast.person(role),
    )


def asked(desk, document):
    return verify(desk.stage.house.store, place=PLACE, code=document.verify_code)


def test_a_correction_names_the_old_number_and_says_what_is_wrong_and_right(desk_at):
    desk = desk_at("P3.1")
    number, notice = amended(desk, "更正")
    told = text_of(desk.files.get(notice.file.pdf_sha256))
    for word in (
        "行政执法监督文书更正通知书",
        number,
        notice.doc_no,
        WRONG,
        RIGHT,
        "原文书继续有效",
    ):
        assert word in told
    assert notice.served_on is not None


def test_a_recalled_number_is_void_and_the_notice_says_so(desk_at):
    desk = desk_at("P3.1")
    number, notice = amended(desk, "收回")
    told = text_of(desk.files.get(notice.file.pdf_sha256))
    assert "行政执法监督文书收回通知书" in told
    assert "原文号作废" in told
    assert [one.state for one in desk.case().documents.values() if one.doc_no == number] == ["void"]


def test_the_verification_page_names_the_notice(desk_at):
    desk = desk_at("P3.1")
    old = desk.case().latest_document("D04")
    _, correction = amended(desk, "更正")
    assert asked(desk, old).status == "有效，但已经更正"
    assert asked(desk, old).amended_by == (correction.doc_no,)
    _, recall = amended(desk, "收回")
    assert asked(desk, old).status == "已经收回，不再有效"
    assert asked(desk, old).amended_by == (correction.doc_no, recall.doc_no)
    assert asked(desk, correction).amended_by == ()


def test_the_register_of_numbers_tells_what_was_corrected_by_which_notice(desk_at):
    desk = desk_at("P3.1")
    number, notice = amended(desk, "更正")
    series = {one.series: one for one in number_report(desk.stage.house.store, PLACE, 2026)}
    filing = next(one for name, one in series.items() if "立〔" in name)
    assert list(filing.corrected) == [(number, notice.doc_no)]
    assert list(filing.void) == []


def test_the_organ_reads_the_notice_about_what_it_may_read(desk_at):
    desk = desk_at("P3.1")
    _, notice = amended(desk, "更正")
    with looking(looker(desk, "org_liaison"), desk.case().head.id) as act:
        seen = {one.id for one in visible_documents(act, act.by)}
        assert notice.id in seen
        assert readers_of(act, notice) == ("supervised_org",)


def test_a_letter_to_the_complainant_is_corrected_by_a_new_letter_never_by_a_notice(desk_at):
    desk = desk_at("P2.6")
    letter = desk.case().latest_document("D02")
    form = {"document_no": letter.doc_no, "kind": "收回", "reason": "日期有误"}
    desk.player.operation("correct_document")("EX13", "lead_handler", form)
    desk.player.complete("EX13", "bureau_deputy", {})
    desk.player.complete("EX13", "intake_clerk", {"reply_kind": "A"})
    desk.player.complete("EX13", "seal_keeper", {})
    again = desk.case().latest_document("D02")
    assert again.doc_no not in {None, letter.doc_no}
    assert again.sealed_at is not None
    assert desk.case().latest_document("A19") is None


def test_a_letter_of_which_only_the_wording_is_wrong_stays_in_force(desk_at):
    desk = desk_at("P2.6")
    letter = desk.case().latest_document("D02")
    form = {"document_no": letter.doc_no, "kind": "更正", "reason": "日期有误",
            "corrections": [{"place": "第一段", "right": "3月3日"}]}  # fmt: skip
    desk.player.operation("correct_document")("EX13", "lead_handler", form)
    desk.player.complete("EX13", "bureau_deputy", {})
    assert desk.case().documents[letter.id].is_issued
    assert desk.case().documents[letter.id].corrected_at is not None
