"""The page of GB/T 9704: lines, characters, margins, seal over signature and date; its fonts."""

import ctypes
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from engine.documents.fonts import CHAINS, LAST_RESORT, installed_fonts
from engine.documents.typst_documents import TypstDocuments
from tests.documents.filled_forms import ALWAYS, full_values, shipped

MM = 72 / 25.4
PAGE_HEIGHT = 297
ISSUED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
PNG = Path(__file__).with_name("round_seal.png")


@pytest.fixture(scope="module")
def documents() -> TypstDocuments:
    return TypstDocuments()


def _boxes(page: pdfium.PdfPage) -> list[tuple[str, float, float]]:
    """Each printed character with its left edge and baseline, in mm from the top left corner."""
    reader = page.get_textpage()
    found = []
    for index in range(reader.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(reader, index, x, y)
        char = chr(pdfium_c.FPDFText_GetUnicode(reader, index))
        if char.strip() and char != "\ufffe":
            found.append((char, x.value / MM, PAGE_HEIGHT - y.value / MM))
    reader.close()
    return found


def _lines(page: pdfium.PdfPage) -> dict[float, str]:
    lines: dict[float, str] = {}
    for char, _, y in _boxes(page):
        lines[round(y, 1)] = lines.get(round(y, 1), "") + char
    return dict(sorted(lines.items()))


def test_a_full_page_has_22_lines_of_28_characters_within_the_margins(
    documents: TypstDocuments,
) -> None:
    notice = shipped("D11-result-notification")
    values = {**ALWAYS, "核查情况": "甲" * 3000}
    pdf = pdfium.PdfDocument(documents.render(notice.template, values, issued_at=ISSUED).pdf)
    lines = [text for text in _lines(pdf[1]).values() if "—" not in text]
    assert len(lines) == 22
    assert Counter(map(len, lines)) == {28: 22}
    body = [(x, y) for char, x, y in _boxes(pdf[1]) if char == "甲"]
    assert min(x for x, _ in body) == pytest.approx(28, abs=1)
    assert max(x for x, _ in body) <= 210 - 26 - 5
    assert 37 < min(y for _, y in body) < 37 + 10
    assert max(y for _, y in body) < PAGE_HEIGHT - 35
    pdf.close()


def test_page_numbers_stand_outside_odd_right_even_left(documents: TypstDocuments) -> None:
    notice = shipped("D11-result-notification")
    values = {**ALWAYS, "核查情况": "甲" * 3000}
    pdf = pdfium.PdfDocument(documents.render(notice.template, values, issued_at=ISSUED).pdf)
    odd, even = ([x for char, x, _ in _boxes(pdf[n]) if char == "—"] for n in (0, 1))
    assert min(odd) > 150
    assert max(even) < 60
    pdf.close()


def test_the_seal_stands_straight_over_signature_and_date(documents: TypstDocuments) -> None:
    notice = shipped("A17-filing-revocation")
    pdf = pdfium.PdfDocument(
        documents.render(
            notice.template,
            full_values(notice),
            issued_at=ISSUED,
            pictures={"公章": PNG.read_bytes()},
        ).pdf
    )
    page = pdf[0]
    seals = [
        obj.get_bounds() for obj in page.get_objects() if obj.type == pdfium_c.FPDF_PAGEOBJ_IMAGE
    ]
    left, bottom, right, top = (edge / MM for edge in seals[0])
    assert len(seals) == 1
    assert right - left == pytest.approx(42, abs=0.5)
    lines = _lines(page)
    (date_line,) = [y for y, text in lines.items() if text == "2026年3月5日"]
    sign_line = max(y for y, text in lines.items() if text == ALWAYS["署名"])
    middle = PAGE_HEIGHT - (top + bottom) / 2
    assert sign_line - 5 < middle < date_line
    date_x = [x for _, x, y in _boxes(page) if round(y, 1) == date_line]
    assert (min(date_x) + max(date_x)) / 2 == pytest.approx((left + right) / 2, abs=4)
    above = max(y for y in lines if y < sign_line)
    assert above < PAGE_HEIGHT - top + 3
    pdf.close()


def test_an_empty_placeholder_prints_nothing(documents: TypstDocuments) -> None:
    notice = shipped("A17-filing-revocation")
    pdf = pdfium.PdfDocument(
        documents.render(notice.template, full_values(notice), issued_at=ISSUED).pdf
    )
    kinds = {obj.type for obj in pdf[0].get_objects()}
    assert pdfium_c.FPDF_PAGEOBJ_IMAGE not in kinds
    pdf.close()


def test_the_fonts_of_the_packages_suffice_for_every_role() -> None:
    fonts = installed_fonts()
    for role in CHAINS:
        assert fonts.chain(role)[-1] in LAST_RESORT
    assert fonts.missing("行政执法监督〔2026〕1号喆堃𬎆䶮𠮷—“”·") == ()


def test_characters_nobody_can_draw_are_named_once_in_order() -> None:
    assert installed_fonts().missing("甲\U0001f600乙\u2044\U0001f600 \n") == (
        "\u2044",
        "\U0001f600",
    )


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert installed_fonts(tmp_path / "none").folders == installed_fonts().folders


def test_the_installations_own_fonts_go_before_those_of_the_packages(tmp_path: Path) -> None:
    assert installed_fonts(tmp_path).folders[0] == tmp_path


def test_the_pdf_is_archival_and_names_its_language(documents: TypstDocuments) -> None:
    notice = shipped("A17-filing-revocation")
    pdf = documents.render(notice.template, full_values(notice), issued_at=ISSUED).pdf
    assert b"pdfaid:part>2" in pdf
    assert b"pdfaid:conformance>B" in pdf
    assert b"/Lang" in pdf
