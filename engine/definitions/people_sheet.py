"""人员名单（Excel）: the template that is handed out, and the rows of one that comes back.

A hostile file is refused before it is opened: too large, packed like a bomb, with macros, links to
elsewhere or a document type. A formula is no value: it is read as the text it is and refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engine.errors import Refusal

FILE_BYTES_MAX = 1 << 20
UNPACKED_BYTES_MAX = 40 << 20
PACK_RATIO_MAX = 200
PARTS_MAX = 200
ROWS_MAX = 2_000
CELL_CHARACTERS_MAX = 200
SHEET = "人员"
EXAMPLE = (
    "zhangsan", "张三", "示例区司法局", "执法监督科", "科员", "028-12345678", "13900000000",
    "zhangsan@example.gov.cn", "JD-00001", "2027-12-31", "主办人、协办人",
)  # fmt: skip

COLUMNS: Mapping[str, str] = {
    "登录名": "login",
    "姓名": "name",
    "机关": "organ",
    "科室": "unit",
    "职务": "post",
    "办公电话": "office_phone",
    "手机": "mobile",
    "电子邮箱": "mail",
    "监督证号": "certificate_no",
    "监督证有效期至": "certificate_to",
    "拟授角色": "roles",
}
REQUIRED = ("login", "name", "organ")
MACRO_OR_LINK = re.compile(
    r"vbaProject|externalLinks/|embeddings/|activeX|customUI|connections\.xml|ctrlProps",
    re.IGNORECASE,
)
FOREIGN_TARGET = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FORMULA_BEGINS = ("=", "+", "-", "@")


class SheetRefused(Refusal):
    """A file that is no list of people, or that we do not open."""

    code = "sheet_refused"
    http_status = 422
    what = "没有读取这个文件：{why}。"
    mend = "请下载人员名单模板，把内容粘贴为数值后另存为 .xlsx 再上传。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row as written: `line` as Excel counts; `faults` by column title, in Chinese."""

    line: int
    values: Mapping[str, str]
    certificate_to: date | None
    faults: Mapping[str, str]


def people_template() -> bytes:
    """An empty list with its headings, one example, and how to fill it in."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new book has one
    sheet.title = SHEET
    sheet.append(list(COLUMNS))
    sheet.append(list(EXAMPLE))
    for number, title in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row=1, column=number)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF7")
        sheet.column_dimensions[get_column_letter(number)].width = max(12, 2 * len(title) + 4)
        for row in range(1, 200):
            sheet.cell(row=row, column=number).number_format = "@"
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("填写说明")
    for line in (
        "第一行是标题，请不要改动；第二行是示例，填写前请删除。",
        "登录名、姓名、机关必填；机关须与机关名录中的名称一致。",
        "日期写成 2027-12-31；角色写中文名称，多个角色用顿号分开。",
        "角色只是拟授，由安全管理员授予后生效。",
        "登录名已存在的，按变更处理，空着的格子不改动原有内容。",
    ):
        notes.append([line])
    notes.column_dimensions["A"].width = 80
    notes["A1"].alignment = Alignment(wrap_text=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_people(content: bytes) -> Sequence[SheetRow]:
    """The rows of a list; refuses `sheet_refused`. What is wrong with a row stands in it."""
    _refuse_hostile(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever a damaged file makes of the reader is one refusal
        raise SheetRefused(why="文件已损坏，或者不是 .xlsx 表格") from error
    try:
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        return list(_rows(sheet.iter_rows(values_only=True)))
    except SheetRefused:
        raise
    except Exception as error:
        raise SheetRefused(why="表格内容无法识别") from error
    finally:
        book.close()


def _refuse_hostile(content: bytes) -> None:
    if len(content) > FILE_BYTES_MAX:
        raise SheetRefused(why=f"超过{FILE_BYTES_MAX >> 20}兆字节")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_parts(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise SheetRefused(why="不是 .xlsx 表格，或者加了密码") from error


def _refuse_parts(packed: zipfile.ZipFile) -> None:
    """Look at each part as it really unpacks, never at what the list of contents says."""
    parts = packed.infolist()
    if len(parts) > PARTS_MAX:
        raise SheetRefused(why="文件由过多部分组成")
    left = UNPACKED_BYTES_MAX
    for part in parts:
        if MACRO_OR_LINK.search(part.filename):
            raise SheetRefused(why="文件含有宏、外部链接或者嵌入对象")
        with packed.open(part) as file:
            text = file.read(left + 1)
        left -= len(text)
        if left < 0 or len(text) > PACK_RATIO_MAX * max(part.compress_size, 1):
            raise SheetRefused(why="文件展开后过大")
        if part.filename.endswith((".xml", ".rels")) and DOCTYPE.search(text):
            raise SheetRefused(why="文件含有外部定义")
        if part.filename.endswith(".rels") and FOREIGN_TARGET.search(text):
            raise SheetRefused(why="文件含有外部链接")


def _rows(lines: Iterator[tuple[object, ...]]) -> Iterator[SheetRow]:
    titles = [str(one or "").strip() for one in next(lines, ())]
    missing = [title for title, key in COLUMNS.items() if key in REQUIRED and title not in titles]
    if missing:
        raise SheetRefused(why=f"缺少“{'”、“'.join(missing)}”列")
    strange = [one for one in titles if one and one not in COLUMNS]
    if strange:
        raise SheetRefused(why=f"不认识“{strange[0][:20]}”列")
    for number, cells in enumerate(lines, start=2):
        if number > ROWS_MAX + 1:
            raise SheetRefused(why=f"超过{ROWS_MAX}行")
        given = dict(zip(titles, cells, strict=False))
        if any(one not in {None, ""} for one in given.values()):
            yield _row(number, given)


def _row(number: int, given: Mapping[str, object]) -> SheetRow:
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    until = None
    for title, key in COLUMNS.items():
        written = given.get(title)
        text = _text(written)
        if text.startswith(FORMULA_BEGINS):
            faults[title] = "是公式或者以符号开头，请粘贴为数值"
        elif len(text) > CELL_CHARACTERS_MAX:
            faults[title] = f"最多{CELL_CHARACTERS_MAX}个字"
        elif key in REQUIRED and not text:
            faults[title] = "不能空着"
        elif key == "certificate_to" and text:
            until = _day(text)
            if until is None:
                faults[title] = "应写成 2027-12-31 这样的日期"
        values[key] = text
    return SheetRow(line=number, values=values, certificate_to=until, faults=faults)


def _text(written: object) -> str:
    if written is None:
        return ""
    if isinstance(written, datetime):
        return written.date().isoformat()
    if isinstance(written, float) and written.is_integer():
        return str(int(written))
    return str(written).strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        return None
