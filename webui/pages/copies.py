"""副本: masked copies (脱敏件) of what names the complainant, and blank forms (空白表) to print."""

import io

from flask import Blueprint, Response, send_file

from engine.queries.document_copies import blank_form, masked_copy
from webui.access import Rule, open_to, the_desk

PDF = "application/pdf"

pages = Blueprint("copies", __name__)


@pages.get("/cases/<case_id>/documents/<document_id>/masked.pdf")
@open_to(Rule.CASE_INSIDER)
def masked(case_id: str, document_id: str) -> Response:
    """The masked copy; raises `no_masked_copy`, `case_not_found`."""
    content = masked_copy(the_desk(), case_id, document_id)
    return send_file(io.BytesIO(content), mimetype=PDF, download_name="脱敏件.pdf")


@pages.get("/blank/<kind>.pdf")
@open_to(Rule.SIGNED_IN)
def blank(kind: str) -> Response:
    """The blank form of a kind; raises `no_blank_form`."""
    content = blank_form(the_desk(), kind)
    return send_file(io.BytesIO(content), mimetype=PDF, download_name=f"{kind}-空白表.pdf")
