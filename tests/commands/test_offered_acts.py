"""案件操作: what the menu of acts offers, and when."""

from datetime import timedelta

from engine.queries.case_acts import act_form, offered_acts
from engine.queries.looking import Desk as Looker
from engine.queries.looking import looking
from tests.commands.desk import PLACE


def looker(desk, role):
    person = desk.stage.cast.person(role)
    return Looker(office=desk.office, store=desk.stage.house.store, place=PLACE, by=person)


def offered(desk, role):
    with looking(looker(desk, role), desk.case().head.id) as act:
        return {one.verb for one in offered_acts(act)}


def test_escalation_is_offered_to_the_first_handler_once_the_period_is_over(desk_at):
    desk = desk_at("R3")
    assert "escalate" not in offered(desk, "lead_handler")
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=120))
    assert "escalate" in offered(desk, "lead_handler")
    for role in ("lead_handler#2", "co_handler", "section_head", "org_head"):
        assert "escalate" not in offered(desk, role), role
    asked = act_form(looker(desk, "lead_handler"), desk.case().head.id, "escalate").asked
    assert "reason" in str(asked.form)


def test_escalation_is_not_offered_where_nobody_rectifies(desk_at):
    assert "escalate" not in offered(desk_at("P3.1"), "lead_handler")
