"""我: who is logged in, as the head of every page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.commands.refusals import NoRelease
from engine.queries.looking import Desk, looking_ahead
from engine.store.connection import reading
from engine.store.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Myself:
    """The organ's name and the roles with their titles; ids where no release names them."""

    organ: str
    roles: Sequence[tuple[str, str]]


def myself(desk: Desk) -> Myself:
    """What the register and the release in force say of the person."""
    with reading(desk.store.engine) as connection:
        organ = Register(connection, desk.place).organ(desk.by.organ_id)
    titles = _role_titles(desk)
    return Myself(
        organ=organ.name if organ else "",
        roles=[(one, titles.get(one, one)) for one in sorted(desk.by.roles)],
    )


def _role_titles(desk: Desk) -> dict[str, str]:
    try:
        with looking_ahead(desk) as act:
            return {key: role.title for key, role in act.release.place_info.roles.items()}
    except NoRelease:
        return {}
