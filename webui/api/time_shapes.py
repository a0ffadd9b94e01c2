"""Shapes of time across cases: registers, incidents, the calendar, the overview."""

from marshmallow import Schema, fields, validate

from engine.domain.holiday_notice import NOTICE_CHARACTERS_MAX
from webui.api.shapes import Deed, a_reason, day, many, maybe_text, moment, text
from webui.api.wording import LightWords


class RegisterRow(Schema):
    """One line of a register."""

    case_id = text()
    case_no = maybe_text()
    case_title = text()
    kind = text()
    what = text()
    limit = text()
    clocks = fields.Integer(required=True)
    amount = fields.Integer(required=True, allow_none=True)
    began_at = moment()
    ended_at = moment()
    entered_at = moment()
    retroactive = fields.Boolean(required=True)
    ground = text()
    article = text()
    document = text()
    approver = text()


class RegisterShown(Schema):
    """A page of a register."""

    rows = many(RegisterRow)
    total = fields.Integer(required=True)
    total_is_at_least = fields.Boolean(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class IncidentRow(Schema):
    """A job that failed for good."""

    job_id = text()
    kind = text()
    case_id = maybe_text()
    case_no = maybe_text()
    due_at = moment()
    attempts = fields.Integer(required=True)
    error = text()


class DecisionRow(Schema):
    """What was decided about one."""

    kind = text()
    decision = text()
    reason = text()
    error = text()
    decided_by = text()
    decided_at = moment()


class IncidentsShown(Schema):
    """The list and its history."""

    rows = many(IncidentRow)
    decisions = many(DecisionRow)
    may_end = fields.Boolean(required=True)


class Deciding(Deed):
    """Why."""

    reason = a_reason()


class Decided(Schema):
    """Done."""

    job_id = text()
    decision = text()


class LightCount(Schema):
    """How many clocks show a light."""

    light = text()
    words = text()
    number = fields.Integer(required=True)


class LateRow(Schema):
    """A clock that is red or black."""

    case_id = text()
    case_no = maybe_text()
    case_title = text()
    status = text()
    organ = maybe_text()
    clock_id = text()
    title = text()
    held_by = text()
    due_on = day()
    light = fields.Nested(LightWords, required=True)
    rungs = fields.List(fields.String(), required=True)


class WatchedRow(Schema):
    """A case under 督办."""

    case_id = text()
    case_no = maybe_text()
    case_title = text()
    status = text()
    flags = fields.List(fields.String(), required=True)


class OverviewShown(Schema):
    """What whoever watches looks at."""

    lights = many(LightCount)
    late = many(LateRow)
    watched = many(WatchedRow)


class CalendarDay(Schema):
    """One day."""

    day = day()
    working = fields.Boolean(required=True)
    name = text()
    ground = text()
    provisional = fields.Boolean(required=True)


class HolidayShown(Schema):
    """A holiday."""

    name = text()
    first_on = day()
    last_on = day()


class ExtraDayShown(Schema):
    """A single day."""

    day = fields.Date(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["rest", "working"]))
    name = fields.String(required=True, validate=validate.Length(min=1, max=50))


class NoticeShown(Schema):
    """What a pasted notice says."""

    year = fields.Integer(required=True, allow_none=True)
    document_no = maybe_text()
    published_on = day()
    holidays = many(HolidayShown)
    makeup_workdays = fields.List(fields.Date(), required=True)
    days_before = many(ExtraDayShown)
    working_days = fields.Integer(required=True, allow_none=True)
    faults = fields.List(fields.String(), required=True)


class ChangeShown(Schema):
    """A change of the calendar."""

    change_id = text()
    kind = text()
    title = text()
    document_no = text()
    state = text()
    state_words = text()
    proposed_by = text()
    proposed_at = moment()
    decided_by = text()
    decided_at = moment()
    mine = fields.Boolean(required=True)


class RecalculationShown(Schema):
    """How far the open clocks followed."""

    id = text()
    begun_at = moment()
    ended_at = moment()
    read_count = fields.Integer(required=True)
    moved_count = fields.Integer(required=True)


class CalendarShown(Schema):
    """One year of the calendar."""

    year = fields.Integer(required=True)
    years = fields.List(fields.Integer(), required=True)
    confirmed = fields.Boolean(required=True)
    source = text()
    working_days = fields.Integer(required=True)
    days = many(CalendarDay)
    changes = many(ChangeShown)
    recalculations = many(RecalculationShown)
    may_change = fields.Boolean(required=True)
    may_see_moved = fields.Boolean(required=True)


class NoticePasted(Deed):
    """A notice as pasted."""

    text = fields.String(required=True, validate=validate.Length(max=NOTICE_CHARACTERS_MAX))
    document_no = fields.String(load_default="", validate=validate.Length(max=60))


class DaysProposed(Deed):
    """Days of the place."""

    days = fields.List(
        fields.Nested(ExtraDayShown), required=True, validate=validate.Length(min=1, max=60)
    )
    document_no = fields.String(required=True, validate=validate.Length(min=1, max=60))


class ChangeDone(Schema):
    """Where the change stands now."""

    change_id = text()
    state = text()


class MovedRow(Schema):
    """A clock whose last day moved."""

    case_id = text()
    case_no = maybe_text()
    case_title = text()
    clock_id = text()
    title = text()
    due_before = day()
    due_on = day()


class RecalculationReport(RecalculationShown):
    """What one change of the calendar did to the open clocks."""

    source = text()
    document_no = text()
    decided_by = text()
    rows = many(MovedRow)
    rows_left_out = fields.Integer(required=True)
