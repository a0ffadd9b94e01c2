"""The files of a document were made: note their hashes on the document."""

from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.domain import events as ev


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRendering(CaseCommand):
    """The machine made the files of a document."""

    document_id: str
    docx_sha256: str
    pdf_sha256: str
    ofd_sha256: str | None = None
    template_sha256: str | None = None


def record_rendering(office: Office, command: RecordRendering) -> Answer:
    """Note the hashes; the same files again change nothing."""

    def deed(act: Act) -> Answer:
        document = act.case.documents[command.document_id]
        same = document.file is not None and document.file.pdf_sha256 == command.pdf_sha256
        if not same:
            act.record(
                ev.DocumentRendered(
                    document_id=document.id,
                    docx_sha256=command.docx_sha256,
                    pdf_sha256=command.pdf_sha256,
                    ofd_sha256=command.ofd_sha256,
                    template_sha256=command.template_sha256,
                )
            )
        return {"document_id": document.id}

    return change_case(office, command, deed)
