"""脱敏件、空白表、缺字提醒."""

import pytest
from sqlalchemy import select

from engine.commands.refusals import CaseNotFound
from engine.jobs.job_queue import work
from engine.queries.document_copies import MASK, NoBlankForm, NoMaskedCopy, blank_form, masked_copy
from engine.store import tables as t
from engine.store.connection import reading
from tests.commands.desk import release
from tests.commands.test_case_volume import looker
from tests.commands.test_demo_case import IDENTITY, text_of

UNDRAWN = "\U0002ebf0"


def copy_of(desk, kind, name="section_head"):
    document = desk.case().latest_document(kind)
    return masked_copy(looker(desk, name), desk.player.case_id, document.id)


def test_a_masked_copy_tells_the_matter_but_not_who_complained(desk_at):
    desk = desk_at("P2.1")
    work(desk.office, desk.stage.house.store, owner="test")
    whole = text_of(desk.files.get(desk.case().latest_document("D01").file.pdf_sha256))
    masked = text_of(copy_of(desk, "D01"))
    assert all(word in whole for word in IDENTITY)
    assert not any(word in masked for word in IDENTITY)
    assert MASK in masked
    assert "双流区云雀街道办事处" in masked


def test_only_documents_that_name_the_complainant_have_one(desk_at):
    with pytest.raises(NoMaskedCopy):
        copy_of(desk_at("P3.1"), "D04")


def test_the_organ_gets_no_copy_at_all(desk_at):
    with pytest.raises(CaseNotFound):
        copy_of(desk_at("P3.1"), "D01", name="org_liaison")


@pytest.mark.parametrize("kind", sorted(release().templates))
def test_every_form_can_be_printed_blank(desks, tmp_path_factory, kind):
    desk = desks.at("", tmp_path_factory.mktemp("blank") / "desk")
    text = text_of(blank_form(looker(desk, "intake_clerk"), kind))
    assert len(text) > 20
    assert "〓" not in text
    assert "None" not in text
    desk.engine.dispose()


def test_an_unknown_kind_has_no_blank_form(desk_at):
    with pytest.raises(NoBlankForm):
        blank_form(looker(desk_at(""), "intake_clerk"), "D99")


def test_a_character_without_type_is_told_before_the_seal(desk_at):
    desk = desk_at("P2.6")
    assert desk.office.documents.undrawn(f"甲{UNDRAWN}") == (UNDRAWN,)
    item = desk.item("P2.6", "lead_handler")
    matter = f"近期开展的有关现场执法活动（{UNDRAWN}）"
    body = {**desk.filled(item, "lead_handler"), "matter": matter}
    desk.send(item.id, "lead_handler", body)
    with reading(desk.engine) as connection:
        told = connection.execute(select(t.notices.c.person_id, t.notices.c.text)).all()
    warned = [
        text for person, text in told if person == desk.id_of("lead_handler") and UNDRAWN in text
    ]
    assert len(warned) == 1
    assert "用印" in warned[0]
