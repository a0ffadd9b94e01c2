"""Every refusal and fault as a page, or as JSON under /api/: what, how to mend it, and its code."""

import structlog
from flask import Flask, Response, g, jsonify, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from engine.errors import Fault, Refusal, ZhijianError
from engine.machine_log import kind_and_place
from webui.refusals import (
    MethodNotAllowed,
    NoSuchPage,
    RequestMalformed,
    RequestTooLarge,
)

log = structlog.get_logger()

CLIENT_FAILS, SERVER_FAILS = 400, 500
FINDINGS_TOLD_MAX = 50
OF_STATUS: dict[int, type[Refusal]] = {
    404: NoSuchPage,
    405: MethodNotAllowed,
    413: RequestTooLarge,
}

WAY_BACK = {"query": "query.form", "verify": "verify.form"}
"""Where a reader of these pages goes on; anybody else begins at the app."""


class Unexpected(Fault):
    """Something nobody foresaw."""

    code = "unexpected"
    what = "系统出了问题，本次操作没有生效。"
    mend = "请稍后重试；仍不行的，请把编号 {trace} 告诉系统管理员。"


def register(app: Flask) -> None:
    """Let `app` answer every error by these pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Fault, _broken)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _refused(error: Refusal) -> Response:
    return answer(error)


def _broken(error: Fault) -> Response:
    _log_fault(error)
    return answer(error)


def _http(error: HTTPException) -> AnyResponse:
    code = error.code or SERVER_FAILS
    if code < CLIENT_FAILS:
        return error.get_response()
    response = answer(OF_STATUS.get(code, RequestMalformed)())
    response.status_code = code
    if error.response is None and code == MethodNotAllowed.http_status:
        response.headers.extend(
            [pair for pair in error.get_headers() if pair[0].lower() == "allow"]
        )
    return response


def _unforeseen(error: Exception) -> Response:
    _log_fault(error)
    return answer(Unexpected(trace=g.get("trace", "")))


def _log_fault(error: Exception) -> None:
    """Kind and place of the error; never its text, which may hold what somebody typed."""
    log.error(
        "request_failed",
        trace=g.get("trace", ""),
        error=error.code if isinstance(error, ZhijianError) else Unexpected.code,
        route=request.endpoint,
        **kind_and_place(error),
    )


def answer(error: ZhijianError) -> Response:
    """The error as a page or as JSON."""
    if _wants_json():
        response = jsonify(as_json(error))
    else:
        back = url_for(WAY_BACK.get(request.blueprint or "", "browser_app.page"))
        page = render_template("refused.html", error=error, trace=g.get("trace", ""), back=back)
        response = Response(page)
    response.status_code = error.http_status
    return response


def as_json(error: ZhijianError) -> dict[str, object]:
    """The error as programs read it: every faulty field with how to mend it."""
    fields = getattr(error, "reasons", {})
    return {
        "code": error.code,
        "what": error.what_text,
        "mend": error.mend_text,
        "where": {name: _plain(value) for name, value in error.where.items()},
        **_faults_of_files(error),
        "fields": [
            {"field": place, "what": one.what, "mend": one.mend} for place, one in fields.items()
        ],
        "trace": g.get("trace", ""),
    }


def _faults_of_files(error: ZhijianError) -> dict[str, object]:
    """What is wrong with a file that was handed in, each fault with its place."""
    found = getattr(error, "findings", ())[:FINDINGS_TOLD_MAX]
    told = [
        {"file": x.file, "line": x.line, "where": x.where, "what": x.what, "mend": x.mend}
        for x in found
    ]
    return {"findings": told} if told else {}


def _plain(value: object) -> object:
    """Ids and numbers as they stand; a refusal of ours names nothing else."""
    return value if value is None or isinstance(value, str | int) else str(value)


def _wants_json() -> bool:
    return request.path.startswith("/api/")
