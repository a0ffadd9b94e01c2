"""What is refused before it is parsed: each rule once, with place, reason and way out."""

import pytest

from engine.bpmn import DiagramsRefused, check_diagrams
from engine.feel import FeelSyntaxRefused
from tests.port.diagrams.drawing import (
    MAIN,
    Case,
    call,
    called,
    decide,
    end,
    flow,
    inside,
    main,
    node,
    on_day,
    on_escalation,
    on_message,
    process,
    release,
    script,
    start,
    table,
    throw,
    users,
)

LINE = (start(), users("a"), end(), flow("begin", "a", "done"))
MULTI = node(
    "multiInstanceLoopCharacteristics",
    "mi",
    "<bpmn:loopCardinality>3</bpmn:loopCardinality>",
)
SUB = (start("sub_begin"), users("b"), end("sub_done"), flow("sub_begin", "b", "sub_done"))


def row(*extra: str, first: str = users("a"), name: str = "a") -> str:
    """A diagram of one element in a row, and whatever else."""
    return "".join([start(), first, end(), flow("begin", name, "done"), *extra])


def event_process(definition: str, *, interrupting: str = "false") -> str:
    begin = node("startEvent", "sub_begin", definition, isInterrupting=interrupting)
    parts = (begin, users("b"), end("sub_done"), flow("sub_begin", "b", "sub_done"))
    return inside("extra", *parts, triggeredByEvent="true")


def definition(kind: str, inner: str = "", **attributes: str) -> str:
    return node(f"{kind}EventDefinition", f"definition_{kind}", inner, **attributes)


def throwing(kind: str) -> str:
    return node("intermediateThrowEvent", "a", definition(kind))


def boundary(inner: str, host: str = "a") -> str:
    hung = node("boundaryEvent", "edge", inner, attachedToRef=host, cancelActivity="false")
    return hung + end("edge_done") + flow("edge", "edge_done")


def timed(inner: str) -> str:
    return boundary(definition("timer", inner))


def gateway(tag: str, *flows: str, **attributes: str) -> str:
    parts = (start(), node(tag, "way", **attributes), users("a", "b"), end(), flow("begin", "way"))
    return "".join([*parts, flow("a", "done"), flow("b", "done"), *flows])


IN_MAIN = {
    "reserved_id": [
        row(first=users(each), name=each) for each in ("Start", "End", "Root", "typename")
    ],
    "bad_id": [row(first=users("a.b"), name="a.b"), row(first="<bpmn:userTask/>")],
    "duplicate_id": [row(inside("x", *SUB, users("a"))), row() + users("done")],
    "element_not_allowed": [
        row(first=node(tag, "a"))
        for tag in (
            "task",
            "manualTask",
            "serviceTask",
            "sendTask",
            "receiveTask",
            "intermediateCatchEvent",
            "eventBasedGateway",
            "complexGateway",
            "transaction",
            "adHocSubProcess",
        )
    ],
    "data_not_allowed": [
        row("<bpmn:dataObject id='x'/>"),
        row("<bpmn:dataStoreReference id='x'/>"),
        row(first=node("userTask", "a", "<bpmn:dataInputAssociation/>")),
        row(first=node("callActivity", "a", "<bpmn:ioSpecification/>", calledElement="proc_a")),
    ],
    "loop_marker": [
        row(first=node("userTask", "a", MULTI)),
        row(first=node("userTask", "a", "<bpmn:standardLoopCharacteristics/>")),
        row(first=node("callActivity", "a", MULTI, calledElement="proc_a")),
    ],
    "compensation": [row(first=node("userTask", "a", isForCompensation="true"))],
    "foreign_extension": [
        row(first='<bpmn:userTask id="a" xmlns:c="urn:c" c:assignee="x"/>'),
        row(
            first='<bpmn:scriptTask id="a" scriptFormat="feel"><bpmn:extensionElements>'
            '<s:preScript xmlns:s="urn:s">x</s:preScript></bpmn:extensionElements>'
            "<bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>"
        ),
    ],
    "event_sub_process": [
        row(event_process(definition("message", messageRef="message_m"), interrupting="true")),
        row(event_process(definition("timer"))),
        row(event_process(definition("error"))),
        row(event_process(definition("escalation"))),
        row(
            inside("x", *SUB, event_process(definition("message", messageRef="message_m"))),
        ),
    ],
    "start_events": [
        users("a") + end() + flow("a", "done"),
        row(start("second"), flow("second", "a")),
    ],
    "no_end_event": [start() + users("a") + flow("begin", "a")],
    "dangling_flow": [row(flow("a", "nowhere")), row(inside("x", *SUB), flow("a", "b"))],
    "twin_flows": [
        gateway(
            "exclusiveGateway",
            flow("way", "a", when="x"),
            flow("way", "b"),
            '<bpmn:sequenceFlow id="twin" sourceRef="way" targetRef="a">'
            "<bpmn:conditionExpression>y</bpmn:conditionExpression></bpmn:sequenceFlow>",
            default="f_way_b",
        )
    ],
    "flow_after_end": [row(flow("done", "a"))],
    "no_way_out": [row(users("b")), row(on_day("edge", "a", "meeting_on"))],
    "implicit_split": [
        row(users("b"), flow("a", "b", "done")),
        row(users("b"), flow("begin", "b", "done")),
    ],
    "condition_without_gateway": [
        start() + users("a") + end() + flow("begin", "a", "done", when="x")
    ],
    "flow_into_start": [
        row(flow("a", "begin")),
        row(on_message("edge", "a", "m", interrupting=False), flow("edge", "edge")),
    ],
    "no_default_flow": [
        gateway(tag, flow("way", "a", when="x"), flow("way", "b", when="y"))
        for tag in ("exclusiveGateway", "inclusiveGateway")
    ],
    "no_condition": [
        gateway(tag, flow("way", "a"), flow("way", "b"), default="f_way_b")
        for tag in ("exclusiveGateway", "inclusiveGateway")
    ],
    "condition_on_default": [
        gateway(
            "exclusiveGateway",
            flow("way", "a", when="x"),
            flow("way", "b", when="y"),
            default="f_way_b",
        )
    ],
    "needless_condition": [
        gateway("parallelGateway", flow("way", "a", when="x"), flow("way", "b")),
        start()
        + node("exclusiveGateway", "way")
        + end()
        + flow("begin", "way")
        + flow("way", "done", when="x"),
    ],
    "unreachable": [row(users("b", "c"), flow("b", "c", "b")), row(users("b"), flow("b", "done"))],
    "link_event": [row(first=throwing("link"))],
    "signal_event": [
        row(first=throwing("signal")),
        start() + end(inner=definition("signal")) + flow("begin", "done"),
    ],
    "compensate_event": [
        row(first=throwing("compensate")),
        row(boundary(definition("compensate"))),
    ],
    "error_event": [
        start() + end(inner=definition("error")) + flow("begin", "done"),
        row(boundary(definition("error"))),
    ],
    "cancel_event": [start() + end(inner=definition("cancel")) + flow("begin", "done")],
    "conditional_event": [
        row(boundary(definition("conditional", "<bpmn:condition>x</bpmn:condition>")))
    ],
    "message_event": [
        start() + end(inner=definition("message", messageRef="message_m")) + flow("begin", "done"),
        node("startEvent", "begin", definition("message", messageRef="message_m"))
        + end()
        + flow("begin", "done"),
    ],
    "timer_event": [
        node("startEvent", "begin", definition("timer")) + end() + flow("begin", "done")
    ],
    "plain_event": [row(first=node("intermediateThrowEvent", "a")), row(boundary(""))],
    "multiple_event": [
        row(boundary(definition("timer") + definition("message", messageRef="message_m")))
    ],
    "message_unnamed": [
        row(boundary(definition("message"))),
        row(boundary(definition("message", messageRef="none"))),
    ],
    "escalation_unnamed": [row(first=throwing("escalation"))],
    "boundary_host": [
        row(on_escalation("edge", "a", "e", interrupting=False), flow("edge", "done")),
        row(on_message("edge", "nothing", "m", interrupting=False), flow("edge", "done")),
        row(
            on_message("edge", "a", "m", interrupting=False),
            flow("edge", "done"),
            first=script("a", "x = 1"),
        ),
    ],
    "same_boundary_twice": [
        row(
            on_message("one", "a", "m", interrupting=False),
            on_message("two", "a", "m", interrupting=True),
            flow("one", "done"),
            flow("two", "done"),
        )
    ],
    "timer_kind": [
        row(timed("")),
        row(timed('<bpmn:timeDuration>"P5D"</bpmn:timeDuration>')),
        row(timed("<bpmn:timeCycle>R3/P1D</bpmn:timeCycle>")),
    ],
    "number_in_timer": [
        row(timed(f"<bpmn:timeDate>{each}</bpmn:timeDate>"))
        for each in (
            "add_working_days(filed_on, 5)",
            '@"2026-03-02"',
            'date("2026-03-02")',
            'now() + duration("P5D")',
            'limit_due_on("dl_accept") + duration("P1D")',
        )
    ],
    "interrupting_limit": [
        row(
            on_day("edge", "a", 'limit_due_on("dl_accept")', interrupting=True),
            flow("edge", "done"),
        )
    ],
    "limit_leads_on": [
        row(users("b"), on_day("edge", "a", 'limit_due_on("dl_accept")'), flow("edge", "b", "done"))
    ],
    "not_feel": [
        row(
            first=node("scriptTask", "a", "<bpmn:script>x = 1</bpmn:script>", scriptFormat="python")
        ),
        row(first=node("scriptTask", "a", "<bpmn:script>x = 1</bpmn:script>")),
        row(timed('<bpmn:timeDate language="groovy">meeting_on</bpmn:timeDate>')),
    ],
    "empty_script": [
        row(first=script("a", "  \n ")),
        row(first=node("scriptTask", "a", scriptFormat="feel")),
    ],
    "decision_unknown": [
        row(first=decide("a", "nothing", "x")),
        row(first=node("businessRuleTask", "a")),
    ],
    "decision_fact": [row(first=decide("a", "known", "Not A Fact"))],
    "called_process_missing": [
        row(first=call("a", "proc_x")),
        row(first=node("callActivity", "a")),
    ],
    "circular_call": [row(first=call("a", MAIN)), row(first=call("a", "proc_a"))],
    "escalation_uncaught": [row(first=throw("a", "e"))],
}
OTHERS = [
    called("proc_a", start(), call("back", MAIN), end(), flow("begin", "back", "done")),
]
KNOWN = table("known", "x", "- | true")


def codes(body: str) -> set[str]:
    main_process = process(MAIN, body, messages="m", escalations="e")
    files = {MAIN: main_process, **dict(OTHERS)}
    return {each.code for each in check_diagrams(files, {"known": KNOWN}) if each.process == MAIN}


@pytest.mark.parametrize(
    ("code", "body"),
    [
        pytest.param(code, body, id=f"{code}-{number}")
        for code, bodies in IN_MAIN.items()
        for number, body in enumerate(bodies)
    ],
)
def test_what_the_engine_would_run_wrongly_is_refused(code, body):
    assert code in codes(body)


def test_a_plain_diagram_has_no_findings():
    assert check_diagrams(dict([main(*LINE)]), {}) == ()


def test_a_finding_names_file_line_element_reason_and_way_out():
    text = process(MAIN, "\n", start(), "\n", users("a"), "\n", end(), flow("begin", "a", "done"))
    broken = text.replace(b'<bpmn:userTask id="a">', b'<bpmn:userTask id="Start">')
    found = next(each for each in check_diagrams({MAIN: broken}, {}) if each.code == "reserved_id")
    assert (found.process, found.line, found.element) == (MAIN, 3, "Start")
    assert "Start" in found.what
    assert found.mend


def test_a_syntax_error_in_an_expression_is_found_with_its_place():
    for body in (
        row(first=script("a", "x = = 1")),
        row(first=script("a", "__import__('os')")),
        gateway(
            "exclusiveGateway", flow("way", "a", when="1 +"), flow("way", "b"), default="f_way_b"
        ),
        row(timed("<bpmn:timeDate>import os</bpmn:timeDate>")),
    ):
        assert FeelSyntaxRefused.code in codes(body)


def test_the_runner_refuses_to_load_what_has_findings_all_at_once():
    body = users("typename") + node("serviceTask", "x")
    with pytest.raises(DiagramsRefused) as refused:
        Case(release((MAIN, process(MAIN, body))))
    assert refused.value.code == "diagrams_refused"
    assert len(refused.value.findings) > 3
