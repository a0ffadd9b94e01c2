"""文书: one document of a case, from draft to service, and what each state allows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.domain.facts import CallPath


class DocumentState(StrEnum):
    """拟稿 → 已签发（编号）→ 已用印 → 已送达; others end `completed`; void keeps its number."""

    DRAFT = "draft"
    SIGNED = "signed"
    SEALED = "sealed"
    SERVED = "served"
    COMPLETED = "completed"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """The rendered files of a document, by content hash; the PDF is the official one."""

    docx_sha256: str | None = None
    """None for a scan."""
    pdf_sha256: str
    rendered_at: datetime
    ofd_sha256: str | None = None
    """Where a certified seal service made an OFD too."""
    is_scan: bool = False
    """The scan of a document made on paper (补录); nothing of it is printed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a case. `bodies` name the form bodies that fill it, as they were given.

    `about_id` is the document a proof of service (送达回证) proves. `completed_at` is when it
    became whole: sealed documents when sealed, forms at the last approval, records and proofs
    when signed.
    """

    id: str
    kind: str
    variant: str | None = None
    path: CallPath = ()
    """The call it belongs to where a procedure runs beside itself (移送); ``()`` = the case."""
    title: str
    state: DocumentState = DocumentState.DRAFT
    drafted_at: datetime
    bodies: tuple[str, ...] = ()
    issuer: str | None = None
    issuer_name: str | None = None
    doc_no: str | None = None
    series: str | None = None
    year: int | None = None
    sequence: int | None = None
    signed_at: datetime | None = None
    sealed_at: datetime | None = None
    seal: str | None = None
    seal_picture: str | None = None
    """SHA-256 of the seal's picture; None where it is stamped by hand."""
    content_id: str | None = None
    """Body that holds the frozen content (定稿)."""
    template_sha256: str | None = None
    """The Word template its files were made from: its release's, or a revision (样式修订)."""
    verify_code: str | None = None
    """核验码 printed on a sealed document."""
    served_on: date | None = None
    service_mode: str | None = None
    completed_at: datetime | None = None
    about_id: str | None = None
    file: DocumentFile | None = None
    void_reason: str | None = None
    corrected_at: datetime | None = None
    """When a correction (更正) of it was ordered; it stays in force beside its correction."""

    @property
    def code(self) -> str:
        """Kind with its variant, as scenarios name it: ``D02-A``, ``D04``."""
        return f"{self.kind}-{self.variant}" if self.variant else self.kind

    @property
    def is_in_draft(self) -> bool:
        """Whether it may still be filled."""
        return self.state is DocumentState.DRAFT

    @property
    def is_issued(self) -> bool:
        """Whether it counts as made: no draft and not void; forms count from their number."""
        return self.state not in {DocumentState.DRAFT, DocumentState.VOID}
