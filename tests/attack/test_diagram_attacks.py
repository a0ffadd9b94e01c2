"""Whoever may upload a diagram must not own the server: an attack wherever text is evaluated.

Each hostile text would leave a mark if anything ran it as Python: it writes a file. The points are
tried twice: through the front door, where the check refuses the diagram, and at the library's own
evaluation point with the check left out, where FEEL must refuse and nothing run.
"""

import builtins
import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.message import (
    CorrelationProperty,
    MessageEventDefinition,
)
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from engine.bpmn import DiagramsRefused, check_diagrams
from engine.bpmn.faults import OperationRefused
from engine.bpmn.levels import CaseWorkflow
from engine.bpmn.script_engine import FeelEngine
from engine.domain.facts import FactSheet
from engine.errors import Refusal, ZhijianError
from engine.ports import Surroundings
from tests.port.diagrams.drawing import (
    MAIN,
    MONDAY,
    Case,
    choice,
    decide,
    end,
    flow,
    main,
    node,
    process,
    release,
    start,
    table,
    users,
)

SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "ran"


HOSTILE = {
    "import": "__import__('os').system('touch {mark}')",
    "open": "open('{mark}', 'w')",
    "double quotes": '__import__("pathlib").Path("{mark}").touch()',
    "subclasses": "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0]"
    "(['touch', '{mark}'])",
    "builtins": "().__class__.__base__.__subclasses__()[0].__init__.__globals__['__builtins__']"
    "['open']('{mark}', 'w')",
    "lambda": "(lambda: open('{mark}', 'w'))()",
    "walrus": "[f := open, f('{mark}', 'w')]",
    "attribute of a fact": "name.__class__.__mro__[1].__subclasses__()",
    "format": "'{{0.__class__}}'.format(name)",
    "exec": "exec(\"open('{mark}', 'w')\")",
    "statement": "import os; os.system('touch {mark}')",
    "await": "await open('{mark}', 'w')",
}


def attack(name: str, mark: Path) -> str:
    return HOSTILE[name].format(mark=mark)


def written(tag: str, text: str, **attributes: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return node(tag, f"x_{tag}", escaped, **attributes)


def row(element: str) -> str:
    return "".join([start(), element, end(), flow("begin", "a", "done")])


def extended(tag: str, inner: str, **attributes: str) -> str:
    holder = (
        f'<bpmn:extensionElements xmlns:spiffworkflow="{SPIFF}">{inner}</bpmn:extensionElements>'
    )
    return node(tag, "a", holder, **attributes)


def boundary(inner: str) -> str:
    hung = node("boundaryEvent", "edge", inner, attachedToRef="a", cancelActivity="false")
    return row(users("a")) + hung + end("edge_done") + flow("edge", "edge_done")


def timer(kind: str):
    return lambda text: boundary(node("timerEventDefinition", "t", written(kind, text)))


def gateway(text: str) -> str:
    parts = (
        start(),
        users("a", "b"),
        choice("way", "f_way_b"),
        end(),
        flow("begin", "way", "b", "done"),
    )
    return "".join([*parts, flow("way", "a", when=text), flow("a", "done")])


def cardinality(text: str) -> str:
    loop = node("multiInstanceLoopCharacteristics", "mi", written("loopCardinality", text))
    return row(node("userTask", "a", loop))


def payload(text: str) -> str:
    inner = f"<spiffworkflow:messagePayload>{quoted(text)}</spiffworkflow:messagePayload>"
    return f'<bpmn:extensionElements xmlns:spiffworkflow="{SPIFF}">{inner}</bpmn:extensionElements>'


def quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


POINTS = {
    "script": lambda text: row(
        node("scriptTask", "a", written("script", f"x = {text}"), scriptFormat="feel")
    ),
    "script in python": lambda text: row(
        node("scriptTask", "a", written("script", text), scriptFormat="python")
    ),
    "condition": gateway,
    "timeDate": timer("timeDate"),
    "timeDuration": timer("timeDuration"),
    "timeCycle": timer("timeCycle"),
    "cardinality": cardinality,
    "loop condition": lambda text: row(
        node(
            "userTask",
            "a",
            node("standardLoopCharacteristics", "lo", written("loopCondition", text)),
        )
    ),
    "conditional event": lambda text: boundary(
        node("conditionalEventDefinition", "ce", written("condition", text))
    ),
    "message payload": lambda text: row(
        node(
            "intermediateThrowEvent",
            "a",
            node("messageEventDefinition", "m", payload(text), messageRef="message_m"),
        )
    ),
    "service parameter": lambda text: row(
        extended(
            "serviceTask",
            '<spiffworkflow:serviceTaskOperator id="op"><spiffworkflow:parameters>'
            f'<spiffworkflow:parameter id="p" type="any" value="{quoted(text)}"/>'
            "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>",
        )
    ),
    "pre script": lambda text: row(
        extended("userTask", f"<spiffworkflow:preScript>{quoted(text)}</spiffworkflow:preScript>")
    ),
    "post script": lambda text: row(
        extended("userTask", f"<spiffworkflow:postScript>{quoted(text)}</spiffworkflow:postScript>")
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("point", POINTS)
def test_python_in_a_diagram_is_refused_at_the_door_and_does_not_run(point, name, mark):
    diagrams = release((MAIN, process(MAIN, POINTS[point](attack(name, mark)))))
    with pytest.raises(DiagramsRefused) as refused:
        Case(diagrams, {"name": "x"})
    assert refused.value.findings[0].code
    assert not mark.exists()


CORRELATION = (
    '<bpmn:correlationProperty id="cp">'
    '<bpmn:correlationPropertyRetrievalExpression messageRef="message_m">'
    "<bpmn:messagePath>{text}</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>"
    "</bpmn:correlationProperty>"
)


@pytest.mark.parametrize("name", HOSTILE)
def test_python_in_a_correlation_is_refused_at_the_door(name, mark):
    correlation = CORRELATION.format(text=quoted(attack(name, mark))).encode()
    text = process(MAIN, row(users("a")), messages="m").replace(
        b"<bpmn:process ", correlation + b"<bpmn:process ", 1
    )
    assert "element_not_allowed" in {each.code for each in check_diagrams({MAIN: text}, {})}
    assert not mark.exists()


DECISION_PLACES = {
    "input": lambda text: table("how", "INPUT", "- | true").replace(
        b"INPUT", quoted(text).encode()
    ),
    "cell": lambda text: table("how", "x", f"{text} | true", "- | false"),
    "output": lambda text: table("how", "x", f"- | {text}"),
}


@pytest.mark.parametrize("name", [each for each in HOSTILE if "|" not in HOSTILE[each]])
@pytest.mark.parametrize("place", DECISION_PLACES)
def test_python_in_a_decision_table_is_refused_at_the_door(place, name, mark):
    _, text = main(start(), decide("judge", "how", "x"), end(), flow("begin", "judge", "done"))
    found = check_diagrams({MAIN: text}, {"how": DECISION_PLACES[place](attack(name, mark))})
    assert found
    assert not mark.exists()


# --- past the check: the library's own parsers and evaluation points with our engine ---


def unchecked(body: str) -> CaseWorkflow:
    """A workflow of the library's own elements, on our engine, that nobody checked."""
    read = SpiffBpmnParser()
    read.add_bpmn_str(process(MAIN, body, messages="m"))
    engine = FeelEngine(
        facts=FactSheet({"name": "x"}), around=Surroundings(now=MONDAY), decisions={}
    )
    return CaseWorkflow(
        read.get_spec(MAIN),
        subprocess_specs=read.get_subprocess_specs(MAIN),
        script_engine=engine,
        last_id=0,
        restoring=False,
    )


def run(workflow) -> None:
    workflow.do_engine_steps()
    for task in list(workflow.active.values()):
        task.run()
    workflow.do_engine_steps()
    workflow.update_waiting_tasks()


REACHED = [point for point in POINTS if point != "script in python"]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("point", REACHED)
def test_python_does_not_run_even_where_the_check_is_left_out(point, name, mark, watched):
    text = attack(name, mark)
    try:
        run(unchecked(POINTS[point](text)))
    except (ZhijianError, SpiffWorkflowException, TypeError, ValueError, AttributeError) as stopped:
        watched.stopped = stopped
    assert not mark.exists()
    assert watched.calls == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_correlation_is_evaluated_by_feel_even_past_the_engine(name, mark, watched):
    """The library evaluates it with `engine.environment`, around `engine.evaluate`."""
    engine = unchecked(row(users("a"))).script_engine
    correlated = [CorrelationProperty("p", attack(name, mark), ["k"])]
    with pytest.raises(Refusal) as refused:
        MessageEventDefinition("m").calculate_correlations(engine, correlated, {"name": "x"})
    assert refused.value.code
    assert not mark.exists()
    assert watched.calls == []


@pytest.mark.parametrize("name", HOSTILE)
def test_every_method_the_library_evaluates_with_refuses_python(name, mark, watched):
    workflow = unchecked(row(users("a")))
    engine, task = workflow.script_engine, workflow.task_tree
    text = attack(name, mark)
    tries = {
        "evaluate": lambda: engine.evaluate(task, text, external_context={}),
        "environment evaluate": lambda: engine.environment.evaluate(text, {}, external_context={}),
        "execute": lambda: engine.execute(task, f"x = {text}"),
        "execute a statement": lambda: engine.execute(task, text),
        "environment execute": lambda: engine.environment.execute(text, {}),
        "timer": lambda: engine.instant(task, text),
        "validate": lambda: engine.validate(text),
        "service": lambda: engine.call_service(task, operation_name=text, operation_params={}),
        "environment service": lambda: engine.environment.call_service({}, operation_name=text),
    }
    for method, attempt in tries.items():
        with pytest.raises(ZhijianError) as refused:
            attempt()
        assert refused.value.code, method
    assert not mark.exists()
    assert watched.calls == []


def test_a_service_is_never_called():
    engine = unchecked(row(users("a"))).script_engine
    with pytest.raises(OperationRefused) as refused:
        engine.call_service(None, operation_name="http/Get", operation_params={})
    assert refused.value.code == "operation_refused"


@pytest.mark.parametrize("point", [*POINTS])
def test_the_same_points_do_run_python_on_the_librarys_own_engine(point, mark):
    """Without this the tests above could pass because nothing is ever evaluated there."""
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(process(MAIN, POINTS[point](attack("double quotes", mark)), messages="m"))
    victim = BpmnWorkflow(parser.get_spec(MAIN), parser.get_subprocess_specs(MAIN))
    with suppress(SpiffWorkflowException, TypeError, AttributeError, NameError):
        victim.do_engine_steps()
        for task in victim.get_tasks(state=TaskState.READY):
            task.run()
        victim.do_engine_steps()
        victim.update_waiting_tasks()
    assert mark.exists()


class Watched:
    """What Python was asked to run."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.stopped: Exception | None = None


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Takes down every use of eval, exec, os.system and Popen."""
    seen = Watched()
    real = {"eval": builtins.eval, "exec": builtins.exec}

    def watch(name: str):
        def called(*args, **named):
            seen.calls.append(name)
            return real[name](*args, **named) if name in real else None

        return called

    monkeypatch.setattr(os, "system", watch("system"))
    monkeypatch.setattr(subprocess, "Popen", watch("Popen"))
    for name in real:
        monkeypatch.setattr(builtins, name, watch(name))
    return seen
