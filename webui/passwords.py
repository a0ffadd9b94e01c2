"""口令的存放与核对: argon2id; a login that does not exist takes as long to refuse."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from engine.domain.passwords import PASSWORD_CHARACTERS_MAX, weakness
from engine.domain.people import Person
from engine.wiring import House
from webui.refusals import PasswordTooWeak

FIRST_PARTS, FIRST_PART_CHARACTERS = 3, 4
"""60 bits, to be read aloud."""

hasher = PasswordHasher()
quick_hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
"""For first passwords: 60 random bits need no slow hash, and a list has a thousand of them."""

NOBODY_HASH = hasher.hash("nobody logs in by this")
"""Checked for logins that do not exist."""


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; never for an account without one."""
    try:
        found = hasher.verify(kept or NOBODY_HASH, password[:PASSWORD_CHARACTERS_MAX])
    except VerificationError:
        return False
    return found and kept is not None


def first_password(house: House) -> tuple[str, str]:
    """A password for somebody to log in once and choose his own; and what is kept of it."""
    made = "-".join(house.office.ids.secret(FIRST_PART_CHARACTERS) for _ in range(FIRST_PARTS))
    return made, quick_hasher.hash(made)


def hashed(password: str, *, owner: Person) -> str:
    """What is kept of a new password; refuses `password_too_weak`."""
    why = weakness(password, about=(owner.login, owner.name))
    if why is not None:
        raise PasswordTooWeak(where={"field": "password"}, why=why)
    return hasher.hash(password)
