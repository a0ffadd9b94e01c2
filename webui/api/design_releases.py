"""发布: proposed, decided, backed out; what changed between releases; running cases taken over."""

from dataclasses import asdict
from typing import Any, cast

from flask import Response
from marshmallow import fields

from engine.checking import draft_findings
from engine.commands.door import Answer
from engine.commands.migrating import MigrateCase, migrate_case
from engine.commands.publishing import (
    BackOut,
    Decide,
    Propose,
    WithdrawProposal,
    back_out,
    decide,
    propose,
    withdraw_proposal,
)
from engine.domain.plain import Plain, to_plain
from engine.domain.publication import STATE_WORDS, Publication, Reach
from engine.queries import drawing_board, migration_preview
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Deed, SeenDeed, Shape, a_reason, blueprint, text

api = blueprint("design_releases", "发布与迁移")


class PublicationProposed(Deed):
    """When, for whom and why."""

    reason = a_reason()
    in_force_from = fields.AwareDateTime(required=True)
    organs = fields.List(fields.String(), load_default=list)
    share = fields.Integer(load_default=100, strict=True)


class PublicationDecided(Deed):
    """Agreed or not, and why."""

    agrees = fields.Boolean(required=True)
    reason = a_reason()


class PublicationBackedOut(Deed):
    """Why."""

    reason = a_reason()


class TwoReleases(Shape):
    """TwoReleases releases."""

    before = text()
    after = text()


class ProcessAsked(Shape):
    """Which procedure."""

    process = text()


class MigrationTarget(Shape):
    """The release to go over to."""

    to_release = text()


class CaseMigration(SeenDeed):
    """The release to go over to, and why."""

    to_release = text()
    reason = a_reason()


def _order(sent: dict[str, Any]) -> dict[str, Any]:
    desk = the_desk()
    return {"key": sent["key"], "place": desk.place, "by": desk.by.id}


def _told(one: Publication) -> dict[str, Plain]:
    words = {"state_words": STATE_WORDS[one.state], "reach_words": one.reach.in_words}
    return {**cast("dict[str, Plain]", to_plain(one)), **words}


@api.post("/design/drafts/<draft_id>/proposal")
@open_to(Rule.DESIGNER)
@api.arguments(PublicationProposed)
@api.response(201)
def proposal(sent: dict[str, Any], draft_id: str) -> Answer:
    """Ask that the draft be published."""
    command = Propose(
        **_order(sent),
        draft_id=draft_id,
        reason=sent["reason"],
        in_force_from=sent["in_force_from"],
        reach=Reach(organs=tuple(sent["organs"]), share=sent["share"]),
    )
    return propose(the_desk().office, command, draft_findings)


@api.get("/design/publications")
@open_to(Rule.DESIGNER)
@api.response(200)
def publications() -> dict[str, object]:
    """Who published what, when, for whom and why; and what new cases take today."""
    desk = the_desk()
    rows = drawing_board.publications(desk)
    people = [one for row in rows for one in (row.made_by, row.approved_by) if one]
    return {
        "rows": [_told(one) for one in rows],
        "people": drawing_board.people_named(desk, people),
        "in_force": [one.id for one in drawing_board.in_force_now(desk)],
        "organs": drawing_board.organ_names(desk),
        "now": desk.office.clock.now(),
    }


@api.post("/design/publications/<publication_id>/decision")
@open_to(Rule.DESIGNER)
@api.arguments(PublicationDecided)
@api.response(200)
def decision(sent: dict[str, Any], publication_id: str) -> Answer:
    """Agree or not, as the second person."""
    said = {"agrees": sent["agrees"], "reason": sent["reason"]}
    command = Decide(**_order(sent), publication_id=publication_id, **said)
    return decide(the_desk().office, command)


@api.post("/design/publications/<publication_id>/withdrawal")
@open_to(Rule.DESIGNER)
@api.arguments(Deed)
@api.response(200)
def withdrawal(sent: dict[str, Any], publication_id: str) -> Answer:
    """Take one's own proposal back."""
    command = WithdrawProposal(**_order(sent), publication_id=publication_id)
    return withdraw_proposal(the_desk().office, command)


@api.post("/design/publications/<publication_id>/back-out")
@open_to(Rule.DESIGNER)
@api.arguments(PublicationBackedOut)
@api.response(200)
def out(sent: dict[str, Any], publication_id: str) -> Answer:
    """Let no new case begin under it any more."""
    command = BackOut(**_order(sent), publication_id=publication_id, reason=sent["reason"])
    return back_out(the_desk().office, command)


@api.get("/design/changes")
@open_to(Rule.DESIGNER)
@api.arguments(TwoReleases, location="query")
@api.response(200)
def changes(sent: dict[str, Any]) -> dict[str, object]:
    """What one release has otherwise than another, in words."""
    found = drawing_board.release_changes(the_desk(), sent["before"], sent["after"])
    return {"rows": [{**asdict(one), "sentence": one.sentence} for one in found]}


@api.get("/design/releases/<release_id>/diagram")
@open_to(Rule.DESIGNER)
@api.arguments(ProcessAsked, location="query")
@api.response(200, content_type="application/octet-stream")
def diagram(sent: dict[str, Any], release_id: str) -> Response:
    """The drawing of a procedure in a release."""
    content = drawing_board.release_diagram(the_desk(), release_id, sent["process"])
    return Response(content, mimetype="application/octet-stream")


@api.get("/design/drafts/<draft_id>/diagram")
@open_to(Rule.DESIGNER)
@api.arguments(ProcessAsked, location="query")
@api.response(200, content_type="application/octet-stream")
def drafted_diagram(sent: dict[str, Any], draft_id: str) -> Response:
    """The drawing of a procedure as a draft leaves it."""
    content = drawing_board.draft_diagram(the_desk(), draft_id, sent["process"])
    return Response(content, mimetype="application/octet-stream")


@api.get("/design/migrations")
@open_to(Rule.DESIGNER)
@api.arguments(MigrationTarget, location="query")
@api.response(200)
def migrations(sent: dict[str, Any]) -> dict[str, object]:
    """For every running case: where it stands, what stands against it, what would change."""
    found = migration_preview.migration_previews(the_desk(), sent["to_release"])
    return {"rows": [{**asdict(one), "may_be": one.plan.may_be} for one in found]}


@api.post("/design/migrations/<case_id>")
@open_to(Rule.DESIGNER)
@api.arguments(CaseMigration)
@api.response(200)
def migration(sent: dict[str, Any], case_id: str) -> Answer:
    """Take one case over."""
    about = {"case_id": case_id, "to_release": sent["to_release"], "reason": sent["reason"]}
    command = MigrateCase(**_order(sent), **about, seen_version=sent["seen_version"])
    return migrate_case(the_desk().office, command)
