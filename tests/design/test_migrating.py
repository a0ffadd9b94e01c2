"""A running case goes over to another release as a documented act, or is refused with a reason."""

import re

import pytest

from engine.commands.migrating import MigrateCase, migrate_case
from engine.definitions.bundle import to_bundle
from engine.definitions.release import release_from
from engine.domain.history import replay
from engine.queries import migration_preview
from engine.queries.log_lines import log_lines
from engine.queries.looking import looking
from engine.scenarios.demo import COMPLAINT
from engine.store.connection import writing
from engine.store.releases import AgreedRelease, publish
from tests.commands.desk import PLACE
from tests.design.board import APPROVER
from tests.store.test_rows import same

FILING = "processes/national/filing/process.bpmn"
HEAD, ARCHIVIST = 'step="P2.3" role="section_head"', 'step="P2.3" role="archivist"'
CLOSING = "processes/national/closing/process.bpmn"
NEW_TASK = (
    '<bpmn:userTask id="c_discuss" name="集体讨论"><bpmn:extensionElements>'
    '<zhijian:task step="Z1" role="lead_handler" form="Z1" mandatory="true"/>'
    "</bpmn:extensionElements></bpmn:userTask>"
    '<bpmn:sequenceFlow id="f_discussed" sourceRef="c_discuss" targetRef="{target}"/>'
)


def with_discussion(files):
    """A task more at the beginning of the closing procedure, with a form of its own."""
    text = files[CLOSING].decode()
    start = re.search(r'<bpmn:startEvent id="(\w+)"', text)[1]
    flow = re.search(rf'<bpmn:sequenceFlow id="(\w+)"[^>]*sourceRef="{start}"[^>]*>', text)
    target = re.search(r'targetRef="(\w+)"', flow[0])[1]
    changed = flow[0].replace(f'targetRef="{target}"', 'targetRef="c_discuss"')
    text = text.replace(flow[0], NEW_TASK.format(target=target) + changed)
    form = files["forms/national/tasks/P1.3.json"].replace(b'"id": "P1.3"', b'"id": "Z1"')
    return {**files, CLOSING: text.encode(), "forms/national/tasks/Z1.json": form}


def replaced(files, path, old, new):
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new).encode()}


def put(board, change):
    """The place's release as `change` leaves it, in force from now on."""
    desk = board.desk
    release = release_from(change(dict(desk.player.release.sources)), PLACE)
    agreed = AgreedRelease(
        release_id=release.id,
        bundle=to_bundle(release),
        in_force_from=desk.office.clock.now(),
        made_by="designer",
        approved_by="approver",
        changes="试验",
    )
    with writing(desk.engine) as connection:
        publish(connection, PLACE, agreed)
    return release


def migrate(board, release, *, by=APPROVER, reason="统一适用新版"):
    command = MigrateCase(
        **board.order(by),
        case_id=board.desk.player.case_id,
        to_release=release.id,
        reason=reason,
    )
    return migrate_case(board.desk.office, command)


def tokens(case):
    return [one.token_id for one in case.open_visits]


def walked(board, until):
    board.desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    board.desk.player.walk(until)


def test_a_case_taken_over_midway_takes_the_new_way_and_goes_on_to_the_archive(board):
    walked(board, "P3.1")
    release = put(board, with_discussion)
    before = board.desk.case()
    clocks, due_on = dict(before.clocks), dict(before.due_on)
    migrate(board, release)
    after = board.desk.case()
    assert after.head.release_id == release.id
    assert (after.clocks, after.due_on) == (clocks, due_on)
    assert [one.token_id for one in after.open_visits] == [
        one.token_id for one in before.open_visits
    ]
    board.desk.player.release = release
    board.desk.player.walk("end")
    done = board.desk.case()
    assert done.head.ended
    assert "Z1" in {one.step for one in done.visits.values()}
    same(done, replay(board.desk.player.log(), local_facts=release.local_facts))


def test_the_log_of_the_case_says_who_took_it_over_and_why(board):
    walked(board, "P2.3")
    release = put(board, with_discussion)
    migrate(board, release, reason="按新办法办理")
    with looking(board.seat(APPROVER), board.desk.player.case_id) as act:
        lines = log_lines(act, board.desk.player.log())
    (line,) = [one for one in lines if "迁移" in one.what]
    assert "按新办法办理" in line.about
    assert line.actor == board.desk.stage.cast.person(APPROVER).name


@pytest.mark.parametrize(
    ("until", "path", "old", "new", "code"),
    [
        ("P2.3", FILING, "{element}", "{element}_x", "element_gone"),
        (
            "P2.3",
            FILING,
            'step="P2.3" role="section_head"',
            'step="P2.3" role="archivist"',
            "task_roles_differs",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason_and_nothing_changes(
    quick_board, until, path, old, new, code
):
    walked(quick_board, until)
    (element,) = {one.element for one in quick_board.desk.case().open_visits}
    old, new = (one.format(element=element) for one in (old, new))
    release = put(quick_board, lambda files: replaced(files, path, old, new))
    with quick_board.desk.refused("migration_not_possible") as caught:
        migrate(quick_board, release)
    assert code in caught.value.where["obstacles"]


def test_a_running_limit_or_a_document_the_new_release_lacks_stands_against_it(quick_board):
    walked(quick_board, "P2.3")
    plan = migration_preview.migration_preview(
        quick_board.seat(), quick_board.desk.player.case_id, quick_board.desk.player.release.id
    ).plan
    assert plan.may_be
    assert plan.consequences == ()


def test_the_preview_tells_for_every_running_case_what_would_be(quick_board):
    walked(quick_board, "P2.3")
    release = put(
        quick_board,
        lambda files: replaced(files, FILING, HEAD, ARCHIVIST),
    )
    (told,) = migration_preview.migration_previews(quick_board.seat(), release.id)
    assert not told.plan.may_be
    assert told.stands_at[0].startswith("P2.3")
    assert "角色" in told.plan.obstacles[0].what


def test_only_who_may_approve_takes_a_case_over_and_only_with_a_reason(quick_board):
    walked(quick_board, "P2.3")
    release = put(quick_board, with_discussion)
    with quick_board.desk.refused("not_a_designer"):
        migrate(quick_board, release, by="section_head")
    with quick_board.desk.refused("reason_unfit"):
        migrate(quick_board, release, reason="")


def test_the_release_it_has_already_is_no_change(quick_board):
    walked(quick_board, "P2.3")
    before = len(quick_board.desk.player.log())
    migrate(quick_board, quick_board.desk.player.release)
    assert len(quick_board.desk.player.log()) == before
