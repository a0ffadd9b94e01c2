"""A form body that is edited, or taken away, shows in the audit as a broken line would."""

from sqlalchemy import delete, update

from engine.store import audit
from engine.store import tables as t
from engine.store.connection import writing


def faults(desk) -> list[str]:
    store = desk.stage.house.store
    return [one.what for one in audit.verify(store.engine, secrecy=store.secrecy).faults]


def faults_after(desk, change) -> list[str]:
    with writing(desk.engine) as connection:
        connection.execute(change)
    return faults(desk)


def test_untouched_bodies_raise_no_fault(desk_at):
    assert faults(desk_at("P1.3")) == []


def test_an_edited_body_is_found(desk_at):
    edited = {"is_complete": False}
    change = update(t.bodies).where(t.bodies.c.step == "P1.2").values(values=edited)
    assert faults_after(desk_at("P1.3"), change) == ["所附表单内容被改动"]


def test_a_sealed_identity_put_from_elsewhere_is_found(desk_at):
    change = update(t.bodies).where(t.bodies.c.step == "P1.1").values(identity=b"0" * 64)
    assert faults_after(desk_at("P1.3"), change) == ["所附表单内容被改动"]


def test_a_body_taken_away_is_found(desk_at):
    change = delete(t.bodies).where(t.bodies.c.step == "P1.2")
    assert faults_after(desk_at("P1.3"), change) == ["所附表单内容缺失"]
