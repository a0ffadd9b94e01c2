"""Every refused line of the format: one change gives one finding, at its file and line."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.definitions.check import check_sources
from engine.definitions.finding import Finding
from engine.definitions.source_tree import SourceTree, read_tree
from tests.definitions import seeded_faults
from tests.definitions.conftest import GOLDEN
from tests.definitions.seeded_drawing_faults import DRAWN
from tests.definitions.seeded_faults import WRITTEN, Seeded

ALL = (*WRITTEN, *DRAWN)


@pytest.fixture(scope="module")
def baseline(golden_files: Mapping[str, bytes]) -> frozenset[Finding]:
    return frozenset(check_sources(SourceTree(files=golden_files)))


def numbered(rows: tuple[Seeded, ...]) -> list[str]:
    return [f"{number}-{row.name}" for number, row in enumerate(rows, start=1)]


def changed(files: Mapping[str, bytes], seeded: Seeded) -> tuple[dict[str, bytes], str]:
    text = seeded.new
    if seeded.old is not None:
        before = files[seeded.path].decode()
        assert before.count(seeded.old) >= 1, "the golden tree no longer holds what is changed here"
        text = before.replace(seeded.old, seeded.new, 1)
    elif text == "COPY":
        text = files[seeded_faults.DMN].decode().replace('id="is_major"', 'id="spare"')
    return {**files, seeded.path: text.encode()}, text


def expected_line(seeded: Seeded, text: str) -> int:
    if seeded.line is not None:
        return seeded.line
    mark = seeded.at or seeded.new.split("\n", maxsplit=1)[0]
    return next(number for number, line in enumerate(text.split("\n"), 1) if mark in line)


def test_the_golden_tree_has_no_error(baseline: frozenset[Finding]):
    assert [found for found in baseline if found.level == "error"] == []


@pytest.mark.parametrize("seeded", ALL, ids=numbered(ALL))
def test_one_fault_gives_one_finding_at_its_place(
    seeded: Seeded, golden_files: Mapping[str, bytes], baseline: frozenset[Finding]
):
    files, text = changed(golden_files, seeded)
    new = [f for f in check_sources(SourceTree(files=files)) if f not in baseline]
    at = (seeded.code, seeded.file or seeded.path, expected_line(seeded, text))
    assert [(f.code, f.file, f.line) for f in new if f.level == seeded.level] == [at]
    assert all(f.what.endswith(("。", "？", "！")) and f.mend for f in new)


@pytest.mark.parametrize(
    "seeded", seeded_faults.TREE_FAULTS, ids=numbered(seeded_faults.TREE_FAULTS)
)
def test_a_wrong_name_on_disk_is_found_too(seeded: Seeded, tmp_path, baseline: frozenset[Finding]):
    files = dict(read_tree(GOLDEN).files)
    files, text = changed(files, seeded)
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    new = [f for f in check_sources(read_tree(tmp_path)) if f not in baseline]
    at = (seeded.code, seeded.file or seeded.path, expected_line(seeded, text))
    assert [(f.code, f.file, f.line) for f in new if f.level == seeded.level] == [at]


def test_a_link_is_refused(tmp_path):
    (tmp_path / "processes" / "national").mkdir(parents=True)
    (tmp_path / "processes" / "national" / "place.yaml").symlink_to(GOLDEN / "processes")
    assert [f.code for f in read_tree(tmp_path).findings] == ["file_link"]


def test_a_tree_without_national_files_is_refused():
    findings = check_sources(SourceTree(files={"processes/510000-sichuan/place.yaml": b""}))
    assert "national_missing" in [f.code for f in findings]


def test_a_fault_inherited_by_three_places_comes_once(golden_files: Mapping[str, bytes]):
    path = seeded_faults.PLACE
    broken = golden_files[path].replace(b"self_check: N-22", b"self_check: X-22")
    findings = check_sources(SourceTree(files={**golden_files, path: broken}))
    assert [f.code for f in findings].count("law_unknown") == 1


def test_a_hook_adds_its_findings(golden_files: Mapping[str, bytes], baseline: frozenset[Finding]):
    extra = Finding(code="template_field", file="forms/x", line=3, what="……。", mend="……。")
    findings = check_sources(SourceTree(files=golden_files), hooks=[lambda _: [extra]])
    assert [f for f in findings if f not in baseline] == [extra]


def test_a_finding_prints_file_line_what_and_mend():
    finding = Finding(code="c", file="f.yaml", line=4, what="错了。", mend="请改。")
    assert finding.sentence == "错误 f.yaml 第 4 行：错了。请改。（c）"
    assert replace(finding, line=0, level="warning").sentence.startswith("提醒 f.yaml：")


def errors_of(files: Mapping[str, bytes], changes: Mapping[str, tuple[str, str]]) -> list[str]:
    """Codes of the errors after several changes, each (old, new); an empty `old` adds a file."""
    changed_files = dict(files)
    for path, (old, new) in changes.items():
        before = files[path].decode() if old else ""
        changed_files[path] = (before.replace(old, new, 1) if old else new).encode()
    found = check_sources(SourceTree(files=changed_files))
    return [finding.code for finding in found if finding.level == "error"]


def test_a_place_changes_no_limit_that_is_not_its_to_change(golden_files: Mapping[str, bytes]):
    changes = {
        seeded_faults.LIMITS: ("local_may: any", "local_may: nothing"),
        "processes/510116-shuangliu/acceptance/limits.yaml": ("", "dl_accept: {title: 又}\n"),
    }
    assert errors_of(golden_files, changes) == ["local_may_nothing"]


def test_a_place_changes_no_approval_that_is_not_its_to_change(golden_files: Mapping[str, bytes]):
    changes = {
        seeded_faults.PLACE: ("{steps: [P1.4],", "{local_may: nothing, steps: [P1.4],"),
        "processes/510116-shuangliu/place.yaml": (
            "title: 成都市双流区",
            "title: 成都市双流区\napprovals: {accept: {article: N-2}}",
        ),
    }
    assert errors_of(golden_files, changes) == ["local_may_nothing"]


def test_a_required_step_nobody_reaches_is_refused(golden_files: Mapping[str, bytes]):
    flow = '<bpmn:sequenceFlow id="f2" sourceRef="p2_2" targetRef="p2_3"/>'
    alone = "P2.4: {title: 审批立案, article: SC-31}\n"
    changes = {
        seeded_faults.FILING: (flow, ""),
        "processes/510000-sichuan/filing/required.yaml": ("", alone),
    }
    assert errors_of(golden_files, changes) == ["required_unreachable"]


def test_a_diagram_of_more_than_500_nodes_is_refused(golden_files: Mapping[str, bytes]):
    many = "".join(f'<bpmn:endEvent id="e{number}"/>' for number in range(500))
    end = "  </bpmn:process>"
    assert errors_of(golden_files, {seeded_faults.FILING: (end, many + end)}) == ["nodes_too_many"]


def test_each_unknown_word_is_answered_with_the_nearest(golden_files: Mapping[str, bytes]):
    files, _ = changed(golden_files, next(s for s in WRITTEN if "dl_filing_notic:" in s.new))
    found = [f for f in check_sources(SourceTree(files=files)) if f.level == "error"]
    assert [f.mend for f in found] == ["最接近的是“dl_filing_notice”。"]
