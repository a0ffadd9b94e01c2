"""A draft keeps differences to a release, part by part, one person at a time, and can be undone."""

import hashlib

import pytest

from engine.definitions.bundle import files_of_bundle, from_bundle
from engine.domain import design_draft
from engine.queries import drawing_board
from tests.design.board import DESIGNER, OTHER, OWN_LIMITS, OWN_PLACE_FILE, SHORTER


def test_a_draft_says_only_what_it_changed_and_leads_to_the_whole(board):
    draft = board.begin()
    board.save(draft)
    found = drawing_board.draft_files(board.seat(), draft)
    assert list(found.draft.parts) == [OWN_LIMITS]
    assert found.files[OWN_LIMITS] == SHORTER
    assert {p: d for p, d in found.files.items() if p != OWN_LIMITS} == {
        p: d for p, d in found.base.sources.items() if p != OWN_LIMITS
    }
    (told,) = drawing_board.draft_changes(board.seat(), draft)
    assert "3 日" in told.after


def test_the_same_content_saved_again_is_no_change(board):
    draft = board.begin()
    board.save(draft)
    assert board.save(draft)["changed"] == 0
    assert len(drawing_board.draft_edits(board.seat(), draft)) == 1


def test_a_change_is_undone_and_done_again_until_something_else_is_written(board):
    draft = board.begin()
    base = board.files(draft)
    board.save(draft)
    board.save(draft, content=SHORTER.replace(b"amount: 3", b"amount: 2"))
    board.step(draft)
    assert board.files(draft)[OWN_LIMITS] == SHORTER
    board.step(draft)
    assert board.files(draft) == base
    with board.desk.refused("nothing_to_undo"):
        board.step(draft)
    board.step(draft, again=True)
    assert board.files(draft)[OWN_LIMITS] == SHORTER
    board.save(draft, content=SHORTER.replace(b"amount: 3", b"amount: 4"))
    with board.desk.refused("nothing_to_undo"):
        board.step(draft, again=True)


def test_the_history_has_a_bound_and_forgets_the_oldest(quick_board, monkeypatch):
    monkeypatch.setattr("engine.commands.drafting.EDITS_KEPT_MAX", 3)
    draft = quick_board.begin()
    for days in range(1, 6):
        quick_board.save(draft, content=SHORTER.replace(b"amount: 3", b"amount: %d" % days))
    assert len(drawing_board.draft_edits(quick_board.seat(), draft)) == 3
    assert design_draft.EDITS_KEPT_MAX >= 100


def test_a_part_taken_away_is_as_the_parent_says(board):
    draft = board.begin()
    board.save(draft, part=OWN_PLACE_FILE, content=None)
    assert OWN_PLACE_FILE not in board.files(draft)
    board.step(draft)
    assert OWN_PLACE_FILE in board.files(draft)


def test_what_another_window_saved_is_not_overwritten(board):
    draft = board.begin()
    board.save(draft, seen="")
    seen = hashlib.sha256(SHORTER).hexdigest()
    board.save(draft, content=SHORTER + b"\n", seen=seen)
    with board.desk.refused("design_part_changed"):
        board.save(draft, content=SHORTER, seen=seen)


def test_one_person_edits_a_part_and_another_takes_over_with_a_reason(board):
    mine, theirs = board.begin(), board.begin("另一份", who=OTHER)
    board.save(mine)
    with board.desk.refused("design_part_locked") as caught:
        board.save(theirs, who=OTHER)
    assert board.desk.stage.cast.person(DESIGNER).name in caught.value.what_text
    with board.desk.refused("design_part_locked"):
        board.lock(theirs, OTHER)
    with board.desk.refused("reason_unfit"):
        board.lock(theirs, OTHER, reason=" x ")
    board.lock(theirs, OTHER, reason="原编辑人休假")
    board.save(theirs, who=OTHER)
    (lock,) = drawing_board.part_locks(board.seat())
    assert (lock.person_id, lock.reason) == (board.desk.id_of(OTHER), "原编辑人休假")
    with board.desk.refused("design_part_locked"):
        board.save(mine, content=SHORTER + b"\n")


def test_a_draft_is_its_owners(board):
    draft = board.begin()
    with board.desk.refused("not_your_design_draft"):
        board.save(draft, who=OTHER)


def test_who_has_not_the_role_neither_draws_nor_looks(quick_board):
    with quick_board.desk.refused("not_a_designer"):
        quick_board.begin(who="lead_handler")
    with pytest.raises(Exception, match="not_a_designer"):
        drawing_board.draft_list(quick_board.seat("lead_handler"))


def test_files_of_other_places_are_not_the_districts_to_change(quick_board):
    draft = quick_board.begin()
    for part in (
        "processes/national/filing/limits.yaml",
        "processes/510000-sichuan/place.yaml",
        "processes/calendar/2026.yaml",
        "processes/510116-shuangliu/../national/place.yaml",
        "/etc/passwd",
        "processes/510116-shuangliu/filing/limits.yaml\n",
        "release.json",
    ):
        with quick_board.desk.refused("design_part_not_here"):
            quick_board.save(draft, part=part)


def test_what_is_exported_comes_back_byte_for_byte(board):
    draft = board.begin()
    board.save(draft)
    board.save(draft, part=OWN_PLACE_FILE, content=board.files(draft)[OWN_PLACE_FILE] + b"# x\n")
    exported = drawing_board.exported_draft(board.seat(), draft)
    place, files = files_of_bundle(exported)
    assert place == "510116"
    again = board.begin("导入", who=OTHER)
    with board.desk.refused("design_part_locked"):
        board.take_in(again, files, who=OTHER)
    for part in (OWN_LIMITS, OWN_PLACE_FILE):
        board.lock(again, OTHER, part=part, reason="核对导入")
    board.take_in(again, files, who=OTHER)
    assert drawing_board.exported_draft(board.seat(), again) == exported
    assert from_bundle(exported).id == drawing_board.draft_files(board.seat(), again).release.id


def test_what_rests_on_other_inherited_files_is_not_taken_in(quick_board):
    draft = quick_board.begin()
    files = dict(quick_board.files(draft))
    files["processes/national/place.yaml"] += b"# x\n"
    with quick_board.desk.refused("inherited_differs"):
        quick_board.take_in(draft, files)


def test_a_key_sent_twice_begins_one_draft(quick_board):
    from engine.commands.drafting import BeginDraft, begin_draft  # noqa: PLC0415 -- the order itself

    command = BeginDraft(**quick_board.order(DESIGNER, key="一次"), title="甲")
    assert begin_draft(quick_board.desk.office, command) == begin_draft(
        quick_board.desk.office, command
    )
    assert len(drawing_board.draft_list(quick_board.seat())) == 1
