"""Make the files of a document from its template: a machine's work, after the commit that asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.frozen_content import frozen_values
from engine.commands.office import Office
from engine.commands.record_rendering import RecordRendering, record_rendering
from engine.commands.refusals import CaseNotFound
from engine.commands.template_choice import sha256_of, template_of
from engine.domain.document import Document
from engine.domain.people import SYSTEM
from engine.domain.verify_code import grouped
from engine.ports import PrintedCode, SealOrder, SignedFiles

SEAL_PICTURE = "公章"
"""The picture of a template that the seal takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRender:
    """What a rendering needs, read in one transaction."""

    document: Document
    template: bytes
    values: Mapping[str, object]
    code: PrintedCode | None


def render_document(office: Office, *, place: str, case_id: str, document_id: str) -> str | None:
    """Render, keep the files and note their hashes; answers the PDF's, None without a template.

    Doing it again gives the same bytes, hence the same hashes, and changes nothing; what was signed
    (签名), or set by an office suite, is not made again.
    """
    found = _read(office, place, case_id, document_id)
    if found is None:
        return None
    document = found.document
    signs = office.signer is not None and document.sealed_at is not None
    if signs and document.file is not None:
        return document.file.pdf_sha256
    issued_at = document.signed_at or document.completed_at or document.drafted_at
    seal = document.seal_picture
    rendered = office.documents.render(
        found.template,
        found.values,
        issued_at=issued_at,
        pictures={SEAL_PICTURE: office.files.get(seal)} if seal else {},
        code=found.code,
    )
    docx, made = office.files.put(rendered.docx), document.file
    if made is not None and made.docx_sha256 == docx and not rendered.reproducible:
        return made.pdf_sha256
    files = (
        _signed(office, place, document, rendered.pdf) if signs else SignedFiles(pdf=rendered.pdf)
    )
    pdf = office.files.put(files.pdf)
    record_rendering(
        office,
        RecordRendering(
            key=f"rendered:{document_id}:{pdf}",
            place=place,
            by=SYSTEM.id,
            case_id=case_id,
            document_id=document_id,
            docx_sha256=docx,
            pdf_sha256=pdf,
            ofd_sha256=office.files.put(files.ofd) if files.ofd else None,
            template_sha256=sha256_of(found.template),
        ),
    )
    return pdf


def _signed(office: Office, place: str, document: Document, pdf: bytes) -> SignedFiles:
    order = SealOrder(
        place=place,
        seal=document.seal or "",
        doc_no=document.doc_no or "",
        title=document.title,
        issuer=document.issuer_name or "",
    )
    return office.signer.sign(pdf, order) if office.signer else SignedFiles(pdf=pdf)


def _read(office: Office, place: str, case_id: str, document_id: str) -> ToRender | None:
    with office.store.begin(place) as tx:
        release_id = tx.look(case_id)
        if release_id is None:
            raise CaseNotFound(where={"case": case_id})
        release = office.open_release(release_id, lambda: tx.release_bundle(release_id))
        case = tx.case(case_id, local_facts=release.local_facts)
        if case is None:
            raise CaseNotFound(where={"case": case_id})
        document = case.documents[document_id]
        act = Act(
            office=office,
            tx=tx,
            by=SYSTEM,
            at=office.clock.now(),
            case=case,
            release=release,
            calendar=office.calendar_of(release),
        )
        template = template_of(act, document)
        if template is None:
            return None
        return ToRender(
            document=document,
            template=template,
            values=frozen_values(act, document_id),
            code=printed_code(act, document),
        )


def printed_code(act: Act, document: Document) -> PrintedCode | None:
    """What the square code of a document leads to; None for one that has none."""
    if document.verify_code is None:
        return None
    return PrintedCode(
        address=verify_address(act.office.address, act.release.place, document.verify_code),
        words=f"核验码 {grouped(document.verify_code)}",
    )


def verify_address(address: str, place: str, code: str) -> str:
    """The page that says whether the document is genuine."""
    return f"{address}/verify/{place}/{code}"
