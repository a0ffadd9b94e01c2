"""How long does a designer wait for the check of a whole place, one diagram of it with 200 nodes?

Floor: reading the same files into a release without any check, taken in the same run. The first
check reads every Word template, a later one only what changed; the later one is what a designer
waits for and must stay under one second.
Run: python bench/check.py
"""

import json
import platform
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.checking import diagram_findings, template_findings
from engine.definitions.check import check_one
from engine.definitions.release import read_release
from engine.definitions.source_tree import SourceTree, read_tree

PLACE, NODES, ROUNDS = "510116", 200, 5
ASSIGNMENT = "processes/national/acceptance/process.bpmn"
SECONDS_MAX = 1.0


def with_nodes(files, count):
    """The files with one diagram stretched to `count` nodes: script tasks before its first end."""
    text = files[ASSIGNMENT].decode()
    flow = next(
        line for line in text.splitlines() if "<bpmn:sequenceFlow" in line and "/>" in line
    ).strip()
    name, source, target = (
        flow.split(f'{key}="')[1].split('"')[0] for key in ("id", "sourceRef", "targetRef")
    )
    more = count - len(read_release(files, PLACE)[0].process_definitions["proc_acceptance"].nodes)
    steps = [source, *(f"more_{number}" for number in range(more)), target]
    nodes = "".join(f'<bpmn:exclusiveGateway id="{one}" name="第{one}处"/>' for one in steps[1:-1])
    flows = "".join(
        f'<bpmn:sequenceFlow id="{name if at == 0 else f"more_flow_{at}"}" sourceRef="{one}" '
        f'targetRef="{steps[at + 1]}"/>'
        for at, one in enumerate(steps[:-1])
    )
    return {**files, ASSIGNMENT: text.replace(flow, nodes + flows, 1).encode()}


def seconds(deed):
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def main():
    files = with_nodes(read_tree(Path(__file__).parents[1]).files, NODES)
    tree = SourceTree(files=files)

    def check():
        return check_one(tree, PLACE, hooks=(diagram_findings, template_findings))

    first = seconds(check)
    later = min(seconds(check) for _ in range(ROUNDS))
    floor = min(seconds(lambda: read_release(files, PLACE)) for _ in range(ROUNDS))
    nodes = len(read_release(files, PLACE)[0].process_definitions["proc_acceptance"].nodes)
    result = {
        "machine": platform.platform(),
        "nodes": nodes,
        "findings": len(check()),
        "first_s": round(first, 3),
        "later_s": round(later, 3),
        "floor_s": round(floor, 3),
        "ratio": round(later / floor, 1),
        "within": later < SECONDS_MAX,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0 if result["within"] else 1


if __name__ == "__main__":
    sys.exit(main())
