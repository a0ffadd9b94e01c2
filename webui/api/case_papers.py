"""文书的文件: PDF, DOCX, its pages as pictures, masked copies, blank forms, the bound file."""

import io
from urllib.parse import quote

from flask import Response, send_file
from marshmallow import Schema, fields

from engine.commands.refusals import CaseNotFound
from engine.queries.case_volume import case_volume
from engine.queries.document_copies import blank_form, blank_kinds, masked_copy
from engine.queries.document_file import document_file, document_pages
from webui.access import Rule, open_to, the_desk, the_house
from webui.api.shapes import blueprint, text

api = blueprint("case_papers", "文书的文件、脱敏件、空白表、卷宗")

PDF, PNG = "application/pdf", "image/png"
VOLUMES = ("whole.pdf", "main.pdf", "package.zip")
KIND_OF_VOLUME = {"zip": "application/zip", "pdf": PDF}


class Pages(Schema):
    """The length of a document."""

    pages = fields.Integer(required=True)


class BlankKind(Schema):
    """A kind of document with a form to fill by hand."""

    kind = text()
    title = text()


@api.get("/cases/<case_id>/documents/<document_id>.<suffix>")
@open_to(Rule.CASE_READER)
@api.response(200, content_type=PDF)
def file(case_id: str, document_id: str, suffix: str) -> Response:
    """The PDF to look at, or the DOCX to save."""
    found = document_file(the_desk(), case_id, document_id, suffix)
    return _file(found.content, found.name, found.media_type, inline=suffix == "pdf")


@api.get("/cases/<case_id>/documents/<document_id>/pages")
@open_to(Rule.CASE_READER)
@api.response(200, Pages)
def pages(case_id: str, document_id: str) -> dict[str, int]:
    """How many pages there are to look at."""
    return {"pages": document_pages(the_desk(), case_id, document_id)}


@api.get("/cases/<case_id>/documents/<document_id>/pages/<int:number>.png")
@open_to(Rule.CASE_READER)
@api.response(200, content_type=PNG)
def page(case_id: str, document_id: str, number: int) -> Response:
    """A page (from 1), drawn."""
    incoming = the_house().incoming
    found = document_file(the_desk(), case_id, document_id, "pdf")
    drawn = incoming.preview(found.sha256, kind=PDF, page=number)
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


@api.get("/blank-forms")
@open_to(Rule.SIGNED_IN)
@api.response(200, BlankKind(many=True))
def blanks() -> list[dict[str, str]]:
    """Of which kinds there is a 空白表."""
    return [{"kind": kind, "title": title} for kind, title in blank_kinds(the_desk())]


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
