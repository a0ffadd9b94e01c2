"""Compares a case with what a scenario expects; answers in Chinese what differs."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from engine.commands.act import Act
from engine.commands.lighting import light_rules
from engine.definitions.form_body import FormInvalid
from engine.domain.case import Case
from engine.domain.clock import ClockState, StopKind
from engine.domain.lights import light_of
from engine.errors import ZhijianError
from engine.scenarios.player import Player
from engine.scenarios.sights import complainant_sight, organ_sight


class Expected:
    """One entry's expectations against the case as it stands."""

    def __init__(self, player: Player, happened: list[str]) -> None:
        self.player = player
        self.case = player.case()
        self.at = player.clock.now()
        self.calendar = player.office.calendar_of(player.release)
        self.happened = happened
        """Names of the events since the entry before."""

    def differences(self, expect: Mapping[str, object]) -> Iterator[str]:
        """What differs, key by key."""
        for key, wanted in expect.items():
            if key in CHECKS:
                yield from CHECKS[key](self, wanted)


def refusal_differences(error: ZhijianError | None, expect: Mapping[str, object]) -> Iterator[str]:
    """What differs between the refusal met (or none) and the one expected (or none)."""
    wanted = expect.get("refused")
    found = error.code if error else None
    if found != wanted:
        reasons = getattr(error, "fields", "")
        yield f"拒绝：应为 {wanted}，实为 {found} {reasons or (error.what_text if error else '')}"
        return
    if "fields" in expect and isinstance(error, FormInvalid) and error.fields != expect["fields"]:
        yield f"字段：应为 {expect['fields']}，实为 {dict(error.fields)}"


def _equal(name: str, attribute: str) -> Callable[[Expected, object], Iterator[str]]:
    def check(this: Expected, wanted: object) -> Iterator[str]:
        found = getattr(this.case.head, attribute)
        if found != wanted:
            yield f"{name}：应为 {wanted}，实为 {found}"

    return check


def _flags(this: Expected, wanted: object) -> Iterator[str]:
    missing = set(_list(wanted)) - this.case.head.flags
    if missing:
        yield f"标志：缺 {sorted(missing)}"


def _facts(this: Expected, wanted: object) -> Iterator[str]:
    for name, value in _map(wanted).items():
        found = this.case.facts.values.get(name)
        same = found == (
            Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        )
        if not same:
            yield f"事实 {name}：应为 {value}，实为 {found}"


def _open(case: Case) -> set[str]:
    codes: set[str] = set()
    for visit in case.open_visits:
        codes.add(visit.step)
        codes.update(
            f"{visit.step}/{item.role}" for item in case.items_of(visit.id) if item.is_open
        )
    return codes


def _next(this: Expected, wanted: object) -> Iterator[str]:
    found = _open(this.case)
    if wanted == [] and found:
        yield f"应无任务，实有 {sorted(found)}"
    for code in _list(wanted):
        if code not in found:
            yield f"任务 {code} 未打开（打开的有 {sorted(found)}）"


def _not_next(this: Expected, wanted: object) -> Iterator[str]:
    for code in _list(wanted):
        if code in _open(this.case):
            yield f"任务 {code} 不应打开"


def _document(this: Expected, wanted: object) -> Iterator[str]:
    kind = str(wanted["kind"]) if isinstance(wanted, Mapping) else str(wanted)
    done = [one for one in this.case.documents.values() if one.completed_at == this.at]
    found = [one for one in done if kind in {one.code, one.kind}]
    if not found:
        yield f"文书 {kind} 未在本步完成（完成的有 {[one.code for one in done]}）"
    elif isinstance(wanted, Mapping) and "issuer" in wanted:
        names = {found[-1].issuer, found[-1].issuer_name}
        if wanted["issuer"] not in names:
            issuers = sorted(str(one) for one in names)
            yield f"文书 {kind} 署名：应为 {wanted['issuer']}，实为 {issuers}"


def _due(this: Expected, wanted: object) -> Iterator[str]:
    for key, value in _map(wanted).items():
        found = due_word(this, key)
        if found != value:
            yield f"期限 {key}：应为 {value}，实为 {found}"


def due_word(this: Expected, key: str) -> date | str:
    """The last day of the latest run of a limit, or paused, met, cancelled, none."""
    runs = this.case.clocks_of(key)
    if not runs:
        return "none"
    clock = runs[-1]
    if clock.stop is not None:
        return "met" if clock.stop.kind is StopKind.MET else "cancelled"
    if clock.state(this.calendar) is ClockState.PAUSED:
        return "paused"
    return clock.due_on(this.calendar) or "paused"


def _light(this: Expected, wanted: object) -> Iterator[str]:
    rules = light_rules(this.player.release)
    for key, value in _map(wanted).items():
        runs = this.case.clocks_of(key)
        found = light_of(runs[-1], this.at, this.calendar, rules).value if runs else "none"
        if found != value:
            yield f"灯 {key}：应为 {value}，实为 {found}"


def _recorded(event: str) -> Callable[[Expected], set[str]]:
    def read(this: Expected) -> set[str]:
        return {
            getattr(line.event, "limit", "")
            for line in this.player.log()
            if type(line.event).__name__ == event
        }

    return read


_overdue_keys = _recorded("OverdueRecorded")
_reminded_keys = _recorded("LimitReminded")


def _overdue(this: Expected, wanted: object) -> Iterator[str]:
    for key in set(_list(wanted)) - _overdue_keys(this):
        yield f"没有 {key} 的超期记录"


def _not_overdue(this: Expected, wanted: object) -> Iterator[str]:
    for key in set(_list(wanted)) & _overdue_keys(this):
        yield f"不应有 {key} 的超期记录"


def _reminded(this: Expected, wanted: object) -> Iterator[str]:
    reminded = _reminded_keys(this)
    for key in set(_list(wanted)) - reminded - {one.removeprefix("dl_") for one in reminded}:
        yield f"没有发过 {key} 的提醒"


def _stored(this: Expected, wanted: object) -> Iterator[str]:
    found: dict[str, object] = {}
    with this.player.office.store.begin(this.player.place) as tx:
        act: Act = this.player.act_of_nobody(tx, this.case)
        for document in this.case.documents.values():
            for body in act.bodies_of(document.bodies):
                found.update(body.values)
                found.update(body.identity)
    for key, value in _map(wanted).items():
        if found.get(key) != value:
            yield f"读回 {key}：应为 {value!r}，实为 {found.get(key)!r}"


def _opinions_voided(this: Expected, wanted: object) -> Iterator[str]:
    voided = {
        f"{one.step}/{one.role}" for one in this.case.opinions.values() if one.voided_by is not None
    }
    for code in set(_list(wanted)) - voided:
        yield f"意见 {code} 未作废"


def _documents(this: Expected, wanted: object) -> Iterator[str]:
    for code, number in _map(wanted).items():
        found = [
            one
            for one in this.case.documents.values()
            if one.is_issued and code in {one.kind, one.code}
        ]
        if len(found) != number:
            yield f"文书 {code}：应为 {number} 份，实为 {len(found)} 份"


def _log_contains(this: Expected, wanted: object) -> Iterator[str]:
    names = {type(line.event).__name__ for line in this.player.log()}
    for name in set(_list(wanted)) - names:
        yield f"日志中没有 {name}"


def _sees(sight: Callable[[Player], str], who: str) -> Callable[[Expected, object], Iterator[str]]:
    def check(this: Expected, wanted: object) -> Iterator[str]:
        seen = sight(this.player)
        for word in _list(_map(wanted).get("has")):
            if word not in seen:
                yield f"{who}看不到“{word}”"
        for word in _list(_map(wanted).get("lacks")):
            if word in seen:
                yield f"{who}不应看到“{word}”"

    return check


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


CHECKS: dict[str, Callable[[Expected, object], Iterator[str]]] = {
    "status": _equal("状态", "status"),
    "outcome": _equal("结果", "outcome"),
    "flags": _flags,
    "facts": _facts,
    "next": _next,
    "not_next": _not_next,
    "document": _document,
    "due": _due,
    "light": _light,
    "overdue": _overdue,
    "not_overdue": _not_overdue,
    "reminded": _reminded,
    "stored": _stored,
    "opinions_voided": _opinions_voided,
    "documents": _documents,
    "log_contains": _log_contains,
    "complainant_sees": _sees(complainant_sight, "投诉人"),
    "org_sees": _sees(organ_sight, "被监督机关"),
}
"""Key of `expect` → how it is compared."""
