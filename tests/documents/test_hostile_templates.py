"""A template that could act, reach out, hang or misprint is refused, with the place."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents.archive import ENTRIES_MAX, FILE_BYTES_MAX, UNPACKED_BYTES_MAX
from engine.documents.fill import compile_template
from engine.documents.ooxml import read_xml
from engine.documents.refusals import TemplateRefused
from engine.documents.template_check import check_template
from engine.documents.template_fields import MANY, VALUE, TemplateField, TemplateFields, rows
from tests.documents.word_files import entries_of, in_body, packed, replaced, with_entry, word

FIELDS = TemplateFields(
    labels={
        "事由": VALUE,
        "方式": MANY,
        "材料清单": rows("名称", "份数"),
        "被监督机关": TemplateField(shape="group", parts={"名称": VALUE}),
        "姓名": TemplateField(secret=True),
        "证人": TemplateField(shape="group", parts={"电话": TemplateField(secret=True)}),
    }
)
CONSTRUCT = "template_construct_not_allowed"
NAME = "template_name_not_allowed"
UNKNOWN = "template_field_unknown"

TEXTS = [
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", CONSTRUCT),
    ("{{ 事由.__class__ }}", NAME),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", CONSTRUCT),
    ("{{ lipsum.__globals__ }}", NAME),
    ("{{ lipsum }}", UNKNOWN),
    ("{{ self }}", UNKNOWN),
    ("{{ 事由|attr('__class__') }}", "template_filter_unknown"),
    ("{{ 事由|bogus }}", "template_filter_unknown"),
    ("{{ 'x'|center(1000000000) }}", "template_filter_unknown"),
    ("{{ 事由|safe }}", "template_filter_unknown"),
    ("{{ 事由|_indented }}", "template_filter_unknown"),
    ("{{ 'a' * 1000000000 }}", CONSTRUCT),
    ("{{ 9 ** 9 ** 9 }}", CONSTRUCT),
    ("{{ 1 // 0 }}", CONSTRUCT),
    ("{{ 事由 ~ 事由 }}", CONSTRUCT),
    ("{{ '{0.__class__}'.format(事由) }}", CONSTRUCT),
    ("{{ 材料清单[0].名称 }}", CONSTRUCT),
    ("{{ 材料清单.append(1) }}", CONSTRUCT),
    ("{{ 事由 is defined }}", CONSTRUCT),
    ("{{ '甲' if 事由 else '乙' }}", CONSTRUCT),
    ("{{ [1, 2] }}", CONSTRUCT),
    ("{{ {'a': 1} }}", CONSTRUCT),
    ("{{ _事由 }}", NAME),
    ("{{ 0.1 }}", CONSTRUCT),
    ("{{ 方式|join(事由) }}", CONSTRUCT),
    ("{% if 事由 > 3 %}多{% endif %}", CONSTRUCT),
    ("{% if '甲' in 方式 %}有{% endif %}", CONSTRUCT),
    ("{% set x = 1 %}", CONSTRUCT),
    ("{% include '/etc/passwd' %}", CONSTRUCT),
    ("{% import 'os' as os %}", CONSTRUCT),
    ("{% macro m() %}x{% endmacro %}", CONSTRUCT),
    ("{% raw %}{{ x }}{% endraw %}", CONSTRUCT),
    ("{% for i in range(1000000000) %}x{% endfor %}", CONSTRUCT),
    ("{% for 项 in 材料清单 if 项.名称 %}{{ 项.名称 }}{% endfor %}", CONSTRUCT),
    ("{% for a, b in 材料清单 %}{{ a }}{% endfor %}", CONSTRUCT),
    ("{% for 项 in 事由 %}x{% endfor %}", "template_not_a_list"),
    ("{% for 事由 in 材料清单 %}x{% endfor %}", "template_name_taken"),
    ("{% for 项 in 材料清单 recursive %}x{% endfor %}", CONSTRUCT),
    ("{{ titel }}", UNKNOWN),
    ("{{ 事曲 }}", UNKNOWN),
    ("{{ 材料清单.名称 }}", UNKNOWN),
    ("{{ 被监督机关.地址 }}", UNKNOWN),
    ("{% for 项 in 材料清单 %}{{ 项.页数 }}{% endfor %}", UNKNOWN),
    ("{{ 项.名称 }}", UNKNOWN),
    ("{{ loop.index }}", UNKNOWN),
    ("{% for 项 in 材料清单 %}{{ loop.cycle }}{% endfor %}", NAME),
    ("{{ 被监督机关 }}", "template_not_a_value"),
    ("{{ 材料清单 }}", "template_not_a_value"),
    ('{{ 材料清单|join("、", "页数") }}', UNKNOWN),
    ("{{ 事由", "template_braces"),
    ("事由 }}", "template_braces"),
    ("{# 注释", "template_braces"),
    ("｛｛ 事由 ｝｝", "template_braces"),
    ("{{ 事由 事由 }}", "template_syntax"),
    ("{{ }}", "template_syntax"),
    ("{% if %}x{% endif %}", "template_syntax"),
    ("{% if 事由 %}没有结束", "template_not_closed"),
    ("没有开始{% endif %}", "template_not_opened"),
    ("{% else %}x", "template_not_opened"),
    ("{% if 事由 %}{% for 项 in 材料清单 %}{% endif %}{% endfor %}", "template_not_opened"),
    ("{%tr for 项 in 材料清单 %}", "template_tag_not_alone"),
    ("前文{%p if 事由 %}", "template_tag_not_alone"),
    ("{%r if 事由 %}x{% endif %}", CONSTRUCT),
    ("{{ " + "事" * 400 + " }}", CONSTRUCT),
    ("{% if 事由 %}" * 6 + "x" + "{% endif %}" * 6, "template_too_deep"),
]


@pytest.mark.parametrize(("text", "code"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_a_forbidden_or_unknown_tag_is_refused_with_its_cell(text: str, code: str) -> None:
    found = check_template(word("第一段", table=[["甲", "乙"], ["丙", text]]), FIELDS)
    assert code in {finding.code for finding in found}
    cells = {finding.where for finding in found if finding.code == code}
    assert cells == {"正文第5段（表格第2行第2格）"}
    assert all(finding.what.endswith("。") and finding.mend for finding in found)


@pytest.mark.parametrize(
    "text",
    [text for text, code in TEXTS if code in {CONSTRUCT, NAME, "template_filter_unknown"}],
    ids=lambda text: text[:40],
)
def test_what_could_act_is_refused_even_when_nobody_checked_the_names(text: str) -> None:
    with pytest.raises(TemplateRefused):
        compile_template(word(text))


def test_a_tag_opened_in_one_paragraph_may_not_close_inside_another() -> None:
    found = check_template(word("甲{% if 事由 %}乙", "丙{% endif %}丁"), FIELDS)
    assert "template_crosses" in {finding.code for finding in found}


def test_a_row_loop_may_not_close_in_another_table() -> None:
    document = word(table=[["{%tr for 项 in 材料清单 %}"], ["{{ 项.名称 }}"]])
    found = check_template(document, FIELDS)
    assert [finding.code for finding in found] == ["template_not_closed"]


def test_a_row_tag_outside_a_table_is_refused() -> None:
    found = check_template(word("{%tr if 事由 %}"), FIELDS)
    assert "template_row_tag" in {finding.code for finding in found}


def test_a_near_field_is_suggested() -> None:
    found = check_template(word("{{ 被监督机关.名 }}"), FIELDS)
    assert "是不是“名称”" in found[0].mend


def test_a_secret_label_may_not_stand_where_the_organ_reads() -> None:
    seen = TemplateFields(labels=FIELDS.labels, hides_identity=True)
    for text in ("{{ 姓名 }}", "{{ 证人.电话 }}"):
        assert check_template(word(text), FIELDS) == []
        found = check_template(word(text), seen)
        assert [finding.code for finding in found] == ["template_secret_field"]


def test_a_sealed_document_needs_its_number() -> None:
    sealed = TemplateFields(labels=FIELDS.labels, sealed=True)
    found = check_template(word("{{ 事由 }}"), sealed)
    assert [finding.code for finding in found] == ["template_number_missing"]
    assert check_template(word("{{ 事由 }}", footer="{{ 文号 }}"), sealed) == []


def test_a_footer_is_checked_as_the_body_is() -> None:
    found = check_template(word("正文", footer="{{ 页脚 }}"), FIELDS)
    assert [(f.code, f.where) for f in found] == [(UNKNOWN, "页脚第1段")]


def _relationship(kind: str, target: str, mode: str = "") -> str:
    mode_text = f' TargetMode="{mode}"' if mode else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return (
        f'<Relationship Id="rX" Type="{base}{kind}" Target="{target}"{mode_text}/></Relationships>'
    )


def _field(code: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code.split("|"))
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


GOOD = word("{{ 事由 }}")
RELS = "word/_rels/document.xml.rels"
FILES = {
    "not a zip": b"PK\x03\x04 nothing",
    "empty": b"",
    "cut short": GOOD[: len(GOOD) // 2],
    "too big a file": GOOD + b"\0" * FILE_BYTES_MAX,
    "a zip of something else": packed({"a.txt": b"x"}),
    "macro": with_entry(GOOD, "word/vbaProject.bin", b"x"),
    "ActiveX": with_entry(GOOD, "word/activeX/activeX1.xml", b"<a/>"),
    "OLE": with_entry(GOOD, "word/embeddings/oleObject1.bin", b"x"),
    "custom ribbon": with_entry(GOOD, "customUI/customUI.xml", b"<a/>"),
    "program": with_entry(GOOD, "word/media/run.exe", b"MZ"),
    "macro-enabled type": replaced(
        GOOD,
        "[Content_Types].xml",
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        "vnd.ms-word.document.macroEnabled.main",
    ),
    "DTD": replaced(GOOD, "word/document.xml", "<w:document", "<!DOCTYPE d><w:document"),
    "entity": with_entry(
        GOOD,
        "word/document.xml",
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
    ),
    "UTF-16 part": with_entry(GOOD, "word/document.xml", "<a/>".encode("utf-16")),
    "another encoding": with_entry(
        GOOD, "word/document.xml", '<?xml version="1.0" encoding="GB18030"?><a/>'.encode("gb18030")
    ),
    "DTD in another encoding": with_entry(
        GOOD,
        "word/document.xml",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x "y">]><d/>'.encode(
            "utf-16"
        ),
    ),
    "broken XML": with_entry(GOOD, "word/document.xml", b"<w:document>"),
    "external picture": replaced(
        GOOD, RELS, "</Relationships>", _relationship("image", "http://h/x.png", "External")
    ),
    "external template": replaced(
        GOOD, RELS, "</Relationships>", _relationship("attachedTemplate", "file://h/x", "External")
    ),
    "link": replaced(
        GOOD, RELS, "</Relationships>", _relationship("hyperlink", "https://h/", "External")
    ),
    "inserted file": replaced(GOOD, RELS, "</Relationships>", _relationship("aFChunk", "x.html")),
    "sub-document": replaced(GOOD, RELS, "</Relationships>", _relationship("subDocument", "x")),
    "mail merge": replaced(GOOD, RELS, "</Relationships>", _relationship("mailMergeSource", "x")),
    "DDE field": in_body(GOOD, _field('DDEAUTO c:\\\\x "cmd"')),
    "DDE field over runs": in_body(GOOD, _field("DDE|AUTO x")),
    "included text": in_body(GOOD, _field("INCLUDETEXT file")),
    "included picture": in_body(GOOD, _field("INCLUDEPICTURE http://h/x")),
    "macro button": in_body(GOOD, _field("MACROBUTTON m x")),
    "simple DDE field": in_body(GOOD, '<w:p><w:fldSimple w:instr="DDE x y"/></w:p>'),
    "path upwards": with_entry(GOOD, "../evil.xml", b"<a/>"),
    "absolute path": with_entry(GOOD, "/evil.xml", b"<a/>"),
    "backslash path": with_entry(GOOD, "word\\evil.xml", b"<a/>"),
    "two names alike": with_entry(GOOD, "WORD/document.xml", b"<a/>"),
    "too many entries": packed(
        {**entries_of(GOOD), **{f"word/media/{n}.png": b"" for n in range(ENTRIES_MAX)}}
    ),
    "bomb": with_entry(GOOD, "word/media/x.png", b"\0" * (UNPACKED_BYTES_MAX + 1)),
}


@pytest.mark.parametrize("docx", FILES.values(), ids=FILES.keys())
def test_a_dangerous_or_broken_file_is_refused_before_it_is_read(docx: bytes) -> None:
    found = check_template(docx, FIELDS)
    assert {finding.code for finding in found} == {"template_file"}
    with pytest.raises(TemplateRefused):
        compile_template(docx)


def test_a_bomb_whose_size_is_declared_small_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries_of(GOOD).items():
            archive.writestr(name, data)
        archive.writestr("word/media/x.png", b"\0" * (UNPACKED_BYTES_MAX + 1))
    size = (UNPACKED_BYTES_MAX + 1).to_bytes(4, "little")
    docx = out.getvalue().replace(size, (10).to_bytes(4, "little"))
    assert {finding.code for finding in check_template(docx, FIELDS)} == {"template_file"}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_judged_and_never_breaks_the_checker(data: st.DataObject) -> None:
    spoilt = bytearray(GOOD)
    for _ in range(data.draw(st.integers(min_value=1, max_value=6))):
        spoilt[data.draw(st.integers(min_value=0, max_value=len(GOOD) - 1))] = data.draw(
            st.integers(min_value=0, max_value=255)
        )
    assert all(finding.what for finding in check_template(bytes(spoilt), FIELDS))


SPLINTERS = tuple(
    '{{ }} {% %} {%p if for in endif 事由 材料清单 项 . 名称 | join ( ) " not =='.split()
)
WHOLE_TAGS = (
    "{{ 事由 }}",
    "{{ 项.名称 }}",
    "{{ loop.index|中文数字 }}",
    "{% if 事由 %}",
    "{% elif not 事由 %}",
    "{% else %}",
    "{% endif %}",
    "{% for 项 in 材料清单 %}",
    "{% endfor %}",
    "{%p if 事由 == '甲' %}",
    "{%p else %}",
    "{%p endif %}",
    "{%p for 项 in 材料清单 %}",
    "{%p endfor %}",
    "文",
)
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SPLINTERS), max_size=9).map(" ".join)
    | st.sampled_from(WHOLE_TAGS)
    | st.lists(st.sampled_from(WHOLE_TAGS), max_size=4).map("".join),
    min_size=1,
    max_size=6,
)


@settings(max_examples=120, deadline=None)
@given(PARAGRAPHS)
def test_what_passes_the_check_always_fills_and_what_does_not_is_refused(texts: list[str]) -> None:
    docx = in_body(GOOD, "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts))
    if check_template(docx, FIELDS):
        return
    filled = compile_template(docx).fill({"事由": "甲", "材料清单": [{"名称": "乙"}]}, {})
    read_xml(entries_of(filled)["word/document.xml"])


LAYOUTS = {
    "自动编号": '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>',
    "文本框或形状": "<w:p><w:r><w:drawing><wp:inline"
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/>'
    "</w:drawing></w:r></w:p>",
    "pict": "<w:p><w:r><w:pict/></w:r></w:p>",
    "sym": "<w:p><w:r><w:sym/></w:r></w:p>",
    "制表符": "<w:p><w:r><w:tab/></w:r></w:p>",
    "分节": "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>",
    "双线": '<w:p><w:pPr><w:pBdr><w:top w:val="double"/></w:pBdr></w:pPr></w:p>',
    "altChunk": "<w:altChunk/>",
    "列宽": "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
}


@pytest.mark.parametrize(("word_in_finding", "xml"), LAYOUTS.items(), ids=LAYOUTS.keys())
def test_what_the_typesetter_cannot_set_is_said_at_upload(word_in_finding: str, xml: str) -> None:
    found = check_template(in_body(GOOD, xml), FIELDS)
    assert [finding.code for finding in found] == ["template_layout_unsupported"]
    assert word_in_finding in found[0].what


def test_tracked_changes_must_be_accepted_first() -> None:
    docx = in_body(GOOD, '<w:p><w:ins w:id="1"><w:r><w:t>增</w:t></w:r></w:ins></w:p>')
    assert "template_tracked_changes" in {finding.code for finding in check_template(docx, FIELDS)}


def test_a_field_split_over_runs_or_typed_with_curly_quotes_is_understood() -> None:
    docx = word(["{", "{ 事", "由 ", "}", "}"], "{% if 事由 == “甲” %}是{% endif %}")
    assert check_template(docx, FIELDS) == []


def test_braces_in_attributes_are_never_read_as_template() -> None:
    docx = in_body(GOOD, '<w:p w:rsidR="{{ 7 * 7 }}"><w:r><w:t>甲</w:t></w:r></w:p>')
    filled = compile_template(docx).fill({"事由": "乙"}, {})
    assert b"49" not in entries_of(filled)["word/document.xml"]
