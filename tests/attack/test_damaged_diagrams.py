"""Damage done to a good diagram: found by the check, or harmless to the parser; never a crash."""

from copy import deepcopy
from random import Random

import pytest
from lxml import etree

from engine.bpmn import check_diagrams
from engine.bpmn.release_reading import read_release
from tests.port.diagrams.drawing import Diagrams
from tests.port.test_runner_national import national

VALUES = ("", "true", "false", "x y", "Start", "(", "9", "proc_case_main")
DIAGRAM = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
DAMAGED = 40


def damage(root: etree._Element, order: Random) -> None:
    """One change at random: an element lost, moved or renamed, an attribute lost or changed."""
    elements = [each for each in root.iter(etree.Element) if each is not root]
    names = [str(each.get("id")) for each in elements if each.get("id")]
    hit, other = order.choice(elements), order.choice(elements)
    parent, attribute = hit.getparent(), order.choice(["id", *map(str, hit.attrib)])
    kind = order.choice(["lose", "double", "rename", "lose value", "point elsewhere", "change"])
    if kind == "lose" and parent is not None:
        parent.remove(hit)
    elif kind == "double":
        other.append(deepcopy(hit))
    elif kind == "rename":
        hit.tag = other.tag
    elif kind == "lose value":
        hit.attrib.pop(attribute, "")
    elif kind == "point elsewhere":
        hit.set(attribute, order.choice(names))
    else:
        hit.set(attribute, order.choice(VALUES))


@pytest.mark.parametrize("seed", range(DAMAGED))
def test_a_damaged_diagram_is_refused_or_still_can_be_parsed(seed):
    order, files = Random(seed), dict(national().processes)
    process = order.choice(sorted(files))
    root = etree.fromstring(files[process])
    for drawing in root.findall(DIAGRAM):
        root.remove(drawing)
    for _ in range(order.randint(1, 2)):
        damage(root, order)
    files[process] = etree.tostring(root)
    if not check_diagrams(files, national().decisions):
        read_release(
            Diagrams(id=f"damaged {seed}", processes=files, decisions=national().decisions)
        )
