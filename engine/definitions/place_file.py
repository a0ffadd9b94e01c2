"""Reads place.yaml, merged over its lineage, into a Place."""

import re
from collections.abc import Mapping
from datetime import time
from fractions import Fraction
from typing import Literal, cast, get_args

from engine.definitions.entry import Entry
from engine.definitions.place import (
    Act,
    Approval,
    ChainLink,
    Committee,
    InstrumentSet,
    Law,
    Lights,
    PaperEntry,
    Place,
    Role,
    Share,
    TierNames,
)
from engine.domain.ladder import Rung, RungKind
from engine.domain.work_calendar import DayKind, ExtraDay

_KEYS = (
    "title names organ_codes seals laws roles separation approvals instrument_sets lights measures"
    " citations enums committee extra_days guide_then_accept paper_entry"
).split()
TIERS = ("T1", "T2", "T3")
ORGAN_CODES = ("domain", "government", "authority", "acting_body", "case")
SEALS = ("special", "government", "acting_body")
_FRACTION = re.compile(r"(?P<over>[1-9][0-9]{0,2})/(?P<under>[1-9][0-9]{0,2})")
_SHARE_LEFT = re.compile(r"0\.[0-9]{1,2}|[1-9][0-9]?/[1-9][0-9]?")
_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_REMIND_AT_DEFAULT = time(9)


def read_place(entry: Entry, *, code: str, folder: str) -> Place:
    """The place of that division code; faults go to the entry."""
    entry.known(*_KEYS)
    names = entry.sub_required("names")
    names.known("government", *TIERS)
    codes = entry.sub_required("organ_codes")
    codes.known(*ORGAN_CODES)
    seals = entry.sub_required("seals")
    seals.known(*SEALS)
    return Place(
        code=code,
        folder=folder,
        title=entry.text("title"),
        government=names.text("government"),
        tiers={tier: _tier(names.sub_required(tier)) for tier in TIERS},
        organ_codes=codes.texts_by_key(),
        seals=seals.texts_by_key(),
        laws={key: _law(key, one) for key, one in _items(entry, "laws")},
        roles={key: _role(key, one) for key, one in _items(entry, "roles")},
        separation=_separation(entry),
        approvals={key: _approval(key, one) for key, one in _items(entry, "approvals")},
        instrument_sets={key: _set(key, one) for key, one in _items(entry, "instrument_sets")},
        lights=_lights(entry.sub_required("lights")),
        measures=_measures(entry),
        citations=_citations(entry),
        enums={key: one.texts_by_key() for key, one in _items(entry, "enums")},
        committee=_committee(entry.sub_required("committee")),
        extra_days=tuple(_extra_day(one) for one in entry.subs("extra_days")),
        guide_then_accept=entry.flag("guide_then_accept", default=False),
        paper_entry=_paper_entry(entry.sub("paper_entry")),
    )


def _items(entry: Entry, key: str) -> tuple[tuple[str, Entry], ...]:
    one = entry.sub(key)
    return one.items() if one else ()


def _paper_entry(entry: Entry | None) -> PaperEntry | None:
    if entry is None:
        return None
    entry.known("from", "until", "roles")
    found = PaperEntry(
        opens_on=entry.day("from"),
        closes_on=entry.day("until"),
        roles=frozenset(entry.words("roles")),
    )
    if found.closes_on < found.opens_on:
        mend = "请把 until 写成不早于 from 的日期。"
        entry.fault("value_range", "补录的截止日早于开始日。", mend, key="until")
    return found


def _citations(entry: Entry) -> dict[str, tuple[str, ...]]:
    one = entry.sub("citations")
    return {kind: one.texts(kind) for kind in one.children} if one else {}


def _tier(entry: Entry) -> TierNames:
    entry.known("authority", "acting_body", "assists")
    return TierNames(
        authority=entry.text("authority"),
        acting_body=entry.text("acting_body"),
        assists=entry.text_or_none("assists"),
    )


def _law(key: str, entry: Entry) -> Law:
    entry.known("title", "number", "in_force", "counting")
    counting: Literal["none", "all_working_days"] | tuple[int, ...] = "none"
    up_to: int | None = None
    written = entry.written("counting")
    if written is not None and written.mapping is not None:
        rule = entry.sub_required("counting")
        rule.known("working_days_of", "working_days_up_to")
        if rule.has("working_days_up_to"):
            up_to = rule.whole("working_days_up_to", least=1)
        else:
            counting = _numbers(rule, "working_days_of")
    elif entry.choice("counting", ("none", "all_working_days"), default="none") != "none":
        counting = "all_working_days"
    return Law(
        key=key,
        title=entry.text("title"),
        number=entry.text_or_none("number"),
        in_force=entry.day_or_none("in_force"),
        counting=counting,
        counting_up_to=up_to,
    )


def _numbers(entry: Entry, key: str) -> tuple[int, ...]:
    child = entry.children.get(key)
    items = child.value if child is not None and isinstance(child.value, tuple) else ()
    numbers = tuple(item.value for item in items if type(item.value) is int)
    if not numbers or len(numbers) != len(items):
        entry.fault("value_type", f"“{key}”应当是整数的列表。", "请写成 [3, 5, 7]。", key=key)
    return numbers


def _role(code: str, entry: Entry) -> Role:
    entry.known("title", "org", "unit", "post", "certificate")
    return Role(
        code=code,
        title=entry.text("title"),
        org=entry.text_or_none("org"),
        unit=entry.text_or_none("unit"),
        post=entry.text_or_none("post"),
        certificate=entry.text_or_none("certificate"),
    )


def _separation(entry: Entry) -> tuple[tuple[str, ...], ...]:
    child = entry.children.get("separation")
    if child is None:
        return ()
    groups: list[tuple[str, ...]] = []
    for item in child.value if isinstance(child.value, tuple) else (child,):
        roles = item.value if isinstance(item.value, tuple) else ()
        names = tuple(role.value for role in roles if isinstance(role.value, str))
        if len(names) < 2 or len(set(names)) != len(roles):  # noqa: PLR2004 -- a pair at least
            mend = "请写成 [[角色甲, 角色乙], …]。"
            entry.fault(
                "value_type", "隔离规则应当列出不同的角色。", mend, key="separation", at=item
            )
        else:
            groups.append(names)
    return tuple(groups)


def _approval(key: str, entry: Entry) -> Approval:
    entry.known("steps", "chain", "article", "local_may")
    return Approval(
        key=key,
        steps=entry.texts("steps"),
        chain=tuple(link for one in entry.subs("chain") if (link := _link(one))),
        article=entry.text_or_none("article"),
        local_may=entry.choice(
            "local_may", ("any", "shorten", "confirm", "nothing"), default="any"
        ),
        file=entry.node.file,
        line=entry.node.line,
    )


def _link(entry: Entry) -> ChainLink | None:
    roles = [key for key in entry.children if key != "when"]
    if len(roles) != 1:
        mend = "请写成 {角色: decide}，可加 when。"
        entry.fault("value_type", "审批链的一环只写一个角色。", mend)
        return None
    act = entry.choice(roles[0], get_args(Act))
    return ChainLink(role=roles[0], act=cast("Act", act), when=entry.text_or_none("when"))


def _set(key: str, entry: Entry) -> InstrumentSet:
    entry.known("title", "from", "to", "kinds", "issuer", "confirmed")
    issuer = entry.sub("issuer")
    first, last = entry.day("from"), entry.day_or_none("to")
    if last is not None and last < first:
        entry.fault("value_range", "文书体系的止日早于起日。", "请改正。", key="to")
    return InstrumentSet(
        key=key,
        title=entry.text("title"),
        valid_from=first,
        valid_to=last,
        kinds=entry.texts("kinds"),
        issuer=issuer.texts_by_key() if issuer else {},
        confirmed=entry.flag("confirmed", default=False),
    )


def _lights(entry: Entry) -> Lights:
    entry.known("yellow", "orange", "black", "remind_at", "ladder", "rungs")
    yellow, black = entry.sub_required("yellow"), entry.sub_required("black")
    yellow.known("working_days_left", "share_left")
    black.known("working_days_over")
    share = yellow.text("share_left")
    if share and not _SHARE_LEFT.fullmatch(share):
        mend = '请写成 "0.3" 或 "1/3"，加引号。'
        yellow.fault("value_type", f"“{share}”不是小于 1 的比例。", mend, key="share_left")
        share = ""
    return Lights(
        yellow_working_days_left=yellow.whole("working_days_left"),
        yellow_share_left=Fraction(share or 0),
        orange=entry.flag("orange", default=False),
        black_working_days_over=black.whole("working_days_over"),
        remind_at=_time_of_day(entry, "remind_at"),
        ladder=entry.texts("ladder"),
        rungs=tuple(_rung(one) for one in entry.subs("rungs")),
    )


def _rung(entry: Entry) -> Rung:
    entry.known("rung", "working_days_left", "working_days_over")
    before = entry.has("working_days_left")
    days = entry.whole("working_days_left" if before else "working_days_over")
    return Rung(
        kind=RungKind(entry.choice("rung", tuple(RungKind))),
        working_days_over=-days if before else days,
    )


def _time_of_day(entry: Entry, key: str) -> time:
    text = entry.text(key)
    if not _TIME_OF_DAY.fullmatch(text):
        entry.fault("value_type", f"“{key}”应当是时刻。", '请写成 "09:00"，加引号。', key=key)
        return _REMIND_AT_DEFAULT
    return time.fromisoformat(text)


def _measures(entry: Entry) -> Mapping[str, str | None]:
    one = entry.sub("measures")
    if one is None:
        return {}
    return {
        key: None if child.value is False else one.text_or_none(key)
        for key, child in one.children.items()
    }


def _committee(entry: Entry) -> Committee:
    entry.known(
        *("enabled", "name", "chair", "quorum", "passes", "recused_leave", "early_stop"),
        *("casting_vote", "results", "source"),
    )
    return Committee(
        enabled=entry.flag("enabled"),
        quorum=_share(entry.sub_required("quorum")),
        passes=_share(entry.sub_required("passes")),
        recused_leave=entry.flag("recused_leave"),
        early_stop=entry.flag("early_stop"),
        casting_vote=entry.flag("casting_vote"),
        results=entry.texts("results"),
        source=entry.text("source"),
        name=entry.text_or_none("name"),
        chair=entry.text_or_none("chair"),
    )


def _share(entry: Entry) -> Share:
    entry.known("at_least", "more_than", "of")
    strict = entry.has("more_than")
    key = "more_than" if strict else "at_least"
    text = entry.text(key)
    found = _FRACTION.fullmatch(text)
    if text and (found is None or int(found["over"]) > int(found["under"])):
        mend = '请写成整数比整数、不大于一，如 "2/3"，加引号。'
        entry.fault("place_fraction", f"“{text}”不是分数。", mend, key=key)
        found = None
    return Share(
        fraction=Fraction(text) if found else Fraction(1),
        of=cast("Literal['eligible', 'present']", entry.choice("of", ("eligible", "present"))),
        strict=strict,
    )


def _extra_day(entry: Entry) -> ExtraDay:
    entry.known("date", "kind", "name", "document")
    return ExtraDay(
        day=entry.day("date"),
        kind=DayKind(entry.choice("kind", ("rest", "working"))),
        name=entry.text("name"),
        document=entry.text_or_none("document") or "",
    )
