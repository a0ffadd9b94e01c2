"""A designer meets files by what they are, and begins his own of what is inherited."""

import json
from pathlib import Path

import pytest

from engine.checking import draft_findings, part_judgement
from engine.definitions.own_copy import NothingInherited, own_copy
from engine.definitions.part_names import levels, part_name, place_in_tree
from engine.definitions.release import load_release

ROOT = Path(__file__).parents[2]
PLACE = "510116"
OWN = "510116-shuangliu"
ACCEPTANCE = "processes/national/acceptance/process.bpmn"


@pytest.fixture(scope="module")
def release():
    return load_release(ROOT, PLACE)


@pytest.mark.parametrize(
    ("path", "kind", "title"),
    [
        (ACCEPTANCE, "diagram", "受理"),
        ("processes/national/filing/limits.yaml", "limits", "立案"),
        ("processes/national/place.yaml", "place", "名称、角色、编号和选项"),
        (
            "forms/national/D04-filing-notice/form.json",
            "form",
            "D04 行政执法监督立案通知书",
        ),
        ("forms/national/groups/G-ORG.json", "group", "G-ORG"),
        ("processes/calendar/2026.yaml", "calendar", "2026"),
        ("processes/national/scenarios/never_there.yaml", "scenario", "never_there"),
    ],
)
def test_a_file_is_told_in_words(release, path, kind, title):
    found = part_name(path, release)
    assert (found.kind, found.title) == (kind, title)


def test_a_form_of_a_step_bears_the_name_of_its_task(release):
    found = part_name("forms/national/tasks/P1.3.json", release)
    assert found.kind == "task_form"
    assert found.title.startswith("P1.3 ")
    assert len(found.title) > len("P1.3 ")


def test_files_of_all_places_about_one_thing_say_so(release):
    here = part_name(f"processes/{OWN}/filing/limits.yaml", release)
    above = part_name("processes/510000-sichuan/filing/limits.yaml", release)
    assert here.about == above.about == "processes/filing/limits.yaml"
    assert list(levels(release).values()) == ["成都市双流区", "四川省", "国家基准"]


def test_procedures_stand_in_the_order_a_case_meets_them():
    paths = ["processes/national/closing/process.bpmn", ACCEPTANCE, "processes/national/place.yaml"]
    assert sorted(paths, key=place_in_tree) == [ACCEPTANCE, paths[0], paths[2]]


@pytest.mark.parametrize(
    "path",
    [
        ACCEPTANCE,
        "processes/national/filing/decisions/is_major.dmn",
        "forms/national/D04-filing-notice/form.json",
        "forms/national/tasks/P1.3.json",
        "processes/national/acceptance/limits.yaml",
    ],
)
def test_an_own_file_begins_as_the_check_wants_it(release, path):
    files = dict(release.sources)
    before = set(draft_findings(files, PLACE))
    own, content = own_copy(path, files, release)
    assert own.split("/")[1] == OWN
    after = {**files, own: content}
    assert part_judgement(after, PLACE, own) == ()
    new = set(draft_findings(after, PLACE)) - before
    assert not [one for one in new if one.code.startswith("based_on")]
    assert not [one for one in new if one.level == "error"]


def test_a_copy_of_a_copy_names_the_file_it_replaces_itself(release):
    files = dict(release.sources)
    county = f"processes/{OWN}/investigation/process.bpmn"
    assert own_copy(county, files, release) == (county, files[county])
    path = "forms/national/tasks/P1.3.json"
    copied = own_copy(path, files, release)[1]
    assert json.loads(copied)["zhijian"]["basedOn"] == release.files[path]


def test_what_nobody_has_cannot_be_copied(release):
    with pytest.raises(NothingInherited):
        own_copy("processes/national/filing/decisions/no_such.dmn", release.sources, release)
