"""What a deed may be refused for; each says what, where and how to mend it."""

from engine.errors import Fault, Refusal


class CaseNotFound(Refusal):
    """No such case in this place."""

    code = "case_not_found"
    http_status = 404
    what = "没有找到这个案件。"
    mend = "请核对案件编号；案件可能属于其他地方。"


class TaskNotFound(Refusal):
    """No such item in this place."""

    code = "task_not_found"
    http_status = 404
    what = "没有找到这项任务。"
    mend = "请刷新待办列表。"


class PersonUnknown(Refusal):
    """The person is not in the register of this place, or not active today."""

    code = "person_unknown"
    http_status = 403
    what = "您不在本地方的人员名录中，或者已经停用。"
    mend = "请联系系统管理员核对人员名录。"


class NotYourTask(Refusal):
    """The person has neither the item nor a place in its pool."""

    code = "not_your_task"
    http_status = 403
    what = "任务“{task}”不由您办理。"
    mend = "请由该任务的办理人办理；需要换人的，由负责人改派。"


class TaskAlreadyCompleted(Refusal):
    """The item is done or closed."""

    code = "task_already_completed"
    what = "任务“{task}”已由{completed_by}于{completed_at}办理。"
    mend = "请刷新待办列表；需要更改意见的，由办理人撤回后重新办理。"


class RecusedPerson(Refusal):
    """A person who left the case by recusal (回避)."""

    code = "recused_person"
    http_status = 403
    what = "您已回避，不得办理本案的任何事项。"
    mend = "请由接替人员办理。"


class CaseSuspended(Refusal):
    """Ordinary tasks rest while the case is suspended (中止)."""

    code = "case_suspended"
    what = "案件已中止，恢复前不能办理“{task}”。"
    mend = "请由负责人办理恢复（EX4b）后再办。"


class SeparationOfDuties(Refusal):
    """One person must not hold two roles that check each other."""

    code = "separation_of_duties"
    http_status = 403
    what = "{why}。"
    mend = "请改由符合条件的其他人员办理。"


class NoDoubleSupervision(Refusal):
    """A matter in reconsideration or litigation is not supervised again ([N]33, [SC]31)."""

    code = "no_double_supervision"
    what = "所反映事项{why}，不能受理。"
    mend = "请选择“不予受理”或者“引导复议诉讼”。"


class SupplementUsedUp(Refusal):
    """补正 is asked for once, all items at one time."""

    code = "supplement_used_up"
    what = "本件已经要求过一次补正，不能再次要求。"
    mend = "请按现有材料作出处理。"


class InstrumentNotInSet(Refusal):
    """The instrument is not of the set frozen at filing, or the tier has no power for it."""

    code = "instrument_not_in_set"
    what = "本案适用“{set}”，不能使用{instrument}。"
    mend = "请在该文书体系内选择。"


class ReturnNotReady(Refusal):
    """不同意 or 退回 where no way back is open."""

    code = "return_not_possible"
    what = "“{task}”的审批结果为“{result}”，但这里没有可以退回的环节。"
    mend = "请先与承办人沟通；确需退回的，由上一环节撤回。"


class RoleUnfilled(Refusal):
    """Nobody may hold the next task."""

    code = "role_unfilled"
    what = "下一环节“{task}”没有可以办理的人员（角色：{role}）。"
    mend = "请由系统管理员在人员名录中补充该角色，或者由负责人指定人员。"


class OrganUnknown(Refusal):
    """The organ is not in the register."""

    code = "organ_unknown"
    http_status = 422
    what = "机关名录中没有“{organ}”。"
    mend = "请从名录中选择，或者先由管理员录入该机关。"


class NoRelease(Refusal):
    """The place has no release in force."""

    code = "no_release"
    what = "本地方还没有发布流程，不能登记案件。"
    mend = "请由流程设计人员发布一个版本。"


class CommandKeyMalformed(Refusal):
    """A command key that is empty, too long or not printable."""

    code = "command_key_malformed"
    http_status = 422
    what = "操作编号须为1至{most}个可见字符。"
    mend = "请刷新页面后重试。"


class CommandKeyReused(Refusal):
    """A command key names one act; another act needs another key."""

    code = "command_key_reused"
    what = "这个操作编号已经用于另一项操作。"
    mend = "请刷新页面后重试。"


class SeenVersionStale(Refusal):
    """The person saw an older version of the case than the one that stands."""

    code = "changed_meanwhile"
    what = "您打开页面之后，案件已有变化（您看到的是第{seen}版，现在是第{now}版）。"
    mend = "请刷新后查看最新情况，再重新办理。"


class StartNotHere(Refusal):
    """A case does not begin with this step."""

    code = "start_not_here"
    what = "案件不能从“{step}”开始。"
    mend = "投诉举报和线索从登记（P1.1）开始；依职权从指定承办人员（P2.1）开始。"


class DiagramLacksTask(Fault):
    """The engine opened a node that the release does not describe."""

    code = "diagram_lacks_task"
    what = "流程图中的任务“{element}”没有登记在发布版中。"
    mend = "请把案件编号告诉系统管理员。"


class DraftNotPlain(Refusal):
    """A draft that is no plain JSON, or too large to keep."""

    code = "draft_not_plain"
    http_status = 422
    what = "暂存的内容过大，或者不是表单内容，没有保存。"
    mend = "请缩短内容，大段材料请作为附件上传。"


class ReassignmentRefused(Refusal):
    """The other person must not or cannot take the item."""

    code = "reassignment_refused"
    what = "不能改派给{person}：{why}。"
    mend = "请另选一位符合条件的人员。"


class CaseEndedOnPaper(Refusal):
    """The case was entered from paper after it had ended; nothing is done to it here."""

    code = "case_ended_on_paper"
    what = "本案是补录的已办结纸质案件，不能再办理“{task}”。"
    mend = "有新的事实需要重新办理的，请另行登记一件，并写明关联的案件编号。"


class NotSuspended(Refusal):
    """Only a suspended case can be resumed."""

    code = "case_not_suspended"
    what = "案件没有中止，不需要恢复。"
    mend = "请刷新案件页面，核对案件状态。"


class LimitNotRunning(Refusal):
    """The limit does not exist in this case, or has stopped."""

    code = "limit_not_running"
    what = "本案现在没有正在计时的“{title}”。"
    mend = "请在案件的期限栏中核对该期限。"


class OperationUnderWay(Refusal):
    """The same application waits for its decision."""

    code = "operation_under_way"
    what = "“{title}”已经提出申请，正在审批。"
    mend = "请等待审批结果。"


class OperationNotNow(Refusal):
    """The act belongs to another moment of the case."""

    code = "operation_not_now"
    what = "现在不能{title}。"
    mend = "请在{when}提出。"


class OperationUnknown(Refusal):
    """No such act."""

    code = "operation_unknown"
    http_status = 422
    what = "没有“{verb}”这种操作。"
    mend = "请从案件页面的操作中选择。"


class SupplementTooLate(Refusal):
    """The period to supplement is over."""

    code = "supplement_too_late"
    what = "补正期限已经届满，不能再补充。"
    mend = "如有新的情况，请重新反映。"


class ObjectionTooLate(Refusal):
    """The objection window is over."""

    code = "objection_too_late"
    what = "提出异议的期限已经届满。"
    mend = "请按文书要求执行，并报送执行情况。"


class ObjectionUsedUp(Refusal):
    """One objection per document."""

    code = "objection_used_up"
    what = "对这份文书已经提出过异议。"
    mend = "请等待或者查看复查答复。"


class NothingToObject(Refusal):
    """No document is open to objection."""

    code = "objection_not_possible"
    what = "本案现在没有可以提出异议的文书。"
    mend = "督办函不适用异议；意见书、通知书、决定书送达后方可提出。"


class TargetNotReachable(Refusal):
    """退回 goes only where this run has been and the task allows."""

    code = "target_not_reachable"
    what = "“{task}”不能退回到 {to}。"
    mend = "请选择本案已经办过、并且该任务允许退回的环节。"


class TakeBackTooLate(Refusal):
    """Somebody has acted on it, or it went out."""

    code = "take_back_too_late"
    what = "“{task}”的后续环节已经办理，或者文书已经送出，不能撤回。"
    mend = "请与后续环节的办理人联系，由其退回。"


class CaseOnPaper(Refusal):
    """The case is still being entered from paper; nothing else is done to it meanwhile."""

    code = "case_on_paper"
    what = "本案正在根据纸质材料补录，现在不能在系统里直接办理。"
    mend = "请由补录人员补录完毕、转入系统办理以后，再办理。"


class CaseNotEnded(Refusal):
    """Only a case that has ended is taken up again."""

    code = "case_not_ended"
    what = "案件尚未办结，不需要重新办理。"
    mend = "请在案件中继续办理。"


class CaseHasEnded(Refusal):
    """Nothing more happens to a case that has ended, but taking it up again."""

    code = "case_ended"
    what = "案件已经结束，不能再办理“{task}”。"
    mend = "确有新的证据的，请申请重新办理（EX14）。"


class DocumentUnknown(Refusal):
    """No issued document of that number in this case."""

    code = "document_unknown"
    http_status = 422
    what = "本案没有文号为“{doc_no}”的已制发文书。"
    mend = "请从案件的文书列表中核对文号。"


class EscalationNotPossible(Refusal):
    """Nothing is being rectified."""

    code = "escalation_not_possible"
    what = "本案现在不在整改期间，不能提出升级处理。"
    mend = "请在文书送达后、核查确认前提出。"


class AccountabilityTooEarly(Refusal):
    """Nobody disobeyed yet."""

    code = "accountability_too_early"
    what = "本案没有升级处理，不能提出追责建议。"
    mend = "请在升级处理（R6）以后提出。"


class QuorumNotReached(Refusal):
    """Too few members are present."""

    code = "quorum_not_reached"
    what = "出席{present}人，未达到法定人数{needed}人。"
    mend = "请补足出席人员，或者改期召开会议。"


class ResultContradictsVotes(Refusal):
    """The result of the meeting is not what was voted."""

    code = "result_contradicts_votes"
    what = "表决结果为同意{yes}票、出席{present}人，不能作出“{result}”的结论。"
    mend = "请核对表决情况后选择与之相符的审议结果。"


class Interrupted(Fault):
    """A transaction did not happen, or nobody knows; tried again with its key it happens once."""

    code = "database_interrupted"
    http_status = 503
    what = "系统暂时繁忙，本次操作没有得到确认。"
    mend = "请稍候片刻，不要关闭页面，再次提交；重复提交不会重复办理。"


class CaseBusy(Fault):
    """Somebody is at the case; who does not want to wait for him is told so."""

    code = "case_busy"
    http_status = 503
    what = "案件正在由他人办理。"
    mend = "请稍候再试。"
