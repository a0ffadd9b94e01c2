"""Facts (事实) that follow from a task: those a form key writes, and those the case itself writes.

The declarations in facts.yaml say who writes what; a fact whose writer is ``case`` has its rule
here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.commands.act import Act
from engine.commands.automatic import CASE_ATTRIBUTES
from engine.domain import events as ev
from engine.domain.facts import FactValue, fact_to_plain
from engine.domain.visit import Visit

SOURCE_OF_CHANNEL = {
    "12345热线": "hotline_12345",
    "企业联系点": "enterprise_channel",
    "监督员": "social_supervisor",
    "上级交办": "superior_assigned",
    "部门移送": "transferred_in",
    "媒体舆情": "media",
}
"""来源渠道 → case_source; every other channel is a complaint."""

ITEM_RESULTS = ("done", "cannot", "partly", "not_done")
"""Results of checking a rectification, best first; of two people's results the worse counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A task just done, as the rules of facts see it."""

    act: Act
    visit: Visit
    role: str
    values: Mapping[str, object]

    @property
    def step(self) -> str:
        """The step code."""
        return self.visit.step

    def fact(self, name: str) -> FactValue:
        """A fact as it stood before."""
        return self.act.case.facts.seen_from(self.visit.path).get(name)


def after_task(done: Done) -> Iterator[ev.FactWritten]:
    """Every fact that the task writes, form keys first."""
    for name, value in (*_from_form(done), *_from_case(done)):
        declared = done.act.release.facts.get(name)
        if declared is None:
            continue
        local = name in done.act.release.local_facts
        yield ev.FactWritten(
            name=name,
            value=fact_to_plain(_typed(value)),
            path=done.visit.path if local else (),
        )


def _from_form(done: Done) -> Iterator[tuple[str, object]]:
    for fact in done.act.release.facts.values():
        writer = fact.writer
        if writer.kind != "form" or writer.key is None or writer.step != done.step:
            continue
        if writer.key in done.values:
            yield fact.name, done.values[writer.key]


def _from_case(done: Done) -> Iterator[tuple[str, object]]:
    for rule in RULES.get(done.step, ()):
        yield from rule(done)


def _typed(value: object) -> FactValue:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    return value  # type: ignore[return-value]  # forms give text, Decimal or date


def _registration(done: Done) -> Iterator[tuple[str, object]]:
    channel = str(done.values.get("channel", ""))
    yield "case_source", SOURCE_OF_CHANNEL.get(channel, "complaint")
    yield "is_real_name", done.values.get("is_real_name") is True


def _ex_officio(done: Done) -> Iterator[tuple[str, object]]:
    if done.values.get("case_source") is not None:
        yield "case_source", done.values["case_source"]
        yield "is_real_name", False
    yield "has_handlers", True


def _findings(done: Done) -> Iterator[tuple[str, object]]:
    """末次填写者为准."""
    for name in ("is_major", "is_disputed", "problem_found"):
        if done.values.get(name) is not None:
            yield name, done.values[name]


def _organ_concerned(done: Done) -> Iterator[tuple[str, object]]:
    """被监督机关的类别, as the register of organs has it now."""
    kind = CASE_ATTRIBUTES["org_kind"](done.act)
    if kind:
        yield "org_kind", kind


def _clues(done: Done) -> Iterator[tuple[str, object]]:
    """Once true, a clue stays: a later false does not take it back."""
    for name in ("crime_clue", "duty_clue"):
        if done.values.get(name) is True and done.fact(name) is not True:
            yield name, True


def _supplement(done: Done) -> Iterator[tuple[str, object]]:
    if done.role == "complainant":
        yield "supplement_result", "已补正"
    elif done.values.get("supplement_result") is not None:
        yield "supplement_result", done.values["supplement_result"]


def _sign_level(done: Done) -> Iterator[tuple[str, object]]:
    yield "sign_level", sign_level(done)


def sign_level(done: Done) -> str:
    """Who signs the chosen instrument last (STEPS 10, 3.2)."""
    kind = done.values.get("instrument_kind")
    if kind == "D10":
        by_set = {
            "national_2026": "gov_head",
            "sichuan_2021": "gov_deputy",
            "shandong_2014": "bureau_head",
        }
        return by_set.get(str(done.act.case.head.instrument_set), "gov_head")
    if kind in {"D09b", "D09c", "A13"}:
        return "bureau_head"
    if kind == "A17" and done.fact("is_major") is True:
        return "bureau_head"
    return "bureau_deputy"


def _item_result(done: Done) -> Iterator[tuple[str, object]]:
    """两人 item_result 之较差者: the co-handler's result joins the lead handler's."""
    given = done.values.get("item_result")
    if given is None:
        return
    if done.role == "co_handler" and done.fact("rectification_result") is not None:
        given = max(str(given), str(done.fact("rectification_result")), key=ITEM_RESULTS.index)
    yield "rectification_result", given


def _escalated(_done: Done) -> Iterator[tuple[str, object]]:
    yield "rectification_result", "not_done"
    yield "escalated", True


def _meeting(done: Done) -> Iterator[tuple[str, object]]:
    if done.values.get("meeting_result") == "report_up":
        yield "sign_level", "gov_head"


Rule = Callable[[Done], Iterator[tuple[str, object]]]

RULES: dict[str, tuple[Rule, ...]] = {
    "P1.1": (_registration,),
    "EX3": (_supplement,),
    "P2.1": (_ex_officio,),
    "P2.2": (_findings, _organ_concerned),
    "P3.3": (_clues,),
    "P3.4": (_clues,),
    "P3.7": (_findings, _clues),
    "P4.7": (_findings, _clues),
    "P6.1": (_sign_level,),
    "P6.5": (_meeting,),
    "R4": (_item_result,),
    "R6": (_escalated,),
}
"""Step → the rules of the facts that the case writes."""
