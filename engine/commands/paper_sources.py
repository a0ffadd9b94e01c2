"""补录: what the paper itself gives, its numbers and its scans; nothing of ours stands for them."""

from collections.abc import Callable

from engine.commands.act import Act, PaperEntry
from engine.definitions.document import DocumentDefinition
from engine.domain import events as ev
from engine.domain.document import Document
from engine.domain.numbering import Series
from engine.domain.work_calendar import local_day
from engine.errors import Refusal

PDF = "application/pdf"
NUMBER_CHARACTERS_MAX = 60
CASE = "case"
"""Under this word stands the number of the case among the numbers of its documents."""

SeriesOf = Callable[[int], Series]


class PaperNumberTaken(Refusal):
    """Something of this place has that number already."""

    code = "paper_number_taken"
    what = "{of}“{number}”已经有了。"
    mend = "请先检索这个编号；已经补录的不要再录，编号抄错的请更正。"


class PaperNumberOurs(Refusal):
    """The number is one that this system gives, or will give."""

    code = "paper_number_ours"
    what = "{of}“{number}”属于系统自己编的号：这一系列纸上只用到第{last}号。"
    mend = "请核对编号；上线以前确已用到这个号的，请系统管理员先运行 zhijian numbers begin。"


class PaperNumberMissing(Refusal):
    """The step gave a number on paper, and it was not entered."""

    code = "paper_number_missing"
    http_status = 422
    what = "请填写{of}：这一步在纸上已经编号。"
    mend = "请照纸质文书填写；补录的步骤不由系统编号。"


class PaperNumberUnfit(Refusal):
    """Too long, or not to be printed."""

    code = "paper_number_unfit"
    http_status = 422
    what = "{of}写得不对。"
    mend = "请照纸质文书填写，不超过{most}个字。"


class PaperScanMissing(Refusal):
    """A document that went out on paper is entered with its scan only."""

    code = "paper_scan_missing"
    http_status = 422
    what = "请附上《{title}》的扫描件（PDF）。"
    mend = "请先上传盖章后的纸质文书的扫描件；系统不会用旧文号重新生成文书。"


class PaperScanUnfit(Refusal):
    """The attachment named is none of the case, or no PDF."""

    code = "paper_scan_unfit"
    http_status = 422
    what = "《{title}》的扫描件不是本案附件中的 PDF 文件。"
    mend = "请上传 PDF 格式的扫描件后选择它。"


def case_number(act: Act, paper: PaperEntry, series_of: SeriesOf) -> str:
    """The number the case has on paper."""
    number = _given(paper, CASE, of="案件编号")
    refuse_case_number(act, number, series_of)
    return number


def refuse_case_number(act: Act, case_no: str, series_of: SeriesOf) -> None:
    """A number stands for one case only, and none of ours is taken in advance."""
    _refuse_ours(act, case_no, series_of, field="case_no", of="案件编号")
    if act.tx.has_case_numbered(case_no):
        raise PaperNumberTaken(where={"field": "case_no"}, of="案件编号", number=case_no)


def document_number(
    act: Act, paper: PaperEntry, definition: DocumentDefinition, series_of: SeriesOf
) -> str | None:
    """The number the document has on paper (纸质文号); what stays in the house may have none."""
    of = f"《{definition.title}》的文号"
    number = _given(paper, definition.kind, of=of, required=definition.seal is not None)
    if not number:
        return None
    where = f"numbers.{definition.kind}"
    _refuse_ours(act, number, series_of, field=where, of=of)
    others = (one.doc_no for one in act.case.documents.values())
    if number in others or act.tx.has_document_numbered(number):
        raise PaperNumberTaken(where={"field": where}, of=of, number=number)
    return number


def take_scan(act: Act, document: Document, paper: PaperEntry) -> None:
    """The scan of the document becomes its file; what was sealed cannot do without."""
    attachment_id = paper.scans.get(document.kind)
    where = {"field": f"scans.{document.kind}"}
    if attachment_id is None:
        if act.release.documents[document.kind].seal is not None:
            raise PaperScanMissing(where=where, title=document.title)
        return
    scan = act.case.attachments.get(attachment_id)
    if scan is None or scan.kind != PDF:
        raise PaperScanUnfit(where=where, title=document.title)
    act.record(
        ev.DocumentScanned(document_id=document.id, attachment_id=scan.id, pdf_sha256=scan.sha256)
    )


def _given(paper: PaperEntry, kind: str, *, of: str, required: bool = True) -> str:
    number = paper.numbers.get(kind, "").strip()
    where = {"field": f"numbers.{kind}"}
    if not number and required:
        raise PaperNumberMissing(where=where, of=of)
    if len(number) > NUMBER_CHARACTERS_MAX or not number.isprintable():
        raise PaperNumberUnfit(where=where, of=of, most=NUMBER_CHARACTERS_MAX)
    return number


def _refuse_ours(act: Act, number: str, series_of: SeriesOf, *, field: str, of: str) -> None:
    this_year = local_day(act.entered_at).year
    for year in (this_year, this_year + 1):  # no number of a past year is given any more
        counted = series_of(year)
        sequence = counted.sequence_of(number)
        last = act.tx.begun_after(counted.key, year)
        if sequence is not None and sequence > last:
            raise PaperNumberOurs(where={"field": field}, of=of, number=number, last=last)
