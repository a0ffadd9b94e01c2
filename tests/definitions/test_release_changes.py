"""What changed between two releases is told in words, each change with what to colour."""

import io
import re
import zipfile

import pytest

from engine.definitions.release import read_release
from engine.definitions.release_changes import changes_between
from tests.law.shipped import release, tree

ACCEPTANCE = "processes/national/acceptance/process.bpmn"
LIMITS = "processes/national/acceptance/limits.yaml"
PLACE = "processes/national/place.yaml"
D04 = "forms/national/D04-filing-notice"


def edited(path, old, new):
    """The national release with one text replaced in one file."""
    files = dict(tree().files)
    text = files[path].decode()
    assert old in text
    files[path] = text.replace(old, new, 1).encode()
    return read_release(files, "national")[0]


def changes(path, old, new):
    return changes_between(release("national"), edited(path, old, new))


def test_a_release_has_nothing_otherwise_than_itself():
    assert changes_between(release("510116"), release("510116")) == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "topic", "where", "says"),
    [
        (ACCEPTANCE, '"dl_accept")<', '"dl_register")<', "定时", "proc_acceptance", "dl_register"),
        (
            ACCEPTANCE,
            "is_complete = false and supplement_used != true",
            "is_complete = false",
            "条件",
            "proc_acceptance",
            "is_complete = false",
        ),
        (
            ACCEPTANCE,
            'role="section_head" form="D01"',
            'role="bureau_deputy" form="D01"',
            "角色",
            "proc_acceptance",
            "司法局分管负责人",
        ),
        (ACCEPTANCE, 'visit="single"', 'visit="all"', "办理方式", "proc_acceptance", "会签"),
        (ACCEPTANCE, 'public="已登记"', 'public="办理中"', "公开用语", "proc_acceptance", "办理中"),
        (ACCEPTANCE, 'returns="P1.3 P1.2"', 'returns="P1.3"', "退回", "proc_acceptance", "P1.3"),
        (LIMITS, "amount: 5", "amount: 3", "期限", "", "3 个工作日"),
        (PLACE, "title: 系统管理员", "title: 系统管理岗", "角色", "place.yaml", "系统管理岗"),
        (PLACE, "post: 分管负责人", "post: 分管领导", "角色", "place.yaml", "分管领导"),
        (
            f"{D04}/form.json",
            '"minLength": 5, "maxLength": 100',
            '"minLength": 5, "maxLength": 80',
            "表单字段",
            "D04",
            "至多 80 字",
        ),
        (f"{D04}/form.json", '"线索来源表述"', '"线索来源"', "表单字段", "D04", "线索来源"),
        (f"{D04}/document.yaml", "立〔{yyyy}〕", "立字〔{yyyy}〕", "文书", "", "立字〔{yyyy}〕"),
    ],
)
def test_each_kind_of_change_is_named_in_words(path, old, new, topic, where, says):
    found = changes(path, old, new)
    told = [one for one in found if one.topic == topic and one.where == where]
    assert told, [one.sentence for one in found]
    assert any(says in one.after for one in told)
    assert len(found) <= 3, [one.sentence for one in found]


def test_a_change_in_a_diagram_names_the_element_to_colour():
    (one,) = changes(
        ACCEPTANCE, 'role="section_head" form="D01"', 'role="bureau_deputy" form="D01"'
    )
    assert one.element in release("national").process_definitions["proc_acceptance"].tasks


def test_what_was_only_moved_on_the_page_is_one_folded_line():
    (one,) = changes(ACCEPTANCE, 'x="160" y="80"', 'x="170" y="90"')
    assert (one.kind, one.where, one.element) == ("moved", "proc_acceptance", "")


def test_a_task_that_is_gone_is_told_once_and_not_attribute_by_attribute():
    files = dict(tree().files)
    text = files[ACCEPTANCE].decode()
    task = re.search(r'<bpmn:userTask id="(\w+)".*?</bpmn:userTask>', text, re.DOTALL)
    files[ACCEPTANCE] = text.replace(task[0], f'<bpmn:scriptTask id="{task[1]}"/>').encode()
    after = read_release(files, "national")[0]
    found = [one for one in changes_between(release("national"), after) if one.element == task[1]]
    assert [one.what.rpartition("的")[2] for one in found if "种类" in one.what] == ["种类"]


def test_the_words_of_a_template_are_told_paragraph_by_paragraph():
    path = f"{D04}/template.docx"
    files = dict(tree().files)
    files[path] = respelled(files[path], "应当", "必须")
    (one,) = changes_between(release("national"), read_release(files, "national")[0])
    assert (one.topic, one.where) == ("模板文字", "D04")
    assert "必须" in one.after
    assert "应当" in one.before


def respelled(docx, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as parts, zipfile.ZipFile(out, "w") as written:
        for info in parts.infolist():
            data = parts.read(info)
            if info.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            written.writestr(info, data)
    return out.getvalue()


def test_a_template_saved_anew_without_other_words_is_one_folded_line():
    path = f"{D04}/template.docx"
    files = dict(tree().files)
    files[path] = respelled(files[path], "<w:body>", "<w:body ><!-- -->")
    (one,) = changes_between(release("national"), read_release(files, "national")[0])
    assert one.kind == "moved"


def test_what_a_district_added_is_added_and_backwards_removed():
    there, here = release("510000"), release("510116")
    forth = {(one.where, one.element): one.kind for one in changes_between(there, here)}
    back = {(one.where, one.element): one.kind for one in changes_between(here, there)}
    assert forth["proc_investigation", "p3_9_propose"] == "added"
    assert back["proc_investigation", "p3_9_propose"] == "removed"
