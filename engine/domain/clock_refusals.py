"""What a deed on a clock may be refused for."""

from engine.errors import Refusal


class ExtensionTooLate(Refusal):
    """Asked for after the limit had expired."""

    code = "extension_too_late"
    what = "“{title}”已于{due_on}届满，不能再申请延期。"
    mend = "延期须在届满前申请；请尽快办结，并在办理情况中说明超期原因。"


class ExtensionUsedUp(Refusal):
    """As many extensions as allowed were granted already."""

    code = "extension_used_up"
    what = "“{title}”已经延期{times}次，不能再次延期。"
    mend = "请在现有期限{due_on}前办结；确有法定事由的，可以申请中止。"


class LimitNotExpired(Refusal):
    """A deed that is only open once the limit has expired."""

    code = "limit_not_expired"
    what = "“{title}”尚未届满（届满日：{due_on}）。"
    mend = "请在期限届满后再办理。"


class ClockStopped(Refusal):
    """The clock has ended; nothing can pause or lengthen it any more."""

    code = "limit_already_stopped"
    what = "“{title}”已于{stopped_on}停止计时。"
    mend = "请刷新案件页面，核对该期限的状态。"
