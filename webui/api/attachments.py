"""附件: a file comes in pieces, goes on where it was broken off, and is taken by its content."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Response, request, send_file
from marshmallow import Schema, fields, validate

from engine.commands.attach_file import AttachFile, attach_file, checked_name, checked_suffix
from engine.commands.incoming import (
    DAYS_TO_FINISH,
    PieceMisplaced,
    Upload,
    UploadNotFound,
    UploadsTooMany,
)
from engine.domain.attachment import Attachment
from engine.queries.attachments import (
    AttachmentLine,
    AttachmentNotFound,
    attachment,
    refuse_unless_may_attach,
)
from webui.access import Rule, open_to, the_desk, the_house
from webui.api.shapes import Shape, blueprint, moment, text

api = blueprint("attachments", "附件")

UPLOADS_A_DAY_MAX = 500
PIECE_BYTES_MAX = 4 << 20
NAME_CHARACTERS_MAX = 400
PREVIEWED = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
SANDBOX = "default-src 'none'; sandbox"


class UploadAsked(Shape):
    """What is going to be sent."""

    name = fields.String(required=True, validate=validate.Length(1, NAME_CHARACTERS_MAX))
    size = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))


class UploadStands(Schema):
    """How much of an upload has come."""

    upload_id = text()
    offset = fields.Integer(required=True)
    size = fields.Integer(required=True)


class AttachmentShown(Schema):
    """An attachment of a case."""

    attachment_id = text()
    name = text()
    media_type = text()
    size = fields.Integer(required=True)
    sha256 = text()
    by = text()
    at = moment()
    preview = fields.Boolean(required=True)


@api.post("/cases/<case_id>/attachments")
@open_to(Rule.CASE_READER)
@api.arguments(UploadAsked)
@api.response(201, UploadStands)
def begin(sent: Mapping[str, Any], case_id: str) -> dict[str, object]:
    """Begin an upload; what may not be added is refused before a byte is sent."""
    desk, house = the_desk(), the_house()
    refuse_unless_may_attach(desk, case_id)
    name = checked_name(sent["name"])
    checked_suffix(name, sent["size"])
    if house.uploads.begun_today(desk.place, desk.by.id) >= UPLOADS_A_DAY_MAX:
        raise UploadsTooMany(most=UPLOADS_A_DAY_MAX)
    house.incoming.sweep(before=desk.office.clock.now() - timedelta(days=DAYS_TO_FINISH))
    upload = Upload(
        id="",
        case_id=case_id,
        person_id=desk.by.id,
        name=name,
        size=sent["size"],
        sha256=sent["sha256"],
    )
    upload_id = house.uploads.begin(desk.place, upload)
    return {"upload_id": upload_id, "offset": 0, "size": upload.size}


@api.get("/uploads/<upload_id>")
@open_to(Rule.SIGNED_IN)
@api.response(200, UploadStands)
def stands(upload_id: str) -> dict[str, object]:
    """Where to go on."""
    upload = _own(upload_id)
    here = the_house().incoming.received(upload.id)
    return {"upload_id": upload.id, "offset": here, "size": upload.size}


@api.patch("/uploads/<upload_id>")
@open_to(Rule.SIGNED_IN)
@api.response(200, UploadStands)
def piece(upload_id: str) -> dict[str, object]:
    """The next piece as raw bytes; the header Upload-Offset says where it begins."""
    request.max_content_length = PIECE_BYTES_MAX
    upload = _own(upload_id)
    incoming = the_house().incoming
    given = request.headers.get("Upload-Offset", "")
    here = incoming.received(upload.id)
    content = request.get_data(cache=False)
    fits = given.isascii() and given.isdigit() and here + len(content) <= upload.size
    if not fits or int(given[:12]) != here:
        raise PieceMisplaced(where={"upload": upload.id}, offset=here)
    there = incoming.receive(upload.id, offset=here, piece=content)
    return {"upload_id": upload.id, "offset": there, "size": upload.size}


@api.post("/uploads/<upload_id>/finish")
@open_to(Rule.SIGNED_IN)
@api.response(200, AttachmentShown)
def finish(upload_id: str) -> dict[str, object]:
    """Examine what came and add it to the case; finishing twice adds it once."""
    desk, house = the_desk(), the_house()
    upload = _own(upload_id)
    attach_file(
        desk.office,
        house.incoming,
        AttachFile(
            key=f"upload:{upload.id}",
            place=desk.place,
            by=desk.by.id,
            case_id=upload.case_id,
            upload_id=upload.id,
            name=upload.name,
            size=upload.size,
            sha256=upload.sha256,
        ),
    )
    return shown(attachment(desk, upload.id))


@api.get("/attachments/<attachment_id>")
@open_to(Rule.CASE_READER)
@api.response(200, content_type="application/octet-stream")
def fetch(attachment_id: str) -> Response:
    """The file as it came, to be saved: never opened in this site."""
    line = attachment(the_desk(), attachment_id)
    file = the_house().incoming.open(line.attachment.sha256)
    response = send_file(file, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(line.name)}"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Length"] = str(line.attachment.size)
    return response


@api.get("/attachments/<attachment_id>/preview.png")
@open_to(Rule.CASE_READER)
@api.response(200, content_type="image/png")
def preview(attachment_id: str) -> Response:
    """The first page, or the picture, drawn anew as PNG; `attachment_not_found` if it cannot be."""
    found = attachment(the_desk(), attachment_id).attachment
    drawn = the_house().incoming.preview(found.sha256, kind=found.kind)
    if drawn is None:
        raise AttachmentNotFound(where={"attachment": attachment_id})
    response = Response(drawn, mimetype="image/png")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _own(upload_id: str) -> Upload:
    desk = the_desk()
    upload = the_house().uploads.of(desk.place, desk.by.id, upload_id)
    if upload is None:
        raise UploadNotFound(where={"upload": upload_id})
    return upload


def shown(line: AttachmentLine) -> dict[str, object]:
    """An attachment as JSON."""
    one: Attachment = line.attachment
    return {
        "attachment_id": one.id,
        "name": line.name,
        "media_type": one.kind,
        "size": one.size,
        "sha256": one.sha256,
        "by": line.added_by,
        "at": one.added_at,
        "preview": one.kind in PREVIEWED,
    }
