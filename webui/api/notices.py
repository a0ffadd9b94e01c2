"""提醒: what I was told, and that I have read it."""

from collections.abc import Mapping
from dataclasses import asdict

from flask import Response
from marshmallow import Schema, fields, validate

from engine.queries.notice_list import notice_list
from webui.access import Rule, asked_by_itself, open_to, the_desk, the_house, the_person, the_place
from webui.api.session import NO_CONTENT, nothing
from webui.api.shapes import Shape, blueprint
from webui.refusals import NoticeNotFound

api = blueprint("notices", "提醒")


class PageAsked(Shape):
    """Which page."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1))


class NoticeAnswer(Schema):
    """One notice."""

    id = fields.String(required=True)
    subject = fields.String(required=True)
    text = fields.String(required=True)
    case_id = fields.String(required=True, allow_none=True)
    case_no = fields.String(required=True, allow_none=True)
    case_title = fields.String(required=True, allow_none=True)
    sent_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


class NoticePage(Schema):
    """A page of my notices, and how many I have not read."""

    rows = fields.List(fields.Nested(NoticeAnswer), required=True)
    total = fields.Integer(required=True)
    total_is_at_least = fields.Boolean(required=True)
    unread = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


@api.get("/notices")
@asked_by_itself
@open_to(Rule.SIGNED_IN)
@api.arguments(PageAsked, location="query")
@api.response(200, NoticePage)
def show(asked: Mapping[str, int]) -> dict[str, object]:
    """My notices, the latest first."""
    return {**asdict(notice_list(the_desk(), page=asked["page"])), "total_is_at_least": False}


@api.post("/notices/<notice_id>/read")
@open_to(Rule.SIGNED_IN)
@api.response(NO_CONTENT)
def read(notice_id: str) -> Response:
    """I have read it; ``all`` stands for every one of mine."""
    if not the_house().notice_marks.read(the_place(), the_person().id, notice_id):
        raise NoticeNotFound
    return nothing()
