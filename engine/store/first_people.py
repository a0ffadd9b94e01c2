"""三员: the first three accounts of a place, made on the console; everybody else comes by them."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Engine, update

from engine.domain.administration import AUDITOR, SECURITY_ADMIN, SYS_ADMIN
from engine.domain.people import Organ, Person
from engine.errors import Refusal
from engine.ports import IdSource
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.register import Register

THREE = {SYS_ADMIN: "系统管理员", SECURITY_ADMIN: "安全管理员", AUDITOR: "审计员"}


class AdministratorsThere(Refusal):
    """The place has administrators; they make every other account."""

    code = "administrators_there"
    what = "这个地方已经有人员名册，不能再建立首批三员。"
    mend = "请由现有的系统管理员建立账号、安全管理员授予角色。"


def begin_administrators(  # noqa: PLR0913 - what the console knows of a new place
    engine: Engine,
    place: str,
    *,
    organ_name: str,
    today: date,
    ids: IdSource,
    password: Callable[[], tuple[str, str]],
) -> Mapping[str, str]:
    """Three accounts with first passwords; answers these by login. Refuses `administrators_there`.

    `password` makes a first password and what is kept of it.
    """
    told: dict[str, str] = {}
    with writing(engine) as connection:
        register = Register(connection, place)
        if register.everybody():
            raise AdministratorsThere(where={"place": place})
        organ = register.organ_named(organ_name) or Organ(id=ids.next(), name=organ_name)
        if register.organ_named(organ_name) is None:
            register.enter_organs([organ])
        for role, title in THREE.items():
            told[role], kept = password()
            person = Person(
                id=ids.next(),
                login=role,
                name=title,
                organ_id=organ.id,
                roles=frozenset({role}),
                active_from=today,
            )
            register.enter_people([person], password_hash=kept)
        connection.execute(
            update(t.people).where(t.people.c.place == place).values(first_password=True)
        )
    return told
