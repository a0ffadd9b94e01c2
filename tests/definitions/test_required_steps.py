"""required.yaml is held against whole runs of the golden case: each relation, kept and broken."""

from collections.abc import Mapping

import pytest

from engine.definitions.articles import han, parse_article
from engine.definitions.check import check_one, check_sources
from engine.definitions.source_tree import SourceTree

OWN = "processes/510116-shuangliu/filing/required.yaml"
FILING = "processes/national/filing/process.bpmn"


def codes(files: Mapping[str, bytes], **changed: str) -> list[str]:
    paths = {"required": OWN, "filing": FILING}
    merged = {**files, **{paths[key]: text.encode() for key, text in changed.items()}}
    found = check_sources(SourceTree(files=merged))
    return [finding.code for finding in found if finding.level == "error"]


@pytest.mark.parametrize(
    ("entry", "broken"),
    [
        ("must_precede: [P2.4, P2.6]", []),
        ("must_follow: [P2.2]", []),
        ("must_follow: [P2.6]", ["required_not_followed"]),
        ("must_precede: [P2.2]", ["required_bypassed"]),
        ("must_precede: [P1.4]", ["required_bypassed"]),
        ("must_follow: [P1.4]", ["required_not_followed"]),
        ("never_both: [P2.6]", ["required_both"]),
        ("never_both: [P1.2]", ["required_both"]),
        ("persons_min: 2", []),
    ],
)
def test_a_relation_of_a_step_is_proved_or_refused(
    golden_files: Mapping[str, bytes], entry: str, broken: list[str]
):
    required = f"P2.3: {{title: 审核, article: 本系统建议值, {entry}}}\n"
    assert codes(golden_files, required=required) == broken


def test_a_counter_run_is_told_in_words(golden_files: Mapping[str, bytes]):
    drawing = golden_files[FILING].replace(
        b'sourceRef="p2_3" targetRef="p2_4_deputy"', b'sourceRef="p2_3" targetRef="approved"'
    )
    found = check_sources(SourceTree(files={**golden_files, FILING: drawing}))
    told = [finding.what for finding in found if finding.code == "required_bypassed"]
    assert len(told) == 1
    assert told[0].startswith("可不经“审批立案”（P2.4）即“制作立案通知书”（P2.6）：")
    assert "审核→汇合→制作立案通知书" in told[0]


def test_a_condition_on_a_later_fact_is_no_way_around(golden_files: Mapping[str, bytes]):
    """A flow that needs a fact which only the required step writes cannot be taken before it."""
    flow = (
        '<bpmn:sequenceFlow id="f_short" sourceRef="is_it_new" targetRef="p2_6_draft">'
        "<bpmn:conditionExpression>{0}</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    gateway = '<bpmn:exclusiveGateway id="is_it_new" default="f3b"/>'
    onward = '<bpmn:sequenceFlow id="f3b" sourceRef="is_it_new" targetRef="p2_4_deputy"/>'
    drawing = golden_files[FILING].decode()
    drawing = drawing.replace(
        'sourceRef="p2_3" targetRef="p2_4_deputy"', 'sourceRef="p2_3" targetRef="is_it_new"'
    )
    for condition, broken in (("is_major", ["required_bypassed"]), ("approved_once", [])):
        facts = "approved_once: {type: boolean, label: 已批, writer: {form: P2.4.proposal}}\n"
        parts = gateway + onward + flow.format(condition)
        files = {
            **golden_files,
            "processes/national/filing/facts.yaml": golden_files[
                "processes/national/filing/facts.yaml"
            ]
            + facts.encode(),
        }
        text = drawing.replace("  </bpmn:process>", parts + "\n  </bpmn:process>")
        assert codes(files, filing=text) == broken


def test_a_place_must_name_itself_before_it_publishes(golden_files: Mapping[str, bytes]):
    tree = SourceTree(files=golden_files)

    def missing(place: str) -> set[str]:
        found = check_one(tree, place, to_publish=True)
        return {f.where or f.code for f in found if f.level == "error"}

    assert missing("510116") == set()
    assert missing("national") == set()
    assert "names.government" in missing("510000")
    assert "place_without_folder" in missing("510117")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (32, "三十二"), (100, "一百")),
        *((101, "一百零一"), (110, "一百一十"), (1005, "一千零五"), (1050, "一千零五十")),
    ],
)
def test_an_article_number_as_laws_write_it(number: int, words: str):
    assert han(number) == words


@pytest.mark.parametrize("text", ["SC32", "sc-32", "SC-0", "SC-", "第三十二条", "SC-32-1"])
def test_what_is_no_article(text: str):
    assert parse_article(text) is None
