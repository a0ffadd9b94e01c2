"""换样式: what a clerk changes in Word is on the next case's paper, without stopping anything."""

import io

import pytest
from docx import Document as WordFile

from engine.checking import template_findings
from engine.definitions.bundle import to_bundle
from engine.definitions.release import release_from
from engine.definitions.source_tree import read_tree
from engine.jobs.job_queue import work
from engine.store.connection import writing
from engine.store.releases import AgreedRelease, publish
from tests.commands.desk import PLACE, ROOT
from tests.commands.test_demo_case import text_of

NOTICE = "forms/national/D03-filing-approval/template.docx"
SENTENCE = "本表由{{ 被监督机关.名称 }}一案的承办人填写。"


def edited(path, change) -> dict[str, bytes]:
    """The shipped files with one template as `change` leaves it in Word."""
    files = dict(read_tree(ROOT).files)
    word = WordFile(io.BytesIO(files[path]))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return {**files, path: out.getvalue()}


def add_sentence(word) -> None:
    word.paragraphs[0].insert_paragraph_before(SENTENCE)


def move_second_row_up(word) -> None:
    rows = word.tables[0].rows
    rows[0]._tr.addprevious(rows[1]._tr)


def put_in_force(desk, files):
    release = release_from(files, PLACE)
    with writing(desk.engine) as connection:
        publish(
            connection,
            PLACE,
            AgreedRelease(
                release_id=release.id,
                bundle=to_bundle(release),
                in_force_from=desk.stage.clock.now(),
                made_by="designer",
                approved_by="approver",
                changes="改立案审批表",
            ),
        )


def approval_of(desk) -> str:
    """The words of the approval form of a case that begins now."""
    desk.player = desk.stage.player()
    desk.player.start("P1.1", "intake_clerk", {"org_name": desk.stage.cast.organs[0].name})
    desk.player.walk("P2.6")
    work(desk.office, desk.stage.house.store, owner="test")
    document = desk.case().latest_document("D03")
    return text_of(desk.files.get(document.file.pdf_sha256))


def test_a_new_sentence_with_a_field_and_a_moved_row_are_on_the_next_paper(desk_at):
    desk = desk_at("")
    before = approval_of(desk)

    def change(word):
        add_sentence(word)
        move_second_row_up(word)

    put_in_force(desk, edited(NOTICE, change))
    after = approval_of(desk)
    organ = desk.stage.cast.organs[0].name
    assert f"本表由{organ}一案的承办人填写。" in after
    assert "一案的承办人填写" not in before
    assert after.replace(f"本表由{organ}一案的承办人填写。", "") != before, "the row moved"


def test_a_case_keeps_the_papers_it_began_with(desk_at):
    desk = desk_at("P2.1")
    put_in_force(desk, edited(NOTICE, add_sentence))
    desk.player.walk("P2.6")
    work(desk.office, desk.stage.house.store, owner="test")
    document = desk.case().latest_document("D03")
    assert "一案的承办人填写" not in text_of(desk.files.get(document.file.pdf_sha256))


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda word: word.paragraphs[0].insert_paragraph_before("{{ 被监督机关.名成 }}"),
         "第1段", "名成"),
        (lambda word: setattr(word.tables[0].cell(1, 1), "text", "{{ 没有的字段 }}"),
         "第2行", "没有的字段"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_refused_with_its_place(change, where, what):
    release = release_from(edited(NOTICE, change), PLACE)
    found = [one for one in template_findings(release) if one.code == "template_field_unknown"]
    assert len(found) == 1
    assert what in found[0].what
    assert where in found[0].where
    assert found[0].file.endswith("D03-filing-approval/template.docx")
