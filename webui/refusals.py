"""What the door of the house itself may refuse, before any command is asked."""

from engine.errors import Refusal


class NotSignedIn(Refusal):
    """Nobody is logged in."""

    code = "not_signed_in"
    http_status = 401
    what = "您还没有登录，或者登录已经超时。"
    mend = "请登录后重试。"


class SignInFailed(Refusal):
    """Login or password is wrong; which of the two is not told."""

    code = "sign_in_failed"
    http_status = 401
    what = "账号或者密码不对。"
    mend = "请核对后重新输入；忘记密码的，请联系本单位系统管理员。"


class SignInLocked(Refusal):
    """Too many failures for this login."""

    code = "sign_in_locked"
    http_status = 429
    what = "登录失败次数过多，账号已暂时锁定。"
    mend = "请在{minutes}分钟后重试；不是您本人操作的，请联系系统管理员。"


class QueryTooOften(Refusal):
    """Too many query codes tried from one address."""

    code = "query_too_often"
    http_status = 429
    what = "查询次数过多。"
    mend = "请在{minutes}分钟后重试。"


class FormStale(Refusal):
    """A form that was not given out by this site to this browser."""

    code = "form_stale"
    http_status = 403
    what = "页面已经失效，本次操作没有生效。"
    mend = "请返回上一页，刷新后重新提交。"


class NoSuchPage(Refusal):
    """No page at this address."""

    code = "page_not_found"
    http_status = 404
    what = "没有找到这个页面。"
    mend = "请核对网址，或者从待办列表进入。"


class MethodNotAllowed(Refusal):
    """The address exists, but not for this kind of request."""

    code = "method_not_allowed"
    http_status = 405
    what = "这个网址不接受这种操作。"
    mend = "请从页面上的按钮操作。"


class RequestTooLarge(Refusal):
    """More was sent than a form may hold."""

    code = "request_too_large"
    http_status = 413
    what = "提交的内容过大。"
    mend = "请缩短内容后重新提交。"


class RequestMalformed(Refusal):
    """What was sent is no form of ours."""

    code = "malformed_request"
    http_status = 400
    what = "提交的内容无法识别。"
    mend = "请刷新页面后重新填写。"
