"""For machines that watch: does the process answer, can it serve, and its figures."""

from ipaddress import ip_address

from flask import Blueprint, Response, jsonify, request

from engine import running
from engine.jobs.watching import CONTENT_TYPE
from webui.access import Rule, open_to, the_house
from webui.refusals import NoSuchPage

pages = Blueprint("health", __name__)

UNAVAILABLE = 503
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""A proxy adds one of these; whoever watches asks this machine directly."""


@pages.get("/health/live")
@open_to(Rule.EVERYONE)
def live() -> Response:
    """The process answers."""
    return jsonify(status="live")


@pages.get("/health/ready")
@open_to(Rule.EVERYONE)
def ready() -> tuple[Response, int]:
    """Whether it can serve: database, tables, disk; else the codes of what stands in the way."""
    found = running.readiness(the_house())
    if found.is_ready:
        return jsonify(status="ready"), 200
    return jsonify(status="not_ready", problems=list(found.problems)), UNAVAILABLE


@pages.get("/metrics")
@open_to(Rule.EVERYONE)
def metrics() -> Response:
    """The figures for Prometheus, to this machine alone; for others there is no such page."""
    if not _asked_from_here():
        raise NoSuchPage
    return Response(running.figures(the_house()), content_type=CONTENT_TYPE)


def _asked_from_here() -> bool:
    try:
        here = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    return here and not any(name in request.headers for name in PASSED_ON)
