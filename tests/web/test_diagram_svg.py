"""Each shipped procedure can be drawn: every node once, nothing that a browser would run."""

import dataclasses
from pathlib import Path
from xml.etree import ElementTree as ET  # our own output, checked to be XML

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cli import main
from engine.definitions.drawing import read_drawing
from engine.definitions.release import load_release
from webui.diagram_glyphs import em_width, wrapped
from webui.diagram_svg import Marked, draw, standalone

SVG = "{http://www.w3.org/2000/svg}"
RELEASE = load_release(Path(), "510116")
PROCEDURES = sorted(RELEASE.process_definitions.values(), key=lambda one: one.key)


@pytest.mark.parametrize("definition", PROCEDURES, ids=lambda one: one.procedure)
def test_every_node_flow_and_lane_is_drawn_once(definition):
    root = ET.fromstring(standalone(definition))
    groups = [g for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("node ")]
    flows = [p for p in root.iter(f"{SVG}path") if p.get("class", "").startswith("flow ")]
    lanes = [g for g in root.iter(f"{SVG}g") if g.get("class") == "lane"]
    assert len(groups) == len(definition.nodes)
    assert len(flows) == len(definition.flows)
    assert len(lanes) == len(definition.lanes)


@pytest.mark.parametrize("definition", PROCEDURES, ids=lambda one: one.procedure)
def test_the_states_show_in_classes_words_and_marks(definition):
    done, now = sorted(definition.nodes)[:2]
    drawing = read_drawing(definition.xml, process=definition.key)
    marked = Marked(done=frozenset({done}), current=frozenset({now}))
    root = ET.fromstring(draw(definition, drawing, marked))
    states = [
        g.get("class", "").split()[2]
        for g in root.iter(f"{SVG}g")
        if g.get("class", "")[:5] == "node "
    ]
    assert (states.count("done"), states.count("now")) == (1, 1)
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert sum(title.endswith("：已办") for title in titles) == 1
    assert sum(title.endswith("：办理中") for title in titles) == 1


def test_names_are_text_and_never_markup():
    definition = RELEASE.process_definitions["proc_acceptance"]
    hostile = "<script>alert(1)</script>&\"'"
    node = definition.nodes["p1_1_register"]
    changed = dataclasses.replace(
        definition,
        name=hostile,
        nodes={**definition.nodes, node.id: dataclasses.replace(node, name=hostile)},
        lanes=tuple(dataclasses.replace(one, name=hostile) for one in definition.lanes),
    )
    svg = standalone(changed)
    assert "<script" not in svg
    ET.fromstring(svg)


def test_the_verb_draws_for_printing(capsys):
    assert main(["draw", "510116", "filing"]) == 0
    assert ET.fromstring(capsys.readouterr().out).tag == f"{SVG}svg"


def test_the_verb_names_the_procedures_there_are(capsys):
    assert main(["draw", "510116", "fling"]) == 1
    assert "filing" in capsys.readouterr().err


@given(text=st.text(min_size=1, max_size=60), ems=st.floats(2, 12), most=st.integers(1, 5))
def test_wrapped_text_keeps_every_character_or_says_that_it_does_not(text, ems, most):
    lines = wrapped(text, ems, most)
    assert len(lines) <= most
    assert "".join(lines) == text or lines[-1].endswith("…")
    closing = set("）。，、？；：")
    assert all(
        em_width(line.rstrip("）。，、？；：…")) <= ems + 1 or closing & set(line) for line in lines
    )
