"""12345 工单: signed, taken in once, registered by a person, and its status told back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.jobs.job_queue import work
from engine.notify.hotline import HotlineTeller
from engine.notify.signed_post import signature
from tests.notify.test_telling import KEY, gateway
from tests.web.conftest import PLACE
from tests.web.programs import Program
from webui.access import HOUSE

ORDER = {
    "order_no": "12345-20260302-0001",
    "name": "欧阳密语",
    "phone": "13912345678",
    "org_name": "双流区云雀街道办事处",
    "facts": "推倒货架。",
    "answer_by": "2026-03-09",
}


@pytest.fixture
def hotline(web, tmp_path):
    """The hotline's system: knows the key."""
    key = tmp_path / "hotline.key"
    key.write_bytes(KEY)
    web.house = replace(web.house, settings=replace(web.house.settings, hotline_key_file=str(key)))
    web.app.extensions[HOUSE] = web.house
    client = web.app.test_client()

    def send(order, *, place=PLACE, signed_with=KEY, late=timedelta()):
        body = json.dumps(order).encode()
        time = (web.clock.now() - late).isoformat()
        return client.post(
            f"/api/v1/hotline/{place}/orders",
            data=body,
            content_type="application/json",
            headers={
                "X-Zhijian-Time": time,
                "X-Zhijian-Signature": signature(signed_with, time=time, body=body),
            },
        )

    send.key = key
    return send


def test_an_order_is_taken_in_once_however_often_it_is_sent(web, hotline):
    first, again = hotline(ORDER), hotline(ORDER)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
    (row,) = Program.of(web, "intake_clerk").get("/hotline/orders").json["rows"]
    assert (row["order_no"], row["answer_by"]) == (ORDER["order_no"], "2026-03-09")
    assert row["content"]["facts"] == "推倒货架。"


def test_who_does_not_prove_who_he_is_is_refused(web, hotline):
    for answer in (
        hotline(ORDER, signed_with=b"another key"),
        hotline(ORDER, late=timedelta(minutes=6)),
        web.app.test_client().post("/api/v1/hotline/510116/orders", json=ORDER),
    ):
        assert (answer.status_code, answer.json["code"]) == (401, "connector_unknown")
    assert hotline(ORDER, place="000000").status_code == 404
    assert hotline({**ORDER, "facts": None}).status_code == 422
    assert Program.of(web, "intake_clerk").get("/hotline/orders").json["rows"] == []


def test_only_who_registers_sees_the_orders_and_they_lie_sealed(web, hotline):
    hotline(ORDER)
    for login in ("archivist", "org_liaison", "sys_admin", "bureau_head"):
        assert Program.of(web, login).get("/hotline/orders").status_code == 403, login
    with web.house.store.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM hotline_orders").all())
    assert ORDER["name"] not in kept
    assert ORDER["phone"] not in kept


def test_the_status_is_told_back_when_it_is_new_and_only_then(web, hotline):
    order_id = hotline(ORDER).json["id"]
    clerk = Program.of(web, "intake_clerk")
    linked = clerk.put(f"/hotline/orders/{order_id}/case", case_id=web.played.young)
    assert linked.status_code == 204
    assert clerk.get("/hotline/orders").json["rows"] == []
    other = clerk.put(f"/hotline/orders/{order_id}/case", case_id=web.played.grown)
    assert other.json["code"] == "order_linked"
    with gateway() as (address, got):
        teller = HotlineTeller(address=address, key_file=hotline.key, clock=web.clock)
        office = replace(web.house.office, status_teller=teller)
        for _ in range(3):
            work(office, web.house.store, owner="test")
            web.later(days=1)
    assert [(one["order_no"], one["ended"]) for one in got] == [(ORDER["order_no"], False)]
    assert set(got[0]) == {"id", "order_no", "status", "ended"}
