"""What can go wrong while a token moves; all of it is ours to mend."""

from engine.errors import Fault


class ProcessStuck(Fault):
    """The engine reaches neither a person nor the end: an empty loop, or a join in vain."""

    code = "process_stuck"
    what = "流程“{process}”停在“{element}”：{reason}。"
    mend = "案件状态未改变。请流程设计人员检查该处的循环、分支和汇合，改正后发布新版本。"


class ProcessBroken(Fault):
    """The library refused to go on; nothing was kept."""

    code = "process_broken"
    what = "流程“{process}”不能继续：{reason}"
    mend = "案件状态未改变。请系统管理人员按日志中的编号查明原因。"


class TokenNotOpen(Fault):
    """A token that does not wait in a user task was to be completed."""

    code = "token_not_open"
    what = "令牌“{token}”不在等待办理。"
    mend = "案件状态未改变。请刷新后再试；仍然出现的，请系统管理人员核对该案流程状态。"


class PositionUnknown(Fault):
    """A token was to be put where the diagrams have no open place for it."""

    code = "position_unknown"
    what = "流程“{process}”里没有可以放置令牌的位置“{element}”。"
    mend = "案件状态未改变。请系统管理人员核对退回、跳转的目标是否属于该案所用的发布版本。"


class MessageNotAwaited(Fault):
    """Nothing in the case waits for this message."""

    code = "message_not_awaited"
    what = "流程此刻不等待消息“{message}”。"
    mend = "案件状态未改变。请先确认案件所处步骤是否允许该行为。"


class FactNotStorable(Fault):
    """A script task or decision produced something a fact cannot hold."""

    code = "fact_not_storable"
    what = "节点“{element}”给事实“{fact}”算出的值不是布尔、数字、文字或者日期。"
    mend = "案件状态未改变。请流程设计人员改正该脚本或者决策表。"


class TimerNotADate(Fault):
    """A timer's expression gave something that is neither a date nor null."""

    code = "timer_not_a_date"
    what = "定时器“{element}”的表达式没有得出日期或者时刻。"
    mend = '案件状态未改变。请流程设计人员改正该定时器，例如 limit_reminder_at("dl_accept")。'


class DecisionUnsettled(Fault):
    """A decision table met more rules, or other results, than its hit policy allows."""

    code = "decision_unsettled"
    what = "决策表“{decision}”有多条规则同时成立（第{rules}条），命中策略{policy}不允许。"
    mend = "案件状态未改变。请流程设计人员使规则互不重叠，或者改用 FIRST。"


class OperationRefused(Fault):
    """A diagram asked for something this engine never does, such as calling a service."""

    code = "operation_refused"
    what = "流程图要求执行不允许的操作：{operation}。"
    mend = "案件状态未改变。请流程设计人员改用脚本任务、决策表或者办理项。"


class StateUnreadable(Fault):
    """A kept state cannot be read by this version of the software."""

    code = "state_unreadable"
    what = "案件的流程状态不能读取：{reason}"
    mend = "请系统管理人员用不低于写入时的软件版本打开，或者从备份恢复。"


class StateDiffers(Fault):
    """A state read back is not what was written (checked before it is kept)."""

    code = "state_differs"
    what = "流程状态存取前后不一致：{reason}"
    mend = "案件状态未改变。请系统管理人员按日志中的编号查明原因。"


class EngineVersionUnknown(Fault):
    """The installed SpiffWorkflow is not the one the adaptations were proved against."""

    code = "engine_version_unknown"
    what = "已安装的 SpiffWorkflow 是 {found}，本系统只在 {proved} 上验证过。"
    mend = "请安装 {proved}；升级须先重做全部能力检查。"
