"""The Chinese words of codes that pages show: states of a case, of a document, kinds of events."""

from collections.abc import Mapping

CASE_STATUS: Mapping[str, str] = {
    "registered": "已登记",
    "pending_acceptance": "待受理",
    "supplementing": "待补正",
    "rejected": "不予受理",
    "transferred_out": "已移送",
    "accepted": "已受理",
    "pending_filing": "待立案",
    "not_filed": "不予立案",
    "filed": "已立案",
    "investigating": "调查中",
    "assigned": "已交办",
    "pending_handling": "待处理",
    "deliberating": "审议中",
    "pending_approval": "待审批",
    "issued": "已制发",
    "rectifying": "整改中",
    "objection_pending": "异议复查中",
    "verifying": "核查中",
    "escalated": "已升级处理",
    "pending_closing": "待结案",
    "closed": "已结案",
    "archived": "已归档",
    "filing_revoked": "已撤销立案",
    "terminated": "已终止",
    "withdrawn": "已撤回",
    "merged": "已并案",
}

FLAGS: Mapping[str, str] = {
    "suspended": "中止",
    "recusal_pending": "回避审查中",
    "extended": "已延期",
    "overdue": "超期",
    "watched": "督办",
    "listed": "挂牌督办",
    "reopened": "重新办理",
}

DOCUMENT_STATE: Mapping[str, str] = {
    "draft": "拟稿",
    "signed": "已签发",
    "sealed": "已用印",
    "served": "已送达",
    "completed": "已完成",
    "void": "已作废",
}

EVENTS: Mapping[str, str] = {
    "CaseOpened": "建立案件",
    "CaseRegistered": "登记",
    "CaseAccepted": "受理",
    "CaseNotAccepted": "不予受理",
    "JurisdictionDenied": "认定无管辖权",
    "CaseFiled": "立案",
    "CaseMigrated": "案件迁移到另一发布版",
    "CaseNotFiled": "不予立案",
    "FilingRevoked": "撤销立案",
    "CaseClosed": "结案",
    "CaseArchived": "归档",
    "LookbackScheduled": "安排回头看",
    "OutcomeFixed": "确定办理结果",
    "StatusChanged": "案件状态变为",
    "FlagRaised": "加标志",
    "FlagLowered": "去标志",
    "HandlersAppointed": "指定承办人员",
    "HandlerReplaced": "更换承办人员",
    "FactWritten": "记录办理要素",
    "CallEnded": "子流程结束",
    "ProcessMoved": "流程推进",
    "VisitOpened": "任务到达",
    "TaskOpened": "任务开始计时",
    "TaskClaimed": "签收",
    "TaskReassigned": "改派",
    "TaskReleased": "退签收",
    "TaskReminded": "催办任务",
    "TaskSentBack": "退回",
    "TaskTakenBack": "撤回",
    "BodyGiven": "提交表单",
    "OpinionGiven": "签署意见",
    "TaskCompleted": "办结任务",
    "ItemClosed": "关闭办理项",
    "VisitDecided": "环节办结",
    "VisitClosed": "环节关闭",
    "VoteCast": "表决",
    "MeetingDecided": "审议作出结论",
    "DocumentDrafted": "拟稿",
    "DocumentFilled": "填写文书",
    "DocumentSigned": "签发",
    "DocumentFrozen": "定稿",
    "DocumentSealed": "用印",
    "DocumentCorrected": "更正文书",
    "DocumentServed": "送达",
    "DocumentCompleted": "文书完成",
    "DocumentRendered": "生成文书文件",
    "AttachmentAdded": "添加附件",
    "ComplainantAnswered": "答复投诉举报人",
    "LimitStarted": "期限起算",
    "LimitMet": "期限内容已完成",
    "LimitCancelled": "期限注销",
    "LimitPaused": "期限暂停",
    "LimitResumed": "期限恢复",
    "LimitExtended": "期限延长",
    "ExcludeTime": "不计入期间的登记",
    "CountAgain": "恢复计入的登记",
    "RestartClock": "重新计算的登记",
    "LimitRecalculated": "日历变动，重新推算",
    "LightChanged": "变灯",
    "RungReached": "督促",
    "RungHeld": "暂缓督促",
    "CaseListed": "列为督办",
    "CaseUnlisted": "解除督办",
    "LimitReminded": "期限提醒",
    "LimitExpired": "期限届满",
    "OverdueRecorded": "记录超期",
    "UrgingSent": "催办",
}

HIDDEN_IN_SHORT_LOG = frozenset(
    {
        *("ProcessMoved", "TaskOpened", "FactWritten", "CallEnded", "DocumentFilled"),
        *("VisitDecided", "LightChanged"),
    }
)
"""Lines that only machines and auditors read; the page folds them away."""


def word(table: Mapping[str, str], code: str | None) -> str:
    """The Chinese word of a code; the code itself where there is none, a dash for nothing."""
    return "—" if code is None else table.get(code, code)
