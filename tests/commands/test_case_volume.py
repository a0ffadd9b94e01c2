"""卷宗: one PDF in order with page numbers, and a package that proves itself."""

import hashlib
import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from engine.commands.refusals import CaseNotFound
from engine.documents.pdf_binding import page_texts
from engine.jobs.job_queue import work
from engine.queries.case_volume import CLOSING_WORDS, VolumeNotReady, case_volume
from engine.queries.looking import Desk as Looker
from tests.commands.desk import PLACE
from tests.commands.test_demo_case import IDENTITY


def looker(desk, name):
    person = desk.stage.cast.person(name)
    return Looker(office=desk.office, store=desk.stage.house.store, place=PLACE, by=person)


@pytest.fixture(scope="module")
def archived(desks, tmp_path_factory):
    desk = desks.at("C5", tmp_path_factory.mktemp("archived") / "desk")
    desk.player.complete("C5", "archivist", {})
    work(desk.office, desk.stage.house.store, owner="test")
    yield desk
    desk.engine.dispose()


@pytest.fixture(scope="module")
def volume(archived):
    return case_volume(looker(archived, "lead_handler"), archived.player.case_id)


def test_the_file_begins_with_its_cover_and_ends_with_its_closing_note(volume):
    texts = page_texts(volume.whole)
    assert "行政执法监督案卷" in texts[0]
    assert "卷内目录（正卷）" in texts[1]
    assert CLOSING_WORDS in texts[-1]


def test_every_page_of_a_document_has_its_number_without_gap(volume):
    for part in ("正卷", "副卷"):
        stamps = [re.search(rf"{part}第(\d+)页", text) for text in page_texts(volume.whole)]
        numbers = [int(one[1]) for one in stamps if one]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 4


def test_the_directory_names_the_page_a_document_begins_on(volume, archived):
    texts = page_texts(volume.whole)
    notice = archived.case().latest_document("D04")
    page = next(
        text
        for text in texts
        if "立案通知书" in text
        and "第" in text
        and notice.doc_no in text
        and "卷内目录" not in text
    )
    first = re.search(r"正卷第(\d+)页", page)[1]
    row = texts[1][texts[1].index(notice.doc_no) :]
    assert re.match(rf"{re.escape(notice.doc_no)}2026年\d+月\d+日{first}(-\d+)?", row)


def test_the_main_part_holds_nothing_internal(volume):
    text = "".join(page_texts(volume.main))
    for internal in ("副卷", "结案审批表签名", "投诉举报登记表登记编号"):
        assert internal not in text
    assert not any(word in text for word in IDENTITY)
    assert "来信反馈" not in text


def test_the_package_opens_anywhere_and_proves_itself(volume):
    with zipfile.ZipFile(io.BytesIO(volume.package)) as package:
        names = package.namelist()
        listed = dict(
            reversed(line.split("  ", 1))
            for line in package.read("SHA256SUMS").decode().splitlines()
        )
        for name, sha256 in listed.items():
            assert hashlib.sha256(package.read(name)).hexdigest() == sha256
        index = package.read("index.html").decode()
    assert set(names) == {*listed, "index.html", "SHA256SUMS"}
    links = set(re.findall(r'href="([^"]+)"', index))
    assert links == set(listed)
    assert "http" not in index
    assert "<script" not in index


def test_binding_twice_gives_the_same_bytes(volume, archived):
    again = case_volume(looker(archived, "lead_handler"), archived.player.case_id)
    assert again.package == volume.package


def test_a_bound_file_is_read_by_others(volume):
    assert len(PdfReader(io.BytesIO(volume.whole), strict=True).pages) > len(
        PdfReader(io.BytesIO(volume.main), strict=True).pages
    )


def test_a_case_that_is_not_put_into_its_file_cannot_be_bound(desk_at):
    desk = desk_at("P1.2")
    work(desk.office, desk.stage.house.store, owner="test")
    with pytest.raises(VolumeNotReady, match="立卷"):
        case_volume(looker(desk, "section_head"), desk.player.case_id)


def test_the_organ_never_gets_the_file(archived):
    with pytest.raises(CaseNotFound):
        case_volume(looker(archived, "org_liaison"), archived.player.case_id)
