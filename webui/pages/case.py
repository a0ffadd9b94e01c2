"""案件: cover, diagram, timeline, periods, documents and log of one case."""

import io
from urllib.parse import quote

from flask import Blueprint, Response, render_template, send_file
from markupsafe import Markup

from engine.commands.refusals import CaseNotFound
from engine.queries.case_file import case_file
from engine.queries.case_track import Track
from engine.queries.document_file import document_file
from engine.queries.sight import Sight
from webui.access import Rule, open_to, the_desk
from webui.diagram_svg import Marked, draw

SCALE = 0.72
"""How large a diagram stands in the page of its case: names still legible, less to scroll."""

pages = Blueprint("case", __name__, url_prefix="/cases")


@pages.get("/<case_id>")
@open_to(Rule.CASE_READER)
def show(case_id: str) -> str:
    """The whole file; for the organ's people only their tasks and documents."""
    file = case_file(the_desk(), case_id)
    pictures = [(track, picture(track, SCALE)) for track in file.tracks]
    return render_template("case.html", file=file, pictures=pictures, whole=Sight.WHOLE)


@pages.get("/<case_id>/diagrams/<process>")
@open_to(Rule.CASE_INSIDER)
def diagram(case_id: str, process: str) -> str:
    """One procedure alone, at its natural size, for reading and printing."""
    file = case_file(the_desk(), case_id)
    for track in file.tracks:
        if track.definition.key == process:
            return render_template("diagram.html", file=file, track=track, picture=picture(track))
    raise CaseNotFound(where={"case": case_id})


@pages.get("/<case_id>/documents/<document_id>.<suffix>")
@open_to(Rule.CASE_READER)
def document(case_id: str, document_id: str, suffix: str) -> Response:
    """The PDF or DOCX of a document."""
    file = document_file(the_desk(), case_id, document_id, suffix)
    response = send_file(io.BytesIO(file.content), mimetype=file.media_type)
    how = "inline" if suffix == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(file.name)}"
    return response


def picture(track: Track, scale: float = 1) -> Markup:
    """The SVG of one procedure; every text in it is escaped where it is drawn."""
    marked = Marked(done=track.done, current=track.current)
    svg = draw(track.definition, track.drawing, marked, scale=scale)
    return Markup(svg)  # noqa: S704 - escaped by the drawing itself, held by a test
