"""What a deed of an administrator may be refused for."""

from engine.errors import Refusal


class NotYourDuty(Refusal):
    """One of the three administrators does it, and the person is not that one."""

    code = "not_your_duty"
    http_status = 403
    what = "这项操作由{who}办理。"
    mend = "请联系本单位的{who}。"


class OwnRights(Refusal):
    """Nobody changes his own rights."""

    code = "own_rights"
    http_status = 403
    what = "不能更改您自己的账号权限。"
    mend = "请由另一名{who}办理。"


class LoginTaken(Refusal):
    """Two people cannot have one login."""

    code = "login_taken"
    http_status = 422
    what = "登录名“{login}”已有人使用。"
    mend = "请换一个登录名，例如在后面加上数字。"


class EntryUnfit(Refusal):
    """A field of an organ or a person that cannot be kept."""

    code = "entry_unfit"
    http_status = 422
    what = "“{field}”不能这样填写：{why}。"
    mend = "请更正“{field}”后重新保存。"


class OrganNameTaken(Refusal):
    """Two organs cannot have one name or code."""

    code = "organ_taken"
    http_status = 422
    what = "机关名录中已有“{value}”。"
    mend = "请核对是否重复；同名的，请写明全称。"


class RolesUnfit(Refusal):
    """Roles nobody may hold together."""

    code = "roles_unfit"
    http_status = 422
    what = "不能授予这些角色：{why}。"
    mend = "请更正所选角色后重新授予。"


class LastAdministrator(Refusal):
    """Without it nobody could do the duty any more."""

    code = "last_administrator"
    what = "{name}是最后一名{who}。"
    mend = "请先让另一人担任{who}。"


class OpenWorkLeft(Refusal):
    """Somebody who leaves has open tasks, and nobody was named to take them."""

    code = "open_work_left"
    what = "{name}还有{items}项未办结的任务、{cases}件承办的案件。"
    mend = "请指定接手人；任务须由不同的人接手的，请先由科室负责人逐项改派。"


class HandOverRefused(Refusal):
    """A task cannot go to whoever is to take over."""

    code = "hand_over_refused"
    what = "“{task}”不能交给{name}：{why}"
    mend = "请先由科室负责人把这项任务改派给合适的人，再办理离岗。"


class OrderNotFound(Refusal):
    """No work order of that id in this place."""

    code = "order_not_found"
    http_status = 404
    what = "没有找到这件工单。"
    mend = "请刷新工单列表。"


class OrderLinked(Refusal):
    """A case has come of the order already."""

    code = "order_linked"
    what = "工单“{order_no}”已经登记为另一件案件。"
    mend = "请在案件中查找该工单；重复登记的，请办理并案。"


class ReasonMissing(Refusal):
    """What touches somebody's rights needs a reason that stays on record."""

    code = "reason_missing"
    http_status = 422
    what = "没有写明理由，或者理由超过{most}个字。"
    mend = "请用一句话写明理由。"
