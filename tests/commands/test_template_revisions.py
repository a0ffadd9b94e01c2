"""样式修订: what a clerk changes in Word is on the next paper of running cases, once approved."""

import argparse
import io
from dataclasses import replace

import pytest
from docx import Document as WordFile

from engine import template_desk
from engine.commands.render_document import render_document
from engine.commands.template_choice import sha256_of
from engine.documents.refusals import TemplateRefused
from engine.jobs.job_queue import work
from engine.store.template_rows import RevisionUnknown, SamePersonApproved
from engine.template_verbs import add_template_verbs
from engine.wiring import House, open_house
from tests.commands.desk import PLACE, new_desk
from tests.commands.test_demo_case import text_of
from tests.commands.test_template_change import (
    add_sentence,
    edited,
    move_second_row_up,
    put_in_force,
)
from tests.documents.office_suite_double import write_soffice
from tests.documents.word_files import in_body

KIND, NOTICE = "D03", "forms/national/D03-filing-approval/template.docx"
MADE = "一案的承办人填写"


def changed(house: House, change, kind=KIND) -> bytes:
    word = WordFile(io.BytesIO(template_desk.template_in_use(house, PLACE, kind)))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def revised(house: House, change, kind=KIND) -> str:
    """A change handed in by one person and approved by another; answers the new hash."""
    content = changed(house, change, kind)
    revision, _, _ = template_desk.hand_in(
        house, PLACE, kind, content, made_by="clerk", reason="改字句"
    )
    template_desk.approve(house, PLACE, revision, by="head")
    return next(one.sha256 for one in template_desk.revisions(house, PLACE) if one.id == revision)


def printed(desk, kind=KIND):
    """The latest document of the kind, and its words."""
    work(desk.office, desk.stage.house.store, owner="test")
    document = desk.case().latest_document(kind)
    return document, text_of(desk.files.get(document.file.pdf_sha256))


def test_the_next_paper_of_a_running_case_has_the_new_sentence_and_the_moved_row(
    database_address, tmp_path
):
    """No restart and no release between: the same house, on either database."""
    desk = new_desk(tmp_path / "desk", database=database_address)
    organ = desk.stage.cast.organs[0].name
    desk.player.start("P1.1", "intake_clerk", {"org_name": organ})
    desk.player.walk("P2.2")

    def change(word):
        add_sentence(word)
        move_second_row_up(word)

    sha256 = revised(desk.stage.house, change)
    desk.player.walk("P2.6")
    document, told = printed(desk)
    assert f"本表由{organ}{MADE}。" in told
    assert told.index("案件来源") < told.index("案由"), "the row moved"
    assert document.template_sha256 == sha256, "the document names what it was printed from"
    desk.engine.dispose()


def test_what_is_frozen_stays_as_it_is(desk_at):
    desk = desk_at("P2.6")
    before, told = printed(desk)
    revised(desk.stage.house, add_sentence)
    desk.player.walk("P3.1")
    again, told_again = printed(desk)
    assert (again.template_sha256, told_again) == (before.template_sha256, told)


def test_an_unapproved_change_and_ones_own_approval_change_nothing(desk_at):
    desk = desk_at("P2.1")
    house = desk.stage.house
    content = changed(house, add_sentence)
    revision, _, _ = template_desk.hand_in(
        house, PLACE, KIND, content, made_by="clerk", reason="改字句"
    )
    with pytest.raises(SamePersonApproved):
        template_desk.approve(house, PLACE, revision, by="clerk")
    desk.player.walk("P2.6")
    assert MADE not in printed(desk)[1]
    template_desk.approve(house, PLACE, revision, by="head")
    with pytest.raises(RevisionUnknown):
        template_desk.approve(house, PLACE, revision, by="head")


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda word: word.paragraphs[0].insert_paragraph_before("{{ 被监督机关.名成 }}"),
         "第1段", "名成"),
        (lambda word: setattr(word.tables[0].cell(1, 1), "text", "{{ 没有的字段 }}"),
         "第2行", "没有的字段"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_refused_with_its_place_and_kept_nowhere(desk_at, change, where, what):
    house = desk_at("").stage.house
    content = changed(house, change)
    with pytest.raises(TemplateRefused) as refused:
        template_desk.hand_in(house, PLACE, KIND, content, made_by="clerk", reason="改字句")
    assert where in refused.value.findings[0].where
    assert what in refused.value.findings[0].what
    assert template_desk.revisions(house, PLACE) == []


def test_the_older_wording_comes_back_by_handing_it_in_again(desk_at):
    desk = desk_at("P2.1")
    house = desk.stage.house
    original = template_desk.template_in_use(house, PLACE, KIND)
    revised(house, add_sentence)
    revision, _, _ = template_desk.hand_in(
        house, PLACE, KIND, original, made_by="clerk", reason="恢复"
    )
    template_desk.approve(house, PLACE, revision, by="head")
    desk.player.walk("P2.6")
    assert MADE not in printed(desk)[1]


def test_the_same_template_again_is_refused(desk_at):
    house = desk_at("").stage.house
    content = template_desk.template_in_use(house, PLACE, KIND)
    with pytest.raises(template_desk.TemplateUnchanged):
        template_desk.hand_in(house, PLACE, KIND, content, made_by="clerk", reason="改字句")


def test_a_release_that_changes_the_template_itself_goes_before_earlier_revisions(desk_at):
    desk = desk_at("")
    revised(desk.stage.house, add_sentence)
    put_in_force(desk, edited(NOTICE, move_second_row_up))
    desk.player = desk.stage.player()
    desk.player.start("P1.1", "intake_clerk", {"org_name": desk.stage.cast.organs[0].name})
    desk.player.walk("P2.6")
    assert MADE not in printed(desk)[1]


def test_a_release_that_leaves_the_template_alone_keeps_the_revision(desk_at):
    desk = desk_at("")
    revised(desk.stage.house, add_sentence)
    other = "forms/national/D04-filing-notice/template.docx"
    put_in_force(desk, edited(other, lambda word: word.paragraphs[0].insert_paragraph_before("附")))
    desk.player = desk.stage.player()
    desk.player.start("P1.1", "intake_clerk", {"org_name": desk.stage.cast.organs[0].name})
    desk.player.walk("P2.6")
    assert MADE in printed(desk)[1]


def test_a_case_whose_form_lacks_a_label_of_the_revision_keeps_its_own_template(desk_at):
    """The revision was made for a newer release, whose form asks for more."""
    desk = desk_at("P2.1")
    form = "forms/national/D03-filing-approval/form.json"
    asked = '{"type": "textfield", "id": "c_new", "key": "new_key", "label": "新增项"}]}'
    files = edited(NOTICE, lambda _word: None)
    text = files[form].decode().rstrip()
    files[form] = f"{text.removesuffix(']}')},\n {asked}\n".encode()
    put_in_force(desk, files)
    house = desk.stage.house
    content = changed(
        house, lambda word: word.paragraphs[0].insert_paragraph_before("{{ 新增项 }}增")
    )
    revision, _, reach = template_desk.hand_in(
        house, PLACE, KIND, content, made_by="clerk", reason="加一项"
    )
    assert (reach.takes, reach.cases, reach.lacking) == (0, 1, ("新增项",))
    template_desk.approve(house, PLACE, revision, by="head")
    desk.player.walk("P2.6")
    own = desk.stage.release.templates[KIND]
    assert printed(desk)[0].template_sha256 == sha256_of(own)


NUMBERED = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'


def numbered(house: House) -> bytes:
    return in_body(template_desk.template_in_use(house, PLACE, KIND), NUMBERED)


def test_what_cannot_be_set_is_refused_where_libreoffice_is_not_there(desk_at, monkeypatch):
    monkeypatch.setenv("PATH", "")
    house = desk_at("").stage.house
    with pytest.raises(TemplateRefused) as refused:
        template_desk.judge(house, PLACE, KIND, numbered(house))
    assert "自动编号" in refused.value.findings[0].what
    assert refused.value.findings[0].where


def test_libreoffice_is_chosen_at_upload_where_it_is_there(tmp_path):
    settings_folder = tmp_path / "desk"
    desk = new_desk(settings_folder)
    program = str(write_soffice(tmp_path / "suite"))

    house = open_house(replace(desk.stage.house.settings, soffice=program), clock=desk.stage.clock)
    content = numbered(house)
    revision, judged, _ = template_desk.hand_in(
        house, PLACE, KIND, content, made_by="clerk", reason="用自动编号"
    )
    assert judged.engine == "libreoffice"
    assert "自动编号" in judged.unset[0]
    template_desk.approve(house, PLACE, revision, by="head")
    desk = replace(desk, stage=replace(desk.stage, house=house))
    desk.player = desk.stage.player()
    desk.player.start("P1.1", "intake_clerk", {"org_name": desk.stage.cast.organs[0].name})
    desk.player.walk("P2.6")
    work(desk.office, house.store, owner="test")
    document = desk.case().latest_document(KIND)
    pdf = desk.files.get(document.file.pdf_sha256)
    assert desk.stage.cast.organs[0].name in pdf.decode()
    house.store.engine.dispose()


def test_a_document_set_by_libreoffice_is_made_once_though_its_bytes_would_differ(tmp_path):

    desk = new_desk(tmp_path / "desk")
    program = str(write_soffice(tmp_path / "suite"))
    house = open_house(replace(desk.stage.house.settings, soffice=program), clock=desk.stage.clock)
    revision, _, _ = template_desk.hand_in(
        house, PLACE, "D01", in_body(template_desk.template_in_use(house, PLACE, "D01"), NUMBERED),
        made_by="clerk", reason="用自动编号",
    )  # fmt: skip
    template_desk.approve(house, PLACE, revision, by="head")
    desk = replace(desk, stage=replace(desk.stage, house=house))
    desk.player = desk.stage.player()
    desk.player.start("P1.1", "intake_clerk", {"org_name": desk.stage.cast.organs[0].name})
    desk.player.walk("P2.1")
    work(desk.office, house.store, owner="test")
    document = desk.case().latest_document("D01")
    again = render_document(
        desk.office, place=PLACE, case_id=desk.player.case_id, document_id=document.id
    )
    assert again == document.file.pdf_sha256
    house.store.engine.dispose()


def test_the_desk_can_be_used_on_a_console(desk_at, tmp_path, monkeypatch, capsys):
    house = desk_at("P2.1").stage.house
    monkeypatch.setattr("engine.template_verbs.open_house", lambda _settings: house)
    parser = argparse.ArgumentParser()
    add_template_verbs(parser.add_subparsers())

    def run(*words: str) -> tuple[int, str]:
        options = parser.parse_args(["template", *words])
        return options.verb(options), capsys.readouterr().out

    file = tmp_path / "D03.docx"
    assert run("get", PLACE, KIND, str(file))[0] == 0
    word = WordFile(str(file))
    add_sentence(word)
    word.save(str(file))
    assert run("check", PLACE, KIND, str(file)) == (0, "可以使用，由本程序排版\n")
    code, told = run("put", PLACE, KIND, str(file), "--made-by", "甲", "--reason", "加一句")
    assert code == 0
    assert "在办案件1件，批准后1件的下一份文书用新样式" in told
    revision = told.split("修订号 ")[1].split("，")[0]
    assert run("approve", PLACE, revision, "--approved-by", "乙")[0] == 0
    assert "起用" in run("list", PLACE)[1]
    word.paragraphs[0].insert_paragraph_before("{{ 没有的字段 }}")
    word.save(str(file))
    code, told = run("check", PLACE, KIND, str(file))
    assert code == 1
    assert "没有的字段" in told
    assert "1处要改" in told


def test_what_was_approved_after_the_freezing_comes_too_late_for_a_file_made_later(desk_at):
    """The worker was away: the choice is that of the moment the content was frozen."""
    desk = desk_at("P2.1")
    desk.player.walk("P2.6")
    revised(desk.stage.house, add_sentence)
    assert MADE not in printed(desk)[1]
