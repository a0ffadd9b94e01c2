"""Reads a scenario file: acts, walks and time jumps, each with what is expected after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

from engine.definitions.strict_yaml import read_yaml
from engine.definitions.yaml_node import plain
from engine.domain.work_calendar import SHANGHAI
from engine.errors import Refusal

TOP_KEYS = frozenset({"title", "why", "place", "orgs", "cast", "steps", "expect"})
ACT_KEYS = frozenset({"at", "step", "by", "do", "form", "omit", "key", "expect"})
WALK_KEYS = frozenset({"at", "walk_to", "only", "forms", "expect"})
JUMP_KEYS = frozenset({"advance_to", "expect"})
EXPECT_KEYS = frozenset(
    {
        *("refused", "fields", "status", "outcome", "flags", "facts", "next", "not_next"),
        *("document", "due", "light", "overdue", "not_overdue", "reminded", "stored"),
        *("same_answer", "opinions_voided", "documents", "log_contains"),
        *("complainant_sees", "org_sees"),
    }
)
VERBS = frozenset(
    {
        *("complete", "start", "claim", "reassign", "send_back", "take_back", "suspend", "resume"),
        *("extend", "withdraw", "recuse", "supplement", "object", "escalate", "terminate", "merge"),
        *("urge", "revoke_filing", "raise_level", "correct_document", "reopen", "take_offline"),
        *("make_document", "look_back", "review_file"),
        *("invite", "plan", "propose_accountability"),
    }
)
Expectations = Mapping[str, object]


class ScenarioRefused(Refusal):
    """A scenario file that cannot be played."""

    code = "scenario_refused"
    http_status = 422
    what = "场景文件 {file} 第{entry}项不能执行：{why}。"
    mend = "请按场景文件的说明更正后重新执行。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """Somebody does something."""

    at: datetime
    step: str
    by: str
    do: str = "complete"
    form: Mapping[str, object] = field(default_factory=dict)
    omit: Sequence[str] = ()
    key: str | None = None
    expect: Expectations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkEntry:
    """All mandatory tasks are done plainly until one is open."""

    at: datetime
    walk_to: str
    only: str | None = None
    forms: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    expect: Expectations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpEntry:
    """Time passes; timers ring."""

    advance_to: datetime
    expect: Expectations = field(default_factory=dict)


Entry = ActEntry | WalkEntry | JumpEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One case from a file."""

    file: str
    title: str
    place: str
    orgs: Sequence[Mapping[str, str]]
    where: Mapping[str, str]
    steps: Sequence[Entry]
    expect: Expectations

    @property
    def begins_at(self) -> datetime:
        """When the first entry happens."""
        first = self.steps[0]
        return first.advance_to if isinstance(first, JumpEntry) else first.at


def read_scenario(data: bytes, *, file: str) -> Scenario:
    """The scenario of a file. Refuses `scenario_refused` and every fault of the YAML itself."""
    top = plain(read_yaml(data, file=file, anchors=True, free_keys=True))
    where = _Where(file, 0)
    content = where.mapping(top)
    where.known(content, TOP_KEYS)
    steps = content.get("steps")
    if not isinstance(steps, list) or not steps:
        raise where.refused("没有 steps")
    return Scenario(
        file=file,
        title=str(content.get("title", file)),
        place=str(content.get("place", "")),
        orgs=[where.mapping(one) for one in _list(content.get("orgs"))],  # type: ignore[misc]  # texts
        where=_where(content.get("cast")),
        steps=[_entry(_Where(file, number), one) for number, one in enumerate(steps, start=1)],
        expect=_expect(_Where(file, len(steps) + 1), content.get("expect")),
    )


@dataclass(frozen=True, slots=True)
class _Where:
    file: str
    entry: int

    def refused(self, why: str) -> ScenarioRefused:
        return ScenarioRefused(file=self.file, entry=self.entry, why=why)

    def mapping(self, value: object) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            raise self.refused("应为键值")
        return value

    def known(self, content: Mapping[str, object], keys: frozenset[str]) -> None:
        for key in content:
            if key not in keys:
                near = get_close_matches(key, keys, n=1)
                raise self.refused(f"不认识的键“{key}”" + (f"，是不是“{near[0]}”" if near else ""))

    def at(self, value: object) -> datetime:
        if isinstance(value, str):
            try:
                return datetime.fromisoformat(value).replace(tzinfo=SHANGHAI)
            except ValueError:
                pass
        raise self.refused(f'“{value}”不是时刻，请写成 "2026-03-02 09:10"')


def _entry(where: _Where, value: object) -> Entry:
    content = where.mapping(value)
    expect = _expect(where, content.get("expect"))
    if "advance_to" in content:
        where.known(content, JUMP_KEYS)
        return JumpEntry(advance_to=where.at(content["advance_to"]), expect=expect)
    if "walk_to" in content:
        where.known(content, WALK_KEYS)
        forms = where.mapping(content.get("forms", {}))
        return WalkEntry(
            at=where.at(content.get("at")),
            walk_to=str(content["walk_to"]),
            only=str(content["only"]) if "only" in content else None,
            forms={step: where.mapping(form) for step, form in forms.items()},
            expect=expect,
        )
    return _act(where, content, expect)


def _act(where: _Where, content: Mapping[str, object], expect: Expectations) -> ActEntry:
    where.known(content, ACT_KEYS)
    do = str(content.get("do", "complete"))
    if do not in VERBS:
        raise where.refused(f"不认识的动词“{do}”")
    if "step" not in content or "by" not in content:
        raise where.refused("缺少 step 或者 by")
    return ActEntry(
        at=where.at(content.get("at")),
        step=str(content["step"]),
        by=str(content["by"]),
        do=do,
        form=where.mapping(content.get("form", {})),
        omit=[str(one) for one in _list(content.get("omit"))],
        key=str(content["key"]) if "key" in content else None,
        expect=expect,
    )


def _expect(where: _Where, value: object) -> Expectations:
    content = where.mapping(value or {})
    where.known(content, EXPECT_KEYS)
    return content


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _where(value: object) -> dict[str, str]:
    """Where single people of the cast work, by ``role#n``."""
    if not isinstance(value, Mapping):
        return {}
    return {str(name): str(place["org"]) for name, place in value.items()}
