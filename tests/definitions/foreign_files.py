"""Small files in the style of other tools: each construct, in each tool's way to write it."""

from collections.abc import Iterator

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
STYLES = {
    "camunda7": ("bpmn", 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"', "camunda"),
    "camunda8": ("bpmn", 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', "zeebe"),
    "flowable": ("", 'xmlns:flowable="http://flowable.org/bpmn"', "flowable"),
    "activiti": ("", 'xmlns:activiti="http://activiti.org/bpmn"', "activiti"),
    "plain": ("semantic", "", ""),
}
CONSTRUCTS = {
    "task": '<{p}task id="a" name="办理"/>',
    "user": '<{p}userTask id="a" name="审核" {group}>{assigned}</{p}userTask>',
    "service": '<{p}serviceTask id="a" name="调用" {service}/>',
    "script": (
        '<{p}scriptTask id="a" scriptFormat="groovy"><{p}script>x = 1</{p}script></{p}scriptTask>'
    ),
    "rule": '<{p}businessRuleTask id="a" name="判断" {decision}/>',
    "call": '<{p}callActivity id="a" name="另一流程" calledElement="Other.Process-1"/>',
    "several": (
        '<{p}userTask id="a" name="会签"><{p}multiInstanceLoopCharacteristics/></{p}userTask>'
    ),
    "again": '<{p}task id="a"><{p}standardLoopCharacteristics/></{p}task>',
    "inside": (
        '<{p}subProcess id="a"><{p}startEvent id="s1"/><{p}task id="t1"/><{p}endEvent id="e1"/>'
        '<{p}sequenceFlow id="g1" sourceRef="s1" targetRef="t1"/>'
        '<{p}sequenceFlow id="g2" sourceRef="t1" targetRef="e1"/></{p}subProcess>'
    ),
    "several_inside": (
        '<{p}subProcess id="a"><{p}startEvent id="s1"/><{p}endEvent id="e1"/>'
        '<{p}sequenceFlow id="g1" sourceRef="s1" targetRef="e1"/>'
        "<{p}multiInstanceLoopCharacteristics/></{p}subProcess>"
    ),
    "several_calls": (
        '<{p}callActivity id="a" calledElement="Other"><{p}multiInstanceLoopCharacteristics/>'
        "</{p}callActivity>"
    ),
    "several_decisions": (
        '<{p}businessRuleTask id="a"><{p}standardLoopCharacteristics/></{p}businessRuleTask>'
    ),
    "default_of_task": (
        '<{p}task id="a" name="办理&#10;之后" default="g1"/><{p}task id="x"/>'
        '<{p}sequenceFlow id="g1" sourceRef="a" targetRef="x"/>'
    ),
    "event_scope": '<{p}task id="a"/><{p}subProcess id="b" triggeredByEvent="true"/>',
    "timer": (
        '<{p}userTask id="a"/><{p}boundaryEvent id="b" attachedToRef="a" cancelActivity="false">'
        "<{p}timerEventDefinition><{p}timeDuration>P3D</{p}timeDuration></{p}timerEventDefinition>"
        '</{p}boundaryEvent><{p}endEvent id="z"/>'
        '<{p}sequenceFlow id="g1" sourceRef="b" targetRef="z"/>'
    ),
    "error": (
        '<{p}boundaryEvent id="b" attachedToRef="a"><{p}errorEventDefinition/></{p}boundaryEvent>'
        '<{p}task id="a"/>'
    ),
    "message": (
        '<{p}userTask id="a"/><{p}boundaryEvent id="b" attachedToRef="a">'
        '<{p}messageEventDefinition messageRef="m-1"/></{p}boundaryEvent>'
    ),
    "choice": (
        '<{p}exclusiveGateway id="a" default="g2"/><{p}task id="x"/><{p}task id="y"/>'
        '<{p}sequenceFlow id="g1" sourceRef="a" targetRef="x"><{p}conditionExpression>'
        "{condition}</{p}conditionExpression></{p}sequenceFlow>"
        '<{p}sequenceFlow id="g2" sourceRef="a" targetRef="y"/>'
    ),
    "event_choice": '<{p}eventBasedGateway id="a"/><{p}complexGateway id="b"/>',
    "data": '<{p}task id="a"/><{p}dataObjectReference id="d"/><{p}textAnnotation id="n"/>',
    "strange_id": '<{p}task id="a"/><{p}task id="_9-8.七"/><{p}task id="Start"/>',
}
CONDITIONS = {
    "camunda7": "${{approved == true &amp;&amp; orgCount &gt; 2}}",
    "camunda8": "=approved and orgCount &gt; 2",
    "flowable": "${{approved == 'yes'}}",
    "activiti": "#{{execution.getVariable('x') == 3}}",
    "plain": "approved",
}
GROUPS = {
    "camunda7": 'camunda:candidateGroups="section-head" camunda:formKey="embedded:x.html"',
    "flowable": 'flowable:candidateGroups="sectionHead,other"',
    "activiti": 'activiti:assignee="${{initiator}}"',
}
ASSIGNED = (
    "<bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups='=\"section_head\"'/>"
    '<zeebe:formDefinition formId="form_1"/><zeebe:ioMapping/></bpmn:extensionElements>'
)


def foreign_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file."""
    for style in STYLES:
        for construct, inside in CONSTRUCTS.items():
            yield f"{style}-{construct}", foreign_file(style, inside)


def foreign_file(style: str, inside: str, *, pools: str = "") -> bytes:
    """One file of a tool: the construct `a` between a start and an end."""
    prefix, declared, tool = STYLES[style]
    mark = f"{prefix}:" if prefix else ""
    own = f'xmlns:{prefix}="{MODEL}"' if prefix else f'xmlns="{MODEL}"'
    body = inside.format(
        p=mark,
        group=GROUPS.get(style, ""),
        assigned=ASSIGNED if style == "camunda8" else "",
        service=f'{tool}:class="com.example.Call"' if tool and style != "camunda8" else "",
        decision=f'{tool}:decisionRef="is_major"' if style == "camunda7" else "",
        condition=CONDITIONS[style].format(),
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{mark}definitions {own} {declared} id="d">{pools}'
        f'<{mark}process id="Process_1" name="外来流程"><{mark}startEvent id="begin"/>'
        f'<{mark}endEvent id="finish"/>{body}'
        f'<{mark}sequenceFlow id="f1" sourceRef="begin" targetRef="a"/>'
        f'<{mark}sequenceFlow id="f2" sourceRef="a" targetRef="finish"/>'
        f"</{mark}process></{mark}definitions>"
    ).encode()
