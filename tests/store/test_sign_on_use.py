"""统一身份认证的使用: what the administrators read of it, by provider, on each kind of database."""

from datetime import timedelta

from engine.domain import roster_events as ev
from engine.ports import RosterChange
from engine.queries.looking import Desk as Looker
from engine.queries.sign_on_use import SignOnUse, sign_on_use
from tests.commands.desk import PLACE

ISSUER, OTHER = "https://id.example", "https://former.example"


def test_it_is_told_how_many_are_matched_and_when_one_last_came(desk):
    house, clock = desk.stage.house, desk.office.clock
    by = desk.stage.cast.person("security_admin")
    looker = Looker(office=desk.office, store=house.store, place=PLACE, by=by)
    pairs = [("expert", ISSUER), ("archivist", ISSUER), ("expert", OTHER)]
    with house.store.begin(PLACE) as tx:
        tx.roster.lock()
        events = [
            ev.SubjectMatched(person_id=desk.id_of(name), issuer=issuer, subject=name)
            for name, issuer in pairs
        ]
        tx.roster.record([RosterChange(event=one) for one in events], by="system", at=clock.now())
    assert sign_on_use(looker, ISSUER) == SignOnUse(matched=2, used_at=None)
    house.sign_ins.note_sign_on(PLACE, ISSUER, "archivist")
    clock.set(clock.now() + timedelta(hours=1))
    house.sign_ins.note_sign_on(PLACE, ISSUER, "expert")
    house.sign_ins.note_sign_on(PLACE, ISSUER, "nobody")
    assert sign_on_use(looker, ISSUER) == SignOnUse(matched=2, used_at=clock.now())
    assert sign_on_use(looker, OTHER) == SignOnUse(matched=1, used_at=None)
    assert sign_on_use(looker, "") == SignOnUse(matched=0, used_at=None)
