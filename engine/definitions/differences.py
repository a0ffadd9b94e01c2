"""What one place does differently from another (地方差异): a list of differences, in plain Chinese.

Pure functions over two releases. What rests on an article says which; whatever has none is marked
本系统建议值, so that no proposal of ours is read as law.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.definitions.articles import OWN_PROPOSAL, article_words
from engine.definitions.differing_drawings import DIAGRAM, drawing_differences, form_differences
from engine.definitions.explain import amount_words
from engine.definitions.limits import Limit, LimitValue
from engine.definitions.place import Approval, InstrumentSet, TierNames
from engine.definitions.release import Release
from engine.definitions.required import RequiredStep

NOTHING = "无"
LOCAL = "本地登记"
"""Names, seals and labels: the place's own, neither law nor a proposal of ours."""

PLACEHOLDER = "占位，由客户确认"
ENUMS = {
    "measure": "监督措施",
    "decision_kind": "决定种类",
    "accountability": "责任追究",
    "case_source": "案件来源",
    "problem_type": "问题类型",
    "transfer_kind": "移送类型",
}
"""Names of the enumerations places change; another one goes by its key."""

ACTS = {"opinion": "审核", "decide": "批准", "propose": "提请", "inform": "知会"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs, in words."""

    topic: str
    """名称、期限、必经步骤、文书体系、审批、措施、委员会、补录、用语、流程图、表单…"""
    what: str
    here: str
    there: str
    source: str
    """The article in words, 本地登记, or 本系统建议值."""

    @property
    def is_our_proposal(self) -> bool:
        """Whether no law stands behind it."""
        return self.source == OWN_PROPOSAL


def differences(release: Release, other: Release) -> tuple[Difference, ...]:
    """What `release` has otherwise than `other` (its parent or any other place), by topic."""
    return tuple(one for part in PARTS for one in part(release, other))


def _plain(
    topic: str, what: str, here: str | None, there: str | None, source: str = OWN_PROPOSAL
) -> Iterator[Difference]:
    """The difference, if there is one."""
    if here != there:
        yield Difference(
            topic=topic, what=what, here=here or NOTHING, there=there or NOTHING, source=source
        )


def _by_key(
    topic: str,
    here: Mapping[str, str],
    there: Mapping[str, str],
    titles: Mapping[str, str],
    source: str = LOCAL,
) -> Iterator[Difference]:
    for key in dict.fromkeys((*here, *there)):
        yield from _plain(topic, titles.get(key, key), here.get(key), there.get(key), source)


# --- place.yaml ----------------------------------------------------------------------------------


def _names(release: Release, other: Release) -> Iterator[Difference]:
    here, there = release.place_info, other.place_info
    yield from _plain("名称", "人民政府", here.government, there.government, LOCAL)
    for tier, names in here.tiers.items():
        before = there.tiers.get(tier)
        known = _tier(before) if before else None
        yield from _plain("名称", f"{tier} 机关", _tier(names), known, LOCAL)
    titles = {"special": "监督专用章", "government": "政府印章", "acting_body": "承办机构印章"}
    yield from _by_key("印章", here.seals, there.seals, titles)
    codes = {
        "domain": "领域代字",
        "government": "政府代字",
        "authority": "监督机关代字",
        "acting_body": "承办机构代字",
        "case": "案件代字",
    }
    yield from _by_key("文号代字", here.organ_codes, there.organ_codes, codes, PLACEHOLDER)


def _tier(names: TierNames) -> str:
    assists = f"，{names.assists}协助" if names.assists else ""
    return f"监督机关 {names.authority}，承办 {names.acting_body}{assists}"


def _laws(release: Release, other: Release) -> Iterator[Difference]:
    for key, law in release.place_info.laws.items():
        if key not in other.place_info.laws:
            since = f"，{law.in_force} 起施行" if law.in_force else ""
            number = f"（{law.number}）" if law.number else ""
            words = f"《{law.title}》{number}{since}"
            yield Difference(topic="依据", what=key, here=words, there=NOTHING, source=words)


def _roles(release: Release, other: Release) -> Iterator[Difference]:
    for code, role in release.place_info.roles.items():
        before = other.place_info.roles.get(code)
        title = before.title if before else None
        yield from _plain("角色", title or code, role.title, title, LOCAL)


def _instrument_sets(release: Release, other: Release) -> Iterator[Difference]:
    there = other.place_info.instrument_sets
    for key, chosen in release.place_info.instrument_sets.items():
        before = there.get(key)
        known = _set(before) if before else None
        yield from _plain("文书体系", chosen.title, _set(chosen), known, LOCAL)


def _set(chosen: InstrumentSet) -> str:
    until = f"至 {chosen.valid_to}" if chosen.valid_to else ""
    issuers = {"government": "人民政府", "authority": "监督机关", "acting_body": "承办机构"}
    signed = "，".join(f"{kind} 由{issuers[by]}署名" for kind, by in chosen.issuer.items())
    confirmed = "" if chosen.confirmed else "；待客户确认"
    return f"立案日自 {chosen.valid_from} {until}：{'、'.join(chosen.kinds)}；{signed}{confirmed}"


def _approvals(release: Release, other: Release) -> Iterator[Difference]:
    for key, approval in release.place_info.approvals.items():
        before = other.place_info.approvals.get(key)
        yield from _plain(
            "审批",
            f"{'、'.join(approval.steps)}（{key}）",
            _chain(approval, release),
            _chain(before, other) if before else None,
            _approval_source(approval, release),
        )


def _approval_source(approval: Approval, release: Release) -> str:
    """The article orders that it be decided; who signs in which order may still be ours."""
    source = _source(approval.article, release)
    levels_are_ours = approval.article is not None and approval.local_may == "confirm"
    return f"{source}（层级为{OWN_PROPOSAL}）" if levels_are_ours else source


def _chain(approval: Approval, release: Release) -> str:
    roles = release.place_info.roles
    return " → ".join(f"{roles[one.role].title}{ACTS[one.act]}" for one in approval.chain)


def _measures(release: Release, other: Release) -> Iterator[Difference]:
    labels = release.place_info.enums.get("measure", {})
    there = other.place_info.measures
    for key, article in release.place_info.measures.items():
        yield from _plain(
            "监督措施",
            labels.get(key, key),
            _allowed(article, release),
            _allowed(there.get(key), other),
            _source(article, release),
        )


def _allowed(article: str | None, release: Release) -> str:
    if article is None:
        return "不得采用"
    return f"可以采用（{_source(article, release)}）"


def _committee(release: Release, other: Release) -> Iterator[Difference]:
    here, there = release.place_info.committee, other.place_info.committee
    words = {True: "有委员会，重大、争议案件须审议", False: "没有委员会，不经审议"}
    yield from _plain("委员会", "审议", words[here.enabled], words[there.enabled], LOCAL)
    yield from _plain("委员会", "名称", here.name, there.name, LOCAL)
    yield from _plain("委员会", "主任", here.chair, there.chair, LOCAL)


def _enums(release: Release, other: Release) -> Iterator[Difference]:
    here, there = release.place_info.enums, other.place_info.enums
    for name, labels in here.items():
        before = there.get(name, {})
        titles = {**labels, **before}
        yield from _by_key(f"用语：{ENUMS.get(name, name)}", labels, before, titles)


def _choices(release: Release, other: Release) -> Iterator[Difference]:
    words = {True: "告知后仍坚持的，可以受理", False: "先走复议、诉讼途径"}
    here, there = release.place_info.guide_then_accept, other.place_info.guide_then_accept
    yield from _plain("受理", "可以复议、诉讼的事项", words[here], words[there])
    days = {str(one.day): one.name for one in release.place_info.extra_days}
    before = {str(one.day): one.name for one in other.place_info.extra_days}
    yield from _by_key("本地休息日、工作日", days, before, {})


def _paper_entry(release: Release, other: Release) -> Iterator[Difference]:
    """补录: whom a place lets enter cases from paper, and how long."""
    here, there = _entered(release), _entered(other)
    yield from _plain("补录纸质案件", "期间和角色", here, there, PLACEHOLDER)


def _entered(release: Release) -> str | None:
    window, roles = release.place_info.paper_entry, release.place_info.roles
    if window is None:
        return None
    who = "、".join(roles[one].title if one in roles else one for one in sorted(window.roles))
    return f"{window.opens_on} 至 {window.closes_on}，由{who}补录"


# --- limits.yaml, required.yaml ------------------------------------------------------------------


def _limits(release: Release, other: Release) -> Iterator[Difference]:
    for key, limit in release.limits.items():
        before = other.limits.get(key)
        here, there = amounts_in_words(limit), amounts_in_words(before) if before else "不设"
        sources = dict.fromkeys(_limit_source(one) for one in limit.values)
        source = "；".join(sources) or OWN_PROPOSAL
        yield from _plain("期限", f"{limit.title}（{key}）", here, there, source)


def amounts_in_words(limit: Limit) -> str:
    """The numbers of a limit and the days they hold from."""
    values = [f"自 {one.valid_from} 起 {amount_words(one)}" for one in limit.values]
    promised = [f"承诺 {amount_words(one)}" for one in limit.promised]
    return "；".join((*values, *promised)) or "不设"


def _limit_source(value: LimitValue) -> str:
    checked = "" if value.checked_on or value.article is None else "（尚未与正式文本核对）"
    return f"{value.source}{checked}"


def _required(release: Release, other: Release) -> Iterator[Difference]:
    for step, one in release.required.items():
        before = other.required.get(step)
        source = _source(one.article, release)
        there = promise_in_words(before, other) if before else "可以不经"
        yield from _plain(
            "必经步骤", f"{step} {one.title}", promise_in_words(one, release), there, source
        )


def promise_in_words(one: RequiredStep, release: Release) -> str:
    """What the law asks of a step."""
    parts = [f"必经，依据{_source(one.article, release)}"]
    if one.persons_min > 1:
        parts.append(f"至少 {one.persons_min} 人")
    if one.must_precede:
        parts.append(f"须在 {'、'.join(one.must_precede)} 之前")
    if one.must_follow:
        parts.append(f"须在 {'、'.join(one.must_follow)} 之后")
    return "，".join(parts)


def _source(article: str | None, release: Release) -> str:
    if article is None or article == OWN_PROPOSAL:
        return OWN_PROPOSAL
    return article_words(article, release.place_info.laws) or article


# --- diagrams and forms --------------------------------------------------------------------------


def _drawn(release: Release, other: Release) -> Iterator[Difference]:
    for one in (*drawing_differences(release, other), *form_differences(release, other)):
        source = OWN_PROPOSAL if one.topic == DIAGRAM else LOCAL
        yield Difference(
            topic=one.topic, what=one.what, here=one.here, there=one.there, source=source
        )


Part = Callable[[Release, Release], Iterator[Difference]]

PARTS: Sequence[Part] = (
    *(_names, _laws, _instrument_sets, _limits, _required, _approvals, _measures, _committee),
    *(_choices, _paper_entry, _roles, _enums, _drawn),
)
