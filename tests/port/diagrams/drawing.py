"""Draws small diagrams as BPMN text and walks them; shared by the suites of the Runner port."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn import SpiffRunner
from engine.domain.facts import FactSheet, FactValue
from engine.ports import Moved, Surroundings, Token

SHANGHAI = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
MAIN = "proc_case_main"


def node(tag: str, node_id: str, inner: str = "", **attributes: str) -> str:
    """One element with its attributes."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{tag} id="{node_id}"{written}>{inner}</bpmn:{tag}>'


def start(node_id: str = "begin") -> str:
    return node("startEvent", node_id)


def end(node_id: str = "done", inner: str = "") -> str:
    return node("endEvent", node_id, inner)


def users(*node_ids: str) -> str:
    return "".join(node("userTask", each) for each in node_ids)


def script(node_id: str, text: str) -> str:
    return node(
        "scriptTask", node_id, f"<bpmn:script>{escape(text)}</bpmn:script>", scriptFormat="feel"
    )


def call(node_id: str, process: str) -> str:
    return node("callActivity", node_id, calledElement=process)


def decide(node_id: str, decision: str, fact: str) -> str:
    asked = f'<zhijian:decide decision="{decision}" fact="{fact}"/>'
    return node(
        "businessRuleTask", node_id, f"<bpmn:extensionElements>{asked}</bpmn:extensionElements>"
    )


def choice(node_id: str, default: str) -> str:
    return node("exclusiveGateway", node_id, default=default)


def throw(node_id: str, code: str) -> str:
    return node("intermediateThrowEvent", node_id, _definition("escalation", code))


def end_escalating(node_id: str, code: str) -> str:
    return end(node_id, _definition("escalation", code))


def on_escalation(node_id: str, host: str, code: str, *, interrupting: bool) -> str:
    return _boundary(node_id, host, _definition("escalation", code), interrupting=interrupting)


def on_message(node_id: str, host: str, message: str, *, interrupting: bool) -> str:
    return _boundary(node_id, host, _definition("message", message), interrupting=interrupting)


def on_day(node_id: str, host: str, expression: str, *, interrupting: bool = False) -> str:
    written = f"<bpmn:timeDate>{escape(expression)}</bpmn:timeDate>"
    definition = f"<bpmn:timerEventDefinition>{written}</bpmn:timerEventDefinition>"
    return _boundary(node_id, host, definition, interrupting=interrupting)


def _definition(kind: str, name: str) -> str:
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{kind}_{name}"/>'


def _boundary(node_id: str, host: str, definition: str, *, interrupting: bool) -> str:
    cancels = "true" if interrupting else "false"
    return node("boundaryEvent", node_id, definition, attachedToRef=host, cancelActivity=cancels)


def flow(*node_ids: str, when: str | None = None) -> str:
    """Flows ``a → b → c`` with ids ``f_a_b``; `when` is the condition of each."""
    inner = (
        ""
        if when is None
        else f"<bpmn:conditionExpression>{escape(when)}</bpmn:conditionExpression>"
    )
    pairs = pairwise(node_ids)
    return "".join(
        node("sequenceFlow", f"f_{source}_{target}", inner, sourceRef=source, targetRef=target)
        for source, target in pairs
    )


def inside(node_id: str, *parts: str, **attributes: str) -> str:
    """An embedded sub-process."""
    return node("subProcess", node_id, "".join(parts), **attributes)


def process(key: str, *parts: str, messages: str = "", escalations: str = "") -> bytes:
    """A whole file; `messages` and `escalations` are names with spaces between."""
    declared = "".join(node("message", f"message_{each}", name=each) for each in messages.split())
    declared += "".join(
        node("escalation", f"escalation_{each}", escalationCode=each)
        for each in escalations.split()
    )
    body = node("process", key, "".join(parts), isExecutable="true")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions id="defs" '
        'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        f'xmlns:zhijian="urn:zhijian:bpmn:1">{declared}{body}</bpmn:definitions>'
    ).encode()


def table(decision: str, inputs: str, *rules: str, policy: str = "FIRST") -> bytes:
    """A decision table; a rule is ``cell | cell | result``."""
    columns = "".join(
        f'<input id="i{n}"><inputExpression id="x{n}"><text>{escape(each)}</text>'
        "</inputExpression></input>"
        for n, each in enumerate(inputs.split())
    )
    lines = "".join(_rule(n, each) for n, each in enumerate(rules))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="file">'
        f'<decision id="{decision}"><decisionTable id="table" hitPolicy="{policy}">'
        f'{columns}<output id="o1" name="{decision}"/>{lines}</decisionTable></decision>'
        "</definitions>"
    ).encode()


def _rule(number: int, written: str) -> str:
    *cells, result = (escape(part.strip()) for part in written.split("|"))
    entries = "".join(
        f'<inputEntry id="r{number}c{n}"><text>{each}</text></inputEntry>'
        for n, each in enumerate(cells)
    )
    outcome = f'<outputEntry id="r{number}o"><text>{result}</text></outputEntry>'
    return f'<rule id="r{number}">{entries}{outcome}</rule>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagrams:
    """A `ProcessSet` named by its content."""

    id: str
    processes: Mapping[str, bytes]
    decisions: Mapping[str, bytes]


def release(*files: tuple[str, bytes], **decisions: bytes) -> Diagrams:
    """The files as a release."""
    processes = dict(files)
    content = b"".join([*processes.values(), *decisions.values()])
    return Diagrams(
        id=f"sha256:{sha256(content).hexdigest()}", processes=processes, decisions=decisions
    )


def main(*parts: str, messages: str = "", escalations: str = "") -> tuple[str, bytes]:
    """The overall process, ready for `release`."""
    return MAIN, process(MAIN, *parts, messages=messages, escalations=escalations)


def called(key: str, *parts: str, messages: str = "", escalations: str = "") -> tuple[str, bytes]:
    """A called process, ready for `release`."""
    return key, process(key, *parts, messages=messages, escalations=escalations)


class Case:
    """A case that is walked by the ids of elements; its runner reads every state back."""

    def __init__(
        self,
        diagrams: Diagrams,
        facts: Mapping[str, FactValue] | None = None,
        *,
        around: Surroundings | None = None,
        local: frozenset[str] = frozenset(),
        runner: SpiffRunner | None = None,
    ) -> None:
        self.runner = runner or SpiffRunner(verify=True)
        self.diagrams = diagrams
        self.facts = FactSheet(facts, local_names=local)
        self.around = around or Surroundings(now=MONDAY)
        self.moved: Moved = self.runner.start(
            diagrams=diagrams, facts=self.facts, around=self.around
        )

    @property
    def tokens(self) -> list[Token]:
        return list(self.runner.open_tokens(self.moved.state, diagrams=self.diagrams))

    @property
    def open(self) -> list[str]:
        """The elements where a person is awaited, in alphabetical order."""
        return sorted(token.element for token in self.tokens)

    @property
    def passed(self) -> list[str]:
        return [each.element for each in self.moved.passed]

    def token(self, element: str) -> Token:
        return next(token for token in self.tokens if token.element == element)

    def finish(self, *elements: str, **facts: FactValue) -> "Case":
        """Complete user tasks in this order; the facts are written before the first."""
        self.facts.values.update(facts)
        for element in elements:
            self.complete(self.token(element).id)
        return self

    def complete(self, token_id: str) -> None:
        self.moved = self.runner.complete(
            self.moved.state, token_id, diagrams=self.diagrams, facts=self.facts, around=self.around
        )

    def deliver(self, message: str) -> "Case":
        self.moved = self.runner.deliver(
            self.moved.state, message, diagrams=self.diagrams, facts=self.facts, around=self.around
        )
        return self

    def ring(self, *, at: datetime) -> "Case":
        around = Surroundings(now=at, functions=self.around.functions)
        self.moved = self.runner.ring(
            self.moved.state, diagrams=self.diagrams, facts=self.facts, around=around
        )
        return self
