"""查询: the complainant's page. A code, one word of status; nothing that tells who asked.

Whoever has the code may also withdraw (撤回) what was complained of; the bureau decides on it.
"""

from datetime import timedelta

from flask import Blueprint, render_template, request

from engine.commands.operate import Operate, operate
from engine.domain.people import COMPLAINANT
from engine.errors import Refusal
from engine.queries.public_status import PublicStatus, case_for_code, status_for_code
from webui.access import Rule, open_to, the_house
from webui.refusals import QueryTooOften

FAILURES_MAX = 10
FAILURES_MINUTES = 15
CODE_CHARACTERS_MAX = 40
REASON_CHARACTERS_MAX = 2_000

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
    place, code = _asked()
    return _page(found=_found(place, code), asked=True)


@pages.post("/query/withdrawal")
@open_to(Rule.EVERYONE)
def withdraw() -> str | tuple[str, int]:
    """Ask to withdraw; what stands in the way is told on the same page.

    Refuses `query_too_often`.
    """
    place, code = _asked()
    case_id = case_for_code(the_house().store, place=place, query_code=code)
    if case_id is not None:
        order = Operate(
            key=request.form.get("key", ""),
            place=place,
            by=COMPLAINANT.id,
            case_id=case_id,
            verb="withdraw",
            body={"reason": request.form.get("reason", "").strip()[:REASON_CHARACTERS_MAX]},
        )
        try:
            operate(the_house().office, order)
        except Refusal as refused:
            return _page(found=_found(place, code), asked=True, refused=refused), (
                refused.http_status
            )
    return _page(found=_found(place, code), asked=True)


def _asked() -> tuple[str, str]:
    """The place and the code; refuses `query_too_often`."""
    house = the_house()
    places = [code for code, _ in house.sign_ins.places()]
    chosen = request.form.get("place", "")
    place = places[0] if len(places) == 1 else chosen if chosen in places else ""
    since = house.office.clock.now() - timedelta(minutes=FAILURES_MINUTES)
    if house.sign_ins.failures(place, _subject(), since=since) >= FAILURES_MAX:
        raise QueryTooOften(minutes=FAILURES_MINUTES)
    return place, request.form.get("code", "")[:CODE_CHARACTERS_MAX]


def _found(place: str, code: str) -> PublicStatus | None:
    house = the_house()
    found = status_for_code(house.office, house.store, place=place, query_code=code)
    if found is None:
        house.sign_ins.note_failure(place, _subject())
    return found


def _subject() -> str:
    return f"query\0{request.remote_addr}"


def _page(
    *, found: PublicStatus | None = None, asked: bool = False, refused: Refusal | None = None
) -> str:
    house = the_house()
    return render_template(
        "query.html",
        places=house.sign_ins.places(),
        found=found,
        asked=asked,
        refused=refused,
        typed=request.form,
        key=house.office.ids.next(),
    )
