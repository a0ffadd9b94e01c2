"""三员: a new place begins with three accounts, once."""

import pytest

from engine.running import begin_administrators
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.first_people import AdministratorsThere
from engine.store.register import Register
from tests.commands.desk import PLACE


def test_a_new_place_begins_with_three_accounts_and_only_once(desk_at):
    desk = desk_at("")
    house = desk.stage.house
    with pytest.raises(AdministratorsThere):
        begin_administrators(house, PLACE)
    with writing(desk.engine) as connection:
        for table in (t.people_roles, t.people):
            connection.execute(table.delete())
    told = begin_administrators(house, PLACE)
    assert set(told) == {"sys_admin", "security_admin", "auditor"}
    assert len(set(told.values())) == 3
    account = house.sign_ins.account(PLACE, "sys_admin")
    assert account.has_first_password
    with writing(desk.engine) as connection:
        people = Register(connection, PLACE).everybody()
    assert {one.roles for one in people} == {frozenset({one}) for one in told}
    with pytest.raises(AdministratorsThere):
        begin_administrators(house, PLACE)
