"""移送台账的表格: the ledger as an XLSX file; a cell is text or a number, never a formula."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from engine.queries.clue_ledger import LedgerLine

TITLES = {
    "移送时间": 18,
    "方向": 12,
    "移出机关": 26,
    "接收机关": 26,
    "线索摘要": 48,
    "紧急": 8,
    "移交人员": 18,
    "材料份数": 10,
    "接收期限": 14,
    "状态": 12,
    "超期": 8,
    "处理情况": 36,
}
"""Column → how wide."""


def write_clue_sheet(lines: Iterable[LedgerLine], out: BinaryIO) -> None:
    """The lines as they stand in the ledger, line by line."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("线索移送台账")
    sheet.freeze_panes = "A2"
    for at, width in enumerate(TITLES.values(), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append(list(_heads(sheet)))
    for line in lines:
        sheet.append(list(_cells(sheet, line)))
    book.save(out)


def _heads(sheet: WriteOnlyWorksheet) -> Iterator[WriteOnlyCell]:
    for title in TITLES:
        cell = WriteOnlyCell(sheet, title)
        cell.font = Font(bold=True)
        yield cell


def _cells(sheet: WriteOnlyWorksheet, line: LedgerLine) -> Iterator[WriteOnlyCell]:
    for value in _values(line):
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "n" if isinstance(value, int) else "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        yield cell


def _values(line: LedgerLine) -> list[str | int]:
    return [
        f"{line.sent_at:%Y-%m-%d %H:%M}",
        line.direction,
        line.from_organ,
        line.to_organ,
        line.summary,
        "是" if line.is_urgent else "",
        "、".join(line.handed_over_by),
        line.material_count,
        f"{line.due_on:%Y-%m-%d}",
        line.state,
        "是" if line.is_overdue else "",
        line.feedback,
    ]
