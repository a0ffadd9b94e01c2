"""JSON for the caseworker's page and for programs: one file per resource, schemas beside views.

Every route states its rule (`webui.access`); the description of all of them is `openapi.json`.
"""

from datetime import date
from decimal import Decimal

from flask import Flask, Response, jsonify
from flask.json.provider import DefaultJSONProvider
from flask_smorest import Api

from webui.access import Rule, open_to
from webui.api import (
    attachments,
    case_acts,
    case_list,
    case_log,
    case_page,
    case_papers,
    case_time,
    circulations,
    clues,
    counter,
    design_drafts,
    design_dry_run,
    design_editing,
    design_proof,
    design_releases,
    hotline,
    inbox,
    me,
    notices,
    paper_cases,
    paper_walk,
    people,
    people_lists,
    search,
    second_factor,
    session,
    settings,
    sign_on_settings,
    starting,
    task_deeds,
    tasks,
    time,
)
from webui.api.shapes import PREFIX

RESOURCES = (
    session,
    me,
    settings,
    second_factor,
    inbox,
    tasks,
    starting,
    case_page,
    case_log,
    task_deeds,
    case_acts,
    circulations,
    case_list,
    case_papers,
    attachments,
    clues,
    counter,
    paper_cases,
    paper_walk,
    hotline,
    search,
    notices,
    people,
    people_lists,
    sign_on_settings,
    case_time,
    design_drafts,
    design_dry_run,
    design_editing,
    design_proof,
    design_releases,
    time,
)


class Described(Api):
    """The API of this house; refusals are answered by `webui.refusal_pages` alone."""

    def _register_error_handlers(self) -> None:
        """Ours answer every error."""

    def _register_doc_blueprint(self) -> None:
        """Ours serves the description, to whoever is logged in."""


class PlainJson(DefaultJSONProvider):
    """Days and instants in ISO 8601, exact numbers as text, Chinese as it is, order as given."""

    ensure_ascii = False
    sort_keys = False

    @staticmethod
    def default(value: object) -> str:
        """What is no JSON by itself."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        message = f"{type(value).__name__} has no JSON"
        raise TypeError(message)


def register(app: Flask) -> None:
    """Serve every resource, and the description of them."""
    app.json = PlainJson(app)
    app.config.update(
        API_TITLE="执监", API_VERSION="1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=None
    )
    described = Described(app)
    for resource in RESOURCES:
        described.register_blueprint(resource.api)

    @app.get(f"{PREFIX}/openapi.json", endpoint="api_description")
    @open_to(Rule.SIGNED_IN)
    def description() -> Response:
        """What this API can be asked."""
        return jsonify(described.spec.to_dict())
