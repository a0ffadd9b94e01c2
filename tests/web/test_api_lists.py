"""导入人员名单: a report for every row, all or nothing by choice, and no hostile file is opened."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from engine.definitions.people_sheet import COLUMNS, SheetRefused, people_template, read_people
from tests.web.conftest import ORGAN
from tests.web.programs import KEYS, Program
from tests.web.test_api_session import sign_in

GOOD = {"登录名": "wang", "姓名": "王新", "机关": ORGAN["name"], "拟授角色": "专家、社会监督员"}


def sheet(*rows, titles=tuple(COLUMNS)):
    book = Workbook()
    book.active.append(list(titles))
    for row in rows:
        book.active.append([row.get(title) for title in titles])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content, **parts):
    """The same file with other or further parts (``__`` stands for a slash)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        added = {name.replace("__", "/"): text for name, text in parts.items()}
        for part in old.infolist():
            if part.filename not in added:
                new.writestr(part, old.read(part))
        for name, text in added.items():
            new.writestr(name, text, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.fixture
def taking(web):
    program = Program.of(web, "sys_admin")

    def take(content, **more):
        asked = "&".join(
            f"{name}={value}" for name, value in {"key": f"l{next(KEYS)}", **more}.items()
        )
        return program.send("post", f"/admin/imports?{asked}", content, "application/octet-stream")

    take.program = program
    return take


def of_login(taking, login):
    """Letters find also whose name is read so."""
    rows = taking.program.get(f"/admin/people?q={login}").json["rows"]
    return [one for one in rows if one["login"] == login]


def outcomes(answer):
    return [one["outcome"] for one in answer.json["rows"]]


def test_a_list_is_taken_in_with_first_passwords_and_proposed_roles(web, taking):
    answer = taking(sheet(GOOD, {**GOOD, "登录名": "chen", "姓名": "陈新"}))
    assert outcomes(answer) == ["entered", "entered"], answer.json
    first = answer.json["rows"][0]["first_password"]
    assert sign_in(Program(client=web.app.test_client()), "wang", first).status_code == 204
    person = of_login(taking, "wang")[0]
    assert (person["roles"], person["proposed"]) == ([], ["expert", "social_supervisor"])
    assert Program.of(web, "auditor").get("/admin/log").json["rows"][0]["kind"] == "ListTaken"


def test_one_fault_keeps_the_whole_list_out_or_only_its_row(taking):
    bad = {**GOOD, "登录名": "li", "机关": "没有这个机关"}
    whole = taking(sheet(GOOD, bad))
    assert outcomes(whole) == ["left", "refused"]
    assert "没有这个机关" in whole.json["rows"][1]["why"]
    assert of_login(taking, "wang") == []
    part = taking(sheet(GOOD, bad), all_or_none="false")
    assert outcomes(part) == ["entered", "refused"]
    assert len(of_login(taking, "wang")) == 1


def test_looking_first_changes_nothing(taking):
    answer = taking(sheet(GOOD), check_only="true")
    assert outcomes(answer) == ["entered"]
    assert answer.json["rows"][0]["first_password"] is None
    assert of_login(taking, "wang") == []


def test_a_login_that_is_there_is_changed_and_empty_cells_leave_what_was(taking):
    taking(sheet({**GOOD, "职务": "科员", "手机": "13900001234"}))
    again = taking(sheet({**GOOD, "科室": "法制科"}))
    assert outcomes(again) == ["changed"]
    person = of_login(taking, "wang")[0]
    assert (person["unit"], person["post"], person["mobile"]) == ("法制科", "科员", "13900001234")
    assert outcomes(taking(sheet({**GOOD, "科室": "法制科"}))) == ["same"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"姓名": None}, "不能空着"),
        ({"姓名": "=HYPERLINK(1)"}, "公式"),
        ({"职务": "@SUM(A1)"}, "公式"),
        ({"登录名": "A B"}, "登录名"),
        ({"登录名": "auditor"}, None),
        ({"监督证有效期至": "明年"}, "日期"),
        ({"拟授角色": "皇帝"}, "皇帝"),
        ({"拟授角色": "系统管理员、专家"}, "三员"),
        ({"手机": "123"}, "手机"),
        ({"科室": "长" * 201}, "最多"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(taking, given, why):
    answer = taking(sheet({**GOOD, **given}))
    if why is None:
        assert outcomes(answer) == ["changed"]
    else:
        assert outcomes(answer) == ["refused"]
        assert why in answer.json["rows"][0]["why"]


def test_the_same_login_twice_in_a_list_is_refused(taking):
    assert outcomes(taking(sheet(GOOD, GOOD))) == ["left", "refused"]


def test_the_template_can_be_filled_and_taken(taking):
    content = taking.program.get("/admin/imports/template.xlsx").data
    book = load_workbook(io.BytesIO(content))
    assert [one.value for one in book.active[1]] == list(COLUMNS)
    (example,) = read_people(content)
    assert example.faults == {}


PLAIN = sheet(GOOD)
BOMB = b"<a>" + b"x" * (45 << 20)
LINK = b'<Relationships><Relationship Target="http://evil.example" TargetMode="External"/>'
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "不是"),
        (b"PK\x03\x04 damaged", "不是"),
        (b"\xd0\xcf\x11\xe0 an old or encrypted workbook", "不是"),
        (b"x" * ((1 << 20) + 1), "超过"),
        (repacked(PLAIN, xl__bomb=BOMB), "过大"),
        (repacked(PLAIN, **{"xl__vbaProject.bin": b"macro"}), "宏"),
        (repacked(PLAIN, **{"xl__externalLinks__externalLink1.xml": b"<a/>"}), "外部链接"),
        (repacked(PLAIN, **{"xl__embeddings__ole.bin": b"x"}), "嵌入"),
        (repacked(PLAIN, **{"xl___rels__x.rels": LINK}), "外部链接"),
        (repacked(PLAIN, **{"xl__workbook.xml": ENTITY}), "外部定义"),
        (repacked(PLAIN, **{"xl__workbook.xml": b"<a"}), "损坏"),
        (repacked(PLAIN, **{f"x{number}": b"" for number in range(200)}), "过多"),
        (sheet(GOOD, titles=("登录名", "姓名")), "缺少"),
        (sheet(GOOD, titles=(*COLUMNS, "密码")), "不认识"),
        (sheet(*[GOOD] * 2001), "超过2000行"),
    ],
)
def test_a_hostile_or_foreign_file_is_refused(content, why):
    with pytest.raises(SheetRefused) as caught:
        read_people(content)
    assert why in caught.value.what_text


def test_a_refused_file_is_told_and_changes_nothing(taking):
    answer = taking(b"nothing")
    assert (answer.status_code, answer.json["code"]) == (422, "sheet_refused")
    assert people_template()
