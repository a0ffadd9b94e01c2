"""For machines that watch: does the process answer, does the database?"""

from flask import Blueprint, Response, jsonify

from webui.access import Rule, open_to, the_house

pages = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/live")
@open_to(Rule.EVERYONE)
def live() -> Response:
    """The process answers."""
    return jsonify(status="live")


@pages.get("/ready")
@open_to(Rule.EVERYONE)
def ready() -> Response:
    """The database answers too; a fault otherwise."""
    the_house().sign_ins.places()
    return jsonify(status="ready")
