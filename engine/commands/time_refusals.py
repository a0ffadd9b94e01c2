"""What deeds about time may be refused for."""

from engine.errors import Refusal


class NobodyToUrge(Refusal):
    """No task of the case is in anybody's hands."""

    code = "nobody_to_urge"
    what = "本案目前没有人持有待办任务，无人可催。"
    mend = "任务尚未签收的，请先指定办理人。"


class ListingUnknown(Refusal):
    """A way to watch a case that there is not."""

    code = "listing_unknown"
    http_status = 422
    what = "没有这种督办方式。"
    mend = "可用的方式：{known}。"


class AlreadyListed(Refusal):
    """The case is watched in that way already."""

    code = "already_listed"
    what = "本案已经列为{kind}。"
    mend = "需要更改要求的，请先解除，再重新列入。"


class NotListed(Refusal):
    """The case is not watched in that way."""

    code = "not_listed"
    what = "本案没有列为{kind}。"
    mend = "请刷新案件页面，核对案件的状态。"


class RungUnknown(Refusal):
    """A rung, or a running clock, that there is not."""

    code = "rung_unknown"
    http_status = 422
    what = "没有这一级督促，或者该期限已经停止计时。"
    mend = "可以暂缓的督促：{known}。"


class RungBehind(Refusal):
    """The rung was reached, or held back, for this last day."""

    code = "rung_behind"
    what = "“{title}”的“{rung}”已经办过或者已经暂缓。"
    mend = "请刷新案件页面，核对督促记录。"


class ClockUnknown(Refusal):
    """A clock the case does not have."""

    code = "clock_unknown"
    http_status = 404
    what = "本案没有这项计时。"
    mend = "请刷新案件页面，从期限列表进入。"


class EntryOutOfPlace(Refusal):
    """An entry whose day cannot be."""

    code = "entry_out_of_place"
    http_status = 422
    what = "登记的日期不对：{why}。"
    mend = "请核对日期；补录以往的事实，日期应当在起算以后、今天以前。"


class ExclusionNotAllowed(Refusal):
    """No limit of the case leaves out such time."""

    code = "exclusion_not_allowed"
    http_status = 422
    what = "本案正在计时的期限都不扣除“{kind}”。"
    mend = "依法应当扣除的，请管理员在期限定义（limits.yaml 的 stops_during）中写明依据。"


class NothingExcluded(Refusal):
    """No such time goes on."""

    code = "nothing_excluded"
    what = "本案没有正在进行的“{kind}”。"
    mend = "请刷新案件页面，核对期限的状态。"


class NoticeUnreadable(Refusal):
    """A pasted notice that does not fit the calendar, or days without their ground."""

    code = "notice_unreadable"
    http_status = 422
    what = "粘贴的内容不能录入：{faults}"
    mend = "请对照通知原文核对后重新粘贴；通知本身有误的，请逐日录入并注明依据。"


class CalendarChangeUnknown(Refusal):
    """A proposed change there is not."""

    code = "calendar_change_unknown"
    http_status = 404
    what = "没有这项日历变动。"
    mend = "请刷新日历页面，从列表进入。"


class RecalculationUnknown(Refusal):
    """No change of the calendar of that id was taken in this place."""

    code = "recalculation_unknown"
    http_status = 404
    what = "没有这次重新推算。"
    mend = "请从工作日历的“重新推算”列表打开。"


class IncidentUnknown(Refusal):
    """No such incident, or somebody ended it."""

    code = "incident_unknown"
    http_status = 404
    what = "没有这项故障任务，或者已经处理。"
    mend = "请刷新故障列表。"
