"""定稿: a document says for ever what it said when it went out."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.commands.frozen_content import ContentNotFrozen, frozen_values, kept, thawed
from engine.commands.render_document import render_document
from engine.definitions.form_chosen import Chosen
from engine.documents.pictures import BLANK
from engine.domain.document import Document
from engine.domain.verify_code import spoken
from engine.domain.work_calendar import SHANGHAI, local_day
from engine.jobs.job_queue import work
from engine.queries.looking import Desk as Looker
from engine.queries.looking import looking
from engine.scenarios.demo import draw_sample_seals
from engine.wiring import FolderSeals
from tests.commands.desk import PLACE, Desk


def _make(desk: Desk, document: Document) -> str | None:
    return render_document(
        desk.office, place=PLACE, case_id=desk.player.case_id, document_id=document.id
    )


def _says(desk: Desk, document: Document) -> dict[str, object]:
    looker = Looker(office=desk.office, store=desk.stage.house.store, place=PLACE, by=_clerk(desk))
    with looking(looker, desk.player.case_id) as act:
        return frozen_values(act, document.id)


def _clerk(desk: Desk):
    return desk.stage.cast.person("section_head")


def _document(desk: Desk, kind: str) -> Document:
    found = desk.case().latest_document(kind)
    assert found is not None
    return found


def with_seals(desk: Desk, folder) -> Desk:
    """The same desk with 样章 in `folder`."""
    settings = replace(desk.stage.house.settings, seals=str(folder))
    draw_sample_seals(desk.stage.release, settings)
    office = replace(desk.office, seals=FolderSeals(folder))
    desk.stage = replace(desk.stage, house=replace(desk.stage.house, office=office))
    desk.player.office = office
    return desk


def test_a_document_made_again_later_has_the_same_bytes(desk_at):
    desk = desk_at("P3.1")
    work(desk.office, desk.stage.house.store, owner="test")
    made = {one.id: one.file for one in desk.case().documents.values() if one.file}
    assert {desk.case().documents[one].kind for one in made} >= {"D01", "D03", "D04", "D13"}
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=400))
    for name in ("intake_clerk", "lead_handler", "section_head", "bureau_deputy"):
        desk.change_person(name, certificate_no="JD-99999", office_phone="000", unit="改后的科室")
    for document_id, file in made.items():
        assert _make(desk, desk.case().documents[document_id]) == file.pdf_sha256


def test_the_registration_names_who_registered_it_not_who_completed_it(desk_at):
    desk = desk_at("P2.1")
    assert (
        _says(desk, _document(desk, "D01"))["登记人"] == desk.stage.cast.person("intake_clerk").name
    )


def test_who_judged_without_a_word_is_there_with_his_signature(desk_at):
    desk = desk_at("P2.1")
    rows = _says(desk, _document(desk, "D01"))["审批意见"]
    assert [row["签名"] for row in rows] == [desk.stage.cast.person("section_head").name]


def test_a_form_says_what_its_own_approval_brought_about(desk_at):
    """案件编号、立案日期 come with the approval that completes the form."""
    desk = desk_at("P2.6")
    head = desk.case().head
    case = _says(desk, _document(desk, "D03"))["案件"]
    assert head.case_no is not None
    assert (case["案件编号"], case["立案日期"]) == (head.case_no, head.filed_on)


def test_a_proof_of_service_gives_the_day_of_the_document_it_proves(desk_at):
    desk = desk_at("P3.1")
    notice, proof = _document(desk, "D04"), _document(desk, "D13")
    assert notice.signed_at is not None
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=3))
    assert _says(desk, proof)["文书日期"] == local_day(notice.signed_at)


def test_a_period_is_printed_with_the_unit_of_its_limit(desk_at):
    desk = desk_at("P3.1")
    limit = desk.stage.release.limits["dl_org_statement"].values[0]
    unit = {"working_days": "个工作日", "calendar_days": "日"}[limit.unit]
    assert _says(desk, _document(desk, "D04"))["提交说明期限"] == f"{limit.amount}{unit}"


def test_only_a_suspension_counts_as_days_suspended(desk_at):
    desk = desk_at("C3")
    pauses = {p.kind.value for c in desk.case().clocks_of("dl_case_total") for p in c.pauses}
    assert "rectification" in pauses, "整改期间 pauses the total period and is no suspension"
    desk.player.walk("C4")
    assert _says(desk, _document(desk, "D12"))["中止天数"] == "0天"


def test_the_seal_of_the_day_of_sealing_stays_on_the_document(desk_at, tmp_path):
    desk = with_seals(desk_at("P2.6"), tmp_path / "seals")
    desk.player.walk("P3.1")
    work(desk.office, desk.stage.house.store, owner="test")
    notice = _document(desk, "D04")
    (tmp_path / "seals" / PLACE / "special.png").write_bytes(BLANK)
    assert notice.file is not None
    assert notice.seal_picture is not None
    assert _make(desk, notice) == notice.file.pdf_sha256


def test_the_word_file_handed_out_carries_no_seal(desk_at, tmp_path):
    desk = with_seals(desk_at("P2.6"), tmp_path / "seals")
    desk.player.walk("P3.1")
    work(desk.office, desk.stage.house.store, owner="test")
    notice = _document(desk, "D04")
    assert notice.file is not None
    with zipfile.ZipFile(io.BytesIO(desk.files.get(notice.file.docx_sha256))) as docx:
        contents = {docx.read(name) for name in docx.namelist()}
    assert desk.files.get(notice.seal_picture) not in contents
    assert BLANK in contents


def test_a_sealed_document_has_a_code_and_a_form_has_none(desk_at):
    desk = desk_at("P3.1")
    code = _document(desk, "D04").verify_code
    assert code is not None
    assert spoken(code.lower()) == code
    assert _document(desk, "D03").verify_code is None


def test_a_draft_cannot_be_made_into_a_file(desk_at):
    desk = desk_at("P1.4")
    with pytest.raises(ContentNotFrozen):
        _make(desk, _document(desk, "D01"))


def test_frozen_values_read_back_as_they_were():
    for value in (
        date(2026, 3, 5),
        datetime(2026, 3, 5, 9, 30, tzinfo=SHANGHAI),
        time(9, 30),
        Decimal("12.50"),
        True,
        7,
        None,
        "文字",
        ["一", {"名称": date(2026, 1, 1)}],
        {"组": {"栏": Decimal(1)}},
    ):
        read = thawed(kept(value))
        assert read == value
        assert type(read) is type(value)
    chosen = thawed(kept(Chosen("补正", code="C")))
    assert isinstance(chosen, Chosen)
    assert (str(chosen), chosen.code) == ("补正", "C")
