"""What happens to a document, from draft to service or void."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.domain.attachment import Attachment
from engine.domain.document import Document
from engine.domain.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDrafted(Event):
    """拟稿: a document of the case begins."""

    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilled(Event):
    """A form body was added to a document."""

    document_id: str
    body_id: str
    variant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned(Event):
    """签发: number and content are frozen."""

    document_id: str
    document: str
    issuer: str | None
    issuer_name: str | None
    doc_no: str | None
    series: str | None
    year: int | None
    sequence: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFrozen(Event):
    """定稿: what the document says is kept under `content_id` and never changes."""

    document_id: str
    content_id: str
    sha256: str
    verify_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSealed(Event):
    """用印. `picture_sha256` is the seal's picture as printed; None = stamped by hand."""

    document_id: str
    document: str
    seal: str
    copies: int
    picture_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentServed(Event):
    """送达: `served_on` starts the periods that run from receipt."""

    document_id: str
    document: str
    served_on: date
    service_mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCompleted(Event):
    """The document is whole (last approval, seal or signature)."""

    document_id: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVoided(Event):
    """The document is void; its number is never used again."""

    document_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCorrected(Event):
    """更正: the document stays in force, but not as it reads."""

    document_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRendered(Event):
    """Its files were made; the PDF is the official one."""

    by_the_way: ClassVar[bool] = True

    document_id: str
    docx_sha256: str
    pdf_sha256: str
    ofd_sha256: str | None = None
    template_sha256: str | None = None
    """The Word template they were made from: its release's, or a revision of it (样式修订)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScanned(Event):
    """扫描件: the document was made on paper; an attachment that shows it is its file."""

    document_id: str
    attachment_id: str
    pdf_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplainantAnswered(Event):
    """The complainant was told something in writing."""

    document_id: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded(Event):
    """添加附件: a file was added to the case; its name is kept apart, sealed."""

    attachment: Attachment
