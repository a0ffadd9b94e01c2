"""What every resource is made of: strict schemas, refusals for what does not fit, blueprints."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from flask import Request
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from webargs.flaskparser import FlaskParser

from engine.commands.door import COMMAND_KEY_CHARACTERS_MAX
from engine.definitions.form_reasons import PATH_CHARACTERS_MAX, Reason
from engine.errors import Refusal
from webui.refusals import RequestMalformed

PREFIX = "/api/v1"
ID_CHARACTERS_MAX = 64
REASON_CHARACTERS_MAX = 500

MISSING = Reason(what="缺少“{place}”。", mend="请填写“{place}”。")
STRANGE = Reason(what="“{place}”不是这里可以提交的项目。", mend="请去掉“{place}”。")
UNFIT = Reason(what="“{place}”的写法不对。", mend="请刷新页面后重新填写“{place}”。")
OF_MESSAGE: Mapping[str, Reason] = {
    "Missing data for required field.": MISSING,
    "Unknown field.": STRANGE,
}
"""What marshmallow says → what a person reads."""


class RequestInvalid(Refusal):
    """A request whose parts do not have the shape this route asks for."""

    code = "request_invalid"
    http_status = 422
    what = "提交的内容有{count}处不对：{places}。"
    mend = "请按各处的提示更正后重新提交。"

    def __init__(self, faults: Mapping[str, Reason]) -> None:
        self.reasons = dict(faults)
        super().__init__(count=len(self.reasons), places="、".join(list(self.reasons)[:5]))


class Shape(Schema):
    """A schema that refuses what it does not know."""

    class Meta(Schema.Meta):
        """Strict."""

        unknown = RAISE


class Parser(FlaskParser):
    """Reads a request by a schema; what does not fit is refused in our own words."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None, "headers": "exclude"}  # noqa: RUF012 - webargs' name

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401 - plain JSON
        """The JSON of a request; one nested too deep is no form of ours."""
        try:
            return super().load_json(req, schema)
        except RecursionError:
            raise RequestMalformed from None

    def handle_error(self, error: ValidationError, *_rest: object, **_more: object) -> NoReturn:
        """Every fault at its place."""
        raise RequestInvalid(dict(_faults(error.messages))) from error

    def _handle_invalid_json_error(
        self, error: json.JSONDecodeError | UnicodeDecodeError, *_rest: object, **_more: object
    ) -> NoReturn:
        raise RequestMalformed from error


def _faults(messages: Any, place: str = "") -> Iterator[tuple[str, Reason]]:  # noqa: ANN401 - nested
    """Dotted places and what is wrong there."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            top = not place and key in {"json", "query", "headers", "_schema"}
            yield from _faults(inner, place if top else f"{place}.{key}".lstrip("."))
        return
    known = OF_MESSAGE.get(str(messages[0]) if messages else "", UNFIT)
    shown = place[:PATH_CHARACTERS_MAX] or "内容"
    yield shown, Reason(what=known.what.format(place=shown), mend=known.mend.format(place=shown))


class Blueprint(SmorestBlueprint):
    """A resource of the API."""

    ARGUMENTS_PARSER = Parser()


def blueprint(name: str, description: str) -> Blueprint:
    """A resource under the prefix of this version."""
    return Blueprint(f"api_{name}", __name__, url_prefix=PREFIX, description=description)


def an_id(**more: Any) -> fields.String:  # noqa: ANN401 - as marshmallow takes them
    """An id as a request names it."""
    return fields.String(validate=validate.Length(min=1, max=ID_CHARACTERS_MAX), **more)


def a_key() -> fields.String:
    """The name of this one act, made by the browser: sent twice, it is done once."""
    bounds = validate.Length(min=1, max=COMMAND_KEY_CHARACTERS_MAX)
    return fields.String(required=True, validate=bounds)


def a_reason(*, required: bool = True) -> fields.String:
    """Words that stay on record."""
    return fields.String(required=required, validate=validate.Length(max=REASON_CHARACTERS_MAX))


class Deed(Shape):
    """What every deed carries."""

    key = a_key()


class SeenDeed(Deed):
    """A deed by somebody who saw a certain version of the case."""

    seen_version = fields.Integer(strict=True, load_default=None, allow_none=True)


class Offshoot(Schema):
    """The case that began by the deed and waits to be registered; its code is told this once."""

    case_id = fields.String(required=True)
    item_id = fields.String(required=True)
    step = fields.String(required=True)
    task = fields.String(required=True)
    relation = fields.String(required=True)
    query_code = fields.String(required=True)


class Told(Schema):
    """What a deed on a case answers: where the case stands now."""

    case_id = fields.String(required=True)
    case_no = fields.String(required=True, allow_none=True)
    status = fields.String(required=True)
    open_tasks = fields.List(fields.Dict(), required=True)
    offshoot = fields.Nested(Offshoot)


def text(**more: Any) -> fields.String:  # noqa: ANN401 - as marshmallow takes them
    """Words that are always there."""
    return fields.String(required=True, **more)


def maybe_text() -> fields.String:
    """Words, or null."""
    return fields.String(required=True, allow_none=True)


def day() -> fields.Date:
    """A day, or null."""
    return fields.Date(required=True, allow_none=True)


def moment() -> fields.AwareDateTime:
    """An instant with its offset, or null."""
    return fields.AwareDateTime(required=True, allow_none=True, format="iso")


def many(shape: type[Schema]) -> fields.List[Any]:
    """A list of such, maybe empty."""
    return fields.List(fields.Nested(shape), required=True)
