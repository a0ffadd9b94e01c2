"""No one judges his own work, and the supervised organ does not supervise itself (S1–S4)."""

from engine.store import tables as t
from engine.store.connection import writing
from tests.commands.orders import do, give

APPROVED = {"result": "同意"}


def test_a_handler_reviews_nothing_in_his_own_case(desk_at):
    """S1: a handler who also heads the section."""
    desk = desk_at("P2.2")
    desk.give_role("lead_handler", "section_head")
    desk.player.complete("P2.2", "lead_handler", {})
    item = desk.item("P2.3")
    if desk.id_of("lead_handler") in item.candidates:
        with desk.refused("separation_of_duties"):
            desk.send(item.id, "lead_handler", APPROVED)
    else:
        with desk.refused("not_your_task"):
            desk.send(item.id, "lead_handler", APPROVED)
    with desk.refused("separation_of_duties"):
        give(desk, "lead_handler", step="P2.3", by="bureau_deputy")


def test_who_reviewed_a_form_does_not_approve_it(desk_at):
    """S2: the section head who also is a deputy."""
    desk = desk_at("P2.3")
    desk.give_role("section_head", "bureau_deputy")
    desk.player.complete("P2.3", "section_head", {})
    item = desk.item("P2.4")
    with desk.refused("separation_of_duties"):
        desk.send(item.id, "section_head", APPROVED)
    desk.player.complete("P2.4", "bureau_deputy", {})


def test_who_drafted_a_letter_does_not_seal_it(desk_at):
    """S2: the clerk who also keeps the seal."""
    desk = desk_at("P1.6/intake_clerk")
    desk.give_role("intake_clerk", "seal_keeper")
    desk.player.complete("P1.6", "intake_clerk", {})
    item = desk.item("P1.6", "seal_keeper")
    body = desk.filled(item, "seal_keeper")
    with desk.refused("separation_of_duties"):
        desk.send(item.id, "intake_clerk", body)
    desk.send(item.id, "seal_keeper", body)


def test_somebody_of_the_supervised_organ_stands_in_no_lane_of_supervision(desk_at):
    """S4: the second clerk works for the organ the complaint is about."""
    desk = desk_at("")
    with writing(desk.engine) as connection:
        organ = connection.execute(
            t.organs.select().where(t.organs.c.name == "双流区云雀街道办事处")
        ).one()
    desk.change_person("intake_clerk#2", organ_id=organ.id)
    desk.player.start("P1.1", "intake_clerk", {"org_name": "双流区云雀街道办事处"})
    assert desk.item("P1.2").candidates == (desk.id_of("intake_clerk"),)
    with desk.refused("not_your_task"):
        do(desk, "complete", "intake_clerk#2")


def test_people_of_another_organ_do_not_answer_for_the_supervised_one(desk_at):
    desk = desk_at("P2.7")
    with writing(desk.engine) as connection:
        other = connection.execute(
            t.organs.select().where(t.organs.c.name != "双流区云雀街道办事处")
        ).first()
    item = desk.item("P2.7")
    assert set(item.candidates) <= {desk.id_of("org_liaison"), desk.id_of("org_liaison#2")}
    desk.change_person("org_liaison#2", organ_id=other.id)
    with desk.refused("reassignment_refused"):
        give(desk, "org_liaison#2", step="P2.7", by="org_liaison")
