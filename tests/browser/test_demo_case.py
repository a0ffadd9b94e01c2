"""The demonstration's case, played by its people through the app on PostgreSQL."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engine.scenarios.demo import ANSWERS
from tests.browser.bureau import COMPLAINT
from tests.browser.hand import fill

pytestmark = pytest.mark.browser

TASKS_MAX = 80
PEOPLE_MIN = 8
BETWEEN_TASKS = timedelta(seconds=20)
"""All of it takes less than the half hour after which an idle session ends."""


def test_eight_people_take_a_complaint_from_registration_to_the_archive(bureau, window):
    player = bureau.stage.player()
    player.case_id, player.query_code = _register(bureau, window, player)
    desks = {}
    for _ in range(TASKS_MAX):
        bureau.settle()
        waiting = player.walkable()
        if not waiting:
            break
        visit, item = waiting[0]
        who = player.doer(item)
        if who not in desks:
            desks[who] = window(player.cast.person(who).login)
        _finish(bureau, player, desks[who], visit, item)
    assert player.case().head.ended
    assert len(desks) >= PEOPLE_MIN


def _register(bureau, window, player):
    clerk = window("intake_clerk")
    page = clerk.go("/start/P1.1")
    visit = player._first_visit("P1.1")
    body = player._filled(None, visit, visit.roles[0], "intake_clerk", COMPLAINT, ())
    fill(page, _form(page, "start-forms/P1.1"), body)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已登记")).to_be_visible()
    code = page.locator(".code").inner_text()
    page.get_by_role("link", name="打开案件").click()
    expect(page.get_by_role("navigation", name="案件的各部分")).to_be_visible()
    return page.url.rpartition("/")[2], code


def _form(page, path):
    """The form as the app got it."""
    answer = page.evaluate(f"fetch('/api/v1/{path}').then((answer) => answer.json())")
    assert "form" in answer, answer
    return answer["form"]


def _finish(bureau, player, desk, visit, item):
    answers = ANSWERS.get((visit.step, item.role), {})
    body = player._filled(player.case(), visit, item.role, player.doer(item), answers, ())
    page = desk.go(f"/items/{item.id}")
    fill(page, _form(page, f"items/{item.id}"), body)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("status").get_by_text("已提交。")).to_be_visible()
    expect(page).to_have_url(f"{bureau.address}/cases/{player.case_id}")
    bureau.stage.clock.set(bureau.stage.clock.now() + BETWEEN_TASKS)
