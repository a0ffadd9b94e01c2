"""Every shipped Word template: clean, complete, prints all it is given, always alike."""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from engine.definitions.form_chosen import Chosen
from engine.documents.archive import open_archive
from engine.documents.docx_to_typst import translate
from engine.documents.fill import compile_template
from engine.documents.pictures import BLANK
from engine.documents.printing import printed
from engine.documents.template_check import check_template
from engine.documents.template_fields import ALWAYS_THERE
from engine.documents.template_parts import jinja_source
from engine.documents.template_tags import parts_of
from engine.documents.text_documents import text_of_docx
from engine.documents.typst_documents import TypstDocuments
from tests.documents.filled_forms import (
    ALWAYS,
    FORMS,
    RARE_NAME,
    Shipped,
    bare_values,
    full_values,
    shipped,
    template_folders,
)
from tests.documents.pdf_reading import pages_of, squeezed, text_of

ISSUED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
FOLDERS = template_folders()
NUMBER_OF_THE_LAW = re.compile(
    r"[0-9一二三四五六七八九十百]+\s*(?:个)?(?:工作日|日内|个月|天内|年内)"
)
INSTEAD: Mapping[str, frozenset[str]] = {
    # Printed only where another one, which the full values hold too, is missing.
    "D04": frozenset({"提交截止日"}),
    "D06": frozenset({"申请回避理由"}),
    "D07": frozenset({"登记编号", "反馈期限"}),
    "D08": frozenset({"登记编号"}),
}


@pytest.fixture(scope="module")
def documents() -> TypstDocuments:
    return TypstDocuments()


@pytest.fixture(params=FOLDERS)
def document(request: pytest.FixtureRequest) -> Shipped:
    return shipped(request.param)


def test_every_document_with_a_form_has_its_template() -> None:
    forms = {path.parent.name for path in FORMS.glob("*/document.yaml")}
    assert set(FOLDERS) == forms


def test_the_checker_finds_nothing(document: Shipped) -> None:
    assert check_template(document.template, document.fields) == []


def test_the_typesetter_can_set_all_of_it_filled_or_bare(document: Shipped) -> None:
    template = compile_template(document.template)
    for values in (bare_values(document), full_values(document), {}):
        assert translate(template.fill(values, {})).findings == ()


def test_no_sentence_states_a_number_of_the_law(document: Shipped) -> None:
    assert NUMBER_OF_THE_LAW.findall(text_of_docx(document.template)) == []


def _used_paths(document: Shipped) -> set[str]:
    entries, _ = open_archive(document.template)
    source = "".join(jinja_source(root) for root in parts_of(entries).values())
    fields = re.findall(r"\{\{ (\w+(?:\.\w+)?)", source)
    return set(fields)


def _texts(values: Mapping[str, object], used: set[str]) -> Iterator[str]:
    """The printed form of all values a template uses outside its loops."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _texts({f"{name}.{label}": part for label, part in value.items()}, used)
        elif name in used and not _is_rows(value):
            yield printed(value)


def _is_rows(value: object) -> bool:
    return isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)


def test_the_pdf_says_every_value_the_template_names(
    document: Shipped, documents: TypstDocuments
) -> None:
    values = full_values(document)
    used = _used_paths(document) - INSTEAD.get(document.code, frozenset())
    if document.code == "D02":
        values["反馈类型"] = "A"
        used -= _other_variants(document)
    text = text_of(documents.render(document.template, values, issued_at=ISSUED).pdf)
    for value in _texts(values, used):
        wanted = squeezed(value).rstrip("。")
        assert _day_or_all(wanted) in text, wanted
    assert RARE_NAME in text


def _other_variants(document: Shipped) -> set[str]:
    always = {"收信人", "来信日期", "来信方式", "被监督机关.名称", "事项摘要", "登记编号", "依据"}
    mine = {
        "受理日期",
        "预计办结日",
        "文号",
        "署名",
        "成文日期",
        "联系方式.联系人",
        "联系方式.联系电话",
    }
    return _used_paths(document) - always - mine


def _day_or_all(text: str) -> str:
    """A moment printed with the 日期 filter shows its day only."""
    moment = re.fullmatch(r"(\d+年\d+月\d+日)\d+时\d+分", text)
    return moment.group(1) if moment else text


def test_rows_are_printed_one_by_one(document: Shipped, documents: TypstDocuments) -> None:
    values = full_values(document)
    text = text_of(documents.render(document.template, values, issued_at=ISSUED).pdf)
    source = text_of_docx(document.template)
    for variable, name in re.findall(r"for (\w+) in (\w+)", source):
        rows = values.get(name)
        if document.code == "D02" or not _is_rows(rows):
            continue
        labels = set(re.findall(rf"\{{\{{ {variable}\.(\w+)", source))
        assert isinstance(rows, Sequence)
        for row in rows:
            for label in labels & set(row):
                assert _day_or_all(squeezed(printed(row[label]))).rstrip("。") in text


def test_every_required_label_is_printed_or_decides_what_is(document: Shipped) -> None:
    source = text_of_docx(document.template)
    for field in document.form.fields.values():
        if field.required and not field.hides:
            assert field.label in source or field.group_label in source, field.template_name


def test_a_sealed_document_has_its_seal_and_its_code(document: Shipped) -> None:
    template = compile_template(document.template)
    wanted = {"公章", "二维码"} if document.fields.sealed else set()
    assert set(template.media.values()) == wanted


def test_the_seal_never_stands_on_a_page_without_words(
    document: Shipped, documents: TypstDocuments
) -> None:
    if not document.fields.sealed:
        return
    for values in (bare_values(document), full_values(document)):
        for extra in (0, 5):
            longer = {**values, **_longer(document, extra)}
            pages = pages_of(documents.render(document.template, longer, issued_at=ISSUED).pdf)
            signed = [page for page in pages if page.rstrip("—0123456789").endswith("2026年3月5日")]
            ending = squeezed(f"{ALWAYS['署名']}2026年3月5日")
            with_signature = [page for page in pages if ending in page]
            assert with_signature
            assert all(len(page) > len(ending) + 12 for page in with_signature), signed


def _longer(document: Shipped, lines: int) -> dict[str, object]:
    texts = [
        f.label
        for f in document.form.fields.values()
        if f.component == "textarea" and not f.group_labels
    ]
    return {texts[0]: "甲" * 28 * (lines + 1)} if texts else {}


def test_equal_input_gives_equal_bytes(document: Shipped, documents: TypstDocuments) -> None:
    values = full_values(document)
    first = documents.render(document.template, values, issued_at=ISSUED, pictures={"公章": BLANK})
    again = TypstDocuments().render(
        document.template, values, issued_at=ISSUED, pictures={"公章": BLANK}
    )
    assert (first.docx, first.pdf) == (again.docx, again.pdf)


def test_threads_may_share_one_office(documents: TypstDocuments) -> None:
    notice = shipped("A17-filing-revocation")
    values = full_values(notice)

    def render(_: int) -> bytes:
        pictures = {"公章": (FORMS.parents[1] / "tests/documents/round_seal.png").read_bytes()}
        return documents.render(notice.template, values, issued_at=ISSUED, pictures=pictures).pdf

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert len(set(pool.map(render, range(12)))) == 1


def test_a_record_is_signed_on_every_page(documents: TypstDocuments) -> None:
    record = shipped("D06-investigation-record")
    asked = [{"问": f"问{n}" * 20, "答": f"答{n}" * 40, "时间": None} for n in range(60)]
    values = {**full_values(record), "问答": asked}
    pages = pages_of(documents.render(record.template, values, issued_at=ISSUED).pdf)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in page
        assert "被调查人（签名并按指印）" in page
        assert "调查人（签名）" in page


REPLIES = {
    "A": "现决定予以受理",
    "B": "不作为行政执法监督事项受理",
    "C": "一次性补充下列材料",
    "D": "后续情况请与该单位联系",
    "E": "决定不予立案监督",
    "F": "经批准，该事项办理期限延长至",
    "G": "申请行政复议或者提起行政诉讼",
}


@pytest.mark.parametrize(("kind", "sentence"), REPLIES.items())
def test_a_reply_says_what_was_decided_and_nothing_else(kind: str, sentence: str) -> None:
    letter = shipped("D02-letter-reply")
    renamed = Chosen("本地改过的名称", code=kind)
    values = {**full_values(letter), "反馈类型": renamed}
    text = text_of_docx(compile_template(letter.template).fill(values, {}))
    assert sentence in text
    assert not any(other in text for key, other in REPLIES.items() if key != kind)


def test_always_there_names_are_known_to_every_form(document: Shipped) -> None:
    assert set(ALWAYS_THERE) <= set(document.fields.names)
