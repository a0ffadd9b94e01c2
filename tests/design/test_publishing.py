"""A draft is published by two persons, from a day on, for these cases; and can be backed out."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest

from engine.domain.publication import Reach, SamePersonApproved, lot_of
from engine.queries import drawing_board
from engine.scenarios.demo import COMPLAINT
from tests.design.board import APPROVER, DESIGNER, OWN_LIMITS, SHORTER


def next_case(board, organ=None):
    """The release a case takes that is registered now."""
    board.desk.player = board.desk.stage.player()
    form = {**COMPLAINT, **({"org_name": organ} if organ else {})}
    board.desk.player.start("P1.1", "intake_clerk", form)
    return board.desk.case().head.release_id


def drawn(board, title="改期限"):
    draft = board.begin(title)
    board.save(draft)
    return draft


def test_the_next_case_takes_what_two_persons_agreed_on_and_a_running_one_keeps_its_own(board):
    before = next_case(board)
    running = board.desk.player.case_id
    draft = drawn(board)
    board.published(draft)
    after = drawing_board.draft_files(board.seat(), draft).release.id
    assert before != after
    assert next_case(board) == after
    board.desk.player.case_id = running
    assert board.desk.case().head.release_id == before


def test_who_made_it_does_not_approve_it(board):
    draft = drawn(board)
    board.prove(draft)
    publication = board.propose(draft)
    board.desk.give_role(DESIGNER, APPROVER)
    with board.desk.refused("release_needs_second_person"):
        board.decide(publication, who=DESIGNER)
    with board.desk.refused("release_needs_second_person"):
        board.decide(publication, who=DESIGNER, agrees=False)
    with board.desk.refused("not_a_designer"):
        board.decide(publication, who="lead_handler")


def test_it_holds_from_its_day_on_and_not_before(board):
    before = next_case(board)
    draft = drawn(board)
    board.published(draft, after=timedelta(days=10))
    assert next_case(board) == before
    board.desk.stage.clock.set(board.desk.office.clock.now() + timedelta(days=10))
    assert next_case(board) != before


def test_it_holds_for_the_cases_of_some_organs_only(board):
    before = next_case(board)
    board.published(drawn(board), reach=Reach(organs=("虚构的另一机关",)))
    assert next_case(board) == before
    board.published(drawn(board, "再改"), reach=Reach(organs=(COMPLAINT["org_name"],)))
    assert next_case(board) != before


def test_a_share_is_drawn_by_the_case_and_always_alike(quick_board):
    quick_board.published(drawn(quick_board), reach=Reach(share=30))
    in_force = drawing_board.in_force_now(quick_board.seat())
    assert [one.reach.share for one in in_force] == [30, 100]
    for _ in range(8):
        taken = next_case(quick_board)
        wanted = in_force[0 if lot_of(quick_board.desk.player.case_id) < 30 else 1]
        assert taken == wanted.release_id


def test_of_many_cases_about_the_share_is_drawn():
    drawn_ones = sum(lot_of(f"{number:032x}") < 30 for number in range(10_000))
    assert 2_800 < drawn_ones < 3_200


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 101}, {"share": 5, "organs": ("甲",)}])
def test_a_reach_that_means_nothing_is_refused(wrong):
    with pytest.raises(Exception, match="reach_malformed"):
        Reach(**wrong)


def test_backing_out_stops_new_starts_and_leaves_running_cases_alone(board):
    before = next_case(board)
    publication = board.published(drawn(board))
    after = next_case(board)
    running = board.desk.player.case_id
    board.back_out(publication)
    assert next_case(board) == before
    board.desk.player.case_id = running
    assert board.desk.case().head.release_id == after
    with board.desk.refused("publication_move_not_possible"):
        board.back_out(publication)


def test_the_history_tells_who_when_and_why(board):
    publication = board.published(drawn(board), reason="按新办法缩短通知期限")
    board.back_out(publication, reason="期限过短")
    told = next(one for one in drawing_board.publications(board.seat()) if one.id == publication)
    assert told.made_by == board.desk.id_of(DESIGNER)
    assert told.approved_by == board.desk.id_of(APPROVER)
    assert (told.changes, told.decision_reason) == ("按新办法缩短通知期限", "同意发布")
    assert (told.backed_out_reason, told.state.value) == ("期限过短", "backed_out")


def test_what_was_backed_out_can_be_published_again(board):
    draft = drawn(board)
    board.back_out(board.published(draft))
    again = board.begin("再发布")
    board.save(again)
    board.published(again)
    assert next_case(board) == drawing_board.draft_files(board.seat(), again).release.id


def test_a_draft_with_errors_or_without_scenarios_is_not_proposed(board):
    draft = board.begin()
    board.save(draft, content=SHORTER.replace(b"amount: 3", b"amount: 300"))
    board.prove(draft)
    with board.desk.refused("design_draft_has_errors") as caught:
        board.propose(draft)
    assert caught.value.findings[0].code == "limit_longer"
    board.save(draft)
    with board.desk.refused("scenarios_not_played"):
        board.propose(draft)
    board.prove(draft, failed=["committee.yaml"])
    with board.desk.refused("scenarios_failed"):
        board.propose(draft)


def test_a_draft_that_changes_nothing_is_not_proposed(quick_board):
    draft = quick_board.begin()
    with quick_board.desk.refused("nothing_to_publish"):
        quick_board.propose(draft)


def test_while_it_is_proposed_nobody_edits_it_and_withdrawn_it_is_open_again(board):
    from engine.commands.publishing import (  # noqa: PLC0415 -- the order itself
        WithdrawProposal,
        withdraw_proposal,
    )

    draft = drawn(board)
    board.prove(draft)
    publication = board.propose(draft)
    with board.desk.refused("design_draft_move_not_possible"):
        board.save(draft, content=SHORTER + b"\n")
    withdraw_proposal(
        board.desk.office, WithdrawProposal(**board.order(DESIGNER), publication_id=publication)
    )
    board.save(draft, content=SHORTER + b"\n")
    with board.desk.refused("publication_move_not_possible"):
        board.decide(publication)


def test_what_was_not_agreed_to_is_open_again(board):
    draft = drawn(board)
    board.prove(draft)
    board.decide(board.propose(draft), agrees=False, reason="条文没有核对")
    board.save(draft, content=SHORTER + b"\n")


def test_a_part_of_the_cases_cannot_be_asked_another_first_form(quick_board):
    draft = quick_board.begin()
    path = "forms/510116-shuangliu/D01-complaint-registration/form.json"
    inherited = "forms/national/D01-complaint-registration/form.json"
    content = quick_board.files(draft)[inherited].decode()
    named = f'"basedOn": "sha256:{sha256(content.encode()).hexdigest()}"'
    content = content.replace('"basedOn": null', named, 1)
    content = re.sub(r'"maxLength": \d+', '"maxLength": 41', content, count=1)
    quick_board.save(draft, part=path, content=content.encode())
    quick_board.prove(draft)
    with quick_board.desk.refused("partial_reach_changes_start"):
        quick_board.propose(draft, reach=Reach(share=10))
    quick_board.propose(draft)


def test_the_same_person_is_refused_even_without_a_board(quick_board):
    (first,) = drawing_board.publications(quick_board.seat())
    again = first.__class__(
        id="x" * 32,
        release_id=first.release_id,
        in_force_from=first.in_force_from,
        made_by="甲",
        changes="x",
        proposed_at=first.proposed_at,
    )
    with pytest.raises(SamePersonApproved):
        again.approved(by="甲", at=first.proposed_at, reason="x")
    assert OWN_LIMITS
