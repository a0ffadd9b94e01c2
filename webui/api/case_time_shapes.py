"""Shapes of the time of one case: clocks, explanations, account, and deeds on them."""

from marshmallow import Schema, fields, validate

from webui.api.shapes import SeenDeed, a_reason, an_id, day, many, maybe_text, moment, text
from webui.api.wording import LightWords

WORDS_MAX = 200


class ShownSince(Schema):
    """A light and since when it was shown."""

    since = moment()
    light = text()
    words = text()


class ClockShown(Schema):
    """One clock of a case."""

    clock_id = text()
    limit = text()
    title = text()
    amount = text()
    source = text()
    promised = fields.Boolean(required=True)
    total = fields.Boolean(required=True)
    held_by = text()
    started_on = day()
    due_on = day()
    provisional = fields.Boolean(required=True)
    light = fields.Nested(LightWords, required=True)
    stopped = fields.Boolean(required=True)
    stopped_on = day()
    paused = text()
    rungs = fields.List(fields.String(), required=True)
    history = many(ShownSince)


class FaultShown(Schema):
    """缺件, 越序, 越权, 未回避."""

    kind = text()
    on = day()
    about = text()
    why = text()


class StretchShown(Schema):
    """The case in one hand."""

    kind = text()
    who = text()
    step = text()
    redone = fields.Boolean(required=True)
    began_at = moment()
    ended_at = moment()


class AccountShown(Schema):
    """How long one hand had it."""

    kind = text()
    label = text()
    who = text()
    role = text()
    seconds = fields.Integer(required=True)
    times = fields.Integer(required=True)
    redone_seconds = fields.Integer(required=True)


class CaseTimeShown(Schema):
    """The time of one case."""

    case_id = text()
    case_no = maybe_text()
    case_title = text()
    version = fields.Integer(required=True)
    clocks = many(ClockShown)
    step_light = fields.Nested(LightWords, required=True, allow_none=True)
    total_light = fields.Nested(LightWords, required=True, allow_none=True)
    faults = many(FaultShown)
    stretches = many(StretchShown)
    account = many(AccountShown)
    elapsed_seconds = fields.Integer(required=True)
    may = fields.List(fields.String(), required=True)


class EntryShown(Schema):
    """One entry on a clock with both its times."""

    what = text()
    at = moment()
    entered_at = moment()
    retroactive = fields.Boolean(required=True)
    ground = text()
    approver = text()


class DayShown(Schema):
    """One day of an explanation."""

    day = day()
    counted = fields.Boolean(required=True)
    number = fields.Integer(required=True, allow_none=True)
    why = text()
    source = text()


class ExplanationShown(Schema):
    """How a last day came about."""

    clock_id = text()
    case_no = text()
    title = text()
    amount = text()
    source = text()
    promised = fields.Boolean(required=True)
    started_on = day()
    due_on = day()
    provisional = fields.Boolean(required=True)
    summary = text()
    entries = many(EntryShown)
    days = many(DayShown)
    earlier_runs = fields.List(fields.String(), required=True)
    known_at = moment()
    moment = moment()


class Urging(SeenDeed):
    """催办."""

    text = fields.String(required=True, validate=validate.Length(min=1, max=WORDS_MAX))


class Listing(SeenDeed):
    """督办、挂牌督办; without `until_on` there is no day."""

    flag = an_id(required=True)
    reason = a_reason()
    until_on = fields.Date(load_default=None, allow_none=True)


class Unlisting(SeenDeed):
    """解除."""

    flag = an_id(required=True)
    reason = a_reason()


class RungHolding(SeenDeed):
    """暂缓督促."""

    clock_id = an_id(required=True)
    rung = an_id(required=True)
    reason = a_reason()


class Exclusion(SeenDeed):
    """不计入."""

    kind = an_id(required=True)
    began_on = fields.Date(required=True)
    ended_on = fields.Date(load_default=None, allow_none=True)
    ground = a_reason()
    article = a_reason(required=False)
    document = a_reason(required=False)


class CountingAgain(SeenDeed):
    """恢复计入."""

    kind = an_id(required=True)
    ended_on = fields.Date(required=True)
    ground = a_reason()
    document = a_reason(required=False)


class Restarting(SeenDeed):
    """重新计算."""

    clock_id = an_id(required=True)
    on = fields.Date(required=True)
    ground = a_reason()
    article = a_reason(required=False)
    document = a_reason(required=False)
