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


class SecondFactorNeeded(Refusal):
    """The password is right; the account asks for the code of the moment too."""

    code = "second_factor_needed"
    http_status = 401
    what = "这个账号开启了第二重验证，还需要验证码。"
    mend = "请打开手机上的验证器，输入当前的六位数字；手机不在身边的，输入一个备用码。"


class CodeWrong(Refusal):
    """A code of the second factor that is wrong, too old, or was used before."""

    code = "second_factor_wrong"
    http_status = 422
    what = "验证码不对，或者已经用过。"
    mend = "请等验证器显示下一个验证码后重新输入；仍不对的，请校准手机时间。"


class SecondFactorInForce(Refusal):
    """A factor in force is taken away before another begins."""

    code = "second_factor_in_force"
    what = "您已经开启第二重验证。"
    mend = "要换手机的，请先关闭，再重新开启。"


class PasswordTooWeak(Refusal):
    """A password that is short, known to every guesser, or says who its owner is."""

    code = "password_too_weak"
    http_status = 422
    what = "这个口令不能用：{why}。"
    mend = "请换一个口令，例如几个互不相干的词连在一起。"


class FirstPasswordKept(Refusal):
    """Whoever still has the password an administrator made chooses his own first."""

    code = "first_password_kept"
    http_status = 403
    what = "您还在使用管理员设置的初始口令。"
    mend = "请先更换口令，再继续办理。"


class NotYourPart(Refusal):
    """A page for somebody of another role."""

    code = "not_your_part"
    http_status = 403
    what = "这一部分只对{who}开放。"
    mend = "需要使用的，请联系本单位安全管理员授权。"


class NoticeNotFound(Refusal):
    """No notice of that id is the person's own."""

    code = "notice_not_found"
    http_status = 404
    what = "没有找到这条提醒。"
    mend = "请刷新提醒列表。"


class SignOnFailed(Refusal):
    """What came back from the provider of the single sign-on does not hold."""

    code = "sign_on_failed"
    http_status = 403
    what = "统一身份认证没有成功：{why}。"
    mend = "请回到登录页重新开始；仍不行的，请用账号和密码登录，并告诉系统管理员。"


class SignOnUnmatched(Refusal):
    """The provider vouches for somebody who is nobody here."""

    code = "sign_on_unmatched"
    http_status = 403
    what = "您的统一身份账号（{subject}）还没有对应到本系统的人员，或者已经停用。"
    mend = "请把括号里的编号告诉本单位安全管理员，由其办理对应。"


class ConnectorUnknown(Refusal):
    """A program that does not prove who it is."""

    code = "connector_unknown"
    http_status = 401
    what = "请求的签名不对，或者已经过时。"
    mend = "请核对双方的密钥和时钟；签名方法见接口说明。"


class PasswordWrong(Refusal):
    """The present password was asked for once more, and another was given."""

    code = "password_wrong"
    http_status = 422
    what = "当前口令不对。"
    mend = "请核对后重新输入；忘记口令的，请联系本单位系统管理员。"


class SessionNotFound(Refusal):
    """No session of that id is the person's own."""

    code = "session_not_found"
    http_status = 404
    what = "没有找到这个登录。"
    mend = "请刷新列表；它可能已经退出或者超时。"


class SettingsUnfit(Refusal):
    """Settings that cannot be kept."""

    code = "settings_unfit"
    http_status = 422
    what = "个人设置没有保存：{why}。"
    mend = "请更正后重新保存。"


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
