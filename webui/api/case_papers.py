"""文书的文件: PDF, DOCX, first page as a picture, masked copies, blank forms, the bound file."""

import io
from urllib.parse import quote

from flask import Response, send_file

from engine.commands.refusals import CaseNotFound
from engine.queries.case_volume import case_volume
from engine.queries.document_copies import blank_form, masked_copy
from engine.queries.document_file import document_file
from webui.access import Rule, open_to, the_desk, the_house
from webui.api.shapes import blueprint

api = blueprint("case_papers", "文书的文件、脱敏件、空白表、卷宗")

PDF, PNG = "application/pdf", "image/png"
VOLUMES = ("whole.pdf", "main.pdf", "package.zip")
KIND_OF_VOLUME = {"zip": "application/zip", "pdf": PDF}


@api.get("/cases/<case_id>/documents/<document_id>.<suffix>")
@open_to(Rule.CASE_READER)
@api.response(200, content_type=PDF)
def file(case_id: str, document_id: str, suffix: str) -> Response:
    """The PDF to look at, or the DOCX to save."""
    found = document_file(the_desk(), case_id, document_id, suffix)
    return _file(found.content, found.name, found.media_type, inline=suffix == "pdf")


@api.get("/cases/<case_id>/documents/<document_id>/preview.png")
@open_to(Rule.CASE_READER)
@api.response(200, content_type=PNG)
def preview(case_id: str, document_id: str) -> Response:
    """The first page, drawn."""
    incoming = the_house().incoming
    found = document_file(the_desk(), case_id, document_id, "pdf")
    drawn = incoming.preview(found.sha256, kind=PDF)
    if drawn is None:
        raise CaseNotFound(where={"case": case_id})
    return Response(drawn, mimetype=PNG)


@api.get("/cases/<case_id>/documents/<document_id>/masked.pdf")
@open_to(Rule.CASE_INSIDER)
@api.response(200, content_type=PDF)
def masked(case_id: str, document_id: str) -> Response:
    """脱敏件; refuses `no_masked_copy`."""
    content = masked_copy(the_desk(), case_id, document_id)
    return _file(content, "脱敏件.pdf", PDF, inline=True)


@api.get("/blank-forms/<kind>.pdf")
@open_to(Rule.SIGNED_IN)
@api.response(200, content_type=PDF)
def blank(kind: str) -> Response:
    """空白表; refuses `no_blank_form`."""
    return _file(blank_form(the_desk(), kind), f"{kind}-空白表.pdf", PDF, inline=True)


@api.get("/cases/<case_id>/volume/<what>")
@open_to(Rule.CASE_INSIDER)
@api.response(200, content_type=PDF)
def volume(case_id: str, what: str) -> Response:
    """卷宗: ``whole.pdf``, ``main.pdf`` or ``package.zip``; refuses `volume_not_ready`."""
    if what not in VOLUMES:
        raise CaseNotFound(where={"case": case_id})
    bound = case_volume(the_desk(), case_id)
    part, _, suffix = what.partition(".")
    content: bytes = getattr(bound, part)
    words = {"whole": "卷宗", "main": "正卷", "package": "归档包"}[part]
    return _file(content, f"{bound.case_no}-{words}.{suffix}", KIND_OF_VOLUME[suffix], inline=False)


def _file(content: bytes, name: str, kind: str, *, inline: bool) -> Response:
    response = send_file(io.BytesIO(content), mimetype=kind)
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    return response
