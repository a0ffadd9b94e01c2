"""What people type is printed as typed: never read as template, markup or Typst."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents.fill import compile_template
from engine.documents.ooxml import read_xml
from engine.documents.pictures import BLANK, PICTURE_BYTES_MAX
from engine.documents.refusals import DocumentTooLong, PictureUnusable, ValueUnprintable
from engine.documents.text_documents import text_of_docx
from engine.documents.typst_documents import TypstDocuments
from engine.documents.values import clean_text
from tests.documents.pdf_reading import squeezed, text_of
from tests.documents.word_files import entries_of, word

ISSUED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
TEMPLATE = word(
    "始{{ 事由 }}终", table=[["{%tr for 项 in 清单 %}"], ["{{ 项.名称 }}"], ["{%tr endfor %}"]]
)

LITERAL = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{{ ''.__class__ }}",
    "{# 注释 #}",
    "{%p endif %}",
    "{{ 文号 }}",
    "#panic()",
    '#read("/etc/passwd")',
    '"] #panic() [',
    '\\" #panic() //',
    '#import "@preview/a:0.1.0": *',
    "$ x^2 $",
    "*粗* _斜_ `码`",
    "= 标题",
    "- 项 + 项 / 项: 值",
    "<标签> @引用",
    "// 注释",
    "/* 注释 */",
    "\\u{1F600}",
    "\\n\\t\\\\",
    "~~~---...",
    "<w:br/>",
    "</w:t></w:r></w:p>",
    "<script>alert(1)</script>",
    "&amp; &lt; &#x41; &nbsp;",
    "]]>",
    "<![CDATA[x]]>",
    "<?zhijian {{ x }}?>",
    "<!-- x -->",
    "<!DOCTYPE x>",
    "'; DROP TABLE cases; --",
    "${jndi:ldap://x}",
    "%(x)s %s {0} {x!r}",
    '=HYPERLINK("http://x")',
    "../../etc/passwd",
    "C:\\Windows\\x",
    "〔2026〕1号“引号”‘单’《书》",
    "喆堃𬎆䶮",
    "买买提·阿不都拉",
    "½ ² ℃ № Ⅷ ㈠ ×÷±§",
    "）。，、；：",
    "x" * 500,
    "甲" * 3000,
]


@pytest.fixture(scope="module")
def documents() -> TypstDocuments:
    return TypstDocuments()


@pytest.mark.parametrize("text", LITERAL, ids=lambda text: json.dumps(text[:30]))
def test_text_is_printed_as_typed_in_both_files(text: str, documents: TypstDocuments) -> None:
    values = {"事由": text, "清单": [{"名称": text}]}
    rendered = documents.render(TEMPLATE, values, issued_at=ISSUED)
    assert f"始{text}终" in text_of_docx(rendered.docx)
    printed = text_of(rendered.pdf)
    assert f"始{squeezed(text)}终" in printed
    assert printed.count(squeezed(text)) >= 2


def test_a_character_no_font_draws_is_marked_and_named(documents: TypstDocuments) -> None:
    rendered = documents.render(TEMPLATE, {"事由": "甲\U0001f600乙\u2044丙"}, issued_at=ISSUED)
    assert rendered.missing_glyphs == ("\u2044", "\U0001f600")
    assert "甲〓乙〓丙" in text_of(rendered.pdf)
    assert "\U0001f600" in text_of_docx(rendered.docx)


VANISHING = ["\x00", "\x0b", "\x1b[31m", "\u202e", "\u2066", "\ufeff", "\u200b", "\ud800", "\uffff"]


@pytest.mark.parametrize("mark", VANISHING, ids=ascii)
def test_characters_that_cannot_be_printed_vanish(mark: str, documents: TypstDocuments) -> None:
    rendered = documents.render(TEMPLATE, {"事由": f"甲{mark}乙"}, issued_at=ISSUED)
    assert mark not in text_of_docx(rendered.docx)
    assert text_of_docx(rendered.docx).startswith("始甲")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u0085"], ids=ascii)
def test_a_line_end_is_a_line_break_in_word(end: str) -> None:
    filled = compile_template(word("{{ 事由 }}")).fill({"事由": f"甲{end}乙"}, {})
    body = entries_of(filled)["word/document.xml"].decode()
    assert '甲</w:t><w:br/><w:t xml:space="preserve">乙' in body


UNPRINTABLE = [b"x", bytearray(b"x"), object(), {1, 2}, 1.5, lambda: 1, type, [[[[["深"]]]]]]


@pytest.mark.parametrize("value", UNPRINTABLE, ids=lambda value: type(value).__name__)
def test_a_value_without_a_printed_form_is_a_fault_that_names_the_field(value: object) -> None:
    with pytest.raises(ValueUnprintable) as caught:
        compile_template(TEMPLATE).fill({"事由": value}, {})
    assert "事由" in caught.value.what_text


def test_values_without_filters_are_printed_as_people_write_them() -> None:
    template = compile_template(word("{{ 事由 }}"))
    for value, printed in [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (12, "12"),
        (Decimal("12.50"), "12.50"),
        (date(2026, 3, 5), "2026年3月5日"),
        (datetime(2026, 3, 5, 9, 5, tzinfo=UTC), "2026年3月5日9时05分"),
        (["甲", None, "乙"], "甲、乙"),
    ]:
        assert text_of_docx(template.fill({"事由": value}, {})).split("\n")[0] == printed


def test_what_nobody_filled_in_prints_as_nothing() -> None:
    text = text_of_docx(compile_template(TEMPLATE).fill({}, {}))
    assert text.split() == ["始终"]


def test_a_table_all_of_whose_rows_are_left_out_is_left_out_itself() -> None:
    filled = compile_template(TEMPLATE).fill({"清单": []}, {})
    assert b"<w:tbl>" not in entries_of(filled)["word/document.xml"]


def test_a_methods_name_is_never_a_label() -> None:
    template = compile_template(word("甲{{ 组.keys }}{{ 组.copy }}乙"))
    assert text_of_docx(template.fill({"组": {"名称": "x"}}, {})).startswith("甲乙")


def test_a_stop_is_not_printed_twice_where_the_template_brings_its_own() -> None:
    template = compile_template(
        word("查明{{ 事由 }}。{% if 事由 %}因{{ 事由 }}{% endif %}，故此。{{ 事由 }}")
    )
    assert text_of_docx(template.fill({"事由": "属实。"}, {})) == "查明属实。因属实，故此。属实。"


def test_too_long_a_document_is_refused_before_memory_is_gone() -> None:
    template = word("{% for 甲 in 清单 %}{% for 乙 in 清单 %}{{ 甲.名称 }}{% endfor %}{% endfor %}")
    many = [{"名称": "字" * 100}] * 3000
    with pytest.raises(DocumentTooLong):
        compile_template(template).fill({"清单": many}, {})


BAD_PICTURES = {
    "nothing": b"",
    "a JPEG": b"\xff\xd8\xff\xe0",
    "an SVG": b"<svg onload='x'/>",
    "only a signature": BLANK[:8],
    "no size": BLANK[:16] + b"\0" * 8 + BLANK[24:],
    "a pixel bomb": BLANK[:16] + b"\xff" * 8 + BLANK[24:],
    "too many bytes": BLANK + b"\0" * PICTURE_BYTES_MAX,
}


@pytest.mark.parametrize("picture", BAD_PICTURES.values(), ids=BAD_PICTURES.keys())
def test_a_picture_that_is_no_printable_png_is_refused(picture: bytes) -> None:
    template = compile_template(_with_seal())
    with pytest.raises(PictureUnusable):
        template.fill({}, {"公章": picture})


def _with_seal() -> bytes:
    from tests.documents.filled_forms import shipped  # noqa: PLC0415 -- only this test needs a shipped template

    return shipped("D04-filing-notice").template


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_fills_into_well_formed_xml_that_says_it(first: str, second: str) -> None:
    filled = compile_template(TEMPLATE).fill({"事由": first, "清单": [{"名称": second}]}, {})
    read_xml(entries_of(filled)["word/document.xml"])
    wanted = squeezed("".join(clean_text(first).split("\n")))
    assert wanted in squeezed(text_of_docx(filled))


@settings(max_examples=25, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="gbk"), max_size=40))
def test_any_ordinary_text_can_be_set(text: str) -> None:
    rendered = _PRESS.render(TEMPLATE, {"事由": text}, issued_at=ISSUED)
    assert rendered.pdf.startswith(b"%PDF-")


_PRESS = TypstDocuments()
