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
