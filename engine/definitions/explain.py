"""`zhijian explain`: where a limit's number comes from, what it overrides, what it gives."""

from collections.abc import Iterator
from datetime import date

from engine.definitions.entry import Entry, did_you_mean
from engine.definitions.layers import Layers
from engine.definitions.limits import Limit, LimitValue, read_limits
from engine.definitions.release import Release
from engine.domain import time_limit
from engine.domain.work_calendar import WorkCalendar, start_of_day
from engine.errors import Refusal

LOCAL_MAY = {
    "any": "改动",
    "shorten": "缩短",
    "confirm": "经法务确认后改动",
    "nothing": "不得改动",
}
EVENTS = {
    "CaseRegistered": "登记",
    "CaseAccepted": "受理",
    "CaseNotAccepted": "不予受理",
    "CaseFiled": "立案",
    "CaseClosed": "结案",
    "ClueTransferred": "移送",
    "DocumentServed": "送达",
    "DocumentSealed": "用印",
    "DocumentSigned": "签发",
    "DocumentNumbered": "编号",
    "TaskCompleted": "办毕",
    "TaskOpened": "打开",
}
PAUSES = {
    "supplement": "补正",
    "expertise": "鉴定",
    "hearing": "听证",
    "announcement": "公告",
    "recusal": "回避审查",
    "objection": "异议复查",
    "rectification": "整改",
}
_COUNTED_BY = {"calendar_days": "自然日", "working_days": "工作日"}
_WEEKDAYS = "一二三四五六日"


class LimitUnknown(Refusal):
    """A limit the place does not have, or not in that procedure."""

    code = "limit_unknown"
    http_status = 404
    what = "{procedure} 里没有“{key}”这个期限。"
    mend = "请核对流程和期限的键。{hint}"


def explain_limit(release: Release, *, procedure: str, key: str, on: date) -> str:
    """The text printed for a limit, were it to start on day `on`. Refuses `limit_unknown`."""
    limit = release.limits.get(key)
    if limit is None or limit.procedure != procedure:
        hint = f"它在 {limit.procedure} 里。" if limit else did_you_mean(key, release.limits)
        raise LimitUnknown(procedure=procedure, key=key, hint=hint)
    lines = [f"{key} {limit.title}", *_about_value(limit, release, on)]
    return "\n  ".join(lines)


def _about_value(limit: Limit, release: Release, on: date) -> Iterator[str]:
    value = limit.value_on(on)
    if value is None:
        yield f"适用值：{_no_value(limit)}"
        yield f"覆盖：{_overlays(limit, None, release, on)}"
    else:
        yield f"适用值：{amount_words(value)}"
        yield (
            f"出处：{value.source}；自 {value.valid_from} 起；写在：{value.file} 第 {value.line} 行"
        )
        yield f"覆盖：{_overlays(limit, value, release, on)}"
        yield f"核对：{_checked(value)}"
        yield from _stated(limit, value)
        if limit.lengthens is None:
            yield f"试算：{_trial(limit, value, release.work_calendar(), on)}"
    promised = limit.promised_on(on)
    if promised is not None:
        yield f"承诺：{amount_words(promised)}（{promised.source}），与上面的期限并行"
    if limit.extension is not None:
        yield f"延期：至多 {limit.extension.times_max} 次，每次加 {limit.extension.adds}"


def _stated(limit: Limit, value: LimitValue) -> Iterator[str]:
    """How a document that states a number of its own is bound by this one."""
    law = limit.stated_in.law if limit.stated_in is not None else None
    if law is not None and value.article is not None:
        bound = "多于" if law == "most" else "少于"
        yield f"文书写明日数的，以文书为准，但不得{bound}上述日数"


def _no_value(limit: Limit) -> str:
    if limit.stated_in is not None:
        return f"以文书写明的日数（{limit.stated_in.field}）为准；文书没有写的，不设此期限"
    return "没有规定，不设此期限"


def amount_words(value: LimitValue) -> str:
    """The number as people read it; with a mark where the text only says 日."""
    counted_by = _COUNTED_BY.get(value.unit)
    unit = time_limit.Unit(value.unit).label
    if counted_by is None or (value.unit_confirmed and value.unit == "working_days"):
        return f"{value.amount} {unit}"
    words = f"{value.amount} 日，按{counted_by}计算"
    return words if value.unit_confirmed else f"{words}（原文只写“日”，种类待确认）"


def _overlays(limit: Limit, value: LimitValue | None, release: Release, on: date) -> str:
    layers = Layers(release.sources, release.lineage)
    path = f"{limit.procedure}/limits.yaml"
    parts: list[str] = []
    for folder in reversed(release.lineage):
        full = f"processes/{folder}/{path}"
        if value is not None and value.file == full:
            continue
        node = layers.yaml_of(folder, path)
        entry = (node.mapping or {}).get(limit.key) if node else None
        if entry is None:
            parts.append(f"{folder} 未作改动")
        else:
            parts.append(f"{folder}（{_said_there(layers, folder, limit, on)}）")
    may = "" if limit.local_may == "nothing" else "可以："
    return "；".join([*parts, f"地方{may}{LOCAL_MAY[limit.local_may]}"])


def _said_there(layers: Layers, folder: str, limit: Limit, on: date) -> str:
    """What the limit is as seen from that folder of the lineage."""
    from_there = layers.lineage[layers.lineage.index(folder) :]
    seen = read_limits(
        Entry(Layers(layers.files, from_there).merged(f"{limit.procedure}/limits.yaml"), []),
        procedure=limit.procedure,
    ).get(limit.key)
    value = seen.value_on(on) if seen else None
    return amount_words(value) if value else "未规定期限"


def _checked(value: LimitValue) -> str:
    if value.checked_on is not None:
        return f"{value.checked_on} 由 {value.checked_by or '（未署名）'} 与正式文本核对"
    return "没有条文，不是法定期限" if value.article is None else "尚未与正式文本核对"


def _trial(limit: Limit, value: LimitValue, calendar: WorkCalendar, on: date) -> str:
    event = limit.counts_from[0].event if limit.counts_from else ""
    begun = f"{on} {EVENTS.get(event, '起算')}"
    reckoning = time_limit.reckon(
        value.for_clock(), counted_from=start_of_day(on), calendar=calendar
    )
    pauses = "、".join([*(PAUSES[pause] for pause in limit.stops_during), "中止"])
    if reckoning.value.unit.by_the_clock or reckoning.due_on is None:
        return f"{begun}，自该时刻起算；{pauses}期间不计入"
    due_on = reckoning.due_on
    weekday = _WEEKDAYS[due_on.weekday()]
    due = f"{due_on}（星期{weekday}）24:00 届满"
    provisional = "（暂定，放假通知发布后重算）" if reckoning.provisional else ""
    rolled = _rolled(reckoning)
    return f"{begun}，当日不计，{due}{provisional}；{rolled}；{pauses}期间不计入"


def _rolled(reckoning: time_limit.Reckoning) -> str:
    if reckoning.unrolled_on != reckoning.due_on:
        return f"原届满日 {reckoning.unrolled_on} 是休息日，已顺延"
    if reckoning.value.unit is time_limit.Unit.WORKING_DAYS:
        return "其间的休息日不计"
    return "届满日是工作日，不顺延"
