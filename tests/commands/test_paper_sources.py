"""补录: the numbers of the paper and its scans; nothing of ours takes their place."""

import io
import zipfile

import pytest

from engine.domain import events as ev
from engine.domain.document import DocumentState
from engine.jobs.job_queue import work
from engine.queries.case_file import case_file
from engine.queries.case_volume import case_volume
from engine.queries.document_register import seal_register
from engine.queries.paper_walk import paper_start, paper_walk
from engine.store.connection import writing
from engine.store.number_series import begin_series
from tests.commands.desk import PLACE, new_desk
from tests.commands.paper_walk import (
    CASE_NO,
    ENTERER,
    INTAKE_NO,
    NOTICE_NO,
    PDF_BYTES,
    Walk,
    lines_of,
)
from tests.commands.test_case_volume import looker

SERIES = "双府执监立〔2026〕{seq}号"


@pytest.fixture
def desk(database_address, tmp_path):
    made = new_desk(tmp_path / "desk", database=database_address)
    yield made
    made.engine.dispose()


@pytest.fixture
def walk(desk):
    walk = Walk(desk)
    walk.start()
    return walk


def test_numbers_are_those_of_the_paper_or_nothing_is_entered(desk, walk):
    walk.walk("P2.6/lead_handler")
    code, doer, day = "P2.6/lead_handler", "lead_handler", "2026-03-11"
    for numbers, refusal in (
        ({}, "paper_number_missing"),
        ({"D04": " "}, "paper_number_missing"),
        ({"D04": "纸" * 61}, "paper_number_unfit"),
        ({"D04": SERIES.format(seq=3)}, "paper_number_ours"),
        ({"D04": INTAKE_NO}, "paper_number_taken"),
    ):
        with desk.refused(refusal):
            walk.step(code, doer, day, numbers=numbers)
    with writing(desk.engine) as connection:
        begin_series(connection, PLACE, SERIES, 2026, last=5)
    walk.step(code, doer, day, numbers={"D04": SERIES.format(seq=5)})
    assert desk.case().latest_document("D04").doc_no == SERIES.format(seq=5)


def test_the_number_of_a_case_is_taken_once(desk, walk):
    walk.walk("P2.6/lead_handler")
    other = Walk(desk)
    other.start(number="纸登〔2026〕18号")
    for code, doer, on, paper in other.until("P2.4/bureau_deputy"):
        numbers = {one: f"{number}之二" for one, number in paper.get("numbers", {}).items()}
        other.step(code, doer, on, **{**paper, "numbers": numbers})
    with desk.refused("paper_number_taken"):
        other.step("P2.4/bureau_deputy", "bureau_deputy", "2026-03-10", numbers={"case": CASE_NO})


def test_what_stays_in_the_house_may_have_no_number_on_paper(desk):
    walk = Walk(desk)
    walk.start(number=None)
    assert desk.case().head.intake_no is None
    assert desk.case().latest_document("D01").state is not DocumentState.DRAFT


def test_the_scan_is_the_document_and_nothing_is_made_of_it(desk, walk):
    walk.walk()
    work(desk.office, desk.stage.house.store, owner="test")
    notice = desk.case().latest_document("D04")
    assert notice.file.is_scan
    assert desk.files.get(notice.file.pdf_sha256) == PDF_BYTES
    assert (notice.content_id, notice.verify_code, notice.seal_picture) == (None, None, None)
    assert not lines_of(desk, ev.DocumentRendered) + lines_of(desk, ev.DocumentFrozen)
    assert seal_register(looker(desk, "seal_keeper")) == []
    assert desk.case().latest_document("D13").file.is_scan
    shown = case_file(looker(desk, ENTERER), desk.player.case_id)
    assert {one.document.doc_no for one in shown.documents if one.has_files} >= {NOTICE_NO}


def test_the_scan_is_bound_into_the_file_of_the_case(desk, walk):
    walk.walk()
    walk.end()
    desk.player.walk("end")
    work(desk.office, desk.stage.house.store, owner="test")
    volume = case_volume(looker(desk, "section_head"), desk.player.case_id)
    with zipfile.ZipFile(io.BytesIO(volume.package)) as package:
        bound = {name: package.read(name) for name in package.namelist()}
    scans = {name.partition("-")[2] for name, content in bound.items() if content == PDF_BYTES}
    letter, notice, proof = "投诉举报来信反馈", "行政执法监督立案通知书", "送达回证"
    assert {f"行政执法{letter}.pdf", f"{notice}.pdf", f"{proof}.pdf"} == scans
    assert not any("投诉举报登记表" in name for name in bound)


def test_what_went_out_is_entered_with_its_scan_only(desk, walk):
    walk.walk("P2.6/seal_keeper")
    code, doer, day = "P2.6/seal_keeper", "seal_keeper", "2026-03-12"
    with desk.refused("paper_scan_missing"):
        walk.step(code, doer, day)
    text = walk.scanned("不是扫描件".encode(), "说明.txt")
    for scan in (text, "0" * 32):
        with desk.refused("paper_scan_unfit"):
            walk.step(code, doer, day, scans={"D04": scan})
    with desk.refused("paper_document_open"):
        walk.end()
    walk.step(code, doer, day, scan="D04")
    walk.end()


def test_the_page_offers_the_numbers_and_scans_of_the_step(desk, walk):
    step, asked = paper_start(looker(desk, ENTERER), "P1.1")
    assert [(one.kind, one.number, one.scan) for one in step.papers] == [("D01", True, False)]
    assert asked.form["components"]

    def papers():
        (open_one,) = paper_walk(looker(desk, ENTERER), desk.player.case_id).steps
        return [(one.kind, one.number, one.scan) for one in open_one.papers]

    expected = {
        "P2.4/bureau_deputy": [("case", True, False), ("D03", True, True)],
        "P2.6/lead_handler": [("D04", True, False)],
        "P2.6/seal_keeper": [("D04", False, True)],
        "P2.6/service_clerk": [("D13", False, True)],
    }
    for code, doer, on, paper in walk.until(None):
        assert papers() == expected.get(code, papers()), code
        walk.step(code, doer, on, **paper)
