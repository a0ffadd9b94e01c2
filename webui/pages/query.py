"""查询: the complainant's page. A code, one word of status; nothing that tells who asked."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from engine.queries.public_status import PublicStatus, status_for_code
from webui.access import Rule, open_to, the_house
from webui.refusals import QueryTooOften

FAILURES_MAX = 10
FAILURES_MINUTES = 15
CODE_CHARACTERS_MAX = 40

pages = Blueprint("query", __name__)


@pages.get("/query")
@open_to(Rule.EVERYONE)
def form() -> str:
    """The empty page."""
    return _page()


@pages.post("/query")
@open_to(Rule.EVERYONE)
def ask() -> str:
    """The status for a code, or one page for all codes nobody was told.

    Refuses `query_too_often`.
    """
    house = the_house()
    places = [code for code, _ in house.sign_ins.places()]
    chosen = request.form.get("place", "")
    place = places[0] if len(places) == 1 else chosen if chosen in places else ""
    subject = f"query\0{request.remote_addr}"
    since = house.office.clock.now() - timedelta(minutes=FAILURES_MINUTES)
    if house.sign_ins.failures(place, subject, since=since) >= FAILURES_MAX:
        raise QueryTooOften(minutes=FAILURES_MINUTES)
    code = request.form.get("code", "")[:CODE_CHARACTERS_MAX]
    found = status_for_code(house.office, house.store, place=place, query_code=code)
    if found is None:
        house.sign_ins.note_failure(place, subject)
    return _page(found=found, asked=True)


def _page(*, found: PublicStatus | None = None, asked: bool = False) -> str:
    places = the_house().sign_ins.places()
    return render_template("query.html", places=places, found=found, asked=asked)
