"""卷宗: the file of a case as one PDF, and as a package that opens without our software.

The main part (正卷) may be lent to others; the internal part (副卷) holds what is only ours.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from engine.commands.act import Act
from engine.commands.case_report import is_internal
from engine.commands.frozen_content import frozen_values
from engine.commands.refusals import CaseNotFound
from engine.commands.template_choice import template_of
from engine.documents.fill import packed
from engine.documents.pdf_binding import Leaf, bind, page_count, page_texts
from engine.domain.document import Document
from engine.domain.sight import Sight, sight
from engine.domain.work_calendar import local_day
from engine.errors import Refusal
from engine.queries.looking import Desk, looking

COVER = "A14"
MAIN, SUB = "正卷", "副卷"
DIRECTORIES = {MAIN: "正卷目录", SUB: "副卷目录"}
"""Part → label of its directory in the cover's form."""

SUB_DIRECTORY_WORDS, CLOSING_WORDS = "卷内目录（副卷）", "备考表"
"""What stands on the pages of the cover document that belong elsewhere than in front."""


class VolumeNotReady(Refusal):
    """The case has not been put into its file, or some of its papers are still being made."""

    code = "volume_not_ready"
    what = "本案还不能装订成卷：{why}。"
    mend = "请在立卷（C4）办结、文书文件全部生成以后再装订。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A file as bound: everything, the main part alone, and the package; all of them bytes."""

    case_no: str
    whole: bytes
    main: bytes
    package: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One document in its part, and the pages it has there (from 1)."""

    part: str
    order: int
    document: Document
    pdf: bytes
    first: int
    last: int

    @property
    def pages(self) -> str:
        """``3`` or ``3-5``."""
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def file_name(self) -> str:
        """Where the package keeps it."""
        return f"{self.part}/{self.order:02d}-{self.document.title}.pdf"

    @property
    def dated(self) -> str:
        """The day it was signed or completed, ISO."""
        at = self.document.signed_at or self.document.completed_at
        return local_day(at).isoformat() if at else ""


def case_volume(desk: Desk, case_id: str) -> Volume:
    """Bind the case's documents; raises `case_not_found`, `volume_not_ready`."""
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is not Sight.WHOLE:
            raise CaseNotFound(where={"case": case_id})
        sheets = [*_sheets(act, MAIN), *_sheets(act, SUB)]
        front = _cover(act, sheets)
        case_no = act.case.head.case_no or act.case.head.intake_no or case_id
    title = f"行政执法监督案卷　{case_no}"
    whole = bind(_leaves(front, sheets, (MAIN, SUB)), title=title)
    main = bind(_leaves(front, sheets, (MAIN,)), title=f"{title}　{MAIN}")
    package = _package(title, sheets, {"卷宗.pdf": whole, f"{MAIN}.pdf": main})
    return Volume(case_no=case_no, whole=whole, main=main, package=package)


def _sheets(act: Act, part: str) -> Iterator[Sheet]:
    kept = [
        one
        for one in act.case.documents.values()
        if one.is_issued and one.completed_at is not None and one.kind != COVER
        if is_internal(act, one) is (part == SUB)
        if one.file is not None or one.content_id is not None  # else it lies in the paper volume
    ]
    page = 1
    for order, document in enumerate(kept, start=1):
        if document.file is None:
            raise VolumeNotReady(why=f"“{document.title}”的文件尚未生成")
        pdf = act.office.files.get(document.file.pdf_sha256)
        pages = page_count(pdf)
        yield Sheet(
            part=part,
            order=order,
            document=document,
            pdf=pdf,
            first=page,
            last=page + pages - 1,
        )
        page += pages


def _cover(act: Act, sheets: Sequence[Sheet]) -> bytes:
    """Cover, directories and closing note as frozen, with the page numbers the binding gives."""
    cover = act.case.latest_document(COVER)
    if cover is None or cover.content_id is None:
        raise VolumeNotReady(why="尚未立卷")
    values = frozen_values(act, cover.id)
    for part, label in DIRECTORIES.items():
        values[label] = [
            {
                "顺序号": sheet.order,
                "名称": sheet.document.title,
                "编号": sheet.document.doc_no or "",
                "日期": sheet.dated,
                "页次": sheet.pages,
            }
            for sheet in sheets
            if sheet.part == part
        ]
    return act.office.documents.render(
        template_of(act, cover) or b"",
        values,
        issued_at=cover.completed_at or cover.drafted_at,
    ).pdf


def _leaves(front: bytes, sheets: Sequence[Sheet], parts: Sequence[str]) -> list[Leaf]:
    """Cover and directory, the documents of the parts with their page numbers, closing note."""
    texts = page_texts(front)
    closing = next((at for at, text in enumerate(texts) if CLOSING_WORDS in text), len(texts))
    sub = next((at for at, text in enumerate(texts) if SUB_DIRECTORY_WORDS in text), closing)
    leading = {MAIN: range(sub), SUB: range(sub, closing)}
    leaves: list[Leaf] = []
    for part in parts:
        leaves += [Leaf(pdf=front, number=number) for number in leading[part]]
        for sheet in (one for one in sheets if one.part == part):
            leaves += [
                Leaf(pdf=sheet.pdf, number=number, stamp=f"{part}　第{page}页")
                for number, page in enumerate(range(sheet.first, sheet.last + 1))
            ]
    return leaves + [Leaf(pdf=front, number=number) for number in range(closing, len(texts))]


def _package(title: str, sheets: Sequence[Sheet], bound: dict[str, bytes]) -> bytes:
    """ZIP: a page to open in any browser, every document, and a list of SHA-256 to check with."""
    files = {**bound, **{sheet.file_name: sheet.pdf for sheet in sheets}}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    listed = "".join(f"{sha256}  {name}\n" for name, sha256 in hashes.items())
    index = _index(title, sheets, hashes)
    return packed({"index.html": index.encode(), **files, "SHA256SUMS": listed.encode()})


def _index(title: str, sheets: Sequence[Sheet], hashes: dict[str, str]) -> str:
    rows = "".join(
        f"<tr><td>{sheet.part}</td><td>{sheet.order}</td>"
        f'<td><a href="{escape(sheet.file_name)}">{escape(sheet.document.title)}</a></td>'
        f"<td>{escape(sheet.document.doc_no or '')}</td><td>{sheet.dated}</td>"
        f"<td>{sheet.pages}</td><td><code>{hashes[sheet.file_name]}</code></td></tr>\n"
        for sheet in sheets
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>body{{font-family:serif;margin:2em}}"
        "td,th{border:1px solid #999;padding:.3em .6em}table{border-collapse:collapse}"
        "code{font-size:.7em}</style></head><body>\n"
        f"<h1>{escape(title)}</h1>\n"
        '<p><a href="卷宗.pdf">整卷</a>　<a href="正卷.pdf">只看正卷</a></p>\n'
        "<table><tr><th>卷</th><th>顺序号</th><th>名称</th><th>编号</th><th>日期</th>"
        f"<th>页次</th><th>SHA-256</th></tr>\n{rows}</table>\n"
        "<p>SHA256SUMS 列出每个文件的摘要值，可用任何 SHA-256 工具核对。副卷不对外提供。</p>\n"
        "</body></html>\n"
    )
