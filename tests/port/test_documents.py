"""What `Documents` promises, held against the real one and the one that only writes text."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine.documents.pictures import BLANK
from engine.documents.refusals import PictureUnusable, TemplateRefused, ValueUnprintable
from engine.documents.template_fields import VALUE, TemplateFields, rows
from engine.documents.text_documents import TextDocuments
from engine.documents.typst_documents import TypstDocuments
from tests.documents.filled_forms import bare_values, shipped
from tests.documents.pdf_reading import squeezed, text_of
from tests.documents.word_files import word

if TYPE_CHECKING:
    from engine.ports import Documents

ISSUED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
TEMPLATE = word(
    "{{ 文号 }}：{{ 事由 }}。",
    "{%p if 加急 %}",
    "特急",
    "{%p endif %}",
    table=[
        ["{%tr for 项 in 清单 %}"],
        ["{{ loop.index|中文数字 }}、{{ 项.名称 }}"],
        ["{%tr endfor %}"],
    ],
)
FIELDS = TemplateFields(labels={"事由": VALUE, "加急": VALUE, "清单": rows("名称")}, sealed=True)
Reader = Callable[[bytes], str]


def _plain(text: bytes) -> str:
    return squeezed(text.decode())


@pytest.fixture(scope="module", params=["real", "text"])
def office(request: pytest.FixtureRequest) -> tuple[TypstDocuments | TextDocuments, Reader]:
    if request.param == "real":
        return TypstDocuments(), text_of
    return TextDocuments(), _plain


Office = tuple[TypstDocuments | TextDocuments, Reader]


def test_it_fills_the_port(office: Office) -> None:
    documents: Documents = office[0]
    assert documents.render(TEMPLATE, {}, issued_at=ISSUED).docx


def test_what_is_filled_in_is_read_back(office: Office) -> None:
    documents, read = office
    values = {
        "文号": "〔2026〕1号",
        "事由": "甲",
        "加急": True,
        "清单": [{"名称": "乙"}, {"名称": "丙"}],
    }
    text = read(documents.render(TEMPLATE, values, issued_at=ISSUED).pdf)
    for part in ("〔2026〕1号：甲。", "特急", "一、乙", "二、丙"):
        assert part in text


def test_what_is_left_out_is_not_there(office: Office) -> None:
    documents, read = office
    text = read(documents.render(TEMPLATE, {"事由": "甲", "清单": []}, issued_at=ISSUED).pdf)
    assert "特急" not in text
    assert "一、" not in text


def test_equal_input_gives_equal_bytes(office: Office) -> None:
    documents, _ = office
    first, again = (documents.render(TEMPLATE, {"事由": "甲"}, issued_at=ISSUED) for _ in range(2))
    assert first == again


def test_data_is_never_read_as_template(office: Office) -> None:
    documents, read = office
    assert "{{文号}}{%iftrue%}" in read(
        documents.render(TEMPLATE, {"事由": "{{ 文号 }}{% if true %}"}, issued_at=ISSUED).pdf
    )


def test_a_shipped_template_is_rendered(office: Office) -> None:
    documents, read = office
    notice = shipped("D04-filing-notice")
    rendered = documents.render(
        notice.template, bare_values(notice), issued_at=ISSUED, pictures={"公章": BLANK}
    )
    assert "行政执法监督立案通知书" in read(rendered.pdf)


def test_a_good_template_passes_and_a_bad_one_does_not(office: Office) -> None:
    documents, _ = office
    assert list(documents.check(TEMPLATE, FIELDS)) == []
    assert [found.code for found in documents.check(word("{{ 文号 }}{{ 无 }}"), FIELDS)] == [
        "template_field_unknown"
    ]


def test_what_cannot_be_used_is_refused_by_its_code(office: Office) -> None:
    documents, _ = office
    with pytest.raises(TemplateRefused):
        documents.render(word("{{ 事由.__class__ }}"), {}, issued_at=ISSUED)
    with pytest.raises(ValueUnprintable):
        documents.render(TEMPLATE, {"事由": object()}, issued_at=ISSUED)
    notice = shipped("D04-filing-notice")
    with pytest.raises(PictureUnusable):
        documents.render(notice.template, {}, issued_at=ISSUED, pictures={"公章": b"GIF89a"})
