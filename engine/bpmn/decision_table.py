"""A decision table (.dmn): rules over facts, read once per release, answered in FEEL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from engine.bpmn.faults import DecisionUnsettled
from engine.feel import Cell, Expression, compile_cell, compile_expression

DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
HIT_POLICIES = frozenset({"UNIQUE", "ANY", "FIRST"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the table: a cell per input, and what holds when all of them match."""

    cells: tuple[Cell | None, ...]
    """None stands for an empty cell, which always matches."""
    result: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """A table with one output; `hit_policy` is one of `HIT_POLICIES`."""

    id: str
    hit_policy: str
    inputs: tuple[Expression, ...]
    rules: tuple[Rule, ...]

    def outcome(
        self,
        facts: Mapping[str, object],
        *,
        now: datetime,
        functions: Mapping[str, Callable[..., object]],
    ) -> object:
        """The result of the rule that holds; None when none does.

        May fail with `decision_unsettled`.
        """
        values = [each.evaluate(facts, now=now, functions=functions) for each in self.inputs]

        def holds(rule: Rule) -> bool:
            pairs = zip(rule.cells, values, strict=True)
            return all(
                cell is None or cell.matches(value, facts, now=now, functions=functions) is True
                for cell, value in pairs
            )

        hits = [number for number, rule in enumerate(self.rules, 1) if holds(rule)]
        if not hits:
            return None
        kept = hits[:1] if self.hit_policy == "FIRST" else hits
        results = [
            self.rules[hit - 1].result.evaluate(facts, now=now, functions=functions) for hit in kept
        ]
        unsettled = len(results) > 1 if self.hit_policy == "UNIQUE" else not _all_same(results)
        if unsettled:
            raise DecisionUnsettled(
                where={"decision": self.id},
                decision=self.id,
                rules="、".join(map(str, hits)),
                policy=self.hit_policy,
            )
        return results[0]


def read_decision_table(root: etree._Element) -> DecisionTable:
    """Compile the only table of a checked .dmn file. May refuse with `FeelSyntaxRefused`."""
    decision = root.find(f"{DMN}decision")
    table = decision.find(f"{DMN}decisionTable") if decision is not None else None
    if decision is None or table is None:
        raise ValueError("a decision file must be checked before it is read")
    return DecisionTable(
        id=decision.get("id", ""),
        hit_policy=table.get("hitPolicy", "UNIQUE"),
        inputs=tuple(
            compile_expression(text) for text in texts(table, f"{DMN}input/{DMN}inputExpression")
        ),
        rules=tuple(_rule(rule) for rule in table.findall(f"{DMN}rule")),
    )


def texts(parent: etree._Element, path: str) -> Iterator[str]:
    """The trimmed texts of the elements under `path`."""
    for element in parent.findall(path):
        yield (element.findtext(f"{DMN}text") or "").strip()


def _rule(rule: etree._Element) -> Rule:
    cells = tuple(
        None if text in {"", "-"} else compile_cell(text)
        for text in texts(rule, f"{DMN}inputEntry")
    )
    return Rule(cells=cells, result=compile_expression(next(texts(rule, f"{DMN}outputEntry"))))


def _all_same(results: Sequence[object]) -> bool:
    return all(type(each) is type(results[0]) and each == results[0] for each in results)
