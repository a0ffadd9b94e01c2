"""送达: seven modes, what each must say, and the day from which periods run."""

from datetime import date, timedelta

import pytest

from engine.definitions.form_body import FormInvalid
from engine.queries.case_file import visible_documents
from engine.queries.looking import Desk as Looker
from engine.queries.looking import looking
from engine.queries.search import search
from tests.laws import law

MODES = {
    "直接": {},
    "留置": {"servers": ["service_clerk", "lead_handler"]},
    "电子": {},
    "邮寄": {},
    "委托": {},
    "转交": {},
}
NEEDS = {
    "直接": "signee",
    "留置": "refuse_reason",
    "电子": "e_arrival_time",
    "邮寄": "mail_no",
    "公告": "announced_on",
}


def serve(desk, step, mode, **form):
    people = {"servers": [desk.id_of(one) for one in form["servers"]]} if "servers" in form else {}
    desk.player.complete(
        step, "service_clerk", {"service_mode": mode, **form, **people}, omit=form.get("omit", ())
    )


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_serves_and_starts_the_organs_period(desk_at, mode):
    desk = desk_at("P2.6/service_clerk")
    today = desk.stage.clock.now().date()
    serve(desk, "P2.6", mode, service_date=today.isoformat(), **MODES[mode])
    notice = desk.case().latest_document("D04")
    assert (notice.service_mode, notice.served_on) == (mode, today)
    (clock,) = desk.case().clocks_of("dl_org_statement")
    assert clock.started_on == today
    proof = desk.case().latest_document("D13")
    assert proof.about_id == notice.id


@pytest.mark.parametrize("mode", NEEDS)
def test_what_a_mode_must_say_and_does_not_is_refused(desk_at, mode):
    desk = desk_at("P2.6/service_clerk")
    item = desk.item("P2.6", "service_clerk")
    servers = [desk.id_of("service_clerk"), desk.id_of("lead_handler")]
    body = desk.filled(item, "service_clerk", service_mode=mode, servers=servers)
    with desk.refused("form_invalid") as caught:
        left = {key: value for key, value in body.items() if key != NEEDS[mode]}
        desk.send(item.id, "service_clerk", left)
    assert caught.value.fields[NEEDS[mode]] == "required"


def test_left_behind_needs_two_who_serve(desk_at):
    desk = desk_at("P2.6/service_clerk")
    with desk.refused("form_invalid") as caught:
        serve(desk, "P2.6", "留置", servers=["service_clerk"])
    assert caught.value.fields == {"servers": "too_few"}


def test_a_mode_the_document_does_not_allow_is_refused(desk_at):
    """公告 is for complainants without an address, never for an organ."""
    desk = desk_at("P2.6/service_clerk")
    with desk.refused("form_invalid") as caught:
        serve(desk, "P2.6", "公告")
    assert caught.value.fields == {"service_mode": "not_allowed"}


@law("中华人民共和国民事诉讼法", 95)
def test_an_announcement_serves_at_the_end_of_its_thirty_days(desk_at):
    desk = desk_at("P7.5/service_clerk")
    today = desk.stage.clock.now().date()
    for days, fits in ((29, False), (30, True)):
        announced = (today - timedelta(days=days)).isoformat()
        form = {"announced_on": announced, "service_date": today.isoformat()}
        if not fits:
            with pytest.raises(FormInvalid) as caught:
                serve(desk, "P7.5", "公告", **form)
            assert caught.value.fields == {"service_date": "before_start"}
            continue
        serve(desk, "P7.5", "公告", **form)
    assert desk.case().latest_document("D11").served_on == date.fromisoformat(today.isoformat())


def test_a_day_before_the_document_or_after_today_is_refused(desk_at):
    desk = desk_at("P2.6/service_clerk")
    today = desk.stage.clock.now().date()
    for day, reason in (
        (today - timedelta(days=1), "before_start"),
        (today + timedelta(days=1), "in_future"),
    ):
        with desk.refused("form_invalid") as caught:
            serve(desk, "P2.6", "直接", service_date=day.isoformat())
        assert caught.value.fields == {"service_date": reason}


def test_the_organ_reads_a_document_once_it_was_served_not_when_it_was_sealed(desk_at):
    desk = desk_at("P3.2/service_clerk")
    sealed = desk.case().latest_document("D05")
    assert sealed.sealed_at is not None
    assert reads(desk, "org_liaison", sealed) == (False, False)
    assert reads(desk, "section_head", sealed) == (True, True)
    serve(desk, "P3.2", "直接", service_date=desk.stage.clock.now().date().isoformat())
    assert reads(desk, "org_liaison", sealed) == (True, True)


def reads(desk, login, document) -> tuple[bool, bool]:
    """Whether the document stands in the case for him; whether he finds it."""
    looker = Looker(
        office=desk.office,
        store=desk.stage.house.store,
        place=desk.player.place,
        by=desk.stage.cast.person(login),
    )
    with looking(looker, desk.case().head.id) as act:
        seen = {one.id for one in visible_documents(act, looker.by)}
    found = {one.id for one in search(looker, document.title).rows}
    return document.id in seen, document.id in found
