"""Who holds a role is kept in memory until the administrators' log has another line."""

from sqlalchemy import event

from engine.domain.roster_events import RolesGranted, RolesWithdrawn
from engine.ports import RosterChange
from engine.scenarios.demo import COMPLAINT

ROLE = "legal_reviewer"


def holders(desk) -> list[str]:
    """Who holds the role for the next command about the case."""
    with desk.stage.house.store.begin(desk.player.place) as tx:
        tx.lock(desk.player.case_id, key="looking", by="system", wait=True)
        return [one.id for one in tx.directory.holders(ROLE)]


def administer(desk, change) -> None:
    with desk.stage.house.store.begin(desk.player.place) as tx:
        tx.roster.lock()
        tx.roster.record([RosterChange(event=change)], by="admin", at=desk.office.clock.now())


def test_a_role_counts_from_the_next_command_on(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    before, newcomer = holders(desk), desk.id_of("intake_clerk")
    assert newcomer not in before
    given = {"person_id": newcomer, "roles": frozenset({ROLE}), "reason": "任命"}
    administer(desk, RolesGranted(**given))
    assert sorted(holders(desk)) == sorted([*before, newcomer])
    administer(desk, RolesWithdrawn(**given))
    assert holders(desk) == before


def test_who_holds_a_role_is_not_asked_twice(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    before, sent = holders(desk), []
    event.listen(desk.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    assert holders(desk) == before
    assert not [text for text in sent if "people_roles.role = " in text]
