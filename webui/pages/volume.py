"""卷宗: the file of a case to take away: whole, its main part alone, or the archive package."""

import io

from flask import Blueprint, Response, send_file

from engine.queries.case_volume import Volume, case_volume
from webui.access import Rule, open_to, the_desk
from webui.refusals import NoSuchPage

pages = Blueprint("volume", __name__)


@pages.get("/cases/<case_id>/volume/<what>")
@open_to(Rule.CASE_INSIDER)
def take(case_id: str, what: str) -> Response:
    """``whole.pdf`` 整卷, ``main.pdf`` 正卷, ``package.zip`` 归档包; raises `volume_not_ready`."""
    if what not in {"whole.pdf", "main.pdf", "package.zip"}:
        raise NoSuchPage(where={"page": what})
    volume = case_volume(the_desk(), case_id)
    content, name, kind = _chosen(volume, what)
    return send_file(io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


def _chosen(volume: Volume, what: str) -> tuple[bytes, str, str]:
    if what == "package.zip":
        return volume.package, f"{volume.case_no}-归档包.zip", "application/zip"
    if what == "main.pdf":
        return volume.main, f"{volume.case_no}-正卷.pdf", "application/pdf"
    return volume.whole, f"{volume.case_no}-卷宗.pdf", "application/pdf"
