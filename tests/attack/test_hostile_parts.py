"""A part of a draft that would harm whoever reads it is refused with its place and reason."""

import io
import re
import zipfile

import pytest

from engine.checking import part_judgement
from tests.law.shipped import release

PLACE = "510116"
OWN = "processes/510116-shuangliu/filing/process.bpmn"
FILING = release(PLACE).processes["proc_filing"].decode()
FIRST_ID = re.search(r'<bpmn:userTask id="(\w+)"', FILING)[1]
MANY = "".join(f'<bpmn:task id="t{number}"/>' for number in range(10_000))


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 60_000_000)
    return out.getvalue()


def within(inside):
    return FILING.replace("</bpmn:process>", f"{inside}</bpmn:process>", 1).encode()


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        (OWN, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml_syntax"),
        (OWN, within(MANY), "nodes_too_many"),
        (OWN, within(f'<bpmn:task id="{FIRST_ID}"/>'), "id_repeated"),
        (OWN, within('<bpmn:scriptTask id="s" scriptFormat="python"/>'), "script_refused"),
        (OWN, within('<script xmlns="http://www.w3.org/1999/xhtml">x</script>'), "script_refused"),
        (OWN, within('<bpmn:callActivity id="c" calledElement="proc_filing"/>'), "circular_call"),
        (OWN, b"\x00\xff", "xml_syntax"),
        ("forms/510116-shuangliu/D04-filing-notice/template.docx", bomb(), "template_file"),
        ("processes/510116-shuangliu/place.yaml", b"a: &x [*x]\n", None),
        ("processes/510116-shuangliu/scenarios/x.yaml", b"a: [1\n", None),
    ],
    ids=[
        *("entity", "ten thousand", "repeated", "python", "web script", "circle", "no xml"),
        *("bomb", "anchor", "broken"),
    ],
)
def test_it_is_refused_with_file_and_reason(path, data, code):
    files = {**release(PLACE).sources, path: data}
    found = part_judgement(files, PLACE, path)
    assert found
    assert {one.file for one in found} == {path}
    assert code is None or code in {one.code for one in found}
    assert all(one.what and one.mend for one in found)


def test_a_drawing_that_is_merely_unfinished_is_kept():
    files = {**release(PLACE).sources, OWN: within('<bpmn:userTask id="new"/>')}
    assert part_judgement(files, PLACE, OWN) == ()
