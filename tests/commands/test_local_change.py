"""A locality changes a period and draws a task: the next case has both, the running one neither."""

from engine.definitions.source_tree import read_tree
from tests.commands.desk import ROOT
from tests.commands.test_template_change import put_in_force

NATIONAL = "processes/national/filing/process.bpmn"
DIAGRAM = "processes/510116-shuangliu/filing/process.bpmn"
LIMITS = "processes/510116-shuangliu/filing/limits.yaml"
FIVE_DAYS = """dl_filing_decide:
  values:
    - {from: 2020-01-01, amount: 5, unit: working_days, source: 双流区试行, unit_confirmed: true}
"""
TASK = """<bpmn:userTask id="p2_4_always" name="负责人逐案审批">
      <bpmn:extensionElements>
        <zhijian:task step="P2.4" role="bureau_head" form="D03" limit="dl_approve_step"
          mandatory="true" visit="single" returns="P2.2 P2.3" public="已受理"/>
      </bpmn:extensionElements>
      <bpmn:incoming>f_p2_ga_head_to_p2_to_number</bpmn:incoming>
      <bpmn:outgoing>f_p2_4_always</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f_p2_4_always" sourceRef="p2_4_always" targetRef="p2_to_number"/>
    """
FLOW = 'name="否" sourceRef="p2_ga_head" targetRef="p2_to_number"/>'
TO_JOIN = "<bpmn:incoming>f_p2_ga_head_to_p2_to_number</bpmn:incoming>"


def changed() -> dict[str, bytes]:
    """Five days to decide on filing, and the head approves every case."""
    files = dict(read_tree(ROOT).files)
    drawn = files[NATIONAL].decode()
    assert drawn.count(FLOW) == 1
    assert drawn.count(TO_JOIN) == 1
    drawn = drawn.replace(TO_JOIN, "<bpmn:incoming>f_p2_4_always</bpmn:incoming>")
    drawn = drawn.replace(FLOW, FLOW.replace("p2_to_number", "p2_4_always"))
    drawn = drawn.replace('<bpmn:userTask id="p2_6_draft"', TASK + '<bpmn:userTask id="p2_6_draft"')
    return {**files, DIAGRAM: drawn.encode(), LIMITS: FIVE_DAYS.encode()}


def seen(desk) -> tuple[set[str], set[int]]:
    """The tasks of the case and how long it says the decision on filing may take."""
    case = desk.case()
    days = {clock.value.amount for clock in case.clocks_of("dl_filing_decide")}
    return {visit.element for visit in case.visits.values()}, days


def test_the_next_case_goes_by_what_was_changed_and_the_running_one_does_not(desk_at):
    desk = desk_at("P2.1")
    running = desk.player
    put_in_force(desk, changed())

    desk.player = desk.stage.player()
    desk.player.start("P1.1", "intake_clerk", {"org_name": desk.stage.cast.organs[0].name})
    desk.player.walk("P2.6")
    tasks, days = seen(desk)
    assert "p2_4_always" in tasks
    assert days == {5}

    desk.player = running
    running.walk("P2.6")
    tasks_before, days_before = seen(desk)
    assert "p2_4_always" not in tasks_before
    assert days_before == {7}
