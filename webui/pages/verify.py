"""核验: anybody who holds a document asks whether it is genuine; no party is ever named."""

import hashlib
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.verification import Verified
from engine.queries.verification import verify as ask
from webui.access import Rule, open_to, the_house
from webui.refusals import QueryTooOften

FAILURES_MAX = 10
FAILURES_MINUTES = 15
CODE_CHARACTERS_MAX = 40

pages = Blueprint("verify", __name__)


@pages.get("/verify")
@open_to(Rule.EVERYONE)
def form() -> str:
    """The empty page."""
    return _page(place="", code="")


@pages.post("/verify")
@open_to(Rule.EVERYONE)
def typed() -> Response:
    """A code that was typed: on to the page that the square code leads to."""
    places = [code for code, _ in the_house().sign_ins.places()]
    chosen = request.form.get("place", "")
    place = places[0] if len(places) == 1 else chosen
    code = request.form.get("code", "").replace("/", "")[:CODE_CHARACTERS_MAX].strip()
    return redirect(url_for("verify.show", place=place or "0", code=code or "0"))


@pages.get("/verify/<place>/<code>")
@open_to(Rule.EVERYONE)
def show(place: str, code: str) -> str:
    """What was issued under the code, or one page for all codes there are none of.

    Refuses `query_too_often`.
    """
    return _page(place=place, code=code, found=_found(place, code), asked=True)


@pages.post("/verify/<place>/<code>")
@open_to(Rule.EVERYONE)
def compare(place: str, code: str) -> str:
    """Whether the file somebody holds is the one that was issued; the file is not kept."""
    found = _found(place, code)
    sent = request.files.get("file")
    same = None
    if found is not None and sent is not None and sent.filename:
        same = found.matches(hashlib.sha256(sent.read()).hexdigest())
    return _page(place=place, code=code, found=found, asked=True, same=same)


def _found(place: str, code: str) -> Verified | None:
    house = the_house()
    known = {one for one, _ in house.sign_ins.places()}
    subject = f"verify\0{request.remote_addr}"
    since = house.office.clock.now() - timedelta(minutes=FAILURES_MINUTES)
    counted_in = place if place in known else next(iter(known), "")
    if house.sign_ins.failures(counted_in, subject, since=since) >= FAILURES_MAX:
        raise QueryTooOften(minutes=FAILURES_MINUTES)
    found = ask(house.store, place=place, code=code) if place in known else None
    if found is None:
        house.sign_ins.note_failure(counted_in, subject)
    return found


def _page(
    *,
    place: str,
    code: str,
    found: Verified | None = None,
    asked: bool = False,
    same: bool | None = None,
) -> str:
    return render_template(
        "verify.html",
        places=the_house().sign_ins.places(),
        place=place,
        code=code,
        found=found,
        asked=asked,
        same=same,
    )
