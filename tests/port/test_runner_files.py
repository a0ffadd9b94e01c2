"""Whole files: what is no diagram or table at all is refused; what is harmless is left alone."""

import pytest

from engine.bpmn import check_diagrams
from engine.bpmn.bounds import DIAGRAM_BYTES_MAX, DIAGRAM_FLOWS_MAX, DIAGRAM_NODES_MAX
from tests.port.diagrams.drawing import (
    MAIN,
    Case,
    call,
    called,
    end,
    flow,
    inside,
    main,
    node,
    process,
    release,
    start,
    users,
)
from tests.port.test_runner_refusals import KNOWN, LINE, SUB, codes

DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("malformed_xml", lambda xml: xml[:-5]),
        ("malformed_xml", lambda _: b""),
        ("malformed_xml", lambda xml: xml.replace(b"<bpmn:startEvent", b"<bpmn:startEvent&x;")),
        ("malformed_xml", lambda _: b"<a>" * 5_000),
        ("document_type", lambda xml: DOCTYPE + xml[xml.index(b"?>") + 2 :]),
        ("file_too_large", lambda xml: xml + b" " * DIAGRAM_BYTES_MAX),
        ("process_missing", lambda xml: xml.replace(MAIN.encode(), b"proc_other")),
        ("process_missing", lambda _: b"<html/>"),
    ],
    ids=[
        "cut off",
        "empty",
        "unknown entity",
        "too deep",
        "document type",
        "too large",
        "other process",
        "other document",
    ],
)
def test_a_file_that_is_no_diagram_is_refused(code, change):
    (_, xml) = main(*LINE)
    assert code in {each.code for each in check_diagrams({MAIN: change(xml)}, {})}


def test_more_flows_than_a_person_can_oversee_are_refused():
    names = [f"t{number}" for number in range(50)]
    pairs = [(one, other) for one in names for other in names]
    body = start() + users(*names) + end() + "".join(flow(*pair) for pair in pairs)
    assert len(pairs) > DIAGRAM_FLOWS_MAX
    assert "too_many_flows" in codes(body)


def test_more_nodes_than_a_person_can_oversee_are_refused():
    names = [f"t{number}" for number in range(DIAGRAM_NODES_MAX - 1)]
    body = start() + users(*names) + end() + flow("begin", *names, "done")
    assert "too_many_nodes" in codes(body)


def test_a_release_without_the_overall_process_is_refused():
    assert {each.code for each in check_diagrams({}, {})} == {"no_main_process"}


def test_a_second_process_in_the_file_is_refused():
    other = process(MAIN, *LINE).replace(
        b"</bpmn:definitions>",
        b'<bpmn:process id="other"><bpmn:startEvent id="s9"/></bpmn:process></bpmn:definitions>',
    )
    assert "second_process" in {each.code for each in check_diagrams({MAIN: other}, {})}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("hit_policy", (b"FIRST", b"COLLECT")),
        ("hit_policy", (b"FIRST", b"PRIORITY")),
        ("no_last_rule", (b"<text>-</text>", b"<text>true</text>")),
        ("decision_file", (b'decision id="known"', b'decision id="other"')),
        ("decision_shape", (b'<output id="o1" name="known"/>', b"")),
        ("decision_shape", (b'<inputEntry id="r0c0"><text>-</text></inputEntry>', b"")),
        ("malformed_xml", (b"</definitions>", b"")),
    ],
    ids=str,
)
def test_a_decision_table_that_may_mislead_is_refused(code, change):
    found = check_diagrams(dict([main(*LINE)]), {"known": KNOWN.replace(*change)})
    assert code in {each.code for each in found}


def test_notes_in_a_diagram_are_left_out_and_do_no_harm():
    notes = node("textAnnotation", "n") + node("group", "g")
    notes += node("association", "m", sourceRef="a", targetRef="n")
    assert Case(release(main(*LINE, notes))).open == ["a"]


def test_a_process_not_marked_executable_runs_all_the_same():
    for marked in (b"", b' isExecutable="false"'):
        text = process(MAIN, *LINE).replace(b' isExecutable="true"', marked)
        assert Case(release((MAIN, text))).open == ["a"]


def test_embedded_processes_of_two_files_may_share_their_ids():
    other = (start("sub_begin"), users("c"), end("sub_done"), flow("sub_begin", "c", "sub_done"))
    body = (start(), inside("work", *other), end(), flow("begin", "work", "done"))
    outer = (
        start(),
        inside("work", *SUB),
        call("go", "proc_a"),
        end(),
        flow("begin", "work", "go", "done"),
    )
    case = Case(release(main(*outer), called("proc_a", *body))).finish("b")
    assert case.token("c").process == "proc_a"
    assert case.finish("c").moved.ended
