"""How the events of a document change a case."""

from dataclasses import replace

from engine.domain import events as ev
from engine.domain.applying import applies
from engine.domain.case import Case
from engine.domain.document import DocumentFile, DocumentState

REGISTRATION_DOCUMENT = "D01"
"""Its number is the registration number (登记编号) of the case."""


@applies(ev.DocumentDrafted)
def _drafted(case: Case, event: ev.DocumentDrafted, _line: ev.Logged) -> None:
    case.documents[event.document.id] = event.document
    case.touched.documents.add(event.document.id)


@applies(ev.DocumentFilled)
def _filled(case: Case, event: ev.DocumentFilled, _line: ev.Logged) -> None:
    document = case.documents[event.document_id]
    _change(
        case,
        event.document_id,
        bodies=(*document.bodies, event.body_id),
        variant=event.variant or document.variant,
    )


@applies(ev.DocumentSigned)
def _signed(case: Case, event: ev.DocumentSigned, line: ev.Logged) -> None:
    _change(
        case,
        event.document_id,
        state=DocumentState.SIGNED,
        issuer=event.issuer,
        issuer_name=event.issuer_name,
        doc_no=event.doc_no,
        series=event.series,
        year=event.year,
        sequence=event.sequence,
        signed_at=line.done_at,
    )
    if event.document == REGISTRATION_DOCUMENT:
        case.head = replace(case.head, intake_no=event.doc_no)


@applies(ev.DocumentFrozen)
def _frozen(case: Case, event: ev.DocumentFrozen, _line: ev.Logged) -> None:
    _change(case, event.document_id, content_id=event.content_id, verify_code=event.verify_code)


@applies(ev.DocumentSealed)
def _sealed(case: Case, event: ev.DocumentSealed, line: ev.Logged) -> None:
    _change(
        case,
        event.document_id,
        state=DocumentState.SEALED,
        seal=event.seal,
        seal_picture=event.picture_sha256,
        sealed_at=line.done_at,
    )


@applies(ev.DocumentServed)
def _served(case: Case, event: ev.DocumentServed, _line: ev.Logged) -> None:
    _change(
        case,
        event.document_id,
        state=DocumentState.SERVED,
        served_on=event.served_on,
        service_mode=event.service_mode,
    )


@applies(ev.DocumentCompleted)
def _document_completed(case: Case, event: ev.DocumentCompleted, line: ev.Logged) -> None:
    document = case.documents[event.document_id]
    unsealed = document.state in {DocumentState.DRAFT, DocumentState.SIGNED}
    state = DocumentState.COMPLETED if unsealed else document.state
    _change(case, event.document_id, state=state, completed_at=line.done_at)


@applies(ev.DocumentRendered)
def _rendered(case: Case, event: ev.DocumentRendered, line: ev.Logged) -> None:
    file = DocumentFile(
        docx_sha256=event.docx_sha256,
        pdf_sha256=event.pdf_sha256,
        rendered_at=line.done_at,
        ofd_sha256=event.ofd_sha256,
    )
    _change(case, event.document_id, file=file, template_sha256=event.template_sha256)


@applies(ev.DocumentScanned)
def _scanned(case: Case, event: ev.DocumentScanned, line: ev.Logged) -> None:
    file = DocumentFile(pdf_sha256=event.pdf_sha256, rendered_at=line.at, is_scan=True)
    _change(case, event.document_id, file=file)


@applies(ev.DocumentVoided)
def _voided(case: Case, event: ev.DocumentVoided, _line: ev.Logged) -> None:
    _change(case, event.document_id, state=DocumentState.VOID, void_reason=event.reason)


@applies(ev.DocumentCorrected)
def _corrected(case: Case, event: ev.DocumentCorrected, line: ev.Logged) -> None:
    _change(case, event.document_id, corrected_at=line.done_at)


def _change(case: Case, document_id: str, **changes: object) -> None:
    document = case.documents[document_id]
    case.documents[document_id] = replace(document, **changes)  # type: ignore[arg-type]  # by name
    case.touched.documents.add(document_id)


@applies(ev.AttachmentAdded)
def _attached(case: Case, event: ev.AttachmentAdded, _line: ev.Logged) -> None:
    case.attachments[event.attachment.id] = event.attachment
    case.touched.attachments.add(event.attachment.id)
