"""另制文书、回头看、案卷评查, and what the closing approval tells of answers to others."""

from datetime import timedelta

import pytest

from engine.commands.frozen_content import frozen_values
from engine.commands.refusals import SeparationOfDuties
from engine.definitions.form_body import FormInvalid
from engine.queries.case_acts import act_form, offered_acts
from engine.queries.case_file import visible_documents
from engine.queries.looking import Desk as Looker
from engine.queries.looking import looking
from tests.commands.desk import PLACE


def looker(desk, role):
    person = desk.stage.cast.person(role)
    return Looker(office=desk.office, store=desk.stage.house.store, place=PLACE, by=person)


def says(desk, kind):
    with looking(looker(desk, "section_head"), desk.case().head.id) as act:
        return frozen_values(act, desk.case().latest_document(kind).id)


def make(desk, kind, by="lead_handler"):
    desk.player.operation("make_document")("EX16", by, {"document_kind": kind})


def test_a_letter_made_beside_is_drafted_approved_and_sealed_by_different_people(desk_at):
    desk = desk_at("P2.1")
    make(desk, "A03", by="section_head")
    desk.player.complete("EX16", "intake_clerk", {})
    assert desk.case().latest_document("A03").doc_no is None
    desk.player.complete("EX16", "bureau_deputy", {})
    desk.player.complete("EX16", "seal_keeper", {})
    letter = desk.case().latest_document("A03")
    assert letter.doc_no == "双府执监不受〔2026〕1号"
    assert letter.sealed_at is not None


def test_what_is_not_approved_is_void_and_takes_no_number(desk_at):
    desk = desk_at("P2.1")
    make(desk, "A02", by="section_head")
    desk.player.complete("EX16", "intake_clerk", {})
    desk.player.complete("EX16", "section_head", {"result": "不同意", "opinion": "不需要"})
    letter = desk.case().latest_document("A02")
    assert (letter.state, letter.doc_no) == ("void", None)


def test_no_supplement_is_due_before_the_letter_it_answers_came(desk_at):
    """The day it came was written by the registration, not by who writes the letter."""
    desk = desk_at("P2.1")
    make(desk, "A02", by="section_head")
    day_before = desk.case().head.received_on - timedelta(days=1)
    with pytest.raises(FormInvalid) as caught:
        desk.player.complete("EX16", "intake_clerk", {"supplement_due": day_before.isoformat()})
    assert caught.value.fields == {"supplement_due": "before_start"}


def test_two_kinds_at_once_do_not_touch_each_other(desk_at):
    desk = desk_at("P3.1")
    make(desk, "A16")
    make(desk, "A15")
    desk.player.complete("EX16", "lead_handler", {})
    made = {one.kind for one in desk.case().documents.values() if one.completed_at}
    assert len(made & {"A15", "A16"}) == 1


def test_a_kind_the_place_does_not_offer_is_refused(desk_at):
    desk = desk_at("P3.1")
    with pytest.raises(FormInvalid):
        make(desk, "D10")


def test_the_organ_sees_the_notice_of_the_talk_and_never_the_record(desk_at):
    desk = desk_at("P3.1")
    make(desk, "A09a")
    for role in ("lead_handler", "bureau_deputy", "seal_keeper", "service_clerk"):
        desk.player.complete("EX16", role, {})
    make(desk, "A09b")
    for role in ("lead_handler", "co_handler"):
        desk.player.complete("EX16", role, {})
    with looking(looker(desk, "org_liaison"), desk.case().head.id) as act:
        seen = {one.kind for one in visible_documents(act, act.by)}
    assert "A09a" in seen
    assert "A09b" not in seen


def test_who_handled_the_case_does_not_review_its_file(desk_at):
    desk = desk_at("end")
    handler = desk.case().head.handlers[0]
    desk.give_role("lead_handler", "legal_reviewer")
    assert desk.id_of("lead_handler") == handler
    with pytest.raises(SeparationOfDuties):
        desk.player.operation("review_file")("EX18", "lead_handler", {})
    desk.player.operation("review_file")("EX18", "legal_reviewer", {})
    assert desk.case().latest_document("A18").completed_at is not None


def test_the_closing_approval_tells_the_superior_was_answered_and_what_was_circulated(desk_at):
    desk = desk_at("")
    organ = desk.stage.cast.organs[0].name
    form = {"case_source": "superior_assigned", "org_name": organ, "superior_due": "2026-05-29"}
    desk.player.start("P2.1", "section_head", form)
    desk.player.walk("P6.1")
    desk.player.complete(
        "P6.1", "lead_handler", {"instrument_kind": "A13", "scope": "内部", "reason": "典型问题"}
    )
    desk.player.walk("C4")
    told = says(desk, "D12")
    notice, circular = (desk.case().latest_document(kind) for kind in ("D11", "A13"))
    assert notice.doc_no in told["反馈上级情况"]
    assert told["回复热线情况"] is None
    assert circular.doc_no in told["追责情况"]


def test_the_closing_approval_tells_the_hotline_was_answered(desk_at):
    desk = desk_at("")
    organ = desk.stage.cast.organs[0].name
    form = {"org_name": organ, "channel": "12345热线", "external_no": "RX-0001"}
    desk.player.start("P1.1", "intake_clerk", form)
    desk.player.walk("C4")
    told = says(desk, "D12")
    letters = [one.doc_no for one in desk.case().documents.values() if one.kind == "D02"]
    assert letters[0] in told["回复热线情况"]
    assert told["反馈上级情况"] is None
    assert told["追责情况"] is None


def test_looking_back_is_offered_after_the_end_with_the_form_of_its_record(desk_at):
    desk = desk_at("end")
    handler = looker(desk, "lead_handler")
    with looking(handler, desk.case().head.id) as act:
        offered = {one.verb for one in offered_acts(act)}
    assert "look_back" in offered
    assert not {"make_document", "correct_document", "review_file"} & offered
    asked = act_form(handler, desk.case().head.id, "look_back").asked
    assert "检查结论" in str(asked)


def test_before_the_end_there_is_nothing_to_look_back_on(desk_at):
    desk = desk_at("P3.1")
    with looking(looker(desk, "lead_handler"), desk.case().head.id) as act:
        offered = {one.verb for one in offered_acts(act)}
    assert {"make_document", "correct_document"} <= offered
    assert not {"look_back", "review_file", "propose_accountability"} & offered
