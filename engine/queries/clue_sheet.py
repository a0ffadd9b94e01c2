"""移送台账的表格: the ledger as an XLSX file; a cell is text or a number, never a formula."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

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


def clue_sheet(lines: Iterable[LedgerLine]) -> bytes:
    """The lines as they stand in the ledger."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new book has one
    sheet.title = "线索移送台账"
    sheet.append(list(TITLES))
    for cell, width in zip(sheet[1], TITLES.values(), strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for line in lines:
        sheet.append(_cells(line))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "n" if isinstance(cell.value, int) else "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(line: LedgerLine) -> list[str | int]:
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
