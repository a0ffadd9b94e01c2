"""文书的文件: what a person may fetch of a document, with the name it is saved under."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.refusals import CaseNotFound
from engine.documents.pdf_binding import page_count
from engine.domain.sight import Sight, sight
from engine.queries.case_file import visible_documents
from engine.queries.looking import Desk, looking


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file of a document with the name it is saved under."""

    name: str
    content: bytes
    media_type: str
    sha256: str


MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document_pages(desk: Desk, case_id: str, document_id: str) -> int:
    """How many pages its PDF has; raises `case_not_found` as `document_file` does."""
    return page_count(document_file(desk, case_id, document_id, "pdf").content)


def document_file(desk: Desk, case_id: str, document_id: str, suffix: str) -> FetchedFile:
    """A file the person may read; raises `case_not_found` for every other."""
    with looking(desk, case_id) as act:
        seen = {one.id: one for one in visible_documents(act, desk.by)}
        document = seen.get(document_id)
        organ_asks = sight(act.case, desk.by) is Sight.ORGAN
    file = document.file if document else None
    unfit = suffix not in MEDIA_TYPES or (organ_asks and suffix != "pdf")
    if document is None or file is None or unfit:
        raise CaseNotFound(where={"case": case_id})
    sha256 = file.pdf_sha256 if suffix == "pdf" else file.docx_sha256
    if sha256 is None:  # there is nothing but the scan
        raise CaseNotFound(where={"case": case_id})
    return FetchedFile(
        name=f"{document.code}-{document.title}.{suffix}",
        content=desk.office.files.get(sha256),
        media_type=MEDIA_TYPES[suffix],
        sha256=sha256,
    )
