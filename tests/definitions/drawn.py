"""Draws small diagrams from one line: ``start > P1 > x? > P2 > end; x? > end``."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.definitions.process import ProcessDefinition
from engine.definitions.process_file import read_process

if TYPE_CHECKING:
    from engine.definitions.finding import Finding

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zhijian="urn:zhijian:bpmn:1" id="defs">'
    '<bpmn:escalation id="esc_clue" escalationCode="clue"/>'
)
TAGS = {"start": "startEvent", "end": "endEvent", "?": "exclusiveGateway", "+": "parallelGateway"}
ESCALATION = '<bpmn:escalationEventDefinition id="d_{0}" escalationRef="esc_clue"/>'
MESSAGE = '<bpmn:messageEventDefinition id="d_{0}"/>'


def drawn(key: str, line: str, *, conditions: dict[str, str] | None = None) -> ProcessDefinition:
    """The diagram of a line.

    Words: ``start``, ``end``, ``P1`` a task of step P1 (also ``P1a``, ``P1b``), ``x?`` a choice,
    ``x+`` parallel, ``call:key``, ``throw``, ``cut@call:key`` an interrupting boundary event,
    ``on@call:key`` one beside, ``esc@…`` one for the escalation. Conditions: by ``from>to``.
    """
    nodes: dict[str, str] = {}
    flows: list[str] = []
    for chain in line.split(";"):
        words = [word.strip() for word in chain.split(">")]
        for word in words:
            nodes.setdefault(name_of(word), node(word))
        for source, target in pairwise(words):
            condition = (conditions or {}).get(f"{source}>{target}", "")
            flows.append(flow(name_of(source), name_of(target), condition, len(flows)))
    inside = "".join([*nodes.values(), *flows])
    text = f'{HEAD}<bpmn:process id="{key}">{inside}</bpmn:process></bpmn:definitions>'
    faults: list[Finding] = []
    made = read_process(text.encode(), file="p.bpmn", key=key, procedure=key, faults=faults)
    assert made is not None
    assert not faults, faults
    return made


def name_of(word: str) -> str:
    return re.sub(r"\W", "_", word)


def node(word: str) -> str:
    name = name_of(word)
    if "@" in word:
        kind, attached = word.split("@")
        cancels = "false" if kind == "on" else "true"
        event = (ESCALATION if kind.startswith("esc") else MESSAGE).format(name)
        return (
            f'<bpmn:boundaryEvent id="{name}" attachedToRef="{name_of(attached)}" '
            f'cancelActivity="{cancels}">{event}</bpmn:boundaryEvent>'
        )
    if word.startswith("call:"):
        return f'<bpmn:callActivity id="{name}" calledElement="{word[5:]}"/>'
    if word.startswith("throw"):
        event = ESCALATION.format(name)
        return f'<bpmn:intermediateThrowEvent id="{name}">{event}</bpmn:intermediateThrowEvent>'
    if re.fullmatch(r"P[0-9][a-z]?", word):
        task = f'<zhijian:task step="{word[:2]}" role="r" form="{word[:2]}"/>'
        return (
            f'<bpmn:userTask id="{name}" name="{word}"><bpmn:extensionElements>{task}'
            "</bpmn:extensionElements></bpmn:userTask>"
        )
    plain = re.sub(r"[0-9]", "", word)
    tag = TAGS[plain] if plain in TAGS else TAGS[word[-1]]
    return f'<bpmn:{tag} id="{name}"/>'


def flow(source: str, target: str, condition: str, number: int) -> str:
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return (
        f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inner}'
        "</bpmn:sequenceFlow>"
    )
