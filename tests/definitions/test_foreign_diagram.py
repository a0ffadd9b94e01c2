"""Diagrams of other tools come in without a crash, and the report says what became of each part."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.diagram_check import check_diagrams
from engine.definitions.finding import DefinitionRefused
from engine.definitions.foreign_diagram import take_foreign
from engine.definitions.foreign_words import condition_in_feel, role_of
from engine.definitions.process_file import read_process
from tests.definitions.foreign_files import CONSTRUCTS, foreign_file, foreign_files

FILES = dict(foreign_files())
KEY = "proc_decision"


def taken(data):
    return take_foreign(data, key=KEY, file="外来.bpmn")


def report(data):
    return {(one.outcome, one.element): one.what for one in taken(data).lines}


def test_there_are_more_than_fifty_files_in_five_styles():
    assert len(FILES) >= 50


@pytest.mark.parametrize("name", FILES)
def test_every_file_comes_in_as_a_diagram_our_reader_and_checks_can_judge(name):
    found = taken(FILES[name])
    faults = []
    process = read_process(found.xml, file="p.bpmn", key=KEY, procedure="decision", faults=faults)
    assert process is not None
    assert not {one.code for one in faults} - {"task_incomplete"}, faults
    assert found.lines
    assert found.nodes == len(process.nodes)
    check_diagrams({KEY: found.xml}, {})


def test_the_tool_is_told_by_its_marks():
    names = {style: taken(FILES[f"{style}-user"]).vendor for style in ("camunda7", "plain")}
    assert names == {"camunda7": "Camunda 7", "plain": "BPMN"}
    assert taken(FILES["camunda8-user"]).vendor == "Camunda 8"
    assert taken(FILES["flowable-user"]).vendor == "Flowable"
    assert taken(FILES["activiti-user"]).vendor == "Activiti"


def test_a_file_converted_from_camunda_7_is_one_of_camunda_8():
    old = FILES["camunda7-user"].partition(b"xmlns:camunda")[2].partition(b" id=")[0]
    both = FILES["camunda8-user"].replace(b" id=", b" xmlns:camunda" + old + b" id=", 1)
    assert taken(both).vendor == "Camunda 8"


@pytest.mark.parametrize("style", ["camunda7", "camunda8", "flowable"])
def test_a_group_of_candidates_becomes_a_role(style):
    xml = taken(FILES[f"{style}-user"]).xml.decode()
    assert 'role="section_head"' in xml
    assert ("mapped", "a") in report(FILES[f"{style}-user"])


def test_a_form_key_a_timer_and_a_foreign_call_must_be_completed():
    assert "表单" in report(FILES["camunda7-user"])["to_complete", "a"]
    timer = report(FILES["plain-timer"])["to_complete", "b"]
    assert "P3D" in timer
    xml = taken(FILES["plain-timer"]).xml.decode()
    assert "P3D" not in xml
    assert ("to_complete", "a") in report(FILES["plain-call"])


def test_what_is_executed_elsewhere_is_never_executed_here():
    xml = taken(FILES["camunda7-service"]).xml.decode()
    assert "com.example" not in xml
    assert ("dropped", "a") in report(FILES["camunda7-service"])
    assert "x = 1" not in taken(FILES["plain-script"]).xml.decode()


@pytest.mark.parametrize(
    ("written", "feel"),
    [
        ("${approved == true && orgCount > 2}", "approved = true and org_count > 2"),
        ("=approved and orgCount > 2", "approved and org_count > 2"),
        ("#{result eq 'A && B'}", 'result = "A && B"'),
        ("${!done}", "not(done)"),
        ("${execution.getVariable('x') == 3}", None),
        ("${bean.call()}", None),
        ("", None),
    ],
)
def test_a_condition_is_rewritten_or_left_to_a_person(written, feel):
    assert condition_in_feel(written) == feel


def test_a_group_that_is_no_word_is_no_role():
    assert role_of("${initiator}") is None
    assert role_of("执法科") is None
    assert role_of("Section Head") == "section_head"


def test_the_default_flow_stays_and_loses_its_condition():
    xml = taken(FILES["camunda7-choice"]).xml.decode()
    assert 'default="g2"' in xml
    assert "approved = true and org_count" in xml


@pytest.mark.parametrize("construct", ["several_inside", "several_calls", "several_decisions"])
def test_what_is_no_task_happens_once_and_the_report_says_so(construct):
    found = taken(FILES[f"plain-{construct}"])
    said = [one.what for one in found.lines if one.element == "a" and one.outcome == "dropped"]
    assert any("只办一次" in what for what in said)
    assert not any("会签" in one.what for one in found.lines if one.outcome == "mapped")


def test_the_default_flow_of_a_task_is_not_left_out_silently():
    assert "排他网关" in report(FILES["plain-default_of_task"])["dropped", "a"]


def test_a_name_written_over_two_lines_is_one_line_of_the_report():
    names = {one.name for one in taken(FILES["plain-default_of_task"]).lines if one.element == "a"}
    assert names == {"办理 之后"}


def test_the_largest_of_several_processes_is_taken_and_the_others_are_told():
    other = (
        '<bpmn:process id="P2"><bpmn:startEvent id="q"/></bpmn:process>'
        '<bpmn:collaboration id="c"><bpmn:messageFlow id="mf"/></bpmn:collaboration>'
    )
    lines = report(foreign_file("camunda7", CONSTRUCTS["task"], pools=other))
    assert ("dropped", "P2") in lines
    assert ("dropped", "mf") in lines


def test_the_process_that_is_to_be_executed_goes_before_a_larger_picture_of_another_party():
    steps = "".join(f'<bpmn:task id="picture{number}"/>' for number in range(40))
    other = f'<bpmn:process id="P2" isExecutable="false">{steps}</bpmn:process>'
    both = foreign_file("camunda7", CONSTRUCTS["task"], pools=other)
    one = both.replace(b'id="Process_1"', b'id="Process_1" isExecutable="true"')
    assert ("dropped", "Process_1") in report(both), "the larger where none says so"
    assert ("dropped", "P2") in report(one)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"<html/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>',
        foreign_file("plain", "".join(f'<{{p}}task id="t{n}"/>' for n in range(600))),
    ],
)
def test_what_is_no_diagram_or_too_large_is_refused_with_its_place(data):
    with pytest.raises(DefinitionRefused) as refused:
        taken(data)
    assert refused.value.findings[0].file == "外来.bpmn"


@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_damaged_file_is_refused_or_taken_and_never_crashes(name, data):
    content = FILES[name]
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:at] + data.draw(st.binary(max_size=3)) + content[at + 1 :]
    with contextlib.suppress(DefinitionRefused):
        taken(damaged)
