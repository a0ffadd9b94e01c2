"""Who may hold, finish and give away a task: pools, separation of duties, recusal."""

from datetime import date

import pytest

from engine.domain import events as ev
from engine.domain.visit import ItemState
from engine.store.connection import writing
from engine.store.releases import enter_place
from tests.commands.orders import DEEDS, ELSEWHERE, NOBODY, YESTERDAY, do, give
from tests.laws import law

# --- unknown and strange ----------------------------------------------------------------------


@pytest.mark.parametrize("verb", DEEDS)
def test_a_case_nobody_knows_is_not_found(desk_at, verb):
    desk = desk_at("P1.2")
    with desk.refused("case_not_found"):
        do(desk, verb, "intake_clerk", case_id=NOBODY)


@pytest.mark.parametrize("verb", DEEDS)
def test_a_task_nobody_knows_is_not_found(desk_at, verb):
    desk = desk_at("P1.2")
    with desk.refused("task_not_found"):
        do(desk, verb, "intake_clerk", item_id=NOBODY)


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("strange", ["", "x" * 500, "'; drop table cases; --", "\u0000"])
def test_a_strange_id_finds_nothing(desk_at, verb, strange):
    desk = desk_at("P1.2")
    with desk.refused("task_not_found"):
        do(desk, verb, "intake_clerk", item_id=strange)
    if "\u0000" not in strange:
        with desk.refused("case_not_found"):
            do(desk, verb, "intake_clerk", case_id=strange)


@pytest.mark.parametrize("verb", DEEDS)
def test_a_case_of_another_place_is_not_found(desk_at, verb):
    desk = desk_at("P1.2")
    with writing(desk.engine) as connection:
        enter_place(connection, ELSEWHERE, "济南市")
    with desk.refused("case_not_found"):
        do(desk, verb, "intake_clerk", place=ELSEWHERE)


def test_a_task_of_another_case_is_not_found(desk_at):
    desk = desk_at("P1.2")
    first = desk.item("P1.2").id
    desk.player.case_id = ""
    desk.player.start("P1.1", "intake_clerk", {"org_name": "双流区云雀街道办事处"})
    with desk.refused("task_not_found"):
        do(desk, "complete", "intake_clerk", item_id=first)


@pytest.mark.parametrize("verb", DEEDS)
def test_a_person_nobody_knows_may_do_nothing(desk_at, verb):
    desk = desk_at("P1.2")
    with desk.refused("person_unknown"):
        do(desk, verb, NOBODY)


# --- pools and roles --------------------------------------------------------------------------


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("by", ["lead_handler", "legal_reviewer", "org_head", "complainant"])
def test_a_task_is_not_for_people_outside_its_pool(desk_at, verb, by):
    desk = desk_at("P1.2")
    with desk.refused("not_your_task"):
        do(desk, verb, by)


@law("本系统建议值")
@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("by", ["sys_admin", "security_admin", "auditor"])
def test_the_three_administrators_act_on_no_case(desk_at, verb, by):
    desk = desk_at("P1.2")
    with desk.refused("not_your_task"):
        do(desk, verb, by)


@pytest.mark.parametrize("role", ["sys_admin", "security_admin", "auditor"])
def test_an_administrator_who_is_also_in_the_pool_acts_on_no_case(desk_at, role):
    desk = desk_at("P1.2")
    desk.give_role("intake_clerk", role)
    with desk.refused("not_your_task"):
        do(desk, "complete", "intake_clerk")
    with desk.refused("not_your_task"):
        desk.player.start("P1.1", "intake_clerk", {"org_name": "双流区云雀街道办事处"})


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("days", [{"active_to": YESTERDAY}, {"active_from": date(2026, 12, 1)}])
def test_a_person_who_left_or_has_not_begun_may_do_nothing(desk_at, verb, days):
    desk = desk_at("P1.2")
    desk.change_person("intake_clerk", **days)
    with desk.refused("person_unknown"):
        do(desk, verb, "intake_clerk")


def test_the_last_day_of_a_person_is_a_working_day_for_him(desk_at):
    desk = desk_at("P1.2")
    desk.change_person("intake_clerk", active_to=date(2026, 3, 2))
    do(desk, "complete", "intake_clerk")


def test_what_one_took_in_hand_another_of_the_pool_cannot_take(desk_at):
    desk = desk_at("P1.2")
    do(desk, "claim", "intake_clerk")
    item = desk.item("P1.2")
    assert (item.state, item.assignee) == (ItemState.IN_HAND, desk.id_of("intake_clerk"))
    for verb in DEEDS:
        with desk.refused("not_your_task"):
            do(desk, verb, "intake_clerk#2")


def test_claiming_what_one_holds_changes_nothing(desk_at):
    desk = desk_at("P1.2")
    do(desk, "claim", "intake_clerk")
    before = desk.case().head
    do(desk, "claim", "intake_clerk")
    assert desk.case().head == before


@pytest.mark.parametrize("verb", DEEDS)
def test_what_is_done_is_done_once(desk_at, verb):
    desk = desk_at("P1.2")
    done = desk.item("P1.2").id
    do(desk, "complete", "intake_clerk")
    with desk.refused("task_already_completed") as caught:
        do(desk, verb, "intake_clerk", item_id=done)
    if verb != "reassign":
        assert "赵演示甲" in caught.value.what_text


def test_a_task_cannot_be_given_away_after_it_was_done_by_somebody_else(desk_at):
    desk = desk_at("P1.2")
    done = desk.item("P1.2").id
    do(desk, "complete", "intake_clerk")
    with desk.refused("task_already_completed"):
        do(desk, "reassign", "section_head", item_id=done, to_person=desk.id_of("intake_clerk#2"))


# --- reassignment -----------------------------------------------------------------------------


def test_a_task_given_to_a_colleague_is_his_alone(desk_at):
    desk = desk_at("P1.2")
    give(desk, "intake_clerk#2")
    item = desk.item("P1.2")
    assert item.assignee == desk.id_of("intake_clerk#2")
    assert item.candidates == (item.assignee,)
    with desk.refused("not_your_task"):
        do(desk, "complete", "intake_clerk")
    do(desk, "complete", "intake_clerk#2")
    given = [line.event for line in desk.player.log() if isinstance(line.event, ev.TaskReassigned)]
    assert given[-1].reason == "出差"


def test_the_owner_stays_when_another_acts(desk_at):
    desk = desk_at("P2.2")
    owner = desk.item("P2.2").owner
    give(desk, "lead_handler#2", step="P2.2", by="lead_handler")
    item = desk.item("P2.2")
    assert (item.owner, item.assignee) == (owner, desk.id_of("lead_handler#2"))


@pytest.mark.parametrize("to", ["section_head#2", "org_liaison", "sys_admin", "intake_clerk"])
def test_a_task_is_given_only_to_whom_it_may_belong(desk_at, to):
    desk = desk_at("P1.2")
    do(desk, "claim", "intake_clerk")
    with desk.refused("reassignment_refused"):
        give(desk, to)


def test_a_task_is_given_to_nobody_unknown(desk_at):
    desk = desk_at("P1.2")
    with desk.refused("person_unknown"):
        do(desk, "reassign", "section_head", to_person=NOBODY)


def test_a_task_is_not_given_to_somebody_who_left(desk_at):
    desk = desk_at("P1.2")
    desk.change_person("intake_clerk#2", active_to=YESTERDAY)
    with desk.refused("reassignment_refused"):
        give(desk, "intake_clerk#2")


@law("四川省行政执法监督条例", 29)
def test_a_handlers_task_is_not_given_to_somebody_whose_certificate_ran_out(desk_at):
    desk = desk_at("P2.2")
    desk.change_person("lead_handler#2", certificate_to=YESTERDAY)
    with desk.refused("reassignment_refused"):
        give(desk, "lead_handler#2", step="P2.2")


@law("四川省行政执法监督条例", 29)
def test_a_handler_whose_certificate_ran_out_finishes_nothing(desk_at):
    desk = desk_at("P2.2")
    item = desk.item("P2.2")
    body = desk.filled(item, "lead_handler")
    desk.change_person("lead_handler", certificate_to=YESTERDAY)
    with desk.refused("separation_of_duties"):
        desk.send(item.id, "lead_handler", body)


@law("四川省行政执法监督条例", 29)
@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (("lead_handler", "lead_handler"), "form_invalid"),
        (("lead_handler", "org_head"), "separation_of_duties"),
        (("lead_handler", "sys_admin"), "separation_of_duties"),
        (("lead_handler", "seal_keeper"), "form_invalid"),
    ],
    ids=["one person twice", "the supervised organ", "an administrator", "another role"],
)
def test_two_different_fit_people_are_appointed_to_a_case(desk_at, pair, code):
    desk = desk_at("P2.1")
    for name in ("org_head", "sys_admin"):
        desk.give_role(name, "co_handler")
    with desk.refused(code):
        desk.send(
            desk.item("P2.1").id,
            "section_head",
            {"handlers": [desk.id_of(name) for name in pair]},
        )


@law("四川省行政执法监督条例", 29)
def test_a_handler_is_appointed_only_with_a_valid_certificate(desk_at):
    desk = desk_at("P2.1")
    desk.change_person("co_handler", certificate_to=YESTERDAY)
    with desk.refused("separation_of_duties"):
        desk.send(
            desk.item("P2.1").id,
            "section_head",
            {"handlers": [desk.id_of("lead_handler"), desk.id_of("co_handler")]},
        )


def test_one_handler_is_too_few(desk_at):
    desk = desk_at("P2.1")
    with desk.refused("form_invalid") as caught:
        desk.send(desk.item("P2.1").id, "section_head", {"handlers": [desk.id_of("lead_handler")]})
    assert caught.value.fields == {"handlers": "too_few"}


# --- recusal ------------------------------------------------------------------------------------


def recuse(desk, who: str) -> None:
    desk.player.operation("recuse")(
        "EX7", "section_head", {"recused_person": who, "reason": "与当事人有利害关系"}
    )
    desk.player.complete("EX7", "bureau_head", {})


@law("四川省行政执法监督条例", 30)
@pytest.mark.parametrize("verb", DEEDS)
def test_a_recused_person_does_nothing_more_in_the_case(desk_at, verb):
    desk = desk_at("P2.2")
    recuse(desk, "lead_handler")
    item = desk.item("P2.2")
    assert item.assignee != desk.id_of("lead_handler")
    more = {"to_person": desk.id_of("lead_handler#3")} if verb == "reassign" else {}
    with desk.refused("recused_person"):
        do(desk, verb, "lead_handler", item_id=item.id, **more)


def test_a_task_is_not_given_to_a_recused_person(desk_at):
    desk = desk_at("P2.2")
    recuse(desk, "lead_handler")
    with desk.refused("reassignment_refused"):
        give(desk, "lead_handler", step="P2.2")


def test_a_recused_section_head_gives_nothing_away(desk_at):
    desk = desk_at("P2.2")
    desk.player.operation("recuse")(
        "EX7", "lead_handler", {"recused_person": "section_head", "reason": "与当事人有利害关系"}
    )
    replacement = {"replacement": "section_head#2"}
    desk.player.complete("EX7", "bureau_head", replacement)
    with desk.refused("recused_person"):
        give(desk, "lead_handler#2", step="P2.2", by="section_head")


def test_a_recused_person_is_recused_before_it_is_asked_whether_the_task_is_his(desk_at):
    """STEPS 0.5: recused_person → not_your_task → task_already_completed."""
    desk = desk_at("P2.2")
    done = desk.item("P2.1").id
    recuse(desk, "lead_handler")
    with desk.refused("recused_person"):
        do(desk, "complete", "lead_handler", item_id=done)
    with desk.refused("not_your_task"):
        do(desk, "complete", "legal_reviewer", item_id=done)
